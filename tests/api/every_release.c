/* What no other test calls in later releases is answered there, too; each reply is checked against its shape.
 */
#include "support/later.h"

#include "api/routes.h"
#include "base/die.h"

#include <stdlib.h>
#include <string.h>

#define OWN_SOURCE "5d000000-0000-4000-8000-000000000001"
#define OWN_DESTINATION "dd000000-0000-4000-8000-000000000001"
#define OPERATION "0b000000-0000-4000-8000-000000000001"
#define HOOK "0c000000-0000-4000-8000-000000000001"
#define SNOWFLAKE "424892c4-daac-4491-b35d-c6688ba547ba"
#define GOOGLE_SHEETS "71607ba1-c0ac-4799-8049-7f4b90dd50f7"

#define IMAGE(name)                                                                                          \
    "'name': '" name "', 'dockerRepository': 'acme/" name                                                    \
    "', 'dockerImageTag': '1', 'documentationUrl': 'https://x.test'"
#define OPERATOR                                                                                             \
    "'operatorConfiguration': {'operatorType': 'webhook', 'webhook': {'webhookConfigId': '" HOOK             \
    "', 'webhookType': 'dbtCloud', 'dbtCloud': {'accountId': 1, 'jobId': 2}}}"
#define CONNECTION "{'connectionId': '$connection'}"
#define WORKSPACE "{'workspaceId': '$workspace'}"
#define CONSENT(kind, id)                                                                                    \
    "{'" kind "DefinitionId': '" id                                                                          \
    "', 'workspaceId': '$workspace', 'redirectUrl': 'https://x.test', 'oAuthInputConfiguration': {'host': 'acme.snowflakecomputing.com'}, 'queryParams': {'code': 'c'}}"
#define CREDENTIALS(kind, id)                                                                                \
    "{'" kind "DefinitionId': '" id "', 'params': {'client_id': 'i', 'client_secret': 's'}}"

static const struct step seeds[] = {
    {0, "/fixtures",
     "{'workspaces': [{'workspaceId': '$workspace', 'name': 'Acme', 'slug': 'acme', 'webhookConfigs': [{'id': '" HOOK
     "', 'name': 'h', 'authToken': 't'}]}], 'sourceDefinitions': [{'sourceDefinitionId': '" OWN_SOURCE
     "', 'workspaceId': '$workspace', " IMAGE(
         "one") "}], 'destinationDefinitions': [{'destinationDefinitionId': '" OWN_DESTINATION
                "', 'workspaceId': '$workspace', " IMAGE(
                    "other") "}], 'operations': [{'operationId': '" OPERATION
                             "', 'workspaceId': '$workspace', 'name': 'o', " OPERATOR "}]}",
     NULL, 0},
    {0, "connections/sync", CONNECTION, NULL, 0},
};

