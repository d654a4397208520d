#include "support/api.h"

#include <stdlib.h>
#include <string.h>

#define PATH(operation) "/v1/attempt/" operation

static json_t *attempt(int64_t job, int number)
{
    return json_pack("{sI si}", "jobId", (json_int_t)job, "attemptNumber", number);
}

static json_t *workflow(json_t *attempt)
{
    json_object_set_new(attempt, "workflowId", json_string("sync_1"));
    return attempt;
}

static json_t *stats(json_t *attempt, int64_t records)
{
    json_object_set_new(attempt, "stats",
                        json_pack("{sI sI sI}", "recordsEmitted", (json_int_t)records, "bytesEmitted",
                                  (json_int_t)records * 10, "recordsCommitted", (json_int_t)records - 1));
    return attempt;
}

static json_t *with_stream(json_t *attempt, const char *name, int64_t records)
{
    json_object_set_new(
        attempt, "streamStats",
        json_pack("[{ss s{sI}}]", "streamName", name, "stats", "recordsEmitted", (json_int_t)records));
    return attempt;
}

static json_t *sync_config(json_t *attempt, const char *state_type)
{
    json_object_set_new(attempt, "syncConfig",
                        json_pack("{s{ss} s{ss} s{ss ss}}", "sourceConfiguration", "token", "canary",
                                  "destinationConfiguration", "path", "/out", "state", "connectionId",
                                  UNKNOWN_ID, "stateType", state_type));
    return attempt;
}

static bool succeeded(struct api *api, const char *path, json_t *body)
{
    json_auto_t *reply = call_ok(api, path, body);
    return json_is_true(at(reply, "succeeded"));
}

/* The id of a job whose first attempt runs for ten seconds. */
static int64_t running_job(struct api *api)
{
    char *connection = make_connection(api);
    json_auto_t *job = call_ok(api, "/v1/connections/sync", one("connectionId", connection));
    free(connection);
    return integer_at(job, "job.id");
}

/* The job's first attempt as jobs/get shows it. New reference. */
static json_t *shown(struct api *api, int64_t job)
{
    json_auto_t *info = call_ok(api, "/v1/jobs/get", json_pack("{sI}", "id", (json_int_t)job));
    return json_incref(at(info, "attempts[0].attempt"));
}

static void reports_on_an_attempt_are_taken(void **state)
{
    struct api *api = *state;
    int64_t job = running_job(api);
    assert_true(succeeded(api, PATH("set_workflow_in_attempt"), workflow(attempt(job, 0))));
    assert_true(succeeded(api, PATH("save_stats"), stats(attempt(job, 0), 5)));
    assert_true(succeeded(api, PATH("save_sync_config"), sync_config(attempt(job, 0), "not_set")));
}

static void a_report_on_no_attempt_does_not_succeed(void **state)
{
    struct api *api = *state;
    int64_t job = running_job(api), jobs[] = {job, job + 77};
    int numbers[] = {1, 0};
    for (size_t i = 0; i < 2; i++) {
        assert_false(succeeded(api, PATH("set_workflow_in_attempt"), workflow(attempt(jobs[i], numbers[i]))));
        assert_false(succeeded(api, PATH("save_stats"), stats(attempt(jobs[i], numbers[i]), 5)));
        assert_false(
            succeeded(api, PATH("save_sync_config"), sync_config(attempt(jobs[i], numbers[i]), "stream")));
    }
}

static void saved_numbers_replace_the_live_ones(void **state)
{
    struct api *api = *state;
    int64_t job = running_job(api);
    call_done(api, PATH("save_stats"), with_stream(stats(attempt(job, 0), 4711), "users", 4711));
    json_auto_t *read = shown(api, job);
    assert_int_equal(integer_at(read, "totalStats.recordsEmitted"), 4711);
    assert_int_equal(integer_at(read, "totalStats.bytesEmitted"), 47110);
    assert_int_equal(json_array_size(at(read, "streamStats")), 1);
    assert_string_equal(text_at(read, "streamStats[0].streamName"), "users");
    assert_int_equal(integer_at(read, "streamStats[0].stats.recordsEmitted"), 4711);
}

static void later_numbers_replace_earlier_ones(void **state)
{
    struct api *api = *state;
    int64_t job = running_job(api);
    call_done(api, PATH("save_stats"), with_stream(stats(attempt(job, 0), 5), "users", 5));
    call_done(api, PATH("save_stats"), with_stream(stats(attempt(job, 0), 3), "products", 3));
    json_auto_t *read = shown(api, job);
    assert_int_equal(integer_at(read, "totalStats.recordsEmitted"), 3);
    assert_int_equal(json_array_size(at(read, "streamStats")), 1);
    assert_string_equal(text_at(read, "streamStats[0].streamName"), "products");
}

static void the_attempts_end_writes_its_own_numbers(void **state)
{
    struct api *api = *state;
    int64_t job = running_job(api);
    call_done(api, PATH("save_stats"), stats(attempt(job, 0), 4711));
    api_advance(api, 3600);
    json_auto_t *read = shown(api, job);
    assert_string_equal(text_at(read, "status"), "succeeded");
    assert_int_not_equal(integer_at(read, "totalStats.recordsEmitted"), 4711);
}

static void numbers_for_an_ended_attempt_are_taken_and_not_shown(void **state)
{
    struct api *api = *state;
    int64_t job = running_job(api);
    api_advance(api, 3600);
    json_auto_t *before = shown(api, job);
    assert_true(succeeded(api, PATH("save_stats"), stats(attempt(job, 0), 4711)));
    json_auto_t *after = shown(api, job);
    assert_true(json_equal(at(before, "totalStats"), at(after, "totalStats")));
}

static void a_report_of_the_configuration_moves_the_attempts_time_and_statistics_do_not(void **state)
{
    struct api *api = *state;
    int64_t job = running_job(api);
    api_advance(api, 3);
    call_done(api, PATH("save_stats"), stats(attempt(job, 0), 5));
    json_auto_t *first = shown(api, job);
    assert_int_equal(integer_at(first, "updatedAt"), TEST_TIME);
    api_advance(api, 2);
    call_done(api, PATH("save_sync_config"), sync_config(attempt(job, 0), "not_set"));
    json_auto_t *second = shown(api, job);
    assert_int_equal(integer_at(second, "updatedAt"), TEST_TIME + 5);
}

static void a_sync_configuration_is_never_shown(void **state)
{
    struct api *api = *state;
    int64_t job = running_job(api);
    call_done(api, PATH("save_sync_config"), sync_config(attempt(job, 0), "not_set"));
    json_auto_t *info = call_ok(api, "/v1/jobs/get", json_pack("{sI}", "id", (json_int_t)job));
    char *text = json_dumps(info, JSON_COMPACT);
    assert_null(strstr(text, "canary"));
    free(text);
}

static void a_report_needs_its_numbers(void **state)
{
    json_auto_t *reply = call_status(*state, PATH("save_stats"), attempt(1, 0), 422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), "stats");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(reports_on_an_attempt_are_taken),
        API_TEST(a_report_on_no_attempt_does_not_succeed),
        API_TEST(saved_numbers_replace_the_live_ones),
        API_TEST(later_numbers_replace_earlier_ones),
        API_TEST(the_attempts_end_writes_its_own_numbers),
        API_TEST(numbers_for_an_ended_attempt_are_taken_and_not_shown),
        API_TEST(a_report_of_the_configuration_moves_the_attempts_time_and_statistics_do_not),
        API_TEST(a_sync_configuration_is_never_shown),
        API_TEST(a_report_needs_its_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
