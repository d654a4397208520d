#include "support/api.h"

#include "api/routes.h"
#include "base/asset.h"
#include "base/die.h"
#include "json/read.h"
#include "json/schema/schema.h"

#include <stdlib.h>
#include <string.h>

static void the_document_is_plain_text_or_json_by_name(void **state)
{
    struct api *api = *state;
    const char *accept[] = {"Accept: application/json", NULL};
    struct reply text = api_request(api, "GET", "/api/v1/openapi", NULL, NULL);
    struct reply json = api_request(api, "GET", "/api/v1/openapi", NULL, accept);
    assert_string_equal(text.content_type, "text/plain");
    assert_string_equal(json.content_type, "application/json");
    assert_string_equal(text.body, json.body);
    reply_clear(&json);
    reply_clear(&text);
}

static void links_are_there_where_they_are_asked_for(void **state)
{
    struct api *api = *state;
    struct reply plain = api_request(api, "GET", "/api/v1/openapi", NULL, NULL);
    struct reply linked = api_request(api, "GET", "/api/v1/openapi?links=true", NULL, NULL);
    assert_null(strstr(plain.body, "\"links\":{"));
    assert_non_null(strstr(linked.body, "\"links\":{"));
    reply_clear(&linked);
    reply_clear(&plain);
}

static bool resolves(const json_t *document, const char *reference)
{
    char *path = strdup(reference + 2);
    for (char *slash = path; *slash; slash++)
        *slash = *slash == '/' ? '.' : *slash;
    bool there = has(document, path);
    free(path);
    return there;
}

/* Every "$ref" below `value` leads somewhere in the document. */
static size_t check_references(const json_t *document, json_t *value)
{
    size_t index, count = 0;
    const char *name;
    json_t *member;
    json_array_foreach (value, index, member)
        count += check_references(document, member);
    if (!json_is_object(value))
        return count;
    const char *reference = json_string_value(json_object_get(value, "$ref"));
    if (reference && !resolves(document, reference))
        print_error("%s leads nowhere\n", reference);
    assert_true(!reference || resolves(document, reference));
    json_object_foreach (value, name, member)
        count += check_references(document, member);
    return count + (reference != NULL);
}

/* The release's document with its links. */
static json_t *document_in(struct api *api, enum release release)
{
    char *path = must_printf("/sandboxes/@%s/api/v1/openapi?links=true", release_name(release));
    struct reply reply = api_request(api, "GET", path, NULL, NULL);
    json_t *document = json_loads(reply.body, 0, NULL);
    assert_non_null(document);
    reply_clear(&reply);
    free(path);
    return document;
}

static json_t *document_of(struct api *api)
{
    return document_in(api, 0);
}

static bool described(const struct route *route, enum release release)
{
    return route->api == API_CONFIG && route_spoken(route, release);
}

static void the_document_describes_every_row_and_every_reference_resolves(void **state)
{
    for (enum release release = 0; release < RELEASES; release++) {
        json_auto_t *document = document_in(*state, release);
        json_t *paths = at(document, "paths");
        for (const struct route *route = routes; route < routes + route_count; route++)
            if (described(route, release))
                assert_non_null(json_object_get(paths, route->path));
        assert_true(check_references(document, document) > 100);
    }
}

/* Strict generators take an object that names no members, and does not say that it may have any, for an empty
 * one. */
static size_t check_free_form(json_t *value)
{
    const char *name, *type = json_string_value(json_object_get(value, "type"));
    size_t index, count = json_is_true(json_object_get(value, "additionalProperties"));
    json_t *member;
    if (type && strcmp(type, "object") == 0)
        assert_true(has(value, "properties") || has(value, "additionalProperties") || has(value, "oneOf") ||
                    has(value, "anyOf"));
    json_array_foreach (value, index, member)
        count += check_free_form(member);
    json_object_foreach (value, name, member)
        count += check_free_form(member);
    return count;
}

