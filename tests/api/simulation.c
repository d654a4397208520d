#include "domain/run/simulation.h"
#include "support/story.h"

#include <stdlib.h>
#include <string.h>

#define SOURCE_FAILS "'outcome': 'failed', 'seconds': 10, 'failure': {'message': 'away'}"

static void a_job_passes_through_all_its_statuses(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story,
         PLAN("{'runs': [{'pendingSeconds': 2, 'attempts': [{" SOURCE_FAILS "}, {'pendingSeconds': 3, "
              "'seconds': 20}]}, {'attempts': [{'outcome': 'failed', 'seconds': 1}]}, "
              "{'attempts': [{'outcome': 'hang'}]}]}"),
         {0, "connections/sync", "{'connectionId': '$connection'}",
          "{'job': {'status': 'pending'}, 'attempts': []}", 0},
         JOB(2, 1, "{'job': {'status': 'running'}, 'attempts': [{'attempt': {'status': 'running'}}]}"),
         JOB(10, 1,
             "{'job': {'status': 'incomplete', 'updatedAt': 1677661212}, 'attempts': [{'attempt': {'status': "
             "'failed', 'endedAt': 1677661212}}]}"),
         {0, "connections/sync", "{'connectionId': '$connection'}",
          "{'job': {'id': 1, 'status': 'incomplete'}}", 0},
         JOB(3, 1,
             "{'job': {'status': 'running'}, 'attempts': [{}, {'attempt': {'id': 1, 'status': 'running'}}]}"),
         JOB(20, 1,
             "{'job': {'status': 'succeeded', 'updatedAt': 1677661235}, 'attempts': [{}, {'attempt': "
             "{'status': 'succeeded', 'createdAt': 1677661215, 'endedAt': 1677661235}}]}"),
         SYNC, JOB(3, 2, "{'job': {'status': 'failed'}, 'attempts': [{}, {}, {}]}"), SYNC,
         JOB(86400, 3, "{'job': {'status': 'running'}}"),
         {0, "jobs/cancel", "{'id': 3}", "{'job': {'status': 'cancelled'}}", 0});
    story_end(&story);
}

static void a_job_is_retried_at_once_until_its_attempts_are_used_up(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN("{'runs': [{'attempts': [{" SOURCE_FAILS "}]}]}"), SYNC,
         JOB(10, 1,
             "{'job': {'status': 'running'}, 'attempts': [{'attempt': {'failureSummary': {'failures': "
             "[{'failureOrigin': 'source', 'failureType': 'system_error', 'externalMessage': 'away', "
             "'timestamp': 1677661210000, 'retryable': null}], 'partialSuccess': false}}}, "
             "{'attempt': {'status': 'running', 'createdAt': 1677661210}}]}"),
         JOB(19, 1, "{'job': {'status': 'running'}, 'attempts': [{}, {}, {}]}"),
         JOB(1, 1, "{'job': {'status': 'failed', 'updatedAt': 1677661230}, 'attempts': [{}, {}, {}]}"));
    story_end(&story);
}

static void a_job_that_recovers_succeeds(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN("{'runs': [{'attempts': [{" SOURCE_FAILS "}, {'seconds': 1}]}]}"), SYNC,
         JOB(11, 1,
             "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'status': 'failed'}}, {'attempt': "
             "{'status': 'succeeded'}}]}"));
    story_end(&story);
}

static void a_configuration_at_fault_ends_the_job_at_once(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story,
        PLAN(
            "{'runs': [{'attempts': [{'failure': {'type': 'config_error', 'message': 'wrong password'}}]}]}"),
        SYNC,
        JOB(10, 1,
            "{'job': {'status': 'failed'}, 'attempts': [{'attempt': {'status': 'failed', 'failureSummary': "
            "{'failures': [{'failureType': 'config_error', 'externalMessage': 'wrong password'}]}}}]}"));
    story_end(&story);
}

static void max_attempts_is_an_option(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.settings.max_attempts = 5;
    struct api *api = api_with(&options);
    struct story story = story_begin(api);
    PLAY(&story, PLAN("{'runs': [{'attempts': [{" SOURCE_FAILS "}]}]}"), SYNC,
         JOB(49, 1, "{'job': {'status': 'running'}, 'attempts': [{}, {}, {}, {}, {}]}"),
         JOB(1, 1, "{'job': {'status': 'failed'}, 'attempts': [{}, {}, {}, {}, {}]}"));
    story_end(&story);
    api_free(api);
}

