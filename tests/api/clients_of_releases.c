/*
 * What clients call in which release, with their bodies, and what they read of the answers. Every reply is
 * checked against the shape of its release on the way.
 */
#include "support/later.h"

#define WORKSPACE "{'workspaceId': '$workspace'}"
#define CONNECTION "{'connectionId': '$connection'}"
#define SOURCE "{'sourceId': '$source'}"
#define DESTINATION "{'destinationId': '$destination'}"
#define FAKER_CONFIGURATION "'sourceDefinitionId': '" FAKER "', 'connectionConfiguration': {'count': 5}"
#define JSON_CONFIGURATION                                                                                   \
    "'destinationDefinitionId': '" LOCAL_JSON "', 'connectionConfiguration': {'destination_path': '/local/x'}"
#define CATALOG                                                                                                \
    "'syncCatalog': {'streams': [{'stream': {'name': 'users', 'jsonSchema': {'type': 'object', 'properties': " \
    "{'id': {'type': 'integer'}}}, 'supportedSyncModes': ['full_refresh']}, 'config': {'syncMode': "           \
    "'full_refresh', 'destinationSyncMode': 'overwrite', 'selected': true}}]}"

/* Dalgo's DDP_backend: workspaces and connectors. */
static void dalgo_sets_up(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story, {0, "workspaces/get", WORKSPACE, WORKSPACE, 0},
        {0, "workspaces/create", "{'name': 'Org', 'organizationId': '" FRESH "'}", "{'name': 'Org'}", 0},
        {0, "workspaces/update_name", "{'workspaceId': '$workspace', 'name': 'Renamed'}",
         "{'name': 'Renamed'}", 0},
        {0, "source_definitions/list_for_workspace", WORKSPACE, NULL, 0},
        {0, "source_definitions/get_for_workspace",
         "{'sourceDefinitionId': '" FAKER "', 'workspaceId': '$workspace'}",
         "{'sourceDefinitionId': '" FAKER "'}", 0},
        {0, "source_definitions/create_custom",
         "{'workspaceId': '$workspace', 'sourceDefinition': {'name': 'Kobo', 'dockerRepository': 'dalgo/kobo', "
         "'dockerImageTag': '0.1.0', 'documentationUrl': 'https://dalgo.test/kobo'}}",
         "{'name': 'Kobo'}", 0},
        {0, "source_definition_specifications/get",
         "{'sourceDefinitionId': '" FAKER "', 'workspaceId': '$workspace'}",
         "{'connectionSpecification': {}}", 0},
        {0, "destination_definitions/list_for_workspace", WORKSPACE, NULL, 0},
        {0, "destination_definition_specifications/get",
         "{'destinationDefinitionId': '" LOCAL_JSON "', 'workspaceId': '$workspace'}",
         "{'connectionSpecification': {}}", 0});
    story_end(&story);
}

static void dalgo_makes_sources_and_destinations(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story,
        {0, "scheduler/sources/check_connection", "{" FAKER_CONFIGURATION ", 'workspaceId': '$workspace'}",
         "{'status': 'succeeded', 'jobInfo': {}}", 0},
        {0, "sources/create", "{" FAKER_CONFIGURATION ", 'workspaceId': '$workspace', 'name': 'S'}",
         "{'name': 'S'}", 0},
        {0, "sources/update", "{'sourceId': '$source', " FAKER_CONFIGURATION ", 'name': 'T'}",
         "{'name': 'T'}", 0},
        {0, "sources/check_connection_for_update",
         "{'sourceId': '$source', 'connectionConfiguration': {'count': 6}, 'name': 'T'}", "{'jobInfo': {}}",
         0},
        {0, "sources/get", SOURCE, SOURCE, 0},
        {0, "sources/list", "{'workspaceId': '$workspace', 'pageSize': 100, 'sortKey': 'actorName_asc'}",
         NULL, 0},
        {0, "sources/discover_schema", "{'sourceId': '$source', 'disable_cache': true}", "{'jobInfo': {}}",
         0},
        {0, "scheduler/destinations/check_connection",
         "{" JSON_CONFIGURATION ", 'workspaceId': '$workspace'}", "{'status': 'succeeded'}", 0},
        {0, "destinations/create", "{" JSON_CONFIGURATION ", 'workspaceId': '$workspace', 'name': 'D'}",
         "{'name': 'D'}", 0},
        {0, "destinations/update", "{'destinationId': '$destination', " JSON_CONFIGURATION ", 'name': 'E'}",
         "{'name': 'E'}", 0},
        {0, "destinations/check_connection_for_update",
         "{'destinationId': '$destination', 'connectionConfiguration': {'destination_path': '/local/y'}, 'name': 'E'}",
         "{'jobInfo': {}}", 0},
        {0, "destinations/get", DESTINATION, DESTINATION, 0},
        {0, "destinations/list", "{'workspaceId': '$workspace', 'pageSize': 100, 'sortKey': 'actorName_asc'}",
         NULL, 0},
        {0, "destination_definition_specifications/get_for_destination", DESTINATION,
         "{'destinationDefinitionId': '" LOCAL_JSON "'}", 0});
    story_end(&story);
}

