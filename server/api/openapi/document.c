#include "api/openapi/document.h"

#include "api/openapi/examples.h"
#include "api/openapi/links.h"
#include "api/routes.h"
#include "base/asset.h"
#include "base/die.h"
#include "domain/world/world.h"
#include "json/print.h"
#include "json/read.h"
#include "json/schema/schema.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What sets the documents apart. */
static const struct subject {
    enum route_api api;
    const char *title, *description;
    const char *base;           /* what rows' paths begin with that the document's do not */
    const char *server;         /* what stands before the document's paths */
    const char *const *folders; /* of shapes */
} subjects[] = {
    [API_CONFIG] = {API_CONFIG, "fakebyte: Airbyte's Config API",
                    "A fake Airbyte for tests. Every operation answers from a store of its own.", "", "/api",
                    (const char *const[]){"schema/api/", NULL}},
    [API_PUBLIC] =
        {API_PUBLIC, "fakebyte: Airbyte's public API",
         "A fake Airbyte for tests. What this API writes the Config API reads, and the other way round.",
         "/public/v1", "/api/public/v1", (const char *const[]){"schema/public/", NULL}},
    [API_CONTROL] = {API_CONTROL, "fakebyte: control API",
                     "Commands a fake Airbyte: its clock, sandboxes, plans, faults and what it was asked.",
                     "", "/", (const char *const[]){"schema/control/", "schema/api/", NULL}},
};

#define SHAPE(name) "#/components/schemas/" name
#define RESPONSE(name) "#/components/responses/" name

/* What every operation may answer besides its success; `with_body` those that read one. */
static const struct failure {
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

/* The same of the public API. */
static const struct failure public_failures[] = {
    {"400", "BadRequestResponse", "A parameter, or what is asked, cannot be.", SHAPE("ProblemDocument"),
     false},
    {"401", "UnauthorizedResponse", "The token is missing, wrong or has expired.", SHAPE("FrameworkError"),
     false},
    {"403", "ForbiddenResponse", "A community install may not do that.", SHAPE("ProblemDocument"), false},
    {"404", "NotFoundResponse", "Something that the request names is not there.", SHAPE("ProblemDocument"),
     false},
    {"409", "ConflictResponse", "The present state forbids it.", SHAPE("ProblemDocument"), false},
    {"413", "TooLargeResponse", "The body is over the limit.", SHAPE("FrameworkError"), true},
    {"415", "MediaTypeResponse", "The body is not labelled as what it must be.", SHAPE("FrameworkError"),
     true},
    {"422", "InvalidInputResponse", "The request is not as its shape, or the rules, want it.",
     SHAPE("ProblemDocument"), true},
};

/* Failures of an API, ended by their number. */
static const struct failure *failures_of(enum route_api api, size_t *count)
{
    *count = api == API_PUBLIC ? sizeof public_failures / sizeof *public_failures
                               : sizeof failures / sizeof *failures;
    return api == API_PUBLIC ? public_failures : failures;
}

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
    size_t count;
    const struct failure *failures_here = failures_of(route->api, &count);
    for (size_t i = 0; i < count; i++)
        if (!failures_here[i].with_body || route_takes_body(route)) {
            json_auto_t *path = json_sprintf(RESPONSE("%s"), failures_here[i].response);
            json_object_set_new(replies, failures_here[i].status, reference(json_string_value(path)));
        }
    if (route->refusal == 501)
        json_object_set_new(replies, "501", json_pack("{ss}", "description", "Not in a community install."));
    return replies;
}

/* What the parameter of that name is: a text, but for the public API, which says so in a shape. */
static json_t *parameter_schema(const char *name, const json_t *typed)
{
    json_t *schema = json_object_get(typed, name);
    return schema ? json_incref(schema) : json_pack("{ss}", "type", "string");
}

/* `name` may have '!' behind it, for one that must be there. */
static json_t *parameter(const char *word, size_t size, const char *in, const json_t *typed)
{
    bool required = strcmp(in, "path") == 0 || word[size - 1] == '!';
    char *name = must_strndup(word, size - (word[size - 1] == '!'));
    json_t *parameter =
        json_pack("{ss ss so}", "name", name, "in", in, "schema", parameter_schema(name, typed));
    if (required)
        json_object_set_new(parameter, "required", json_true());
    free(name);
    return parameter;
}

static json_t *typed_parameters(const struct route *route, const json_t *shapes)
{
    const json_t *shape = json_object_get(shapes, "PublicParameters");
    return route->api == API_PUBLIC ? json_object_get(shape, "properties") : NULL;
}