/* Every origin and type: what is said where the plan says nothing more. */
static void failures_are_told_as_the_real_server_tells_them(void **state)
{
    static const struct {
        const char *failure, *expect;
    } cases[] = {
        {"{}",
         "{'failureOrigin': 'source', 'failureType': null, 'externalMessage': 'Something went wrong within "
         "the source connector'}"},
        {"{'origin': 'destination'}",
         "{'failureOrigin': 'destination', 'failureType': null, 'externalMessage': 'Something went wrong "
         "within the destination connector'}"},
        {"{'message': 'away'}", "{'failureOrigin': 'source', 'failureType': 'system_error'}"},
        {"{'origin': 'replication'}", "{'failureOrigin': 'replication', 'failureType': null}"},
        {"{'origin': 'persistence'}", "{'failureOrigin': 'persistence', 'failureType': null}"},
        {"{'origin': 'normalization', 'type': 'system_error'}",
         "{'failureOrigin': 'normalization', 'failureType': 'system_error'}"},
        {"{'origin': 'dbt'}", "{'failureOrigin': 'dbt'}"},
        {"{'origin': 'airbyte_platform'}", "{'failureOrigin': 'airbyte_platform'}"},
        {"{'origin': 'unknown', 'message': 'm'}",
         "{'failureOrigin': 'unknown', 'externalMessage': 'm', 'internalMessage': 'm'}"},
        {"{'type': 'config_error', 'retryable': false}",
         "{'failureType': 'config_error', 'retryable': false}"},
        {"{'type': 'refresh_schema'}", "{'failureType': 'refresh_schema'}"},
        {"{'type': 'manual_cancellation'}", "{'failureType': 'manual_cancellation'}"},
        {"{'internalMessage': 'i', 'stackTrace': 'a'}", "{'internalMessage': 'i', 'stacktrace': 'a'}"},
        {"{'stacktrace': 'b'}", "{'stacktrace': 'b'}"},
    };
    struct api *api = *state;
    struct story story = story_begin(api);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *plan = json_pack("{s[{s[{si so}]}]}", "runs", "attempts", "seconds", 1, "failure",
                                 story_json(&story, cases[i].failure));
        json_decref(control(api, "POST", "/plans", plan, 201));
        json_auto_t *begun = call_ok(api, "/v1/connections/sync", one("connectionId", story.connection));
        api_advance(api, 3);
        json_auto_t *job = call_ok(api, "/v1/jobs/get", json_pack("{sO}", "id", at(begun, "job.id")));
        json_auto_t *expected = story_json(&story, cases[i].expect);
        json_t *failure = at(job, "attempts[0].attempt.failureSummary.failures[0]");
        if (!json_holds(failure, expected))
            print_error("%s\n", cases[i].failure);
        assert_true(json_holds(failure, expected));
        assert_string_equal(text_at(job, "job.status"), "failed");
        control(api, "DELETE", "/plans", NULL, 204);
    }
    story_end(&story);
}

static void part_of_it_can_be_committed(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story,
        PLAN("{'runs': [{'attempts': [{'failure': {'type': 'config_error'}, 'streams': [{'name': 'users', "
             "'records': 750, 'bytes': 66000, 'committed': 500}, {'name': 'products', 'records': 10}]}]}]}"),
        SYNC,
        JOB(10, 1,
            "{'attempts': [{'attempt': {'recordsSynced': 760, 'totalStats': {'recordsEmitted': 760, "
            "'recordsCommitted': 500, 'stateMessagesEmitted': 0}, 'streamStats': [{'streamName': 'users', "
            "'stats': {'recordsEmitted': 750, 'bytesEmitted': 66000, 'recordsCommitted': 500}}, "
            "{'streamName': 'products', 'stats': {'recordsEmitted': 10, 'recordsCommitted': null}}], 'failureSummary': "
            "{'partialSuccess': true}}}]}"));
    story_end(&story);
}

