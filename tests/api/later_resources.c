/* Operations on sources, destinations, definitions, states and attempts that came after the oldest release.
 */
#include "support/later.h"

#include <stdlib.h>
#include <string.h>

#define CONNECTION "{'connectionId': '$connection'}"

static void a_part_of_a_source_is_changed(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story,
         {0, "sources/partial_update", "{'sourceId': '$source', 'connectionConfiguration': {'count': 7}}",
          "{'name': 'Sample', 'connectionConfiguration': {'count': 7, 'seed': -1}}", 0},
         {0, "sources/partial_update", "{'sourceId': '$source', 'name': 'Renamed'}",
          "{'name': 'Renamed', 'connectionConfiguration': {'count': 7, 'seed': -1}}", 0},
         {0, "sources/partial_update",
          "{'sourceId': '$source', 'connectionConfiguration': {'count': 'many'}}", NULL, 422},
         {0, "sources/partial_update", "{'sourceId': '" NOBODY "'}", NULL, 404},
         {0, "destinations/partial_update", "{'destinationId': '$destination', 'name': 'Elsewhere'}",
          "{'name': 'Elsewhere', 'connectionConfiguration': {'destination_path': '/local/out'}}", 0});
    story_end(&story);
}

static void secrets_survive_a_part(void **state)
{
    struct story story = story_between(
        *state, POSTGRES_SOURCE,
        "{'host': 'db', 'port': 5432, 'database': 'd', 'username': 'u', 'password': 'old', 'schemas': ['public'], "
        "'ssl_mode': {'mode': 'disable'}, 'replication_method': {'method': 'Standard'}, 'tunnel_method': "
        "{'tunnel_method': 'NO_TUNNEL'}}",
        LOCAL_JSON, "{'destination_path': '/local/out'}");
    PLAY(&story,
         {0, "sources/partial_update",
          "{'sourceId': '$source', 'connectionConfiguration': {'host': 'other'}}",
          "{'connectionConfiguration': {'host': 'other', 'password': '**********'}}", 0},
         {0, "sources/partial_update",
          "{'sourceId': '$source', 'connectionConfiguration': {'password': '**********', 'port': 1}}",
          "{'connectionConfiguration': {'port': 1, 'password': '**********'}}", 0});
    json_auto_t *whole = control(*state, "GET", "/export", NULL, 200);
    assert_string_equal(text_at(whole, "sources[0].connectionConfiguration.password"), "old");
    story_end(&story);
}

static void the_specification_behind_a_source_is_found(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story,
         {0, "source_definition_specifications/get_for_source", "{'sourceId': '$source'}",
          "{'sourceDefinitionId': '" FAKER "', 'connectionSpecification': {'properties': {'count': {}}}}", 0},
         {0, "destination_definition_specifications/get_for_destination", "{'destinationId': '$destination'}",
          "{'destinationDefinitionId': '" LOCAL_JSON "'}", 0},
         {0, "source_definition_specifications/get_for_source", "{'sourceId': '" NOBODY "'}", NULL, 404});
    story_end(&story);
}

static void a_definition_is_granted_to_a_scope(void **state)
{
    struct story story = story_begin(*state);
    char *workspace = first_workspace(*state), body[512], grant[512];
    static const char *const kinds[] = {"source", "destination"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(
            body, sizeof body,
            "{'scopeId': '%s', 'scopeType': 'workspace', 'workspaceId': '%s', '%sDefinition': {'name': 'Mine', "
            "'dockerRepository': 'acme/%s-mine', 'dockerImageTag': '1', 'documentationUrl': 'https://x.test'}}",
            workspace, workspace, kinds[i], kinds[i]);
        json_t *request = story_json(&story, body);
        char create[64], granted[64], revoked[64], id_name[64];
        snprintf(create, sizeof create, "/v1/%s_definitions/create_custom", kinds[i]);
        snprintf(granted, sizeof granted, "/v1/%s_definitions/grant_definition", kinds[i]);
        snprintf(revoked, sizeof revoked, "/v1/%s_definitions/revoke_definition", kinds[i]);
        snprintf(id_name, sizeof id_name, "%sDefinitionId", kinds[i]);
        char *id = take_text(call_ok(*state, create, request), id_name);
        snprintf(grant, sizeof grant,
                 "{'actorDefinitionId': '%s', 'scopeId': '%s', 'scopeType': 'workspace'}", id, workspace);
        call_done(*state, revoked, story_json(&story, grant));
        json_auto_t *private = call_ok(*state, granted, story_json(&story, grant));
        assert_true(json_is_true(at(private, "granted")));
        free(id);
    }
    free(workspace);
    story_end(&story);
}

static void a_state_is_safe_from_running_jobs(void **state)
{
    struct story story = story_begin(*state);
    static const char body[] =
        "{'connectionId': '$connection', 'connectionState': {'connectionId': '$connection', "
        "'stateType': 'legacy', 'state': {'a': 1}}}";
    PLAY(&story, {0, "state/create_or_update_safe", body, "{'stateType': 'legacy', 'state': {'a': 1}}", 0},
         SYNC,
         {0, "state/create_or_update_safe", body,
          "{'message': 'State cannot be updated while a sync is running for: $connection'}", 423},
         {10, "state/create_or_update_safe", body, "{}", 0});
    story_end(&story);
}

