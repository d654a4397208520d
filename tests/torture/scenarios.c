#include "torture/scenarios.h"

#define WORKSPACE "'a0000000-0000-4000-8000-000000000001'"
#define SOURCE "'50000000-0000-4000-8000-000000000001'"
#define DESTINATION "'de000000-0000-4000-8000-000000000001'"
#define CONNECTION "'c0000000-0000-4000-8000-000000000001'"
#define FAKER "'dfd88b22-b603-4c3d-aad7-3701784586b1'"
#define LOCAL_JSON "'a625d593-bba5-4a1c-a53d-2d246268a816'"
#define CATALOG                                                                                              \
    "{'streams': [{'stream': {'name': 'users', 'jsonSchema': {'type': 'object', 'properties': {'id': "       \
    "{'type': 'integer'}}}, 'supportedSyncModes': ['full_refresh']}, 'config': {'syncMode': "                \
    "'full_refresh', 'destinationSyncMode': 'append', 'selected': true}}]}"
#define NORMALIZATION                                                                                        \
    "'operatorConfiguration': {'operatorType': 'normalization', 'normalization': {'option': 'basic'}}"

#define API(call) "/api/v1/" call
#define ADMIN(call) "/__admin/" call

const struct step scenario_fixture = {
    "POST", ADMIN("fixtures"),
    "{'workspaces': [{'workspaceId': " WORKSPACE ", 'name': 'Torture'}],"
    " 'sources': [{'sourceId': " SOURCE ", 'name': 'Sample', 'workspaceId': " WORKSPACE ","
    "   'sourceDefinitionId': " FAKER ", 'connectionConfiguration': {'count': 10}}],"
    " 'destinations': [{'destinationId': " DESTINATION ", 'name': 'Files', 'workspaceId': " WORKSPACE ","
    "   'destinationDefinitionId': " LOCAL_JSON ", 'connectionConfiguration': {'destination_path': '/out'}}],"
    " 'connections': [{'connectionId': " CONNECTION ", 'name': 'Sample to Files', 'sourceId': " SOURCE ","
    "   'destinationId': " DESTINATION ", 'status': 'active', 'scheduleType': 'manual',"
    "   'syncCatalog': " CATALOG "}],"
    " 'jobs': [{'key': 'monday', 'connectionId': " CONNECTION ", 'configType': 'sync',"
    "   'status': 'succeeded', 'endedSecondsAgo': 3600}]}",
    200};

const struct scenario scenarios[] = {
    {.name = "workspaces",
     .kept = true,
     .open = true,
     .steps = {{"POST", API("workspaces/create"), "{'name': 'Another'}", 200},
               {"POST", API("workspaces/update"),
                "{'workspaceId': " WORKSPACE ", 'email': 'a@example.com', 'anonymousDataCollection': true}",
                200}}},
    {.name = "sources",
     .kept = true,
     .open = true,
     .steps = {{"POST", API("sources/create"),
                "{'workspaceId': " WORKSPACE ", 'sourceDefinitionId': " FAKER
                ", 'name': 'More', 'connectionConfiguration': {'count': 5}}",
                200},
               {"POST", API("sources/discover_schema"), "{'sourceId': " SOURCE "}", 200}}},
    {.name = "connections",
     .kept = true,
     .open = true,
     .steps = {{"POST", API("web_backend/connections/create"),
                "{'sourceId': " SOURCE ", 'destinationId': " DESTINATION
                ", 'status': 'active', 'syncCatalog': " CATALOG ", 'operations': [{'workspaceId': " WORKSPACE
                ", 'name': 'First', " NORMALIZATION "}, {'workspaceId': " WORKSPACE
                ", 'name': 'Second', " NORMALIZATION "}]}",
                200},
               {"POST", API("connections/list"), "{'workspaceId': " WORKSPACE "}", 200}}},
    {.name = "jobs",
     .kept = true,
     .open = true,
     .steps = {{"POST", API("connections/sync"), "{'connectionId': " CONNECTION "}", 200},
               {"POST", ADMIN("clock/advance"), "{'seconds': 60}", 200},
               {"POST", API("jobs/get"), "{'id': 2}", 200}}},
    {.name = "reset", .kept = true, .open = true, .steps = {{"POST", ADMIN("reset"), "{}", 204}}},
    {.name = "snapshots",
     .kept = true,
     .open = true,
     .steps = {{"PUT", ADMIN("snapshots/one"), NULL, 200},
               {"POST", API("workspaces/create"), "{'name': 'Another'}", 200},
               {"POST", ADMIN("snapshots/one/restore"), NULL, 200}}},
    {.name = "fixtures",
     .kept = true,
     .open = true,
     .steps =
         {{"POST", ADMIN("fixtures"),
           "{'workspaces': [{'name': 'Loaded'}], 'sources': [{'name': 'Loaded', 'sourceDefinitionId': " FAKER
           ", 'connectionConfiguration': {'count': 1}}],"
           " 'plans': [{'match': {'configType': 'sync'}, 'runs': [{'attempts': [{'seconds': 3}]}]}]}",
           200}}},
    {.name = "fork",
     .kept = true,
     .open = true,
     .two = true,
     .steps = {{"POST", ADMIN("sandboxes/" SUBJECT "/fork"), "{'as': '" OTHER "'}", 201},
               {"GET", ADMIN("sandboxes"), NULL, 200}}},
    {.name = "fork over another",
     .kept = true,
     .open = true,
     .two = true,
     .other_kept = true,
     .steps = {{"POST", API("workspaces/create"), "{'name': 'Another'}", 200},
               {"POST", ADMIN("sandboxes/" SUBJECT "/fork"), "{'as': '" OTHER "'}", 201}}},
    {.name = "first use", .steps = {{"POST", API("workspaces/create"), "{'name': 'Another'}", 200}}},
    {.name = "use again",
     .kept = true,
     .steps = {{"POST", API("workspaces/create"), "{'name': 'Another'}", 200}}},
    {.name = "new sandbox",
     .kept = true,
     .open = true,
     .two = true,
     .steps = {{"PUT", ADMIN("sandboxes/" OTHER), NULL, 200}}},
    {.name = "deletion",
     .kept = true,
     .open = true,
     .two = true,
     .other_kept = true,
     .steps = {{"PUT", ADMIN("sandboxes/" OTHER), NULL, 200},
               {"DELETE", ADMIN("sandboxes/" OTHER), NULL, 204}}},
    {.name = "start and end",
     .whole_life = true,
     .steps = {{"POST", API("workspaces/create"), "{'name': 'Another'}", 200}}},
};
const size_t scenario_count = sizeof scenarios / sizeof *scenarios;

size_t scenario_steps(const struct scenario *scenario)
{
    size_t count = 0;
    while (count < SCENARIO_STEPS && scenario->steps[count].path)
        count++;
    return count;
}
