/* One request cannot make everybody wait: what multiplies is given up, said clearly, and nothing is changed.
 */
#include "support/api.h"

#include "base/die.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char used_up[] = "takes more steps to be checked than a request has";

/* {"a0":1,"a1":1,...}, without the brackets; a new text. */
static char *members(size_t count)
{
    struct text text = {0};
    for (size_t i = 0; i < count; i++)
        text_add_format(&text, "%s\"a%zu\":1", i ? "," : "", i);
    return text_take(&text);
}

static void expect(struct api *api, const char *path, const char *body, unsigned status, const char *piece)
{
    struct reply reply = api_request(api, "POST", path, body, NULL);
    assert_int_equal(reply.status, status);
    if (!strstr(reply.body, piece))
        fail_msg("<%s> is not in <%.500s>", piece, reply.body);
    reply_clear(&reply);
}

static size_t workspaces(struct api *api)
{
    json_auto_t *list = call_ok(api, "/v1/workspaces/list", NULL);
    return json_array_size(at(list, "workspaces"));
}

static void a_body_has_so_many_members_and_no_more(void **state)
{
    struct api *api = *state;
    size_t before = workspaces(api);
    char *many = members(420000), *body = must_printf("{\"name\":\"W\",%s}", many);
    expect(api, "/v1/workspaces/create", body, 422,
           "Invalid json. more than 400000 members (line 1, column ");
    expect(api, "/__admin/faults", body, 422, "more than 400000 members");
    assert_int_equal(workspaces(api), before);
    free(body);
    free(many);
}

static void of_many_mistakes_a_hundred_are_told(void **state)
{
    char *many = members(10000), *body = must_printf("{%s}", many);
    struct reply reply = api_request(*state, "POST", "/__admin/faults", body, NULL);
    assert_int_equal(reply.status, 422);
    assert_null(strstr(reply.body, "a100 "));
    assert_non_null(strstr(reply.body, "a99"));
    reply_clear(&reply);
    free(body);
    free(many);
}

/* The definition of a connector of our own. A new text. */
static char *definition_with(struct api *api, const char *name, json_t *specification)
{
    json_t *definition =
        json_pack("{ss ss ss ss s{so}}", "name", name, "dockerRepository", "own/source", "dockerImageTag",
                  "1", "documentationUrl", "https://x.y", "spec", "connectionSpecification", specification);
    json_decref(control(api, "POST", "/fixtures", json_pack("{s[o]}", "sourceDefinitions", definition), 200));
    json_auto_t *list = call_ok(api, "/v1/source_definitions/list", NULL);
    size_t last = json_array_size(at(list, "sourceDefinitions")) - 1;
    const json_t *found = json_array_get(at(list, "sourceDefinitions"), last);
    assert_string_equal(json_string_value(json_object_get(found, "name")), name);
    return must_strdup(json_string_value(json_object_get(found, "sourceDefinitionId")));
}

static json_t *texts(size_t count, const char *prefix)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_sprintf("%s%zu", prefix, i));
    return list;
}

static json_t *letters(size_t count)
{
    char *text = must_zalloc(count + 1);
    memset(text, 'a', count);
    json_t *string = json_sprintf("%sc", text);
    free(text);
    return string;
}

/* {"oneOf": [...]} in itself: each level of the value doubles the work. */
static json_t *nested(size_t levels)
{
    json_t *value = json_integer(1);
    while (levels--)
        value = json_pack("{so}", "a", value);
    return value;
}

static void checks_that_would_take_long_are_given_up(void **state)
{
    struct api *api = *state;
    const struct {
        const char *name;
        json_t *specification, *configuration;
    } table[] = {
        {"pattern", parsed("{\"properties\": {\"x\": {\"pattern\": \"a{0,65000}[ab]c\"}}}"),
         json_pack("{so}", "x", letters(200000))},
        {"nested",
         parsed(
             "{\"oneOf\": [{\"properties\": {\"a\": {\"$ref\": \"#\"}}}, {\"properties\": {\"a\": {\"$ref\": "
             "\"#\"}}}]}"),
         nested(30)},
        {"enumeration",
         json_pack("{s{s{s{s{so}}}}}", "properties", "x", "items", "not", "enum", texts(10000, "a")),
         json_pack("{so}", "x", texts(10000, "b"))},
    };
    char *workspace = first_workspace(api);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char *id = definition_with(api, table[i].name, table[i].specification);
        json_t *request =
            json_pack("{ss ss ss so}", "workspaceId", workspace, "name", "S", "sourceDefinitionId", id,
                      "connectionConfiguration", table[i].configuration);
        call_fails(api, "/v1/sources/create", request, 422, used_up);
        free(id);
    }
    json_auto_t *sources = call_ok(api, "/v1/sources/list", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(sources, "sources")), 0);
    free(workspace);
}

/* What is long but simple goes through. */
static void many_urls_are_taken(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *configuration = json_pack("{s[s] s[s] so}", "categories", "seo", "strategies", "mobile", "urls",
                                      texts(5000, "https://www.example.com/page?x="));
    call_done(api, "/v1/sources/create",
              json_pack("{ss ss ss so}", "workspaceId", workspace, "name", "S", "sourceDefinitionId",
                        "1e9086ab-ddac-4c1d-aafd-ba43ff575fe4", "connectionConfiguration", configuration));
    free(workspace);
}

