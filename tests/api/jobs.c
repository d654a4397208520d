#include "support/api.h"

#include <stdlib.h>
#include <string.h>

/* Runs a connection once, to its end; the job's id. */
static int64_t run_once(struct api *api, const char *connection)
{
    json_auto_t *started = call_ok(api, "/v1/connections/sync", one("connectionId", connection));
    api_advance(api, 10);
    return integer_at(started, "job.id");
}

static json_t *id_of(int64_t id)
{
    return json_pack("{sI}", "id", (json_int_t)id);
}

static json_t *list_request(const char *connection, const char *type)
{
    return json_pack("{s[s] ss}", "configTypes", type, "configId", connection);
}

static void an_unknown_job_is_a_404_with_the_real_text(void **state)
{
    struct api *api = *state;
    const char *paths[] = {"/v1/jobs/get", "/v1/jobs/get_light", "/v1/jobs/cancel"};
    for (size_t i = 0; i < 3; i++)
        call_fails(api, paths[i], id_of(77), 404, "Could not find job with id: 77");
}

static void job_ids_count_from_one_over_all_connections(void **state)
{
    struct api *api = *state;
    char *one_of = make_connection(api), *other = make_connection(api);
    assert_int_equal(run_once(api, one_of), 1);
    assert_int_equal(run_once(api, other), 2);
    assert_int_equal(run_once(api, one_of), 3);
    free(other);
    free(one_of);
}

static void ids_may_come_as_texts(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    run_once(api, connection);
    json_auto_t *job = call_ok(api, "/v1/jobs/get", one("id", "1"));
    assert_int_equal(integer_at(job, "job.id"), 1);
    free(connection);
}

static void light_jobs_have_no_attempts(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *job = call_ok(api, "/v1/jobs/get_light", id_of(run_once(api, connection)));
    assert_true(has(job, "job.status"));
    assert_int_equal(json_object_size(job), 1);
    free(connection);
}

static void stream_statistics_add_up_to_the_total(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *job = call_ok(api, "/v1/jobs/get", id_of(run_once(api, connection)));
    json_t *attempt = at(job, "attempts[0].attempt");
    int64_t records = 0, bytes = 0;
    size_t index;
    json_t *stream;
    json_array_foreach (at(attempt, "streamStats"), index, stream) {
        records += integer_at(stream, "stats.recordsEmitted");
        bytes += integer_at(stream, "stats.bytesEmitted");
    }
    assert_true(records > 0);
    assert_int_equal(integer_at(attempt, "recordsSynced"), records);
    assert_int_equal(integer_at(attempt, "bytesSynced"), bytes);
    assert_int_equal(integer_at(attempt, "totalStats.recordsEmitted"), records);
    assert_int_equal(integer_at(attempt, "totalStats.recordsCommitted"), records);
    assert_int_equal(json_array_size(at(attempt, "streamStats")), 2);
    free(connection);
}