static void whether_it_was_a_part_can_be_said(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story,
        PLAN(
            "{'runs': [{'attempts': [{'seconds': 1, 'failure': {'type': 'config_error', 'partialSuccess': true}}]}, "
            "{'attempts': [{'seconds': 1, 'failure': {'type': 'config_error', 'partialSuccess': false}, 'streams': "
            "[{'name': 'users', 'records': 7, 'committed': 7}]}]}]}"),
        SYNC, JOB(1, 1, "{'attempts': [{'attempt': {'failureSummary': {'partialSuccess': true}}}]}"), SYNC,
        JOB(1, 2, "{'attempts': [{'attempt': {'failureSummary': {'partialSuccess': false}}}]}"));
    story_end(&story);
}

static void estimates_show_while_it_runs(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story,
        PLAN(
            "{'runs': [{'attempts': [{'seconds': 100, 'estimatedRecords': 1000, 'streams': [{'name': "
            "'users', 'records': 400, 'bytes': 4000, 'estimatedRecords': 500, 'estimatedBytes': 5000}]}]}]}"),
        SYNC,
        JOB(25, 1,
            "{'attempts': [{'attempt': {'recordsSynced': null, 'totalStats': {'recordsEmitted': 100, "
            "'bytesEmitted': 1000, 'estimatedRecords': 1000, 'estimatedBytes': 5000}, 'streamStats': "
            "[{'streamName': 'users', 'stats': {'recordsEmitted': 100, 'estimatedRecords': 500}}]}}]}"),
        JOB(75, 1,
            "{'attempts': [{'attempt': {'totalStats': {'recordsEmitted': 400, 'estimatedRecords': "
            "null}}}]}"));
    story_end(&story);
}

static void a_hang_shows_its_numbers_and_never_ends(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story,
        PLAN("{'runs': [{'attempts': [{'outcome': 'hang', 'seconds': 10, 'streams': [{'name': 'users', "
             "'records': 240, 'bytes': 1}]}]}]}"),
        SYNC, JOB(5, 1, "{'attempts': [{'attempt': {'totalStats': {'recordsEmitted': 120}}}]}"),
        JOB(1000000, 1,
            "{'job': {'status': 'running'}, 'attempts': [{'attempt': {'totalStats': {'recordsEmitted': "
            "240}}}]}"),
        {0, "connections/sync", "{'connectionId': '$connection'}", NULL, 409},
        {0, "jobs/cancel", "{'id': 1}",
         "{'job': {'status': 'cancelled'}, 'attempts': [{'attempt': {'status': 'failed', 'totalStats': null, "
         "'recordsSynced': null, 'failureSummary': {'failures': [{'failureType': 'manual_cancellation', "
         "'internalMessage': 'Setting attempt to FAILED because the job was cancelled', "
         "'failureOrigin': null}], 'partialSuccess': null}}}]}",
         0});
    story_end(&story);
}

#define CHECK_FAILS                                                                                          \
    "{'match': {'sourceId': '$source'}, 'check': [{'status': 'succeeded'}, {'status': 'failed', 'message': " \
    "'no route'}]}"

static void both_ends_are_checked_before_a_retry(void **state)
{
    struct story story = story_begin(*state);
    PLAY(
        &story, PLAN(CHECK_FAILS), PLAN("{'runs': [{'attempts': [{" SOURCE_FAILS "}]}]}"), SYNC,
        JOB(20, 1, "{'job': {'status': 'running'}, 'attempts': [{}, {}, {}]}"),
        JOB(2, 1,
            "{'job': {'status': 'failed'}, 'attempts': [{}, {}, {'attempt': {'recordsSynced': 0, "
            "'streamStats': [], 'totalStats': {'recordsEmitted': 0, 'bytesEmitted': 0, "
            "'stateMessagesEmitted': 0, 'recordsCommitted': 0}, 'failureSummary': {'failures': "
            "[{'failureOrigin': 'source', 'failureType': 'config_error', 'externalMessage': 'Checking source "
            "connection failed - please review this connection\\u0027s configuration to prevent future syncs from "
            "failing', 'internalMessage': 'no route', "
            "'stacktrace': 'java.lang.IllegalArgumentException: no route\\n', 'retryable': false}], "
            "'partialSuccess': false}}}]}"));
    story_end(&story);
}