/* Thousands of streams in a plan, looked up among thousands. */
static void a_plan_of_many_streams_is_given_up(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_t *streams = json_array(), *planned = json_array();
    for (int i = 0; i < 4500; i++) {
        json_array_append_new(streams, json_pack("{s{so s{} s[s]} s{ss ss sb}}", "stream", "name",
                                                 json_sprintf("s%d", i), "jsonSchema", "supportedSyncModes",
                                                 "full_refresh", "config", "syncMode", "full_refresh",
                                                 "destinationSyncMode", "append", "selected", true));
        json_array_append_new(
            planned, json_pack("{so si}", "name", json_sprintf("s%d", 4499 - i % 2250), "records", 1));
    }
    call_done(api, "/v1/connections/update",
              json_pack("{ss s{so}}", "connectionId", connection, "syncCatalog", "streams", streams));
    json_decref(control(api, "POST", "/plans",
                        json_pack("{s{ss} s[{s[{so}]}]}", "match", "connectionId", connection, "runs",
                                  "attempts", "streams", planned),
                        422));
    json_auto_t *plans = control(api, "GET", "/plans", NULL, 200);
    assert_int_equal(json_array_size(at(plans, "plans")), 0);
    free(connection);
}

/* A source "E2E Testing" with so many streams, each with that field. New reference. */
static json_t *many_streams(const char *field)
{
    enum { STREAMS = 100 };
    struct text schemas = {0};
    for (int i = 0; i < STREAMS; i++)
        text_add_format(&schemas, "%s\"s%d\": {\"type\": \"object\", \"properties\": {\"%s\": {}}}",
                        i ? ", " : "{", i, field);
    text_add(&schemas, "}");
    json_t *configuration = json_pack("{ss si si si s{ss ss}}", "type", "CONTINUOUS_FEED", "seed", 1,
                                      "max_messages", 1, "message_interval_ms", 0, "mock_catalog", "type",
                                      "MULTI_STREAM", "stream_schemas", schemas.data);
    text_free(&schemas);
    return configuration;
}

/* Each is between the same ends and has another stream, so that each has to be compared with what is found.
 */
static json_t *many_connections(void)
{
    static const char stream[] =
        "{\"stream\": {\"name\": \"s{n}\", \"jsonSchema\": {}, \"supportedSyncModes\": "
        "[\"full_refresh\"]}, \"config\": {\"syncMode\": \"full_refresh\", "
        "\"destinationSyncMode\": \"append\", \"selected\": true}}";
    return json_pack("{si ss ss ss ss s{s[o]}}", "repeat", 260, "name", "c{n}", "status", "active", "source",
                     "Many", "destination", "Files", "syncCatalog", "streams", parsed(stream));
}

static void load_large_world(struct api *api, const char *workspace)
{
    json_t *source =
        json_pack("{ss ss ss so}", "workspaceId", workspace, "name", "Many", "sourceDefinitionId",
                  "d53f9084-fa6b-4a5a-976c-5b8392f4ad8a", "connectionConfiguration", many_streams("a"));
    json_t *destination = json_pack("{ss ss ss s{ss}}", "workspaceId", workspace, "name", "Files",
                                    "destinationDefinitionId", "a625d593-bba5-4a1c-a53d-2d246268a816",
                                    "connectionConfiguration", "destination_path", "/local");
    json_decref(control(api, "POST", "/fixtures",
                        json_pack("{s[o] s[o] s[o]}", "sources", source, "destinations", destination,
                                  "connections", many_connections()),
                        200));
}

/* A refresh compares what it finds with all connections of the source. */
static void a_refresh_of_many_streams_takes_steps(void **state)
{
    static const char refusal[] = "The source has more streams to be compared";
    struct api *api = *state;
    char *workspace = make_workspace(api, "Large");
    load_large_world(api, workspace);
    json_auto_t *list = call_ok(api, "/v1/connections/list", one("workspaceId", workspace));
    const char *connection = text_at(list, "connections[0].connectionId");
    const char *source = text_at(list, "connections[0].sourceId");
    call_fails(api, "/v1/sources/discover_schema",
               json_pack("{ss ss sb}", "sourceId", source, "connectionId", connection, "disable_cache", true),
               422, refusal);
    call_fails(api, "/v1/web_backend/connections/get",
               json_pack("{ss sb}", "connectionId", connection, "withRefreshedCatalog", true), 422, refusal);
    json_auto_t *after = call_ok(api, "/v1/connections/list", one("workspaceId", workspace));
    assert_true(json_equal(list, after));
    json_auto_t *newest =
        call_ok(api, "/v1/sources/most_recent_source_actor_catalog", one("sourceId", source));
    assert_int_equal(json_object_size(newest), 0);
    free(workspace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_body_has_so_many_members_and_no_more),   API_TEST(of_many_mistakes_a_hundred_are_told),
        API_TEST(checks_that_would_take_long_are_given_up), API_TEST(many_urls_are_taken),
        API_TEST(a_plan_of_many_streams_is_given_up),       API_TEST(a_refresh_of_many_streams_takes_steps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
