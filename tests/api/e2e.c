#include "support/story.h"

#include <stdlib.h>

#define E2E_SOURCE "d53f9084-fa6b-4a5a-976c-5b8392f4ad8a"
#define E2E_DESTINATION "2eb65e87-983a-4fd7-b3e3-9d9dc6eb8537"
#define SILENT "{'type': 'SILENT'}"
#define FEED(messages, interval, more)                                                                       \
    "{'type': 'CONTINUOUS_FEED', 'max_messages': " #messages ", 'message_interval_ms': " #interval           \
    ", 'mock_catalog': {'type': 'SINGLE_STREAM', 'stream_name': 'mine', 'stream_schema': "                   \
    "'{\\\"type\\\": \\\"object\\\"}'" more "}}"

static void a_continuous_feed_sends_its_messages_at_its_pace(void **state)
{
    struct story story = story_between(*state, E2E_SOURCE, FEED(50, 100, ""), E2E_DESTINATION, SILENT);
    PLAY(&story, SYNC,
         JOB(2.5, 1,
             "{'job': {'status': 'running'}, 'attempts': [{'attempt': {'totalStats': "
             "{'recordsEmitted': 25}}}]}"),
         JOB(2.4, 1, "{'job': {'status': 'running'}}"),
         JOB(0.1, 1,
             "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'recordsSynced': 50, "
             "'streamStats': [{'streamName': 'mine'}]}}]}"));
    story_end(&story);
}

static void every_stream_of_a_feed_sends_as_many(void **state)
{
    struct story story = story_between(*state, E2E_SOURCE, FEED(10, 0, ", 'stream_duplication': 3"),
                                       E2E_DESTINATION, "{'type': 'THROTTLED', 'millis_per_record': 200}");
    PLAY(&story, SYNC, JOB(5.9, 1, "{'job': {'status': 'running'}}"),
         JOB(0.1, 1,
             "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'recordsSynced': 30, "
             "'streamStats': [{}, {}, {}]}}]}"));
    story_end(&story);
}

static void a_feed_without_an_interval_takes_as_long_as_any_sync(void **state)
{
    struct story story = story_between(
        *state, E2E_SOURCE, FEED(7, 0, ""), E2E_DESTINATION,
        "{'type': 'LOGGING', 'logging_config': {'logging_type': 'FirstN', 'max_entry_count': 3}}");
    PLAY(&story, SYNC, JOB(9.9, 1, "{'job': {'status': 'running'}}"),
         JOB(0.1, 1, "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'recordsSynced': 7}}]}"));
    story_end(&story);
}

static void a_failing_destination_fails_each_attempt_after_its_messages(void **state)
{
    struct story story = story_between(*state, E2E_SOURCE, FEED(100, 100, ""), E2E_DESTINATION,
                                       "{'type': 'FAILING', 'num_messages': 40}");
    PLAY(&story, SYNC,
         JOB(4, 1,
             "{'job': {'status': 'running'}, 'attempts': [{'attempt': {'status': 'failed', "
             "'recordsSynced': 40, 'totalStats': {'recordsCommitted': 0}, 'failureSummary': {'failures': "
             "[{'failureOrigin': 'destination', 'failureType': 'system_error', 'externalMessage': 'Something "
             "went wrong in the connector. See the logs for more details.', 'internalMessage': "
             "'java.lang.IllegalStateException: Forcing a fail after processing 40 messages.'}], "
             "'partialSuccess': "
             "false}}}, {}]}"),
         JOB(8, 1, "{'job': {'status': 'failed'}, 'attempts': [{}, {}, {}]}"));
    story_end(&story);
}

/* Ten of the first stream are through before the second one is refused. */
static void a_failing_destination_loses_what_it_had_taken(void **state)
{
    struct story story = story_between(*state, E2E_SOURCE, FEED(10, 100, ", 'stream_duplication': 3"),
                                       E2E_DESTINATION, "{'type': 'FAILING', 'num_messages': 15}");
    PLAY(&story, SYNC,
         JOB(1.5, 1,
             "{'attempts': [{'attempt': {'status': 'failed', 'recordsSynced': 15, 'totalStats': "
             "{'recordsCommitted': 0}, 'failureSummary': {'partialSuccess': false}}}, {}]}"));
    story_end(&story);
}

static void a_failing_destination_that_is_not_reached_succeeds(void **state)
{
    struct story story = story_between(*state, E2E_SOURCE, FEED(40, 100, ""), E2E_DESTINATION,
                                       "{'type': 'FAILING', 'num_messages': 40}");
    PLAY(&story, SYNC, JOB(4, 1, "{'job': {'status': 'succeeded'}}"));
    story_end(&story);
}