static void both_ends_are_checked_after_a_sync_that_failed(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story,
         PLAN("{'match': {'destinationName': '*'}, 'check': {'status': 'failed', 'message': 'full'}}"),
         PLAN("{'runs': [{'attempts': [{'seconds': 1, 'failure': {'type': 'config_error'}}]}, {}]}"), SYNC,
         JOB(1, 1, "{'job': {'status': 'failed'}}"), SYNC,
         JOB(2, 2,
             "{'job': {'status': 'failed'}, 'attempts': [{'attempt': {'failureSummary': {'failures': "
             "[{'failureOrigin': 'destination', 'failureType': 'config_error', 'internalMessage': "
             "'full'}]}}}]}"),
         {0, "connections/reset", "{'connectionId': '$connection'}", NULL, 0},
         JOB(10, 3, "{'job': {'status': 'succeeded', 'configType': 'reset_connection'}}"), SYNC,
         JOB(2, 4, "{'job': {'status': 'failed'}}"));
    story_end(&story);
}

static void a_reset_speaks_of_what_it_resets(void **state)
{
    struct story story = story_begin(*state);
    const char *reset = "{'connectionId': '$connection'}";
    PLAY(&story,
         {0, "state/create_or_update",
          "{'connectionId': '$connection', 'connectionState': {'stateType': 'stream', 'connectionId': "
          "'$connection', 'streamState': [{'streamDescriptor': {'name': 'users'}, 'streamState': {'cursor': "
          "'3'}}]}}",
          NULL, 0},
         {0, "connections/reset", reset, NULL, 0},
         JOB(10, 1,
             "{'job': {'status': 'succeeded', 'resetConfig': {'streamsToReset': [{'name': 'products'}, "
             "{'name': "
             "'users'}]}}, 'attempts': [{'attempt': {'recordsSynced': 0, 'bytesSynced': 0, 'streamStats': "
             "[], 'totalStats': {'recordsEmitted': 0, 'stateMessagesEmitted': 2, 'recordsCommitted': 0}}}]}"),
         {0, "state/get", reset, "{'stateType': 'not_set'}", 0}, {0, "connections/reset", reset, NULL, 0},
         JOB(10, 2, "{'attempts': [{'attempt': {'totalStats': {'stateMessagesEmitted': 1}}}]}"),
         {0, "state/get", reset, "{'stateType': 'legacy', 'state': {}}", 0});
    story_end(&story);
}

static void a_reset_that_failed_is_made_up_for_by_the_next_job(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story,
         PLAN("{'match': {'configType': 'reset_connection'}, 'runs': [{'attempts': [{'seconds': 1, "
              "'outcome': 'failed', 'streams': [{'name': 'users', 'records': 5}]}]}, {}]}"),
         {0, "connections/reset", "{'connectionId': '$connection'}", NULL, 0},
         JOB(3, 1, "{'job': {'status': 'failed'}, 'attempts': [{'attempt': {'recordsSynced': 0}}, {}, {}]}"),
         SYNC, JOB(10, 2, "{'job': {'status': 'succeeded', 'configType': 'reset_connection'}}"), SYNC,
         JOB(10, 3, "{'job': {'status': 'succeeded', 'configType': 'sync'}}"));
    story_end(&story);
}

static void a_connection_deleted_while_it_waits_is_cancelled(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN("{'runs': [{'pendingSeconds': 5}]}"), SYNC,
         {1, "connections/delete", "{'connectionId': '$connection'}", NULL, 204},
         JOB(0, 1, "{'job': {'status': 'cancelled'}, 'attempts': []}"),
         JOB(100, 1, "{'job': {'status': 'cancelled', 'updatedAt': 1677661201}}"));
    story_end(&story);
}

static void jobs_without_their_runner_fail_as_orphans(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, SYNC);
    struct sandbox *sandbox = sandboxes_find(story.api->app->sandboxes, "default");
    simulation_start(&sandbox->world);
    PLAY(&story, JOB(10, 1,
                     "{'job': {'status': 'failed'}, 'attempts': [{'attempt': {'status': 'failed', "
                     "'failureSummary': {'failures': [{'failureOrigin': 'airbyte_platform', 'failureType': "
                     "'system_error', 'externalMessage': 'An internal Airbyte error has occurred. This sync "
                     "will need to be retried.', 'internalMessage': 'Setting attempt to FAILED because the "
                     "temporal workflow for this connection was restarted, and existing job state was "
                     "cleaned.'}]}}}]}"));
    story_end(&story);
}

static bool some_line_has(json_t *lines, const char *piece)
{
    size_t index;
    json_t *line;
    json_array_foreach (lines, index, line)
        if (strstr(json_string_value(line), piece))
            return true;
    return false;
}