static void an_attempt_is_had_alone_and_a_job_without_logs(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, SYNC,
         {10, "attempt/get_for_job", "{'jobId': 1, 'attemptNumber': 0}",
          "{'attempt': {'id': 0, 'status': 'succeeded'}}", 0},
         {0, "attempt/get_for_job", "{'jobId': 1, 'attemptNumber': 1}", NULL, 404},
         {0, "attempt/get_for_job", "{'jobId': 7, 'attemptNumber': 0}", NULL, 404},
         {0, "jobs/get_without_logs", "{'id': 1}", "{'job': {'status': 'succeeded'}, 'attempts': [{}]}", 0});
    json_auto_t *job = call_ok(*state, "/v1/jobs/get_without_logs", json_pack("{si}", "id", 1));
    const json_t *logs = at(job, "attempts[0].logs");
    const char *lines = has(logs, "events") ? "events" : "logLines";
    assert_int_equal(json_array_size(at(logs, lines)), 0);
    story_end(&story);
}

static void what_later_clients_set_is_kept(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story,
        {0, "connections/update",
         "{'connectionId': '$connection', 'nonBreakingChangesPreference': 'propagate_fully', 'backfillPreference': "
         "'enabled', 'notifySchemaChangesByEmail': true}",
         "{}", 0},
        {0, "web_backend/connections/get", CONNECTION,
         "{'nonBreakingChangesPreference': 'propagate_fully', 'backfillPreference': 'enabled', "
         "'notifySchemaChangesByEmail': true}",
         0});
    story_end(&story);
}

static json_t *tagged(const struct story *story, const char *tag_id)
{
    return json_pack("{ss s[{ss ss ss ss}]}", "connectionId", story->connection, "tags", "tagId", tag_id,
                     "workspaceId", story->workspace, "name", "n", "color", "00ff00");
}

/* The public API and the Config API show and set the same. */
static void a_connection_has_tags_in_one_place(void **state)
{
    struct story story = story_begin(*state);
    struct api *api = story.api;
    json_auto_t *tag =
        rest(api, "POST", "/tags",
             story_json(&story, "{'name': 'n', 'color': '00ff00', 'workspaceId': '$workspace'}"), 200);
    PLAY(&story, {0, "web_backend/connections/get", CONNECTION, "{'tags': []}", 0});
    json_auto_t *written =
        call_ok(api, "/v1/web_backend/connections/update", tagged(&story, text_at(tag, "tagId")));
    assert_string_equal(text_at(written, "tags[0].tagId"), text_at(tag, "tagId"));
    json_auto_t *list = rest(api, "GET", "/connections", NULL, 200);
    assert_string_equal(text_at(list, "data[0].tags[0].name"), "n");
    PLAY(&story,
         {0, "web_backend/connections/update",
          "{'connectionId': '$connection', 'tags': [{'tagId': '" UNKNOWN_ID
          "', 'workspaceId': '$workspace', 'name': 'n', 'color': '00ff00'}]}",
          NULL, 404},
         {0, "web_backend/connections/update",
          "{'connectionId': '$connection', 'name': 'm', 'skipReset': true}", NULL, 0});
    json_auto_t *kept = call_ok(api, "/v1/web_backend/connections/get", story_json(&story, CONNECTION));
    assert_string_equal(text_at(kept, "tags[0].tagId"), text_at(tag, "tagId"));
    PLAY(&story, {0, "web_backend/connections/update",
                  "{'connectionId': '$connection', 'skipReset': true, 'tags': []}", "{'tags': []}", 0});
    story_end(&story);
}

/* Names of a page's items, with commas between; its last id is the cursor of the next. */
static char *names_of(struct story *story, const char *call, const char *list, const char *body)
{
    char path[64], *names = calloc(1, 256);
    snprintf(path, sizeof path, "/v1/%s", call);
    json_auto_t *page = call_ok(story->api, path, story_json(story, body));
    size_t index;
    json_t *item;
    json_array_foreach (at(page, list), index, item) {
        strcat(names, index ? "," : "");
        strcat(names, text_at(item, "name"));
    }
    return names;
}

static void expect_names(struct story *story, const char *call, const char *list, const char *body,
                         const char *names)
{
    char *found = names_of(story, call, list, body);
    assert_string_equal(found, names);
    free(found);
}

