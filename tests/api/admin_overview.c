/* What there is at a glance: jobs and connections over all workspaces. */
#include "support/api.h"

#include <stdlib.h>
#include <string.h>

static int64_t run(struct api *api, const char *connection)
{
    json_auto_t *job = call_ok(api, "/v1/connections/sync", one("connectionId", connection));
    return integer_at(job, "job.id");
}

static void jobs_are_listed_newest_first_with_their_attempts(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    int64_t first = run(api, connection);
    api_advance(api, 60);
    int64_t second = run(api, connection);
    json_auto_t *list = control(api, "GET", "/jobs", NULL, 200);
    assert_int_equal(json_array_size(at(list, "jobs")), 2);
    assert_int_equal(integer_at(list, "jobs[0].id"), second);
    assert_string_equal(text_at(list, "jobs[0].status"), "running");
    assert_false(has(list, "jobs[0].attempts[0].endedAt"));
    assert_int_equal(integer_at(list, "jobs[1].id"), first);
    assert_string_equal(text_at(list, "jobs[1].attempts[0].status"), "succeeded");
    assert_string_equal(text_at(list, "jobs[1].createdAt"), "2023-03-01T09:00:00.000Z");
    assert_true(has(list, "jobs[1].attempts[0].endedAt"));
    free(connection);
}

static void a_page_of_jobs_goes_on_before_the_last(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    int64_t first = run(api, connection);
    api_advance(api, 60);
    run(api, connection);
    json_auto_t *newest = control(api, "GET", "/jobs?limit=1", NULL, 200);
    assert_int_equal(json_array_size(at(newest, "jobs")), 1);
    char path[64];
    snprintf(path, sizeof path, "/jobs?before=%d", (int)integer_at(newest, "jobs[0].id"));
    json_auto_t *older = control(api, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(at(older, "jobs")), 1);
    assert_int_equal(integer_at(older, "jobs[0].id"), first);
    json_decref(control(api, "GET", "/jobs?limit=many", NULL, 422));
    free(connection);
}

static void looking_at_jobs_moves_no_skipping_clock(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_decref(control(api, "PUT", "/clock", one("mode", "skip"), 200));
    char path[64];
    snprintf(path, sizeof path, "/jobs/%d/info", (int)run(api, connection));
    for (int i = 0; i < 3; i++) {
        json_auto_t *list = control(api, "GET", "/jobs", NULL, 200);
        json_auto_t *job = control(api, "GET", path, NULL, 200);
        assert_string_equal(text_at(list, "jobs[0].status"), "running");
        assert_string_equal(text_at(job, "job.status"), "running");
        assert_true(has(job, "attempts[0].logs.logLines[0]"));
    }
    json_decref(control(api, "GET", "/jobs/4711/info", NULL, 404));
    free(connection);
}

static void a_failed_attempt_says_why(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_decref(control(api, "POST", "/plans",
                        json_pack("{s[{s[{s{ss ss ss}}]}]}", "runs", "attempts", "failure", "origin",
                                  "source", "type", "config_error", "message", "no such table"),
                        201));
    run(api, connection);
    api_advance(api, 60);
    json_auto_t *list = control(api, "GET", "/jobs", NULL, 200);
    assert_string_equal(text_at(list, "jobs[0].status"), "failed");
    assert_string_equal(text_at(list, "jobs[0].attempts[0].failure"), "no such table");
    free(connection);
}

static void schedule(struct api *api, const char *connection, json_t *cron)
{
    json_decref(call_ok(api, "/v1/connections/update",
                        json_pack("{ss ss s{so}}", "connectionId", connection, "scheduleType", "cron",
                                  "scheduleData", "cron", cron)));
}

static void a_connection_says_when_it_runs_next(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *manual = control(api, "GET", "/connections", NULL, 200);
    assert_string_equal(text_at(manual, "connections[0].connectionId"), connection);
    assert_false(has(manual, "connections[0].nextRun"));
    schedule(api, connection,
             json_pack("{ss ss}", "cronExpression", "0 0 3 * * ?", "cronTimeZone", "Asia/Tokyo"));
    json_auto_t *daily = control(api, "GET", "/connections", NULL, 200);
    assert_string_equal(text_at(daily, "connections[0].nextRun"), "2023-03-01T18:00:00.000Z");
    assert_string_equal(text_at(daily, "connections[0].scheduleData.cron.cronTimeZone"), "Asia/Tokyo");
    free(connection);
}

static void the_history_has_moves_of_the_clock(void **state)
{
    struct api *api = *state;
    json_decref(control(api, "POST", "/clock/advance", json_pack("{si}", "seconds", 90), 200));
    json_auto_t *moved = control(api, "GET", "/history", NULL, 200);
    assert_int_equal(json_array_size(at(moved, "marks")), 1);
    assert_string_equal(text_at(moved, "marks[0].kind"), "clock");
    assert_string_equal(text_at(moved, "marks[0].from"), "2023-03-01T09:00:00.000Z");
    assert_string_equal(text_at(moved, "marks[0].at"), "2023-03-01T09:01:30.000Z");
    assert_string_equal(text_at(moved, "marks[0].mode"), "frozen");
    json_decref(control(api, "POST", "/reset", json_object(), 204));
    json_auto_t *empty = control(api, "GET", "/history", NULL, 200);
    assert_int_equal(json_array_size(at(empty, "marks")), 0);
}

static void a_history_keeps_only_so_much(void **state)
{
    struct api *api = *state;
    for (int i = 0; i < 1100; i++)
        json_decref(control(api, "POST", "/clock/advance", json_pack("{si}", "seconds", 1), 200));
    json_auto_t *history = control(api, "GET", "/history", NULL, 200);
    assert_int_equal(json_array_size(at(history, "marks")), 1000);
    assert_string_equal(text_at(history, "marks[999].at"), "2023-03-01T09:18:20.000Z");
}

/* The file holds what the page reads, and nothing that could end its script early. */
static void a_trace_is_the_page_with_what_it_shows(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    run(api, connection);
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{ss}", "id", "</script><script>"), 422));
    struct reply trace = api_request(api, "GET", "/__admin/trace", NULL, (const char *const[]){NULL});
    assert_int_equal(trace.status, 200);
    assert_non_null(strstr(trace.body, "\"GET jobs\":{\"jobs\":[{\"id\":1,"));
    assert_non_null(strstr(trace.body, "\"GET jobs/1/info\":"));
    assert_non_null(strstr(trace.body, "\"fakebyte/app.js\":\"data:text/javascript;base64,"));
    assert_non_null(strstr(trace.body, "\\u003c/script>\\u003cscript>"));
    assert_null(strstr(trace.body, "</script><script>"));
    reply_clear(&trace);
    free(connection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(jobs_are_listed_newest_first_with_their_attempts),
        API_TEST(a_page_of_jobs_goes_on_before_the_last),
        API_TEST(looking_at_jobs_moves_no_skipping_clock),
        API_TEST(a_failed_attempt_says_why),
        API_TEST(a_connection_says_when_it_runs_next),
        API_TEST(the_history_has_moves_of_the_clock),
        API_TEST(a_history_keeps_only_so_much),
        API_TEST(a_trace_is_the_page_with_what_it_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