/* The "{name}"s of the path, and what may stand behind the '?'. */
static json_t *parameters_of(const struct route *route, const json_t *shapes)
{
    json_t *parameters = json_array();
    const json_t *typed = typed_parameters(route, shapes);
    for (const char *brace = strchr(route->path, '{'); brace; brace = strchr(brace + 1, '{'))
        json_array_append_new(parameters, parameter(brace + 1, strcspn(brace + 1, "}"), "path", typed));
    const char *name = route->query && strcmp(route->query, ANY_QUERY) != 0 ? route->query : "";
    for (; *name; name += strcspn(name, " "), name += *name == ' ')
        json_array_append_new(parameters, parameter(name, strcspn(name, " "), "query", typed));
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

/* JSON, and a form where the row takes one. */
static json_t *request_body(const struct route *route)
{
    json_t *kinds = content("application/json", shape_reference(route->request));
    if (route->form)
        json_object_set_new(kinds, "application/x-www-form-urlencoded",
                            json_pack("{so}", "schema", shape_reference(route->request)));
    return json_pack("{sb so}", "required", true, "content", kinds);
}

/* A document on its way. */
struct writing {
    const struct subject *subject;
    const json_t *shapes;
    bool links;
    enum release release;
};

static json_t *operation_of(const struct writing *writing, const struct route *route)
{
    json_t *operation = json_pack("{so ss ss}", "tags", tags_of(route), "summary", route->summary,
                                  "operationId", route->operation);
    if (route->takes_body)
        json_object_set_new(operation, "requestBody", request_body(route));
    if (route->query || route->segments)
        json_object_set_new(operation, "parameters", parameters_of(route, writing->shapes));
    if (route->api == API_PUBLIC && route->open)
        json_object_set_new(operation, "security", json_array());
    json_object_set_new(operation, "responses",
                        replies_of(route, writing->links ? writing->shapes : NULL, writing->release));
    return operation;
}

static void add_operation(json_t *paths, const struct writing *writing, const struct route *route)
{
    char method[8] = "";
    for (size_t i = 0; i + 1 < sizeof method && route->method[i]; i++)
        method[i] = (char)tolower((unsigned char)route->method[i]);
    const char *name = route->path + strlen(writing->subject->base);
    name = *name ? name : "/";
    json_t *path = json_object_get(paths, name);
    if (!path) {
        path = json_object();
        json_object_set_new(paths, name, path);
    }
    json_object_set_new(path, method, operation_of(writing, route));
}

/* Those of its API, in its release, behind its base. */
static bool is_documented(const struct writing *writing, const struct route *route)
{
    const char *base = writing->subject->base;
    return route->api == writing->subject->api && route_spoken(route, writing->release) &&
           strncmp(route->path, base, strlen(base)) == 0;
}

static json_t *all_paths(const struct writing *writing)
{
    json_t *paths = json_object();
    for (const struct route *route = routes; route < routes + route_count; route++)
        if (is_documented(writing, route))
            add_operation(paths, writing, route);
    return paths;
}

static void add_shapes_of(json_t *shapes, const char *folder)
{
    for (const struct asset *asset = NULL; (asset = asset_next(asset, folder));) {
        json_auto_t *file = json_stored((const char *)asset->begin);
        json_object_update(shapes, file);
    }
}

static void amend_shapes(json_t *shapes, enum release last)
{
    for (enum release release = 1; release <= last; release++) {
        json_auto_t *amendments = json_stored(release_amendments(release));
        schema_amend(shapes, amendments);
    }
}

static json_t *all_shapes(const struct subject *subject, enum release release)
{
    json_t *shapes = json_object();
    for (const char *const *folder = subject->folders; *folder; folder++)
        add_shapes_of(shapes, *folder);
    if (subject->api != API_PUBLIC)
        amend_shapes(shapes, release);
    return shapes;
}

static json_t *all_responses(enum route_api api)
{
    json_t *responses = json_object();
    size_t count;
    const struct failure *all = failures_of(api, &count);
    for (const struct failure *failure = all; failure < all + count; failure++) {
        const char *type = failure->shape ? "application/json" : "text/html";
        json_t *schema = failure->shape ? reference(failure->shape) : json_pack("{ss}", "type", "string");
        json_object_set_new(
            responses, failure->response,
            json_pack("{ss so}", "description", failure->description, "content", content(type, schema)));
    }
    return responses;
}

static const struct subject *subject_of(enum document_kind kind)
{
    static const enum route_api apis[] = {[DOCUMENT_API] = API_CONFIG,
                                          [DOCUMENT_LINKED] = API_CONFIG,
                                          [DOCUMENT_PUBLIC] = API_PUBLIC,
                                          [DOCUMENT_CONTROL] = API_CONTROL};
    return &subjects[apis[kind]];
}

char *document_write(enum document_kind kind, enum release release)
{
    const struct subject *subject = subject_of(kind);
    json_t *shapes = all_shapes(subject, release);
    struct writing writing = {subject, shapes, kind == DOCUMENT_LINKED, release};
    json_t *paths = all_paths(&writing);
    if (subject->api == API_CONTROL)
        examples_add(paths);
    json_auto_t *document = json_pack(
        "{ss s{ss ss ss} s[{ss}] so s{so so s{s{ss ss} s{ss ss}}} s[{s[]} {s[]}]}", "openapi", "3.0.3",
        "info", "title", subject->title, "version", FAKEBYTE_VERSION, "description", subject->description,
        "servers", "url", subject->server, "paths", paths, "components", "schemas", shapes, "responses",
        all_responses(subject->api), "securitySchemes", "basicAuth", "type", "http", "scheme", "basic",
        "bearerAuth", "type", "http", "scheme", "bearer", "security", "basicAuth", "bearerAuth");
    return json_print(document);
}