/* What generators name their classes by. */
static void operations_have_the_documents_tags(void **state)
{
    static const struct {
        const char *path, *tags;
    } cases[] = {
        {"/v1/workspaces/get", "[\"workspace\"]"},
        {"/v1/source_definition_specifications/get", "[\"source_definition_specification\"]"},
        {"/v1/destination_oauths/get_consent_url", "[\"destination_oauth\"]"},
        {"/v1/jobs/get", "[\"jobs\"]"},
        {"/v1/jobs/get_normalization_status", "[\"jobs\",\"internal\"]"},
        {"/v1/state/create_or_update", "[\"state\",\"internal\"]"},
        {"/v1/attempt/save_stats", "[\"attempt\",\"internal\"]"},
        {"/v1/sources/write_discover_catalog_result", "[\"source\",\"internal\"]"},
        {"/v1/logs/get", "[\"logs\"]"},
        {"/v1/notifications/try", "[\"notifications\"]"},
        {"/v1/web_backend/check_updates", "[\"web_backend\"]"},
    };
    struct reply reply = api_request(*state, "GET", "/api/v1/openapi", NULL, NULL);
    json_auto_t *document = parsed(reply.body);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const json_t *path = json_object_get(json_object_get(document, "paths"), cases[i].path);
        json_auto_t *tags = parsed(cases[i].tags);
        if (!json_equal(json_object_get(json_object_get(path, "post"), "tags"), tags))
            fail_msg("%s is not tagged %s", cases[i].path, cases[i].tags);
    }
    reply_clear(&reply);
}

static void free_form_objects_say_so(void **state)
{
    for (enum release release = 0; release < RELEASES; release++) {
        json_auto_t *document = document_in(*state, release);
        assert_true(check_free_form(at(document, "components.schemas")) >= 6);
    }
}

static const struct route *route_in(const char *operation, enum release release)
{
    for (const struct route *route = routes; route < routes + route_count; route++)
        if (described(route, release) && strcmp(route->operation, operation) == 0)
            return route;
    print_error("no operation is called %s\n", operation);
    fail();
    return NULL;
}

static const struct route *route_of(const char *operation)
{
    return route_in(operation, 0);
}

/* The links of a row's success; borrowed, NULL where it has none. */
static json_t *links_in(const json_t *document, const struct route *route)
{
    json_t *operation = json_object_get(json_object_get(at(document, "paths"), route->path),
                                        strcmp(route->method, "GET") == 0 ? "get" : "post");
    json_t *success =
        json_object_get(json_object_get(operation, "responses"), route_success(route) == 204 ? "204" : "200");
    assert_non_null(success);
    return json_object_get(success, "links");
}

static json_t *shape_in(const json_t *document, const char *name)
{
    return json_object_get(at(document, "components.schemas"), name);
}

/* The request that a link makes has what its target requires, and nothing that its target does not know. */
static void check_link_body(const json_t *document, const struct route *to, json_t *body)
{
    json_t *shape = shape_in(document, to->request), *each;
    size_t index;
    const char *name;
    json_array_foreach (json_object_get(shape, "required"), index, each)
        assert_non_null(json_object_get(body, json_string_value(each)));
    json_object_foreach (body, name, each)
        assert_non_null(json_object_get(json_object_get(shape, "properties"), name));
}

/* The number of links. */
static size_t check_links(const json_t *document, enum release release)
{
    size_t count = 0;
    for (const struct route *route = routes; route < routes + route_count; route++) {
        const char *name;
        json_t *link, *links = described(route, release) ? links_in(document, route) : NULL;
        json_object_foreach (links, name, link) {
            const struct route *to = route_in(text_at(link, "operationId"), release);
            assert_string_equal(name, to->operation);
            check_link_body(document, to, at(link, "requestBody"));
            count++;
        }
    }
    return count;
}

static void links_lead_to_operations_with_all_that_they_require(void **state)
{
    for (enum release release = 0; release < RELEASES; release++) {
        json_auto_t *document = document_in(*state, release);
        assert_true(check_links(document, release) > 100);
    }
}

