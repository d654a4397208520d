/* Jobs of the public API: docs/behaviour/public-api.md#jobs */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

static json_t *start(struct api *api, const char *connection, const char *type, unsigned status)
{
    return rest(api, "POST", "/jobs", json_pack("{ss ss}", "connectionId", connection, "jobType", type),
                status);
}

static json_t *get(struct api *api, int64_t id)
{
    char *path = must_printf("/jobs/%lld", (long long)id);
    json_t *job = rest(api, "GET", path, NULL, 200);
    free(path);
    return job;
}

static void a_sync_is_started_and_read_until_it_has_succeeded(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *made = start(api, connection, "sync", 200);
    assert_string_equal(text_at(made, "status"), "running");
    assert_string_equal(text_at(made, "jobType"), "sync");
    assert_string_equal(text_at(made, "connectionId"), connection);
    assert_false(has(made, "bytesSynced") || has(made, "rowsSynced") || has(made, "lastUpdatedAt"));
    json_auto_t *running = get(api, integer_at(made, "jobId"));
    assert_int_equal(integer_at(running, "rowsSynced"), 0);
    assert_false(has(running, "lastUpdatedAt"));
    api_advance(api, 11);
    json_auto_t *over = get(api, integer_at(made, "jobId"));
    assert_string_equal(text_at(over, "status"), "succeeded");
    assert_string_equal(text_at(over, "duration"), "PT10S");
    assert_true(integer_at(over, "rowsSynced") > 0 && integer_at(over, "bytesSynced") > 0);
    free(connection);
}

/* TEST_TIME is a whole minute. */
static void seconds_are_left_out_where_they_are_zero(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *made = start(api, connection, "sync", 200);
    assert_string_equal(text_at(made, "startTime"), "2023-03-01T09:00Z");
    api_advance(api, 11);
    json_auto_t *over = get(api, integer_at(made, "jobId"));
    assert_string_equal(text_at(over, "lastUpdatedAt"), "2023-03-01T09:00:10Z");
    free(connection);
}

static void a_pending_job_has_no_duration(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_decref(control(api, "POST", "/plans", json_pack("{s[{sf}]}", "runs", "pendingSeconds", 5.0), 201));
    json_auto_t *made = start(api, connection, "sync", 200);
    assert_string_equal(text_at(made, "status"), "pending");
    assert_false(has(made, "duration"));
    free(connection);
}

static void clear_and_reset_are_one(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    static const char *const types[] = {"reset", "clear"};
    for (size_t i = 0; i < 2; i++) {
        json_auto_t *made = start(api, connection, types[i], 200);
        assert_string_equal(text_at(made, "jobType"), "reset");
        api_advance(api, 60);
    }
    rest_fails(api, "POST", "/jobs", json_pack("{ss ss}", "connectionId", connection, "jobType", "refresh"),
               422, "unprocessable-entity", "Refreshes are not supported in the public API");
    free(connection);
}

static void what_cannot_be_started_is_a_conflict(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api), *path = must_printf("/connections/%s", connection);
    json_decref(start(api, connection, "sync", 200));
    rest_fails(api, "POST", "/jobs", json_pack("{ss ss}", "connectionId", connection, "jobType", "sync"), 409,
               "try-again-later", connection);
    json_decref(rest(api, "PATCH", path, one("status", "inactive"), 200));
    rest_fails(api, "POST", "/jobs", json_pack("{ss ss}", "connectionId", connection, "jobType", "sync"), 409,
               "state-conflict", "Could not fulfill request");
    rest_fails(api, "POST", "/jobs", json_pack("{ss ss}", "connectionId", UNKNOWN_ID, "jobType", "sync"), 404,
               "resource-not-found", UNKNOWN_ID);
    free(path);
    free(connection);
}

static void an_unknown_job_is_a_conflict(void **state)
{
    struct api *api = *state;
    rest_fails(api, "GET", "/jobs/12", NULL, 409, "state-conflict", "Job is not currently running");
    rest_fails(api, "DELETE", "/jobs/12", NULL, 409, "state-conflict", "Job is not currently running");
    rest_fails(api, "GET", "/jobs/twelve", NULL, 400, "bad-request", "jobId");
}

static void a_deletion_cancels_once(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *made = start(api, connection, "sync", 200);
    char *path = must_printf("/jobs/%lld", (long long)integer_at(made, "jobId"));
    json_auto_t *cancelled = rest(api, "DELETE", path, NULL, 200);
    assert_string_equal(text_at(cancelled, "status"), "cancelled");
    rest_fails(api, "DELETE", path, NULL, 409, "state-conflict", "Job is not currently running");
    free(path);
    free(connection);
}

/* Ids of a list, as text: "1 2 3". */
static char *listed(struct api *api, const char *query)
{
    char *path = must_printf("/jobs%s", query), *text = must_strdup("");
    json_auto_t *list = rest(api, "GET", path, NULL, 200);
    size_t index;
    json_t *job;
    json_array_foreach (at(list, "data"), index, job) {
        char *more = must_printf("%s%s%lld", text, index ? " " : "", (long long)integer_at(job, "jobId"));
        free(text);
        text = more;
    }
    free(path);
    return text;
}

static void expect_listed(struct api *api, const char *query, const char *ids)
{
    char *found = listed(api, query);
    if (strcmp(found, ids) != 0)
        print_error("/jobs%s\n", query);
    assert_string_equal(found, ids);
    free(found);
}

static void lists_are_oldest_first_and_narrowed_down(void **state)
{
    struct api *api = *state;
    char *one_connection = make_connection(api), *other = make_connection(api);
    for (int i = 0; i < 3; i++) {
        json_decref(start(api, one_connection, i == 1 ? "reset" : "sync", 200));
        api_advance(api, 60);
    }
    json_decref(start(api, other, "sync", 200));
    expect_listed(api, "", "1 2 3 4");
    expect_listed(api, "?orderBy=createdAt%7CDESC", "4 3 2 1");
    expect_listed(api, "?orderBy=CREATED_AT%7Casc&limit=2", "1 2");
    expect_listed(api, "?orderBy=updatedAt%7CDESC&limit=1&offset=1", "3");
    expect_listed(api, "?jobType=sync", "1 3 4");
    expect_listed(api, "?jobType=refresh", "");
    expect_listed(api, "?status=running", "4");
    expect_listed(api, "?createdAtStart=2023-03-01T09:01:00Z&createdAtEnd=2023-03-01T09:02:00Z", "2 3");
    expect_listed(api, "?updatedAtEnd=2023-03-01T09:00:30Z", "1");
    expect_listed(api, "?configId=nonsense&whatever=1", "1 2 3 4");
    char *query = must_printf("?connectionId=%s&workspaceIds=%s", other, UNKNOWN_ID);
    expect_listed(api, query, "4");
    expect_listed(api, "?workspaceIds=" UNKNOWN_ID, "");
    rest_fails(api, "GET", "/jobs?orderBy=name%7CASC", NULL, 400, "bad-request",
               "Invalid order by clause provided: name|ASC");
    rest_fails(api, "GET", "/jobs?status=done", NULL, 400, "bad-request", "status");
    free(query);
    free(other);
    free(one_connection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_sync_is_started_and_read_until_it_has_succeeded),
        API_TEST(seconds_are_left_out_where_they_are_zero),
        API_TEST(a_pending_job_has_no_duration),
        API_TEST(clear_and_reset_are_one),
        API_TEST(what_cannot_be_started_is_a_conflict),
        API_TEST(an_unknown_job_is_a_conflict),
        API_TEST(a_deletion_cancels_once),
        API_TEST(lists_are_oldest_first_and_narrowed_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