static void statistics_grow_while_it_runs_and_are_the_same_in_lists(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    api_advance(api, 2);
    json_auto_t *early = call_ok(api, "/v1/jobs/get", id_of(1));
    api_advance(api, 6);
    json_auto_t *late = call_ok(api, "/v1/jobs/get", id_of(1));
    json_auto_t *list = call_ok(api, "/v1/jobs/list", list_request(connection, "sync"));
    const char *emitted = "attempts[0].attempt.totalStats.recordsEmitted";
    assert_true(integer_at(early, emitted) < integer_at(late, emitted));
    assert_true(json_equal(at(late, "attempts[0].attempt"), at(list, "jobs[0].attempts[0]")));
    assert_false(has(late, "attempts[0].attempt.recordsSynced"));
    assert_true(json_array_size(at(early, "attempts[0].logs.logLines")) <
                json_array_size(at(late, "attempts[0].logs.logLines")));
    free(connection);
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

static void log_lines_have_the_real_layouts_and_agree_with_the_statistics(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *job = call_ok(api, "/v1/jobs/get", id_of(run_once(api, connection)));
    json_t *lines = at(job, "attempts[0].logs.logLines");
    char total[60];
    snprintf(total, sizeof total, "total records read: %lld",
             (long long)integer_at(job, "attempts[0].attempt.recordsSynced"));
    assert_true(some_line_has(lines, total));
    assert_true(
        some_line_has(lines, "2023-03-01 09:00:00 \x1b[32mINFO\x1b[m i.a.w.t.TemporalAttemptExecution"));
    assert_true(some_line_has(lines, "\x1b[44msource\x1b[0m > "));
    assert_true(some_line_has(lines, "----- END REPLICATION -----"));
    assert_true(some_line_has(lines, "null.products=full_refresh - append"));
    free(connection);
}

static void lists_are_newest_first_and_paged(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    for (int i = 0; i < 5; i++)
        run_once(api, connection);
    json_auto_t *all = call_ok(api, "/v1/jobs/list", list_request(connection, "sync"));
    assert_int_equal(integer_at(all, "totalJobCount"), 5);
    assert_int_equal(integer_at(all, "jobs[0].job.id"), 5);
    assert_int_equal(integer_at(all, "jobs[4].job.id"), 1);
    json_t *request = list_request(connection, "sync");
    json_object_set_new(request, "pagination", json_pack("{si si}", "pageSize", 2, "rowOffset", 1));
    json_auto_t *page = call_ok(api, "/v1/jobs/list", request);
    assert_int_equal(json_array_size(at(page, "jobs")), 2);
    assert_int_equal(integer_at(page, "jobs[0].job.id"), 4);
    assert_int_equal(integer_at(page, "totalJobCount"), 5);
    json_t *none = list_request(connection, "sync");
    json_object_set_new(none, "pagination", json_pack("{si}", "pageSize", 0));
    json_auto_t *empty = call_ok(api, "/v1/jobs/list", none);
    assert_int_equal(json_array_size(at(empty, "jobs")), 0);
    free(connection);
}

static void including_a_job_gives_the_pages_that_reach_it(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    for (int i = 0; i < 5; i++)
        run_once(api, connection);
    json_t *request = list_request(connection, "sync");
    json_object_set_new(request, "pagination", json_pack("{si}", "pageSize", 2));
    json_object_set_new(request, "includingJobId", json_integer(3));
    json_auto_t *page = call_ok(api, "/v1/jobs/list", json_incref(request));
    assert_int_equal(json_array_size(at(page, "jobs")), 4);
    json_object_set_new(request, "includingJobId", json_integer(77));
    json_auto_t *none = call_ok(api, "/v1/jobs/list", request);
    assert_int_equal(json_array_size(at(none, "jobs")), 0);
    assert_int_equal(integer_at(none, "totalJobCount"), 5);
    free(connection);
}

static void lists_filter_by_kind(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    run_once(api, connection);
    call_done(api, "/v1/connections/reset", one("connectionId", connection));
    json_auto_t *resets = call_ok(api, "/v1/jobs/list", list_request(connection, "reset_connection"));
    assert_int_equal(integer_at(resets, "totalJobCount"), 1);
    json_auto_t *specs = call_ok(api, "/v1/jobs/list", list_request(connection, "get_spec"));
    assert_int_equal(integer_at(specs, "totalJobCount"), 0);
    json_auto_t *elsewhere = call_ok(api, "/v1/jobs/list", list_request("no such thing", "sync"));
    assert_int_equal(integer_at(elsewhere, "totalJobCount"), 0);
    call_fails(api, "/v1/jobs/list", json_pack("{s[] ss}", "configTypes", "configId", connection), 422,
               "configType");
    free(connection);
}

static void cancelling_fails_the_attempt_and_cancels_the_job(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    api_advance(api, 3);
    json_auto_t *cancelled = call_ok(api, "/v1/jobs/cancel", id_of(1));
    json_t *attempt = at(cancelled, "attempts[0].attempt");
    assert_string_equal(text_at(cancelled, "job.status"), "cancelled");
    assert_string_equal(text_at(attempt, "status"), "failed");
    assert_int_equal(integer_at(attempt, "endedAt"), TEST_TIME + 3);
    json_t *failure = at(attempt, "failureSummary.failures[0]");
    assert_string_equal(text_at(failure, "failureType"), "manual_cancellation");
    assert_string_equal(text_at(failure, "externalMessage"), "This attempt was cancelled");
    assert_int_equal(integer_at(failure, "timestamp"), (TEST_TIME + 3) * 1000LL);
    assert_false(has(failure, "failureOrigin"));
    assert_false(has(attempt, "recordsSynced"));
    assert_false(has(attempt, "totalStats"));
    free(connection);
}

static void cancelling_what_is_over_changes_nothing(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    run_once(api, connection);
    json_auto_t *before = call_ok(api, "/v1/jobs/get", id_of(1));
    api_advance(api, 5);
    json_auto_t *after = call_ok(api, "/v1/jobs/cancel", id_of(1));
    assert_true(json_equal(before, after));
    free(connection);
}

static void cancelling_an_older_job_touches_only_that_one(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    run_once(api, connection);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    call_done(api, "/v1/jobs/cancel", id_of(1));
    json_auto_t *newer = call_ok(api, "/v1/jobs/get", id_of(2));
    assert_string_equal(text_at(newer, "job.status"), "running");
    free(connection);
}

static void the_last_replication_job_is_never_a_cancelled_one(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *none = call_ok(api, "/v1/jobs/get_last_replication_job", one("connectionId", connection));
    assert_int_equal(json_object_size(none), 0);
    run_once(api, connection);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    call_done(api, "/v1/jobs/cancel", id_of(2));
    json_auto_t *last = call_ok(api, "/v1/jobs/get_last_replication_job", one("connectionId", connection));
    assert_int_equal(integer_at(last, "job.id"), 1);
    free(connection);
}

static void a_basic_schedule_runs_from_start_to_start(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/update",
              json_pack("{ss ss s{s{si ss}}}", "connectionId", connection, "scheduleType", "basic",
                        "scheduleData", "basicSchedule", "units", 1, "timeUnit", "hours"));
    api_advance(api, 3 * 3600 + 5);
    json_auto_t *list = call_ok(api, "/v1/jobs/list", list_request(connection, "sync"));
    assert_int_equal(integer_at(list, "totalJobCount"), 4);
    assert_int_equal(integer_at(list, "jobs[0].job.createdAt"), TEST_TIME + 3 * 3600);
    assert_string_equal(text_at(list, "jobs[0].job.status"), "running");
    assert_int_equal(integer_at(list, "jobs[3].job.createdAt"), TEST_TIME);
    assert_string_equal(text_at(list, "jobs[3].job.status"), "succeeded");
    free(connection);
}

