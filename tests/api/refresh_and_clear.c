/* The jobs that releases from 0.63 know besides syncs and resets, and how they are listed. */
#include "support/later.h"

#include <stdlib.h>
#include <string.h>

#define CONNECTION "{'connectionId': '$connection'}"
#define SYNCED                                                                                               \
    {                                                                                                        \
        10, "jobs/get", "{'id': 1}", "{'job': {'status': 'succeeded'}}", 0                                   \
    }

/* A connection whose two streams are read incrementally. */
static struct story incremental_story(struct api *api)
{
    struct story story = story_begin(api);
    json_auto_t *connection = call_ok(api, "/v1/connections/get", one("connectionId", story.connection));
    size_t index;
    json_t *entry;
    json_array_foreach (at(connection, "syncCatalog.streams"), index, entry) {
        json_object_set_new(at(entry, "stream"), "supportedSyncModes",
                            json_pack("[ss]", "full_refresh", "incremental"));
        json_object_set_new(at(entry, "config"), "syncMode", json_string("incremental"));
        json_object_set_new(at(entry, "config"), "destinationSyncMode", json_string("append"));
        json_object_set_new(at(entry, "config"), "cursorField", json_pack("[s]", "id"));
    }
    call_done(
        api, "/v1/connections/update",
        json_pack("{ss sO}", "connectionId", story.connection, "syncCatalog", at(connection, "syncCatalog")));
    return story;
}

static void a_clear_is_a_reset_by_that_name(void **state)
{
    struct story story = incremental_story(*state);
    PLAY(&story, {0, "connections/sync", CONNECTION, "{}", 0}, SYNCED,
         {0, "connections/clear", CONNECTION,
          "{'job': {'id': 2, 'configType': 'clear', 'resetConfig': {'streamsToReset': [{'name': 'products'}, "
          "{'name': 'users'}]}}}",
          0},
         {10, "jobs/get", "{'id': 2}", "{'job': {'status': 'succeeded', 'configType': 'clear'}}", 0},
         {0, "state/get", CONNECTION, "{'stateType': 'not_set'}", 0});
    story_end(&story);
}

static void streams_are_cleared_and_reset_one_by_one(void **state)
{
    struct story story = incremental_story(*state);
    PLAY(&story, {0, "connections/sync", CONNECTION, "{}", 0}, SYNCED,
         {0, "connections/clear/stream",
          "{'connectionId': '$connection', 'streams': [{'streamName': 'users'}]}",
          "{'job': {'configType': 'clear', 'resetConfig': {'streamsToReset': [{'name': 'users'}]}}}", 0},
         {10, "state/get", CONNECTION,
          "{'stateType': 'stream', 'streamState': [{'streamDescriptor': {'name': 'products'}}]}", 0},
         {0, "connections/reset/stream",
          "{'connectionId': '$connection', 'streams': [{'streamName': 'products'}]}",
          "{'job': {'configType': 'reset_connection'}}", 0},
         {10, "jobs/get", "{'id': 3}", "{'job': {'status': 'succeeded'}}", 0},
         {0, "connections/clear/stream",
          "{'connectionId': '$connection', 'streams': [{'streamName': 'gone'}]}",
          "{'validationErrors': [{'propertyPath': 'streams[0]'}]}", 422});
    story_end(&story);
}

static void a_refresh_reads_anew_what_it_names(void **state)
{
    struct story story = incremental_story(*state);
    PLAY(&story, {0, "connections/sync", CONNECTION, "{}", 0}, SYNCED,
         {0, "connections/refresh",
          "{'connectionId': '$connection', 'refreshMode': 'Truncate', 'streams': [{'streamName': 'users'}]}",
          "{}", 0},
         {0, "jobs/get", "{'id': 2}",
          "{'job': {'configType': 'refresh', 'refreshConfig': {'streamsToRefresh': [{'name': 'users'}]}}}",
          0},
         {0, "state/get", CONNECTION, "{'streamState': [{'streamDescriptor': {'name': 'products'}}]}", 0},
         {0, "connections/refresh", "{'connectionId': '$connection', 'refreshMode': 'Merge'}",
          "{'message': 'A sync is already running for: $connection'}", 409},
         {10, "jobs/get", "{'id': 2}", "{'job': {'status': 'succeeded'}}", 0},
         {0, "state/get", CONNECTION, "{'streamState': [{}, {}]}", 0});
    story_end(&story);
}

