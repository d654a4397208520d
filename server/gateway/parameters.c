#include "gateway/parameters.h"

#include "base/die.h"
#include "base/uuid.h"
#include "gateway/error_reply.h"
#include "gateway/query.h"
#include "gateway/route.h"
#include "json/get.h"
#include "json/schema/schema.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Parameters on their way into an object. */
struct reading {
    const struct route *route;
    json_t *shapes; /* of all parameters, by name */
    json_t *values;
};

/* How the row names a parameter: 0 not at all, else one of these. */
enum mention { MENTION_NONE, MENTION_OPTIONAL, MENTION_REQUIRED };

static enum mention mention_of(const struct route *route, const char *name)
{
    size_t size = strlen(name);
    const char *at = route->query ? route->query : "";
    for (; *at; at += strcspn(at, " "), at += *at == ' ') {
        size_t word = strcspn(at, " !");
        if (word == size && strncmp(at, name, size) == 0)
            return at[word] == '!' ? MENTION_REQUIRED : MENTION_OPTIONAL;
    }
    return MENTION_NONE;
}

static void append_pieces(json_t *list, const char *value)
{
    for (const char *at = value; *at; at += *at == ',') {
        size_t size = strcspn(at, ",");
        if (size)
            json_array_append_new(list, json_stringn(at, size));
        at += size;
    }
}

static bool is_list(const struct reading *reading, const char *name)
{
    const json_t *type = json_object_get(json_object_get(reading->shapes, name), "type");
    return type && strcmp(json_string_value(type), "array") == 0;
}

static void add_parameter(void *arg, const char *name, const char *value)
{
    struct reading *reading = arg;
    if (*value == '\0' || mention_of(reading->route, name) == MENTION_NONE)
        return;
    json_t *before = json_object_get(reading->values, name);
    if (is_list(reading, name)) {
        json_t *list = before ? before : json_array();
        append_pieces(list, value);
        if (!before)
            json_object_set_new(reading->values, name, list);
    } else if (!before) {
        json_object_set_new(reading->values, name, json_string(value));
    }
}

static void add_path_arguments(struct reading *reading, const char *path)
{
    for (const char *brace = strchr(reading->route->path, '{'); brace; brace = strchr(brace + 1, '{')) {
        char *name = must_strndup(brace + 1, strcspn(brace + 1, "}"));
        struct path_argument argument = route_argument(reading->route, path, name);
        json_object_set_new(reading->values, name, json_string(argument.text));
        free(name);
    }
}

/* The first parameter that must be there and is not: a new text, or NULL. */
static char *missing_parameter(const struct reading *reading)
{
    char *missing = NULL;
    const char *at = reading->route->query ? reading->route->query : "";
    for (; *at && !missing; at += strcspn(at, " "), at += *at == ' ') {
        char *name = must_strndup(at, strcspn(at, " !"));
        if (at[strlen(name)] == '!' && !json_object_get(reading->values, name))
            missing = name;
        else
            free(name);
    }
    return missing;
}

static bool all_there(const struct reading *reading, struct reply *reply)
{
    char *name = missing_parameter(reading);
    if (!name)
        return true;
    struct problem problem = {0};
    problem_set(&problem, PROBLEM_REFUSED, "%s: is missing but it is required", name);
    fail_with_problem(reply, &problem);
    problem_clear(&problem);
    free(name);
    return false;
}

static void refuse(struct reply *reply, struct schema_faults *faults)
{
    struct problem problem = {0};
    char *text = schema_faults_text(faults);
    problem_set(&problem, PROBLEM_REFUSED, "%s", strncmp(text, "$.", 2) == 0 ? text + 2 : text);
    fail_with_problem(reply, &problem);
    problem_clear(&problem);
    free(text);
    schema_faults_free(faults);
}

/* Nothing but ids that are what they must be already: the most usual call, and checked in a tenth of the
 * time. */
static bool is_plain(const struct reading *reading)
{
    const char *name;
    json_t *value;
    json_object_foreach (reading->values, name, value) {
        const char *text = json_string_value(value);
        if (!text || !get_is(json_object_get(reading->shapes, name), "format", "uuid") || !uuid_valid(text) ||
            strpbrk(text, "ABCDEF"))
            return false;
    }
    return true;
}

static bool is_readable(const struct call *call, const struct schema *shape, const struct reading *reading)
{
    struct schema_faults faults = {0};
    if (!all_there(reading, &call->exchange->reply))
        return false;
    if (is_plain(reading) || schema_admit(shape, reading->values, SCHEMA_LENIENT, &faults))
        return true;
    refuse(&call->exchange->reply, &faults);
    return false;
}

bool parameters_admit(struct call *call)
{
    if (call->route->api != API_PUBLIC || call->route->refusal || call->parameters)
        return true;
    const struct schema *shape = schema_library_find(call->world->shapes, "PublicParameters");
    struct reading reading = {call->route, json_object_get(schema_document(shape), "properties"),
                              json_object()};
    query_each(call->exchange->request.query, add_parameter, &reading);
    add_path_arguments(&reading, call->path);
    call->parameters = reading.values;
    return is_readable(call, shape, &reading);
}

static void add_field(void *arg, const char *name, const char *value)
{
    json_t *form = arg;
    if (!json_object_get(form, name))
        json_object_set_new(form, name, json_string(value));
}

json_t *form_read(const char *body)
{
    json_t *form = json_object();
    query_each(body, add_field, form);
    return form;
}

bool form_is_labelled(const struct request *request)
{
    static const char label[] = "application/x-www-form-urlencoded";
    const char *type = request->known[HEADER_CONTENT_TYPE];
    return type && strncasecmp(type, label, sizeof label - 1) == 0;
}