static void links_start_where_an_id_is_learned(void **state)
{
    json_auto_t *document = document_of(*state);
    json_t *created = links_in(document, route_of("createWorkspace"));
    assert_string_equal(text_at(created, "updateWorkspaceName.requestBody.workspaceId"),
                        "$response.body#/workspaceId");
    json_t *synced = links_in(document, route_of("syncConnection"));
    assert_string_equal(text_at(synced, "cancelJob.requestBody.id"), "$response.body#/job/id");
    json_t *custom = links_in(document, route_of("createCustomSourceDefinition"));
    assert_string_equal(text_at(custom, "grantSourceDefinitionToWorkspace.requestBody.workspaceId"),
                        "$request.body#/workspaceId");
    assert_false(has(synced, "syncConnection"));
    assert_true(has(created, "deleteWorkspace"));
    assert_false(has(links_in(document, route_of("getWorkspaceBySlug")), "deleteWorkspace"));
    assert_null(links_in(document, route_of("getWorkspace")));
    assert_null(links_in(document, route_of("getLastReplicationJob")));
    assert_null(links_in(document, route_of("deleteWorkspace")));
    assert_null(links_in(document, route_of("listSourcesForWorkspace")));
}

/* What "$response.body#/job/id" stands for; anything else stands for itself. New reference. */
static json_t *evaluate(json_t *value, const json_t *request, const json_t *reply)
{
    const char *text = json_string_value(value), *pointer = text ? strchr(text, '#') : NULL;
    if (!pointer || text[0] != '$')
        return json_incref(value);
    char *path = strdup(pointer + 2);
    for (char *slash = path; *slash; slash++)
        *slash = *slash == '/' ? '.' : *slash;
    json_t *found = at(strncmp(text, "$request", 8) == 0 ? request : reply, path);
    free(path);
    return json_incref(found);
}

static void follow(struct api *api, const json_t *link, const json_t *request, const json_t *reply)
{
    const struct route *to = route_of(text_at(link, "operationId"));
    json_t *body = json_object(), *value;
    const char *name;
    json_object_foreach (at(link, "requestBody"), name, value)
        json_object_set_new(body, name, evaluate(value, request, reply));
    api_advance(api, 3600);
    call_done(api, to->path, body);
}

static bool is_about(const char *operation, const char *verb)
{
    return strncmp(operation, verb, strlen(verb)) == 0;
}

/* Makes a thing and goes where its links lead, deletion last; the reply that made it. */
static json_t *make_and_follow(struct api *api, const char *operation, json_t *request)
{
    json_auto_t *document = document_of(api), *kept = json_deep_copy(request);
    const struct route *route = route_of(operation);
    json_t *link, *reply = call_ok(api, route->path, request);
    json_t *links = links_in(document, route);
    const char *name;
    assert_non_null(links);
    json_object_foreach (links, name, link)
        if (!is_about(name, "delete"))
            follow(api, link, kept, reply);
    json_object_foreach (links, name, link)
        if (is_about(name, "delete"))
            follow(api, link, kept, reply);
    return reply;
}

static void links_of_workspaces_and_operations_work(void **state)
{
    struct api *api = *state;
    json_decref(make_and_follow(api, "createWorkspace", one("name", "Linked")));
    free(make_workspace(api, "Found"));
    json_decref(make_and_follow(api, "getWorkspaceBySlug", one("slug", "found")));
    char *workspace = first_workspace(api);
    json_decref(make_and_follow(api, "createOperation",
                                json_pack("{ss ss s{ss s{ss}}}", "workspaceId", workspace, "name",
                                          "Normalize", "operatorConfiguration", "operatorType",
                                          "normalization", "normalization", "option", "basic")));
    free(workspace);
}

static void links_of_definitions_work(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    const char *names[][2] = {{"createCustomSourceDefinition", "sourceDefinition"},
                              {"createCustomDestinationDefinition", "destinationDefinition"}};
    for (size_t i = 0; i < 2; i++)
        json_decref(make_and_follow(api, names[i][0],
                                    json_pack("{ss s{ss ss ss ss}}", "workspaceId", workspace, names[i][1],
                                              "name", "Mine", "dockerRepository", "me/mine", "dockerImageTag",
                                              "1.0.0", "documentationUrl", "https://example.com")));
    free(workspace);
}