static void lists_come_in_pages(void **state)
{
    struct story story = story_begin(*state);
    char *workspace = first_workspace(*state), body[400];
    free(make_source(*state, workspace));
    PLAY(&story, {0, "sources/partial_update", "{'sourceId': '$source', 'name': 'A source'}", "{}", 0}, SYNC);
    static const struct {
        const char *call, *list, *more, *names;
    } pages[] = {
        {"sources/list", "sources", "'pageSize': 1, 'sortKey': 'actorName_asc'", "A source"},
        {"sources/list", "sources", "'pageSize': 1, 'sortKey': 'actorName_desc'", "Sample"},
        {"sources/list", "sources", "'cursor': '$source', 'sortKey': 'actorName_asc'", "Sample"},
        {"sources/list", "sources", "'filters': {'states': ['active']}", "A source"},
        {"sources/list", "sources", "'filters': {'searchTerm': 'SAMP'}, 'sortKey': 'lastSync_asc'",
         "Sample,A source"},
        {"sources/list", "sources", "'sortKey': 'lastSync_desc'", "A source,Sample"},
        {"destinations/list", "destinations", "'sortKey': 'actorDefinitionName_asc'", "Files"},
        {"destinations/list", "destinations", "'filters': {'states': ['inactive']}", ""},
        {"web_backend/connections/list", "connections", "'pageSize': 5, 'sortKey': 'connectionName_desc'",
         "Sample <> Files"},
        {"web_backend/connections/list", "connections", "'cursor': '$connection'", ""},
        {"web_backend/connections/list", "connections", "'filters': {'statuses': ['running']}",
         "Sample <> Files"},
        {"web_backend/connections/list", "connections", "'filters': {'statuses': ['failed', 'paused']}", ""},
        {"web_backend/connections/list", "connections", "'filters': {'states': ['inactive']}", ""},
        {"web_backend/connections/list", "connections", "'filters': {'sourceDefinitionIds': ['" FAKER "']}",
         "Sample <> Files"},
        {"web_backend/connections/list", "connections", "'filters': {'searchTerm': 'nothing'}", ""},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        snprintf(body, sizeof body, "{'workspaceId': '%s', %s}", workspace, pages[i].more);
        expect_names(&story, pages[i].call, pages[i].list, body, pages[i].names);
    }
    snprintf(body, sizeof body, "{'workspaceId': '%s', 'pageSize': 1}", workspace);
    json_auto_t *page = call_ok(*state, "/v1/sources/list", story_json(&story, body));
    assert_int_equal(integer_at(page, "num_connections"), 2);
    assert_int_equal(integer_at(page, "page_size"), 1);
    free(workspace);
    story_end(&story);
}

static void definitions_in_use_are_listed(void **state)
{
    struct story story = story_begin(*state);
    char *workspace = first_workspace(*state), body[128];
    snprintf(body, sizeof body, "{'workspaceId': '%s', 'filterByUsed': true}", workspace);
    json_auto_t *sources =
        call_ok(*state, "/v1/source_definitions/list_for_workspace", story_json(&story, body));
    assert_int_equal(json_array_size(at(sources, "sourceDefinitions")), 1);
    json_auto_t *destinations =
        call_ok(*state, "/v1/destination_definitions/list_for_workspace", story_json(&story, body));
    assert_string_equal(text_at(destinations, "destinationDefinitions[0].destinationDefinitionId"),
                        LOCAL_JSON);
    free(workspace);
    story_end(&story);
}

/* The public API and the Config API show and set the same. */
static void what_workers_get_is_kept(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story,
         {0, "sources/partial_update",
          "{'sourceId': '$source', 'resourceAllocation': {'default': {'cpu_limit': '1'}}}",
          "{'resourceAllocation': {'default': {'cpu_limit': '1'}}}", 0},
         {0, "sources/update",
          "{'sourceId': '$source', 'name': 'Renamed', 'connectionConfiguration': {'count': 1}}",
          "{'resourceAllocation': {'default': {'cpu_limit': '1'}}}", 0},
         {0, "sources/create",
          "{'sourceDefinitionId': '" FAKER "', 'workspaceId': '$workspace', 'name': 'Second', "
          "'connectionConfiguration': {'count': 1}, 'resourceAllocation': {'default': {'cpu_limit': '2'}}}",
          "{'resourceAllocation': {'default': {'cpu_limit': '2'}}}", 0},
         {0, "destinations/get", "{'destinationId': '$destination'}", "{'resourceAllocation': null}", 0});
    json_auto_t *list = rest(*state, "GET", "/sources", NULL, 200);
    assert_string_equal(text_at(list, "data[0].resourceAllocation.default.cpu_limit"), "1");
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LATER_TEST(a_part_of_a_source_is_changed),
        LATER_TEST(secrets_survive_a_part),
        LATER_TEST(the_specification_behind_a_source_is_found),
        LATER_TEST(a_definition_is_granted_to_a_scope),
        LATER_TEST(a_state_is_safe_from_running_jobs),
        LATER_TEST(an_attempt_is_had_alone_and_a_job_without_logs),
        LATER_TEST(what_later_clients_set_is_kept),
        RELEASE_TEST(a_connection_has_tags_in_one_place, 1_5, "1.5"),
        RELEASE_TEST(a_connection_has_tags_in_one_place, 2_0, "2.0"),
        RELEASE_TEST(what_workers_get_is_kept, 2_0, "2.0"),
        RELEASE_TEST(lists_come_in_pages, 2_0, "2.0"),
        RELEASE_TEST(definitions_in_use_are_listed, 2_0, "2.0"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
