/* After all tests of the API: a row that none of them saw answered with success in each release that has it
 * fails the run. */
#include "support/testing.h"

#include "api/routes.h"
#include "base/die.h"
#include "gateway/route_table.h"

#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct route *row_of(const struct route_table *table, enum release release, const char *method,
                                  const char *path)
{
    char *allow = NULL;
    const char *bare = path;
    if (strncmp(bare, "/sandboxes/", 11) == 0)
        bare = strchrnul(bare + 11, '/');
    if (strncmp(bare, "/api/", 5) == 0)
        bare += 4;
    char *alone = must_strndup(bare, strcspn(bare, "?"));
    const struct route *route = route_find(table, method, alone, &allow);
    free(alone);
    free(allow);
    return route ? route_of_release(table, route, release) : NULL;
}

static void note(const char *line, const struct route_table *table, enum release release, bool *called)
{
    json_auto_t *exchange = json_loads(line, 0, NULL);
    const char *method = json_string_value(json_object_get(exchange, "method"));
    const char *path = json_string_value(json_object_get(exchange, "path"));
    const struct route *route = method && path ? row_of(table, release, method, path) : NULL;
    json_int_t status = json_integer_value(json_object_get(exchange, "status"));
    if (route && (route->refusal ? status == route->refusal : status < 300 + 10 * route->moved))
        called[route - routes] = true;
}

static void note_file(const char *path, const struct route_table *table, enum release release, bool *called)
{
    char *line = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (getline(&line, &room, file) > 0)
        note(line, table, release, called);
    free(line);
    fclose(file);
}

/* The public API and the control API are the same in all releases. */
static size_t report(enum release release, const bool *called)
{
    size_t missing = 0;
    for (size_t i = 0; i < route_count; i++)
        if (!called[i] && route_spoken(&routes[i], release) &&
            (release == 0 || routes[i].api == API_CONFIG)) {
            print_error("never answered with success in %s: %s %s\n", release_name(release), routes[i].method,
                        routes[i].path);
            missing++;
        }
    return missing;
}

static size_t missing_in(const struct route_table *table, enum release release)
{
    bool *called = must_zalloc(route_count * sizeof *called);
    glob_t files;
    char *pattern = must_printf("%s/%s/*.jsonl", getenv("FAKEBYTE_TRAFFIC"), release_name(release));
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        note_file(files.gl_pathv[i], table, release, called);
    globfree(&files);
    free(pattern);
    size_t missing = report(release, called);
    free(called);
    return missing;
}

static void every_route_was_called(void **state)
{
    (void)state;
    struct route_table *table = route_table_new(routes, route_count);
    size_t missing = 0;
    for (enum release release = 0; release < RELEASES; release++)
        missing += missing_in(table, release);
    route_table_free(table);
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_route_was_called)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