static void links_of_sources_and_destinations_work(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_decref(make_and_follow(api, "createSource",
                                json_pack("{ss ss ss s{si}}", "workspaceId", workspace, "sourceDefinitionId",
                                          FAKER, "name", "Sample", "connectionConfiguration", "count", 10)));
    json_decref(make_and_follow(api, "createDestination",
                                json_pack("{ss ss ss s{ss}}", "workspaceId", workspace,
                                          "destinationDefinitionId", LOCAL_JSON, "name", "Files",
                                          "connectionConfiguration", "destination_path", "/out")));
    char *source = make_source(api, workspace), *destination = make_destination(api, workspace);
    json_decref(make_and_follow(api, "discoverSchemaForSource", one("sourceId", source)));
    json_decref(make_and_follow(api, "cloneSource", one("sourceCloneId", source)));
    json_decref(make_and_follow(api, "cloneDestination", one("destinationCloneId", destination)));
    free(destination);
    free(source);
    free(workspace);
}

static void links_of_connections_and_jobs_work(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    const char *runs[] = {"syncConnection", "resetConnection"};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        json_decref(make_and_follow(api, runs[i], one("connectionId", connection)));
    const char *ways[] = {"createConnection", "webBackendCreateConnection"};
    char *workspace = first_workspace(api), *source = make_source(api, workspace);
    char *destination = make_destination(api, workspace);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        json_decref(make_and_follow(
            api, ways[i],
            json_pack("{ss ss ss}", "sourceId", source, "destinationId", destination, "status", "active")));
    json_decref(make_and_follow(api, "getWorkspaceByConnectionId", one("connectionId", connection)));
    free(connection);
    free(destination);
    free(source);
    free(workspace);
}

/* An example that is `wanted` fits its shape; one that is not is not there. */
static void check_example(struct api *api, const struct route *route, const char *shape, json_t *example,
                          bool wanted, bool request)
{
    struct schema_faults faults = {0};
    if (!wanted || !example) {
        if (wanted != (example != NULL))
            fail_msg("%s: example of %s", route->operation, shape);
        return;
    }
    const struct schema *schema =
        schema_library_find(sandboxes_find(api->app->sandboxes, "default")->world.shapes, shape);
    bool fits = request ? schema_admit(schema, example, SCHEMA_STRICT, &faults)
                        : schema_check_reply(schema, example, &faults);
    if (!fits)
        fail_msg("%s: %s %s", route->operation, faults.items[0].path, faults.items[0].message);
    schema_faults_free(&faults);
}

static void every_control_operation_has_an_example_that_fits(void **state)
{
    struct api *api = *state;
    json_auto_t *examples = json_stored((const char *)asset_find("schema/examples/control.json")->begin);
    for (const struct route *route = routes; route < routes + route_count; route++) {
        if (!route_is_control(route))
            continue;
        json_t *example = json_object_get(examples, route->operation);
        check_example(api, route, route->request, json_object_get(example, "request"),
                      route_takes_body(route), true);
        check_example(api, route, route->reply, json_object_get(example, "reply"), route_gives_json(route),
                      false);
    }
    struct reply document = api_request(api, "GET", "/__admin/openapi", NULL, NULL);
    assert_non_null(strstr(document.body, "\"example\":{\"seconds\":300}"));
    reply_clear(&document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(the_document_is_plain_text_or_json_by_name),
        API_TEST(the_document_describes_every_row_and_every_reference_resolves),
        API_TEST(links_are_there_where_they_are_asked_for),
        API_TEST(operations_have_the_documents_tags),
        API_TEST(free_form_objects_say_so),
        API_TEST(links_lead_to_operations_with_all_that_they_require),
        API_TEST(links_start_where_an_id_is_learned),
        API_TEST(links_of_workspaces_and_operations_work),
        API_TEST(links_of_definitions_work),
        API_TEST(links_of_sources_and_destinations_work),
        API_TEST(every_control_operation_has_an_example_that_fits),
        API_TEST(links_of_connections_and_jobs_work)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