static void dalgo_syncs(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story,
        {0, "web_backend/connections/create",
         "{'sourceId': '$source', 'destinationId': '$destination', 'name': 'C', 'status': 'active', 'namespaceDefinition': "
         "'customformat', 'namespaceFormat': 'staging', 'notifySchemaChanges': true, 'scheduleType': 'manual', "
         "'nonBreakingChangesPreference': 'ignore', 'operations': [], 'prefix': '', " CATALOG "}",
         "{'name': 'C', 'syncCatalog': {'streams': [{}]}}", 0},
        {0, "web_backend/connections/list", WORKSPACE, "{'connections': [{}, {'name': 'C'}]}", 0},
        {0, "web_backend/connections/get", CONNECTION,
         "{'source': {}, 'destination': {}, 'status': 'active'}", 0},
        {0, "web_backend/connections/update",
         "{'connectionId': '$connection', 'skipReset': true, " CATALOG "}", CONNECTION, 0},
        {0, "connections/sync", CONNECTION, "{'job': {'status': 'running'}}", 0},
        {0, "connections/sync", CONNECTION, "{'message': 'A sync is already running for: $connection'}", 409},
        {10, "jobs/get_without_logs", "{'id': 1}", "{'job': {'status': 'succeeded'}}", 0},
        {0, "attempt/get_for_job", "{'jobId': 1, 'attemptNumber': 0}",
         "{'attempt': {'status': 'succeeded', 'totalStats': {}}, 'logs': {}}", 0},
        {0, "jobs/list",
         "{'configTypes': ['sync', 'reset_connection', 'clear', 'refresh'], 'configId': '$connection', "
         "'createdAtStart': '2023-03-01T00:00:00Z', 'pagination': {'rowOffset': 0, 'pageSize': 10}}",
         "{'jobs': [{'job': {'id': 1}, 'attempts': [{'status': 'succeeded'}]}], 'totalJobCount': 1}", 0},
        {0, "connections/clear/stream",
         "{'connectionId': '$connection', 'streams': [{'streamName': 'users'}]}",
         "{'job': {'configType': 'clear'}}", 0},
        {0, "jobs/cancel", "{'id': 2}", "{'job': {'status': 'cancelled'}}", 0},
        {0, "connections/reset", CONNECTION, "{'job': {'configType': 'reset_connection'}}", 0},
        {0, "connections/delete", CONNECTION, NULL, 204}, {0, "sources/delete", SOURCE, NULL, 204},
        {0, "destinations/delete", DESTINATION, NULL, 204}, {0, "workspaces/delete", WORKSPACE, NULL, 204});
    story_end(&story);
}

