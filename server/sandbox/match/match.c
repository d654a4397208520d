#include "sandbox/match/match.h"

#include "base/die.h"
#include "base/glob.h"
#include "sandbox/match/match_path.h"
#include "json/drop.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct match match_compile(json_t *document)
{
    return (struct match){
        .path = match_path_of(json_string_value(json_object_get(document, "path"))),
        .method = json_string_value(json_object_get(document, "method")),
        .status = (unsigned)json_integer_value(json_object_get(document, "status")),
        .body = json_object_get(document, "body"),
        .headers = json_object_get(document, "headers"),
        .document = json_incref(document),
    };
}

void match_free(struct match *match)
{
    free(match->path);
    json_decref(match->document);
    *match = (struct match){0};
}

const json_t *asked_json(struct asked *asked)
{
    if (!asked->parsed && asked->body_size > 0)
        asked->json =
            json_read_with(asked->body, asked->body_size, &(struct read_options){.work = asked->work}, NULL);
    asked->parsed = true;
    return asked->json;
}

void asked_free(struct asked *asked)
{
    json_drop(asked->json, asked->work);
    asked->json = NULL;
    asked->parsed = false;
}

static bool object_fits(json_t *wanted, const json_t *given)
{
    const char *name;
    json_t *member;
    json_object_foreach (wanted, name, member)
        if (!match_value_fits(member, json_object_get(given, name)))
            return false;
    return true;
}

static bool list_fits(const json_t *wanted, const json_t *given)
{
    if (json_array_size(wanted) != json_array_size(given))
        return false;
    for (size_t i = 0; i < json_array_size(wanted); i++)
        if (!match_value_fits(json_array_get(wanted, i), json_array_get(given, i)))
            return false;
    return true;
}

bool match_value_fits(json_t *wanted, const json_t *given)
{
    if (json_is_object(wanted) && json_is_object(given))
        return object_fits(wanted, given);
    if (json_is_array(wanted) && json_is_array(given))
        return list_fits(wanted, given);
    if (json_is_integer(wanted) && json_is_integer(given))
        return json_integer_value(wanted) == json_integer_value(given);
    if (json_is_number(wanted) && json_is_number(given))
        return json_number_value(wanted) == json_number_value(given);
    return json_equal(wanted, given);
}

static bool headers_fit(const struct match *match, const struct asked *asked)
{
    const char *name;
    json_t *value;
    json_object_foreach (match->headers, name, value) {
        const char *given = asked->header(asked->source, name);
        if (!given || !glob_fits(json_string_value(value), given))
            return false;
    }
    return true;
}

bool match_fits(const struct match *match, struct asked *asked)
{
    return match_path_fits(match->path, asked->path) &&
           (!match->method || strcasecmp(match->method, asked->method) == 0) &&
           (!match->status || match->status == asked->status) && headers_fit(match, asked) &&
           (!match->body || match_value_fits(match->body, asked_json(asked)));
}
