#include "api/openapi/document.h"

#include "api/openapi/links.h"
#include "api/routes.h"
#include "base/asset.h"
#include "domain/world/world.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHAPE(name) "#/components/schemas/" name
#define RESPONSE(name) "#/components/responses/" name

/* What every operation may answer besides its success; `with_body` those that read one. */
static const struct {
    const char *status, *response, *description, *shape;
    bool with_body;
} failures[] = {
    {"400", "BadRequestResponse", "The request cannot be carried out as it is.", SHAPE("KnownExceptionInfo"),
     true},
    {"401", "UnauthorizedResponse", "User name or password is missing or wrong; a page says so.", NULL,
     false},
    {"404", "NotFoundResponse", "Something that the request names is not there.",
     SHAPE("NotFoundKnownExceptionInfo"), true},
    {"409", "ConflictResponse", "The present state forbids it.", SHAPE("KnownExceptionInfo"), true},
    {"413", "TooLargeResponse", "The body is over the limit.", SHAPE("KnownExceptionInfo"), true},
    {"415", "MediaTypeResponse", "The body is not labelled JSON.", SHAPE("KnownExceptionInfo"), true},
    {"422", "InvalidInputResponse", "The request is not as its shape, or the rules, want it.",
     SHAPE("InvalidInputExceptionInfo"), true},
};

enum { FAILURES = sizeof failures / sizeof *failures };

static json_t *reference(const char *to)
{
    return json_pack("{ss}", "$ref", to);
}

static json_t *content(const char *type, json_t *schema)
{
    return json_pack("{s{so}}", type, "schema", schema);
}

static json_t *shape_reference(const char *name)
{
    return json_pack("{so}", "$ref", json_sprintf(SHAPE("%s"), name));
}

static json_t *success_of(const struct route *route)
{
    if (route_gives_json(route))
        return json_pack("{ss so}", "description", "Done.", "content",
                         content("application/json", shape_reference(route->reply)));
    if (strcmp(route->reply, PLAIN_TEXT) == 0)
        return json_pack("{ss so}", "description", "A text.", "content",
                         content("text/plain", json_pack("{ss ss}", "type", "string", "format", "binary")));
    return json_pack("{ss}", "description", "Done; there is no body.");
}

/* `shapes` is what links are derived from; NULL where there are to be none. */
static json_t *linked_success_of(const struct route *route, const json_t *shapes, enum release release)
{
    json_t *success = success_of(route), *links = shapes ? links_of(route, shapes, release) : NULL;
    if (links)
        json_object_set_new(success, "links", links);
    return success;
}

static json_t *replies_of(const struct route *route, const json_t *shapes, enum release release)
{
    json_t *replies = json_object();
    char status[4];
    snprintf(status, sizeof status, "%u", route_success(route));
    json_object_set_new(replies, status, linked_success_of(route, shapes, release));
    for (size_t i = 0; i < FAILURES; i++)
        if (!failures[i].with_body || route_takes_body(route)) {
            json_auto_t *path = json_sprintf(RESPONSE("%s"), failures[i].response);
            json_object_set_new(replies, failures[i].status, reference(json_string_value(path)));
        }
    return replies;
}

static json_t *parameter(const char *name, size_t size, const char *in)
{
    json_t *parameter =
        json_pack("{so ss s{ss}}", "name", json_stringn(name, size), "in", in, "schema", "type", "string");
    if (strcmp(in, "path") == 0)
        json_object_set_new(parameter, "required", json_true());
    return parameter;
}

/* The "{name}"s of the path, and what may stand behind the '?'. */
static json_t *parameters_of(const struct route *route)
{
    json_t *parameters = json_array();
    for (const char *brace = strchr(route->path, '{'); brace; brace = strchr(brace + 1, '{'))
        json_array_append_new(parameters, parameter(brace + 1, strcspn(brace + 1, "}"), "path"));
    const char *name = route->query && strcmp(route->query, ANY_QUERY) != 0 ? route->query : "";
    for (; *name; name += strcspn(name, " "), name += *name == ' ')
        json_array_append_new(parameters, parameter(name, strcspn(name, " "), "query"));
    return parameters;
}