static void cancelling_a_scheduled_sync_starts_a_new_one(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/update",
              json_pack("{ss ss s{s{si ss}}}", "connectionId", connection, "scheduleType", "basic",
                        "scheduleData", "basicSchedule", "units", 1, "timeUnit", "days"));
    call_done(api, "/v1/jobs/get", id_of(1));
    call_done(api, "/v1/jobs/cancel", id_of(1));
    json_auto_t *next = call_ok(api, "/v1/jobs/get", id_of(2));
    assert_string_equal(text_at(next, "job.status"), "running");
    free(connection);
}

static const char *status_by(json_t *reply, const char *path)
{
    static char status[16];
    snprintf(status, sizeof status, "%s", text_at(reply, path));
    json_decref(reply);
    return status;
}

static void a_skipping_clock_jumps_when_a_poll_finds_nothing_changed(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_decref(control(api, "PUT", "/clock", one("mode", "skip"), 200));
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    assert_string_equal(status_by(call_ok(api, "/v1/jobs/get", id_of(1)), "job.status"), "running");
    assert_string_equal(status_by(call_ok(api, "/v1/jobs/get", id_of(1)), "job.status"), "succeeded");
    json_auto_t *clock = control(api, "GET", "/clock", NULL, 200);
    assert_string_equal(text_at(clock, "time"), "2023-03-01T09:00:10.000Z");
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_t *request = one("connectionId", connection);
    assert_string_equal(
        status_by(call_ok(api, "/v1/jobs/get_last_replication_job", json_incref(request)), "job.status"),
        "running");
    assert_string_equal(status_by(call_ok(api, "/v1/jobs/get_last_replication_job", request), "job.status"),
                        "succeeded");
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_t *list = list_request(connection, "sync");
    assert_string_equal(status_by(call_ok(api, "/v1/jobs/list", json_incref(list)), "jobs[0].job.status"),
                        "running");
    assert_string_equal(status_by(call_ok(api, "/v1/jobs/list", list), "jobs[0].job.status"), "succeeded");
    free(connection);
}

