#include "sandbox/match/match.h"

#include "base/die.h"
#include "base/glob.h"
#include "base/text.h"
#include "domain/secret/secret_names.h"
#include "sandbox/match/match_path.h"
#include "json/nearest.h"
#include "json/print.h"
#include "json/readable.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LONGEST_VALUE = 120 };

/* A difference in the path says that another operation was called; one in anything else, that it was called
 * otherwise. */
enum { FAR_PATH = 20, NEAR_PATH = 10 };

static void note(json_t *differences, char *text)
{
    json_array_append_new(differences, readable(text, strlen(text)));
    free(text);
}

/* A value within a sentence, cut short. A new text. */
static char *value_text(const json_t *value)
{
    char *text = json_print(value);
    if (strlen(text) > LONGEST_VALUE)
        memcpy(text + LONGEST_VALUE - 3, "...", 4);
    return text;
}

/* What stands at one place of the body: as wanted, as it came, as it may be shown. */
struct place {
    char *path; /* "body.streams[0].name" */
    json_t *wanted;
    const json_t *given, *shown;
};

static void note_value(json_t *differences, const struct place *place)
{
    if (!place->given) {
        note(differences, must_printf("%s is missing", place->path));
        return;
    }
    if (!place->shown || !json_equal(place->given, place->shown)) {
        note(differences, must_printf("%s is another one; it is a secret and not shown", place->path));
        return;
    }
    char *wanted = value_text(place->wanted), *given = value_text(place->given);
    note(differences, must_printf("%s is %s, not %s", place->path, given, wanted));
    free(given);
    free(wanted);
}

static void compare(json_t *differences, const struct place *place);

static void compare_members(json_t *differences, const struct place *place)
{
    const char *name;
    json_t *wanted;
    json_object_foreach (place->wanted, name, wanted) {
        struct place member = {must_printf("%s.%s", place->path, name), wanted,
                               json_object_get(place->given, name), json_object_get(place->shown, name)};
        compare(differences, &member);
        free(member.path);
    }
}

static void compare_items(json_t *differences, const struct place *place)
{
    size_t wanted = json_array_size(place->wanted), given = json_array_size(place->given);
    if (wanted != given) {
        note(differences, must_printf("%s has %zu items, not %zu", place->path, given, wanted));
        return;
    }
    for (size_t i = 0; i < wanted; i++) {
        struct place item = {must_printf("%s[%zu]", place->path, i), json_array_get(place->wanted, i),
                             json_array_get(place->given, i), json_array_get(place->shown, i)};
        compare(differences, &item);
        free(item.path);
    }
}

static void compare(json_t *differences, const struct place *place)
{
    if (match_value_fits(place->wanted, place->given))
        return;
    if (json_is_object(place->wanted) && json_is_object(place->given))
        compare_members(differences, place);
    else if (json_is_array(place->wanted) && json_is_array(place->given))
        compare_items(differences, place);
    else
        note_value(differences, place);
}

static void compare_body(json_t *differences, const struct match *match, struct asked *asked,
                         const json_t *shown)
{
    const json_t *given = asked_json(asked);
    char path[] = "body";
    struct place place = {path, match->body, given, shown};
    if (given)
        compare(differences, &place);
    else
        note(differences, must_strdup("there is no JSON body"));
}

static void compare_header(json_t *differences, const char *name, const char *wanted, const char *given)
{
    if (!given)
        note(differences, must_printf("there is no header %s", name));
    else if (secret_name(name))
        note(differences, must_printf("header %s is another one; it is a secret and not shown", name));
    else
        note(differences,
             must_printf("header %s is \"%.*s\", not \"%s\"", name, LONGEST_VALUE, given, wanted));
}

static void compare_headers(json_t *differences, const struct match *match, const struct asked *asked)
{
    const char *name;
    json_t *value;
    json_object_foreach (match->headers, name, value) {
        const char *given = asked->header(asked->source, name), *wanted = json_string_value(value);
        if (!given || !glob_fits(wanted, given))
            compare_header(differences, name, wanted, given);
    }
}

static void compare_status(json_t *differences, const struct match *match, const struct asked *asked)
{
    if (!match->status || match->status == asked->status)
        return;
    if (asked->status)
        note(differences, must_printf("status is %u, not %u", asked->status, match->status));
    else
        note(differences, must_printf("it has no answer, so not status %u", match->status));
}

json_t *match_differences(const struct match *match, struct asked *asked, const json_t *shown)
{
    json_t *differences = json_array();
    if (!match_path_fits(match->path, asked->path))
        note(differences, must_printf("path is %s, not %s", asked->path, match->path));
    if (match->method && strcasecmp(match->method, asked->method) != 0)
        note(differences, must_printf("method is %s, not %s", asked->method, match->method));
    compare_status(differences, match, asked);
    compare_headers(differences, match, asked);
    if (match->body)
        compare_body(differences, match, asked, shown);
    return differences;
}

unsigned match_distance(const struct match *match, struct asked *asked)
{
    const char *const paths[] = {asked->path, NULL};
    json_auto_t *differences = match_differences(match, asked, NULL);
    unsigned distance = (unsigned)json_array_size(differences);
    if (match_path_fits(match->path, asked->path))
        return distance;
    return distance + (nearest_name(match->path, paths) ? NEAR_PATH : FAR_PATH);
}