static void generations_count_fresh_starts(void **state)
{
    struct story story = incremental_story(*state);
    PLAY(
        &story, {0, "connections/sync", CONNECTION, "{}", 0}, SYNCED,
        {0, "connections/get", CONNECTION,
         "{'syncCatalog': {'streams': [{'config': {'generationId': null}}, {'config': {'generationId': null}}]}}",
         0},
        {0, "connections/refresh",
         "{'connectionId': '$connection', 'refreshMode': 'Truncate', 'streams': [{'streamName': 'users'}]}",
         "{}", 0},
        {10, "connections/get", CONNECTION,
         "{'syncCatalog': {'streams': [{'config': {'generationId': null}}, "
         "{'config': {'generationId': 1, 'minimumGenerationId': 1, 'syncId': 2}}]}}",
         0},
        {0, "connections/refresh", "{'connectionId': '$connection', 'refreshMode': 'Merge'}", "{}", 0},
        {10, "connections/get", CONNECTION,
         "{'syncCatalog': {'streams': [{'config': {'generationId': 1, 'minimumGenerationId': 0, 'syncId': 3}}, "
         "{'config': {'generationId': 2, 'minimumGenerationId': 0, 'syncId': 3}}]}}",
         0},
        {0, "connections/clear", CONNECTION, "{}", 0},
        {10, "connections/get", CONNECTION,
         "{'syncCatalog': {'streams': [{'config': {'generationId': 2, 'minimumGenerationId': 2}}, "
         "{'config': {'generationId': 3, 'minimumGenerationId': 3, 'syncId': 4}}]}}",
         0});
    story_end(&story);
}

static void jobs_are_listed_by_what_they_are_called(void **state)
{
    struct story story = incremental_story(*state);
    PLAY(
        &story, {0, "connections/sync", CONNECTION, "{}", 0}, SYNCED,
        {0, "connections/clear", CONNECTION, "{}", 0},
        {10, "connections/refresh", "{'connectionId': '$connection', 'refreshMode': 'Merge'}", "{}", 0},
        {1, "jobs/list", "{'configTypes': ['sync'], 'configId': '$connection'}",
         "{'jobs': [{'job': {'id': 1}}], 'totalJobCount': 1}", 0},
        {0, "jobs/list", "{'configTypes': ['clear', 'refresh'], 'configId': '$connection'}",
         "{'jobs': [{'job': {'id': 3, 'configType': 'refresh'}}, {'job': {'id': 2, 'configType': 'clear'}}]}",
         0},
        {0, "jobs/list", "{'configTypes': ['sync', 'clear', 'refresh'], 'statuses': ['running']}",
         "{'jobs': [{'job': {'id': 3}}], 'totalJobCount': 1}", 0},
        {0, "jobs/list",
         "{'configTypes': ['sync', 'clear', 'refresh'], 'orderByField': 'createdAt', 'orderByMethod': 'ASC', "
         "'pagination': {'pageSize': 2}}",
         "{'jobs': [{'job': {'id': 1}}, {'job': {'id': 2}}], 'totalJobCount': 3}", 0},
        {0, "jobs/list",
         "{'configTypes': ['sync', 'clear', 'refresh'], 'createdAtStart': '2023-03-01T09:00:05Z', "
         "'createdAtEnd': '2023-03-01T09:00:15Z'}",
         "{'jobs': [{'job': {'id': 2}}]}", 0},
        {0, "jobs/list",
         "{'configTypes': ['sync', 'clear', 'refresh'], 'updatedAtEnd': '2023-03-01T09:00:10Z'}",
         "{'jobs': [{'job': {'id': 1}}]}", 0},
        {0, "jobs/list", "{'configTypes': ['sync'], 'createdAtStart': 'yesterday'}",
         "{'validationErrors': [{'propertyPath': 'createdAtStart'}]}", 422},
        {0, "jobs/list",
         "{'configTypes': ['sync', 'clear', 'refresh'], 'configId': '$connection', 'includingJobId': 2, "
         "'pagination': {'pageSize': 1}}",
         "{'jobs': [{'job': {'id': 3}}, {'job': {'id': 2}}]}", 0});
    story_end(&story);
}