static void polling_a_job_that_is_over_moves_no_time(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/update",
              json_pack("{ss ss s{s{si ss}}}", "connectionId", connection, "scheduleType", "basic",
                        "scheduleData", "basicSchedule", "units", 1, "timeUnit", "hours"));
    api_advance(api, 10);
    json_decref(control(api, "PUT", "/clock", one("mode", "skip"), 200));
    json_auto_t *before = control(api, "GET", "/clock", NULL, 200);
    assert_true(has(before, "nextEvent"));
    for (int i = 0; i < 3; i++)
        assert_string_equal(status_by(call_ok(api, "/v1/jobs/get", id_of(1)), "job.status"), "succeeded");
    json_auto_t *after = control(api, "GET", "/clock", NULL, 200);
    assert_string_equal(text_at(after, "time"), text_at(before, "time"));
    free(connection);
}

static void debugging_shows_a_job_with_its_connectors_and_no_times(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    int64_t id = run_once(api, connection);
    json_auto_t *debug = call_ok(api, "/v1/jobs/get_debug_info", id_of(id));
    json_auto_t *info = call_ok(api, "/v1/jobs/get", id_of(id));
    json_auto_t *source = call_ok(api, "/v1/source_definitions/get", one("sourceDefinitionId", FAKER));
    json_auto_t *destination =
        call_ok(api, "/v1/destination_definitions/get", one("destinationDefinitionId", LOCAL_JSON));
    assert_int_equal(integer_at(debug, "job.id"), id);
    assert_string_equal(text_at(debug, "job.configType"), "sync");
    assert_string_equal(text_at(debug, "job.configId"), connection);
    assert_string_equal(text_at(debug, "job.status"), "succeeded");
    assert_string_equal(text_at(debug, "job.airbyteVersion"), "0.40.32");
    assert_true(json_equal(at(debug, "job.sourceDefinition"), source));
    assert_true(json_equal(at(debug, "job.destinationDefinition"), destination));
    assert_true(json_equal(at(debug, "attempts"), at(info, "attempts")));
    assert_false(has(debug, "job.createdAt"));
    assert_false(has(debug, "job.updatedAt"));
    free(connection);
}

static void debugging_shows_an_attempt_without_statistics_with_empty_ones(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *begun = call_ok(api, "/v1/connections/sync", one("connectionId", connection));
    int64_t id = integer_at(begun, "job.id");
    json_auto_t *info = call_ok(api, "/v1/jobs/cancel", id_of(id));
    json_auto_t *debug = call_ok(api, "/v1/jobs/get_debug_info", id_of(id));
    assert_false(has(info, "attempts[0].attempt.totalStats"));
    assert_true(has(debug, "attempts[0].attempt.totalStats"));
    assert_int_equal(json_object_size(at(debug, "attempts[0].attempt.totalStats")), 0);
    free(connection);
}

static void expect_running(struct api *api, int64_t job, bool running)
{
    json_auto_t *debug = call_ok(api, "/v1/jobs/get_debug_info", id_of(job));
    assert_int_equal(json_is_true(at(debug, "workflowState.running")), running);
}

static void debugging_tells_whether_the_connection_runs_anything(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    int64_t first = run_once(api, connection);
    expect_running(api, first, false);
    call_done(api, "/v1/connections/reset", one("connectionId", connection));
    expect_running(api, first, true);
    api_advance(api, 10);
    expect_running(api, first, false);
    free(connection);
}

static void debugging_finds_what_was_deleted_but_no_unknown_job(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    int64_t id = run_once(api, connection);
    call_done(api, "/v1/source_definitions/delete", one("sourceDefinitionId", FAKER));
    json_auto_t *debug = call_ok(api, "/v1/jobs/get_debug_info", id_of(id));
    assert_string_equal(text_at(debug, "job.sourceDefinition.sourceDefinitionId"), FAKER);
    call_fails(api, "/v1/jobs/get_debug_info", id_of(77), 404, "Could not find job with id: 77");
    free(connection);
}

static json_t *normalization_of(struct api *api, int64_t job)
{
    return call_ok(api, "/v1/jobs/get_normalization_status", id_of(job));
}