/* In an order in which each finds what it is about. */
static const struct step calls[] = {
    {0, "workspaces/list", NULL, NULL, 0},
    {0, "workspaces/get_by_slug", "{'slug': 'acme'}", NULL, 0},
    {0, "workspaces/get_by_connection_id", CONNECTION, NULL, 0},
    {0, "workspaces/update", "{'workspaceId': '$workspace', 'news': true}", "{'news': true}", 0},
    {0, "workspaces/tag_feedback_status_as_done", WORKSPACE, NULL, 204},
    {0, "source_definitions/list", NULL, NULL, 0},
    {0, "source_definitions/list_latest", NULL, NULL, 0},
    {0, "source_definitions/list_private", WORKSPACE, NULL, 0},
    {0, "source_definitions/get", "{'sourceDefinitionId': '" OWN_SOURCE "'}", "{'name': 'one'}", 0},
    {0, "source_definitions/update",
     "{'sourceDefinitionId': '" OWN_SOURCE "', 'workspaceId': '$workspace', 'dockerImageTag': '2'}",
     "{'dockerImageTag': '2'}", 0},
    {0, "source_definitions/delete", "{'sourceDefinitionId': '" OWN_SOURCE "'}", NULL, 204},
    {0, "destination_definitions/list", NULL, NULL, 0},
    {0, "destination_definitions/list_latest", NULL, NULL, 0},
    {0, "destination_definitions/list_private", WORKSPACE, NULL, 0},
    {0, "destination_definitions/get", "{'destinationDefinitionId': '" OWN_DESTINATION "'}",
     "{'name': 'other'}", 0},
    {0, "destination_definitions/get_for_workspace",
     "{'destinationDefinitionId': '" OWN_DESTINATION "', 'workspaceId': '$workspace'}", "{'name': 'other'}",
     0},
    {0, "destination_definitions/update",
     "{'destinationDefinitionId': '" OWN_DESTINATION "', 'workspaceId': '$workspace', 'dockerImageTag': '2'}",
     "{'dockerImageTag': '2'}", 0},
    {0, "destination_definitions/delete", "{'destinationDefinitionId': '" OWN_DESTINATION "'}", NULL, 204},
    {0, "source_oauths/oauth_params/create", CREDENTIALS("source", GOOGLE_SHEETS), NULL, 0},
    {0, "source_oauths/get_consent_url", CONSENT("source", GOOGLE_SHEETS), NULL, 0},
    {0, "source_oauths/complete_oauth", CONSENT("source", GOOGLE_SHEETS), NULL, 0},
    {0, "destination_oauths/oauth_params/create", CREDENTIALS("destination", SNOWFLAKE), NULL, 0},
    {0, "destination_oauths/get_consent_url", CONSENT("destination", SNOWFLAKE), NULL, 0},
    {0, "destination_oauths/complete_oauth", CONSENT("destination", SNOWFLAKE), NULL, 0},
    {0, "operations/check", "{'operatorType': 'webhook'}", NULL, 0},
    {0, "operations/create", "{'workspaceId': '$workspace', 'name': 'second', " OPERATOR "}",
     "{'name': 'second'}", 0},
    {0, "operations/get", "{'operationId': '" OPERATION "'}", "{'name': 'o'}", 0},
    {0, "operations/update", "{'operationId': '" OPERATION "', 'name': 'p', " OPERATOR "}", "{'name': 'p'}",
     0},
    {0, "operations/delete", "{'operationId': '" OPERATION "'}", NULL, 204},
    {0, "scheduler/sources/discover_schema",
     "{'sourceDefinitionId': '" FAKER
     "', 'workspaceId': '$workspace', 'connectionConfiguration': {'count': 1}}",
     NULL, 0},
    {0, "sources/search", "{'name': 'Sample'}", NULL, 0},
    {0, "sources/clone", "{'sourceCloneId': '$source'}", NULL, 0},
    {0, "sources/most_recent_source_actor_catalog", "{'sourceId': '$source'}", NULL, 0},
    {0, "sources/write_discover_catalog_result",
     "{'sourceId': '$source', 'connectorVersion': '1', 'configurationHash': 'h', 'catalog': {'streams': []}}",
     NULL, 0},
    {0, "destinations/search", "{'name': 'Files'}", NULL, 0},
    {0, "destinations/clone", "{'destinationCloneId': '$destination'}", NULL, 0},
    {0, "connections/list_all", WORKSPACE, NULL, 0},
    {0, "connections/search", "{}", NULL, 0},
    {0, "attempt/save_stats", "{'jobId': 1, 'attemptNumber': 0, 'stats': {'recordsEmitted': 1}}",
     "{'succeeded': true}", 0},
    {0, "attempt/set_workflow_in_attempt", "{'jobId': 1, 'attemptNumber': 0, 'workflowId': 'w'}",
     "{'succeeded': true}", 0},
    {0, "attempt/save_sync_config",
     "{'jobId': 1, 'attemptNumber': 0, 'syncConfig': {'sourceConfiguration': {}, 'destinationConfiguration': {}}}",
     "{'succeeded': true}", 0},
    {10, "jobs/get_light", "{'id': 1}", "{'job': {'status': 'succeeded'}}", 0},
    {0, "jobs/get_debug_info", "{'id': 1}", NULL, 0},
    {0, "jobs/get_normalization_status", "{'id': 1}", NULL, 0},
    {0, "jobs/get_last_replication_job", CONNECTION, "{'job': {'id': 1}}", 0},
    {0, "state/create_or_update",
     "{'connectionId': '$connection', 'connectionState': {'connectionId': '$connection', 'stateType': 'legacy', 'state': {'a': 1}}}",
     "{'state': {'a': 1}}", 0},
    {0, "notifications/try",
     "{'notificationType': 'slack', 'sendOnSuccess': true, 'sendOnFailure': true, 'slackConfiguration': {'webhook': 'http://127.0.0.1:1/'}}",
     "{'status': 'failed'}", 0},
    {0, "web_backend/check_updates", NULL, NULL, 0},
    {0, "web_backend/geographies/list", NULL, NULL, 0},
    {0, "web_backend/state/get_type", CONNECTION, NULL, 0},
    {0, "web_backend/workspace/state", WORKSPACE, NULL, 0},
};

static bool is_spoken(const char *call, enum release release)
{
    char *path = must_printf("/v1/%s", call);
    bool known = false, spoken = false;
    for (const struct route *route = routes; route < routes + route_count; route++)
        if (strcmp(route->path, path) == 0) {
            known = true;
            spoken = spoken || route_spoken(route, release);
        }
    assert_true(known);
    free(path);
    return spoken;
}

static void get(struct api *api, const char *path)
{
    struct reply reply = api_request(api, "GET", path, NULL, NULL);
    assert_int_equal(reply.status, 200);
    reply_clear(&reply);
}

static void play_what_is_spoken(const struct story *story, enum release release)
{
    story_play(story, seeds, sizeof seeds / sizeof *seeds);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (is_spoken(calls[i].call, release))
            story_play(story, &calls[i], 1);
}

static void each_operation_is_answered(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    char *health = must_printf("/sandboxes/%s/v1/health", api->sandbox),
         *document = must_printf("/sandboxes/%s/v1/openapi", api->sandbox);
    play_what_is_spoken(&story, release_find(api->sandbox + 1));
    get(api, health);
    get(api, document);
    free(health);
    free(document);
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {LATER_TEST(each_operation_is_answered)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