/* Pieces that an attempt's log has, and one that it has not. */
static void expect_log(struct api *api, int64_t id, size_t attempt, const char *const *pieces)
{
    json_auto_t *job = call_ok(api, "/v1/jobs/get", json_pack("{sI}", "id", (json_int_t)id));
    json_t *lines = at(json_array_get(at(job, "attempts"), attempt), "logs.logLines");
    for (; *pieces; pieces++) {
        bool wanted = **pieces != '!';
        if (some_line_has(lines, *pieces + !wanted) != wanted)
            print_error("job %d, attempt %zu: %s\n", (int)id, attempt, *pieces);
        assert_int_equal(some_line_has(lines, *pieces + !wanted), wanted);
    }
}

static void logs_tell_of_checks_failures_resets_and_plans(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, PLAN(CHECK_FAILS),
         PLAN("{'runs': [{'attempts': [{'seconds': 10, 'failure': {'message': 'away', 'stacktrace': "
              "'Traceback:\\n  line 2\\n'}, 'streams': [{'name': 'users', 'records': 2000}], 'logLines': "
              "['as it stands', 'two\\nlines']}]}]}"),
         SYNC, JOB(22, 1, "{'job': {'status': 'failed'}}"),
         {0, "connections/reset", "{'connectionId': '$connection'}", NULL, 0},
         {10, "jobs/get", "{'id': 2}", NULL, 0});
    expect_log(api, 1, 0,
               (const char *const[]){"/tmp/workspace/1/0/logs.log", "!SOURCE CHECK",
                                     "null.users=full_refresh", "Records read: 2000", "as it stands", "two",
                                     "lines", "gave up: away", "Traceback:", "  line 2",
                                     "\"recordsSynced\" : 2000", "\"status\" : \"failed\"", "END REPLICATION",
                                     NULL});
    expect_log(api, 1, 1,
               (const char *const[]){"/tmp/workspace/1/1/logs.log", "SOURCE CHECK: Starting",
                                     "SOURCE CHECK: Successful", "DESTINATION CHECK: Starting",
                                     "DESTINATION CHECK: Successful", "START REPLICATION", NULL});
    expect_log(api, 1, 2,
               (const char *const[]){"SOURCE CHECK: Failed", "DESTINATION CHECK: Skipped",
                                     "!DESTINATION CHECK: Starting", "!START REPLICATION", "no route", NULL});
    expect_log(api, 2, 0,
               (const char *const[]){"SOURCE CHECK: Skipped", "!SOURCE CHECK: Starting",
                                     "stream to reset: null.users", NULL});
    story_end(&story);
}

static void the_log_of_a_cancelled_attempt_ends_where_it_was_cancelled(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story,
         PLAN("{'runs': [{'attempts': [{'seconds': 100, 'streams': [{'name': 'users', 'records': "
              "4000}]}]}]}"),
         SYNC, {50, "jobs/cancel", "{'id': 1}", NULL, 0}, JOB(100, 1, NULL));
    expect_log(api, 1, 0,
               (const char *const[]){"START REPLICATION", "Records read: 1000", "!Records read: 2000",
                                     "2023-03-01 09:00:50 \x1b[32mINFO\x1b[m "
                                     "i.a.w.t.TemporalAttemptExecution(cancel):231 - cancellation",
                                     "!END REPLICATION", NULL});
    story_end(&story);
}

static void incremental(struct story *story)
{
    json_auto_t *connection =
        call_ok(story->api, "/v1/connections/get", one("connectionId", story->connection));
    json_t *config = at(connection, "syncCatalog.streams[1].config");
    json_object_set_new(config, "syncMode", json_string("incremental"));
    json_object_set_new(config, "cursorField", json_pack("[s]", "updated_at"));
    call_done(story->api, "/v1/connections/update",
              json_pack("{ss sO}", "connectionId", story->connection, "syncCatalog",
                        at(connection, "syncCatalog")));
}

#define STATE(advance, expect)                                                                               \
    {                                                                                                        \
        advance, "state/get", "{'connectionId': '$connection'}", expect, 0                                   \
    }