static void normalization_is_told_of_attempts_that_are_over(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    int64_t id = run_once(api, connection);
    json_auto_t *job = call_ok(api, "/v1/jobs/get", id_of(id)), *done = normalization_of(api, id);
    json_t *status = at(done, "attemptNormalizationStatuses[0]");
    assert_int_equal(json_array_size(at(done, "attemptNormalizationStatuses")), 1);
    assert_int_equal(integer_at(status, "attemptNumber"), 0);
    assert_true(json_is_true(at(status, "hasRecordsCommitted")));
    assert_int_equal(integer_at(status, "recordsCommitted"),
                     integer_at(job, "attempts[0].attempt.totalStats.recordsCommitted"));
    assert_true(json_is_false(at(status, "hasNormalizationFailed")));
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_auto_t *running = normalization_of(api, id + 1);
    assert_int_equal(json_array_size(at(running, "attemptNormalizationStatuses")), 0);
    call_done(api, "/v1/jobs/cancel", id_of(id + 1));
    json_auto_t *cancelled = normalization_of(api, id + 1), *unknown = normalization_of(api, 77);
    assert_int_equal(json_array_size(at(cancelled, "attemptNormalizationStatuses")), 0);
    assert_int_equal(json_array_size(at(unknown, "attemptNormalizationStatuses")), 0);
    free(connection);
}

static void normalization_failed_where_a_failure_comes_from_it(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_decref(
        control(api, "POST", "/fixtures",
                json_pack("{s[{ss ss ss sf s[{ss s{ss} s[{ss si si}]} {ss s[{ss si si}]}]}]}", "jobs",
                          "connectionId", connection, "configType", "sync", "status", "succeeded",
                          "endedSecondsAgo", 9.0, "attempts", "outcome", "failed", "failure", "origin",
                          "normalization", "streams", "name", "users", "records", 9, "committed", 5,
                          "outcome", "succeeded", "streams", "name", "users", "records", 4, "committed", 4),
                200));
    json_auto_t *statuses = normalization_of(api, 1);
    json_t *list = at(statuses, "attemptNormalizationStatuses");
    assert_int_equal(json_array_size(list), 2);
    assert_true(json_is_true(at(list, "[0].hasNormalizationFailed")));
    assert_int_equal(integer_at(list, "[0].recordsCommitted"), 5);
    assert_true(json_is_false(at(list, "[1].hasNormalizationFailed")));
    assert_int_equal(integer_at(list, "[1].attemptNumber"), 1);
    assert_int_equal(integer_at(list, "[1].recordsCommitted"), 4);
    free(connection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(an_unknown_job_is_a_404_with_the_real_text),
        API_TEST(job_ids_count_from_one_over_all_connections),
        API_TEST(ids_may_come_as_texts),
        API_TEST(light_jobs_have_no_attempts),
        API_TEST(stream_statistics_add_up_to_the_total),
        API_TEST(statistics_grow_while_it_runs_and_are_the_same_in_lists),
        API_TEST(log_lines_have_the_real_layouts_and_agree_with_the_statistics),
        API_TEST(lists_are_newest_first_and_paged),
        API_TEST(including_a_job_gives_the_pages_that_reach_it),
        API_TEST(lists_filter_by_kind),
        API_TEST(cancelling_fails_the_attempt_and_cancels_the_job),
        API_TEST(cancelling_what_is_over_changes_nothing),
        API_TEST(cancelling_an_older_job_touches_only_that_one),
        API_TEST(the_last_replication_job_is_never_a_cancelled_one),
        API_TEST(a_basic_schedule_runs_from_start_to_start),
        API_TEST(cancelling_a_scheduled_sync_starts_a_new_one),
        API_TEST(a_skipping_clock_jumps_when_a_poll_finds_nothing_changed),
        API_TEST(polling_a_job_that_is_over_moves_no_time),
        API_TEST(debugging_shows_a_job_with_its_connectors_and_no_times),
        API_TEST(debugging_shows_an_attempt_without_statistics_with_empty_ones),
        API_TEST(debugging_tells_whether_the_connection_runs_anything),
        API_TEST(debugging_finds_what_was_deleted_but_no_unknown_job),
        API_TEST(normalization_is_told_of_attempts_that_are_over),
        API_TEST(normalization_failed_where_a_failure_comes_from_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