/* "workspaces" is tagged "workspace" in the Config API's document, "jobs" is not. */
static bool tagged_by_one(const struct route *route, const char *family)
{
    static const char *const kept[] = {"jobs", "logs", "notifications"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (strcmp(family, kept[i]) == 0)
            return false;
    return route->api == API_CONFIG && *family && family[strlen(family) - 1] == 's';
}

/* Generators make a class of each. */
static json_t *tags_of(const struct route *route)
{
    char *family = route_family(route);
    json_t *tags = json_pack("[s#]", family, (int)strlen(family) - tagged_by_one(route, family));
    if (route->internal)
        json_array_append_new(tags, json_string("internal"));
    free(family);
    return tags;
}

static json_t *operation_of(const struct route *route, const json_t *shapes, enum release release)
{
    json_t *operation = json_pack("{so ss ss}", "tags", tags_of(route), "summary", route->summary,
                                  "operationId", route->operation);
    if (route_takes_body(route))
        json_object_set_new(operation, "requestBody",
                            json_pack("{sb so}", "required", true, "content",
                                      content("application/json", shape_reference(route->request))));
    if (route->query || route->segments)
        json_object_set_new(operation, "parameters", parameters_of(route));
    json_object_set_new(operation, "responses", replies_of(route, shapes, release));
    return operation;
}

static void add_operation(json_t *paths, const struct route *route, const json_t *shapes,
                          enum release release)
{
    char method[8] = "";
    for (size_t i = 0; i + 1 < sizeof method && route->method[i]; i++)
        method[i] = (char)tolower((unsigned char)route->method[i]);
    json_t *path = json_object_get(paths, route->path);
    if (!path) {
        path = json_object();
        json_object_set_new(paths, route->path, path);
    }
    json_object_set_new(path, method, operation_of(route, shapes, release));
}

static json_t *all_paths(bool control, const json_t *shapes, enum release release)
{
    json_t *paths = json_object();
    for (const struct route *route = routes; route < routes + route_count; route++)
        if (route_is_control(route) == control && route_spoken(route, release))
            add_operation(paths, route, shapes, release);
    return paths;
}

static void add_shapes_of(json_t *shapes, const char *folder)
{
    for (const struct asset *asset = NULL; (asset = asset_next(asset, folder));) {
        json_auto_t *file = world_parse((const char *)asset->begin);
        json_object_update(shapes, file);
    }
}

static void amend_shapes(json_t *shapes, enum release last)
{
    for (enum release release = 1; release <= last; release++) {
        json_auto_t *amendments = world_parse(release_amendments(release));
        schema_amend(shapes, amendments);
    }
}

/* The control API's document names shapes of both. */
static json_t *all_shapes(bool control, enum release release)
{
    json_t *shapes = json_object();
    if (control)
        add_shapes_of(shapes, "schema/control/");
    add_shapes_of(shapes, "schema/api/");
    amend_shapes(shapes, release);
    return shapes;
}

static json_t *all_responses(void)
{
    json_t *responses = json_object();
    for (size_t i = 0; i < FAILURES; i++) {
        const char *type = failures[i].shape ? "application/json" : "text/html";
        json_t *schema =
            failures[i].shape ? reference(failures[i].shape) : json_pack("{ss}", "type", "string");
        json_object_set_new(
            responses, failures[i].response,
            json_pack("{ss so}", "description", failures[i].description, "content", content(type, schema)));
    }
    return responses;
}

char *document_write(enum document_kind kind, enum release release)
{
    bool control = kind == DOCUMENT_CONTROL;
    json_t *shapes = all_shapes(control, release), *linking = kind == DOCUMENT_LINKED ? shapes : NULL;
    json_auto_t *document = json_pack(
        "{ss s{ss ss ss} s[{ss}] so s{so so s{s{ss ss}}} s[{s[]}]}", "openapi", "3.0.3", "info", "title",
        control ? "fakebyte: control API" : "fakebyte: Airbyte's Config API", "version", FAKEBYTE_VERSION,
        "description",
        control ? "Commands a fake Airbyte: its clock, sandboxes, plans, faults and what it was asked."
                : "A fake Airbyte for tests. Every operation answers from a store of its own.",
        "servers", "url", control ? "/" : "/api", "paths", all_paths(control, linking, release), "components",
        "schemas", shapes, "responses", all_responses(), "securitySchemes", "basicAuth", "type", "http",
        "scheme", "basic", "security", "basicAuth");
    return world_print(document);
}