#define MOVES_BOTH                                                                                           \
    "{'runs': [{'attempts': [{'seconds': 1, 'streams': [{'name': 'users', 'records': 10}, {'name': "         \
    "'products', 'records': 9}]}]}, {'attempts': [{'seconds': 1, 'failure': {'type': 'config_error'}, "      \
    "'streams': [{'name': 'users', 'records': 10, 'committed': 4}]}]}, {'attempts': [{'seconds': 1, "        \
    "'failure': {'type': 'config_error'}, 'streams': [{'name': 'users', 'records': 10}]}]}]}"

static void cursors_move_on_by_what_was_committed(void **state)
{
    struct story story = story_begin(*state);
    incremental(&story);
    PLAY(&story, PLAN(MOVES_BOTH), SYNC,
         STATE(1, "{'stateType': 'stream', 'streamState': [{'streamDescriptor': {'name': 'users'}, "
                  "'streamState': {'cursor': '10', 'cursor_field': ['updated_at']}}]}"),
         SYNC, STATE(1, "{'streamState': [{'streamState': {'cursor': '14'}}]}"), SYNC,
         STATE(1, "{'streamState': [{'streamState': {'cursor': '14'}}]}"));
    story_end(&story);
}

static void full_refreshes_leave_no_state(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN(MOVES_BOTH), SYNC, STATE(1, "{'stateType': 'not_set'}"));
    story_end(&story);
}

static void legacy_state_stays_legacy_and_keeps_what_did_not_move(void **state)
{
    struct story story = story_begin(*state);
    incremental(&story);
    PLAY(&story, PLAN(MOVES_BOTH),
         {0, "state/create_or_update",
          "{'connectionId': '$connection', 'connectionState': {'stateType': 'legacy', 'connectionId': "
          "'$connection', 'state': {'other': {'cursor': 'x'}, 'users': {'cursor': '5'}}}}",
          NULL, 0},
         SYNC,
         STATE(1, "{'stateType': 'legacy', 'state': {'other': {'cursor': 'x'}, 'users': {'cursor': '15'}}}"));
    story_end(&story);
}

static void global_state_keeps_its_shared_part_and_dates_become_the_present(void **state)
{
    struct story story = story_begin(*state);
    incremental(&story);
    PLAY(&story, PLAN(MOVES_BOTH),
         {0, "state/create_or_update",
          "{'connectionId': '$connection', 'connectionState': {'stateType': 'global', 'connectionId': "
          "'$connection', 'globalState': {'shared_state': {'lsn': 70, 'slot': 'a'}, 'streamStates': "
          "[{'streamDescriptor': {'name': 'users'}, 'streamState': {'cursor': '2020-01-01'}}]}}}",
          NULL, 0},
         SYNC,
         STATE(1, "{'stateType': 'global', 'globalState': {'shared_state': {'lsn': 80, 'slot': 'a'}, "
                  "'streamStates': [{'streamState': {'cursor': '2023-03-01T09:00:01.000Z'}}]}}"));
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_job_passes_through_all_its_statuses),
        API_TEST(a_job_is_retried_at_once_until_its_attempts_are_used_up),
        API_TEST(a_job_that_recovers_succeeds),
        API_TEST(a_configuration_at_fault_ends_the_job_at_once),
        cmocka_unit_test(max_attempts_is_an_option),
        API_TEST(failures_are_told_as_the_real_server_tells_them),
        API_TEST(part_of_it_can_be_committed),
        API_TEST(whether_it_was_a_part_can_be_said),
        API_TEST(estimates_show_while_it_runs),
        API_TEST(a_hang_shows_its_numbers_and_never_ends),
        API_TEST(both_ends_are_checked_before_a_retry),
        API_TEST(both_ends_are_checked_after_a_sync_that_failed),
        API_TEST(a_reset_speaks_of_what_it_resets),
        API_TEST(a_reset_that_failed_is_made_up_for_by_the_next_job),
        API_TEST(a_connection_deleted_while_it_waits_is_cancelled),
        API_TEST(jobs_without_their_runner_fail_as_orphans),
        API_TEST(logs_tell_of_checks_failures_resets_and_plans),
        API_TEST(the_log_of_a_cancelled_attempt_ends_where_it_was_cancelled),
        API_TEST(cursors_move_on_by_what_was_committed),
        API_TEST(full_refreshes_leave_no_state),
        API_TEST(legacy_state_stays_legacy_and_keeps_what_did_not_move),
        API_TEST(global_state_keeps_its_shared_part_and_dates_become_the_present),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