/* PyAirbyte 0.71.3, of the Config API: its drafts are of the Cloud alone, and no release here has them. */
static void pyairbyte(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story, {0, "sources/check_connection", SOURCE, "{'status': 'succeeded'}", 0},
        {0, "destinations/check_connection", DESTINATION, "{'status': 'succeeded'}", 0}, SYNC,
        {0, "state/create_or_update_safe",
         "{'connectionId': '$connection', 'connectionState': {'stateType': 'stream', 'connectionId': '$connection', "
         "'streamState': [{'streamDescriptor': {'name': 'users'}, 'streamState': {'a': 1}}]}}",
         NULL, 423},
        {10, "jobs/get", "{'id': 1}", "{'job': {'status': 'succeeded'}, 'attempts': [{'logs': {}}]}", 0},
        {0, "state/create_or_update_safe",
         "{'connectionId': '$connection', 'connectionState': {'stateType': 'stream', 'connectionId': '$connection', "
         "'streamState': [{'streamDescriptor': {'name': 'users'}, 'streamState': {'a': 1}}]}}",
         "{'stateType': 'stream'}", 0},
        {0, "state/get", CONNECTION, "{'streamState': [{'streamState': {'a': 1}}]}", 0},
        {0, "web_backend/connections/get", "{'connectionId': '$connection', 'withRefreshedCatalog': false}",
         "{'syncCatalog': {}}", 0},
        {0, "web_backend/connections/update",
         "{'connectionId': '$connection', 'skipReset': true, " CATALOG "}", CONNECTION, 0},
        {0, "workspaces/get", WORKSPACE, "{'organizationId': '" FRESH "'}", 0},
        {0, "workspaces/get_organization_info", WORKSPACE, "{'organizationId': '" FRESH "'}", 0},
        {0, "workspaces/list_by_organization_id",
         "{'organizationId': '" FRESH "', 'pagination': {'pageSize': 100, "
         "'rowOffset': 0}}",
         "{'workspaces': [{}]}", 0},
        {0, "users/get_by_auth_id", "{'authUserId': '" FRESH "'}", "{'userId': '" FRESH "'}", 0},
        {0, "users/update", "{'userId': '" FRESH "', 'defaultWorkspaceId': '$workspace'}",
         "{'defaultWorkspaceId': '$workspace'}", 0},
        {0, "organizations/list_by_user_id",
         "{'userId': '" FRESH "', 'pagination': {'pageSize': 100, 'rowOffset': 0}}",
         "{'organizations': [{}]}", 0},
        {0, "permissions/list_by_user", "{'userId': '" FRESH "'}", "{'permissions': [{}]}", 0});
    story_end(&story);
}

/* Kestra's plugin: with slashes at the end; abctl: one organization. */
static void kestra_and_abctl(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, {0, "connections/sync/", CONNECTION, "{'job': {'id': 1}}", 0},
         {0, "connections/sync/", CONNECTION, "{'message': 'A sync is already running for: $connection'}",
          409},
         {1, "jobs/get/", "{'id': 1}",
          "{'job': {'status': 'running'}, 'attempts': [{'attempt': {}, 'logs': {}}]}", 0},
         {9, "jobs/get/", "{'id': 1}",
          "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'streamStats': [{}, {}]}}]}", 0},
         {0, "organizations/get", "{'organizationId': '" FRESH "'}",
          "{'organizationName': 'Default Organization'}", 0},
         {0, "organizations/update",
          "{'organizationId': '" FRESH "', 'organizationName': 'Mine', 'email': 'a@b.test'}",
          "{'organizationName': 'Mine', 'email': 'a@b.test'}", 0});
    story_end(&story);
}

/* dagster-airbyte's AirbyteResource, of releases up to 1.6, and its AirbyteWorkspace. */
static void dagster(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, {0, "connections/list", WORKSPACE, "{'connections': [{}]}", 0},
         {0, "connections/get", CONNECTION, "{'syncCatalog': {'streams': [{}, {}]}, 'prefix': null}", 0},
         {0, "operations/list", CONNECTION, "{'operations': []}", 0},
         {0, "destinations/get", DESTINATION, "{'connectionConfiguration': {}}", 0}, SYNC,
         {10, "jobs/get", "{'id': 1}", "{'job': {'status': 'succeeded'}}", 0},
         {0, "jobs/list", "{'configTypes': ['sync'], 'configId': '$connection'}", "{'jobs': [{}]}", 0},
         {0, "jobs/cancel", "{'id': 1}", "{'job': {'status': 'succeeded'}}", 0});
    story_end(&story);
}

/* What the upgrade takes away. */
static void the_list_of_all_workspaces_ends_with_2_0(void **state)
{
    struct story story = story_begin(*state);
    json_auto_t *list = call_ok(*state, "/v1/workspaces/list", NULL);
    assert_int_equal(json_array_size(at(list, "workspaces")), 1);
    struct api newest = *(struct api *)*state;
    newest.sandbox = "@2.0";
    json_decref(call_status(&newest, "/v1/workspaces/list", NULL, 404));
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LATER_TEST(dalgo_sets_up),
        LATER_TEST(dalgo_makes_sources_and_destinations),
        LATER_TEST(dalgo_syncs),
        LATER_TEST(pyairbyte),
        LATER_TEST(kestra_and_abctl),
        EACH_RELEASE_TEST(dagster),
        RELEASE_TEST(the_list_of_all_workspaces_ends_with_2_0, 0_40, "0.40"),
        RELEASE_TEST(the_list_of_all_workspaces_ends_with_2_0, 1_5, "1.5"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