static void a_plan_tells_a_refresh_from_a_sync(void **state)
{
    struct story story = incremental_story(*state);
    PLAY(&story,
         {0, "/plans",
          "{'match': {'configType': 'refresh'}, 'runs': [{'attempts': [{'seconds': 2, 'outcome': 'failed', "
          "'failure': {'origin': 'source', 'type': 'config_error', 'message': 'away'}}]}]}",
          "{}", 201},
         {0, "connections/sync", CONNECTION, "{}", 0}, SYNCED,
         {0, "connections/refresh", "{'connectionId': '$connection', 'refreshMode': 'Merge'}", "{}", 0},
         {2, "jobs/get", "{'id': 2}", "{'job': {'status': 'failed'}}", 0});
    story_end(&story);
}

static void a_fixture_has_such_jobs(void **state)
{
    struct story story = incremental_story(*state);
    PLAY(
        &story,
        {0, "/fixtures",
         "{'jobs': [{'connectionId': '$connection', 'configType': 'refresh', 'refreshMode': 'Merge', 'status': "
         "'succeeded', 'endedSecondsAgo': 60, 'streamsToRefresh': [{'name': 'users'}]}, {'connectionId': "
         "'$connection', 'configType': 'clear', 'status': 'succeeded', 'endedSecondsAgo': 30}]}",
         "{}", 200},
        {0, "jobs/list", "{'configTypes': ['refresh', 'clear'], 'configId': '$connection'}",
         "{'jobs': [{'job': {'configType': 'clear'}}, {'job': {'configType': 'refresh', 'refreshConfig': "
         "{'streamsToRefresh': [{'name': 'users'}]}}}]}",
         0},
        {0, "/fixtures",
         "{'jobs': [{'connectionId': '$connection', 'configType': 'sync', 'status': 'succeeded', "
         "'endedSecondsAgo': 3, 'refreshMode': 'Merge'}]}",
         "{'validationErrors': [{'propertyPath': '/jobs/0/refreshMode'}]}", 422});
    story_end(&story);
}

static void the_oldest_release_knows_neither(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, {0, "connections/clear", CONNECTION, "{}", 404},
         {0, "jobs/list", "{'configTypes': ['clear'], 'configId': '$connection'}", "{}", 422},
         {0, "/fixtures",
          "{'jobs': [{'connectionId': '$connection', 'configType': 'clear', 'status': 'succeeded', "
          "'endedSecondsAgo': 3}]}",
          "{'message': '/jobs/0/configType: Airbyte 0.40 has no job of the type clear'}", 422});
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LATER_TEST(a_clear_is_a_reset_by_that_name),
        LATER_TEST(streams_are_cleared_and_reset_one_by_one),
        LATER_TEST(a_refresh_reads_anew_what_it_names),
        LATER_TEST(generations_count_fresh_starts),
        LATER_TEST(jobs_are_listed_by_what_they_are_called),
        LATER_TEST(a_plan_tells_a_refresh_from_a_sync),
        LATER_TEST(a_fixture_has_such_jobs),
        RELEASE_TEST(the_oldest_release_knows_neither, 0_40, "0.40"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
