#include "api/routes.h"
#include "base/die.h"
#include "base/file.h"
#include "command/command.h"
#include "command/release_calls.h"
#include "domain/world/release.h"
#include "gateway/route_table.h"
#include "release/shape_diff.h"
#include "json/reading.h"
#include "json/schema/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two releases, and what is asked of them. */
struct comparison {
    struct release_shapes shapes;
    enum release before, after;
    struct release_calls *calls; /* that a client made; NULL: any */
    size_t breaking;             /* differences that can break a client */
};

static void print_lines(struct comparison *comparison, const json_t *lines)
{
    size_t index;
    const json_t *line;
    json_array_foreach (lines, index, line) {
        printf("  %s\n", json_string_value(line));
        comparison->breaking += *json_string_value(line) == '!';
    }
}

/* The row that stands for the operation in the later release; NULL where it is gone. */
static const struct route *successor(const struct route *row, enum release release)
{
    for (const struct route *other = routes; other < routes + route_count; other++)
        if (route_spoken(other, release) && strcmp(other->path, row->path) == 0 &&
            strcmp(other->method, row->method) == 0)
            return other;
    return NULL;
}

/* What became of an operation's shapes. New reference. */
static json_t *changes_of(struct comparison *comparison, const struct route *before,
                          const struct route *after)
{
    struct schema_library *old = release_shapes_of(&comparison->shapes, comparison->before);
    struct schema_library *new = release_shapes_of(&comparison->shapes, comparison->after);
    json_t *lines = json_array();
    if (!after) {
        json_array_append_new(lines, json_string("! the operation is gone"));
        return lines;
    }
    if (route_takes_body(before) && route_takes_body(after)) {
        json_auto_t *changes = shape_diff(old, new, before->request, after->request, false);
        json_array_extend(lines, changes);
    }
    if (route_gives_json(before) && route_gives_json(after)) {
        json_auto_t *changes = shape_diff(old, new, before->reply, after->reply, true);
        json_array_extend(lines, changes);
    }
    return lines;
}

/* What shapes do not say. */
static void add_picks(const struct comparison *comparison, const struct route *row, json_t *lines)
{
    bool other = release_picks_streams(comparison->before) != release_picks_streams(comparison->after);
    if (other && row->reply && strcmp(row->reply, "SourceDiscoverSchemaRead") == 0)
        json_array_append_new(lines,
                              json_string("! reply catalog: selects no more than is suggested, or alone"));
}

static void print_operation(struct comparison *comparison, const struct route *row)
{
    const struct route *after = successor(row, comparison->after);
    size_t count = release_calls_count(comparison->calls, row);
    if (comparison->calls && count == 0)
        return;
    json_auto_t *lines = changes_of(comparison, row, after);
    if (after)
        release_calls_judge(
            comparison->calls, row,
            schema_library_find(release_shapes_of(&comparison->shapes, comparison->after), after->request),
            lines);
    add_picks(comparison, row, lines);
    if (json_array_size(lines) == 0)
        return;
    printf("%s %s", row->method, row->path);
    if (comparison->calls)
        printf(", %zu call%s", count, count == 1 ? "" : "s");
    printf("\n");
    print_lines(comparison, lines);
}

static void print_new_operations(const struct comparison *comparison)
{
    for (const struct route *row = routes; row < routes + route_count; row++)
        if (row->api == API_CONFIG && row->since > comparison->before &&
            route_spoken(row, comparison->after) && !successor(row, comparison->before))
            printf("%s %s\n  + the operation is new\n", row->method, row->path);
}

static void print_errors(struct comparison *comparison)
{
    if (release_hides_errors(comparison->before) == release_hides_errors(comparison->after))
        return;
    size_t count = release_calls_failed(comparison->calls);
    if (comparison->calls && count == 0)
        return;
    printf("errors");
    if (comparison->calls)
        printf(", %zu of the calls", count);
    printf("\n  ! an unknown id is answered with {\"errorId\"} alone: no message\n");
    comparison->breaking++;
}

static int compare(struct comparison *comparison)
{
    for (const struct route *row = routes; row < routes + route_count; row++)
        if (row->api == API_CONFIG && route_spoken(row, comparison->before))
            print_operation(comparison, row);
    if (!comparison->calls)
        print_new_operations(comparison);
    print_errors(comparison);
    release_calls_print_unknown(comparison->calls);
    return comparison->breaking ? 1 : 0;
}

static size_t operations_of(enum release release)
{
    size_t count = 0;
    for (const struct route *row = routes; row < routes + route_count; row++)
        count += row->api == API_CONFIG && route_spoken(row, release);
    return count;
}

static int list(void)
{
    for (enum release release = 0; release < RELEASES; release++)
        printf("%-5s Airbyte %-8s %zu operations\n", release_name(release), release_version(release),
               operations_of(release));
    return 0;
}

static bool read_release(const char *name, enum release *release, char **error)
{
    *release = release_find(name);
    if (*release == RELEASES)
        *error = must_printf("there is no release %s: see `fakebyte releases`", name);
    return *release < RELEASES;
}

/* False with a new text in *error. */
static bool read_comparison(const struct options *options, struct comparison *comparison, char **error)
{
    if (options->arguments.count != 2)
        *error = must_strdup("--diff wants two releases, as in `fakebyte releases --diff 0.40 2.0`");
    return !*error && read_release(options->arguments.items[0], &comparison->before, error) &&
           read_release(options->arguments.items[1], &comparison->after, error) &&
           (!options->calls ||
            (comparison->calls = release_calls_read(options->calls, comparison->before, error)));
}

int command_releases(const struct options *options)
{
    struct comparison comparison = {0};
    char *error = NULL;
    if (!options->diff && !options->calls && options->arguments.count == 0)
        return list();
    int status =
        read_comparison(options, &comparison, &error) ? compare(&comparison) : command_complain(error);
    release_calls_free(comparison.calls);
    release_shapes_free(&comparison.shapes);
    return status;
}