/* The first versions of the source, which tests of a real Airbyte register as a definition of their own. */
static char *legacy_definition(struct api *api)
{
    char *workspace = first_workspace(api);
    json_t *request = json_pack("{ss s{ss ss ss ss}}", "workspaceId", workspace, "sourceDefinition", "name",
                                "Legacy E2E", "dockerRepository", "airbyte/source-e2e-test", "dockerImageTag",
                                "0.1.2", "documentationUrl", "https://example.com");
    json_t *made = call_ok(api, "/v1/source_definitions/create_custom", request);
    free(workspace);
    return take_text(made, "sourceDefinitionId");
}

static void a_legacy_feed_sends_its_records_at_its_pace(void **state)
{
    char *definition = legacy_definition(*state);
    struct story story = story_between(*state, definition,
                                       "{'type': 'INFINITE_FEED', 'max_records': 5000, 'message_interval': "
                                       "100}",
                                       E2E_DESTINATION, SILENT);
    PLAY(&story, SYNC, JOB(499, 1, "{'job': {'status': 'running'}}"),
         JOB(1, 1, "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'recordsSynced': 5000}}]}"));
    story_end(&story);
    free(definition);
}

static void make_incremental(struct story *story)
{
    json_auto_t *connection =
        call_ok(story->api, "/v1/connections/get", one("connectionId", story->connection));
    json_t *config = at(connection, "syncCatalog.streams[0].config");
    json_object_set_new(config, "syncMode", json_string("incremental"));
    json_object_set_new(config, "cursorField", json_pack("[s]", "column1"));
    call_done(story->api, "/v1/connections/update",
              json_pack("{ss sO}", "connectionId", story->connection, "syncCatalog",
                        at(connection, "syncCatalog")));
}

static void a_source_that_throws_leaves_a_checkpoint_of_incremental_streams(void **state)
{
    char *definition = legacy_definition(*state);
    struct story story =
        story_between(*state, definition, "{'type': 'EXCEPTION_AFTER_N', 'throw_after_n_records': 103}",
                      E2E_DESTINATION, SILENT);
    make_incremental(&story);
    PLAY(&story, SYNC,
         JOB(10, 1,
             "{'job': {'status': 'running'}, 'attempts': [{'attempt': {'status': 'failed', "
             "'recordsSynced': 103, 'totalStats': {'recordsCommitted': 100}, 'failureSummary': "
             "{'failures': [{'failureOrigin': 'source', 'failureType': 'system_error', 'internalMessage': "
             "'java.lang.IllegalStateException: Scheduled exceptional event.'}], "
             "'partialSuccess': true}}}, {}]}"),
         {0, "state/get", "{'connectionId': '$connection'}",
          "{'stateType': 'stream', 'streamState': [{'streamState': {'cursor': '100'}}]}", 0},
         JOB(20, 1, "{'job': {'status': 'failed'}, 'attempts': [{}, {}, {}]}"));
    story_end(&story);
    free(definition);
}

static void a_plan_comes_before_what_the_connectors_are_told(void **state)
{
    struct story story = story_between(*state, E2E_SOURCE, FEED(100, 100, ""), E2E_DESTINATION,
                                       "{'type': 'FAILING', 'num_messages': 1}");
    PLAY(&story,
         {0, "/plans",
          "{'match': {'sourceDefinitionId': '" E2E_SOURCE "'}, 'runs': [{'attempts': [{'seconds': 1}]}]}",
          NULL, 201},
         SYNC, JOB(1, 1, "{'job': {'status': 'succeeded'}}"));
    story_end(&story);
}

static void a_throttled_destination_slows_down_any_source(void **state)
{
    struct story story = story_between(*state, FAKER, "{'count': 100}", E2E_DESTINATION,
                                       "{'type': 'THROTTLED', 'millis_per_record': 1000}");
    PLAY(&story, SYNC, JOB(299, 1, "{'job': {'status': 'running'}}"),
         JOB(6000, 1, "{'job': {'status': 'succeeded'}}"));
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH_RELEASE_TEST(a_continuous_feed_sends_its_messages_at_its_pace),
        EACH_RELEASE_TEST(every_stream_of_a_feed_sends_as_many),
        EACH_RELEASE_TEST(a_feed_without_an_interval_takes_as_long_as_any_sync),
        EACH_RELEASE_TEST(a_failing_destination_fails_each_attempt_after_its_messages),
        EACH_RELEASE_TEST(a_failing_destination_loses_what_it_had_taken),
        EACH_RELEASE_TEST(a_failing_destination_that_is_not_reached_succeeds),
        EACH_RELEASE_TEST(a_legacy_feed_sends_its_records_at_its_pace),
        EACH_RELEASE_TEST(a_source_that_throws_leaves_a_checkpoint_of_incremental_streams),
        EACH_RELEASE_TEST(a_plan_comes_before_what_the_connectors_are_told),
        EACH_RELEASE_TEST(a_throttled_destination_slows_down_any_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
