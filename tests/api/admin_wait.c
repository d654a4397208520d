/* Waiting for requests and jobs: replies that come when it has happened. */
#include "support/api.h"

#include "base/die.h"
#include "base/loop.h"

#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 30000 };

/* A call of wait whose reply may come later. */
struct waiting {
    struct exchange exchange;
    bool resumed;
    char *body;
};

static void resume(struct exchange *exchange)
{
    struct waiting *waiting = (struct waiting *)exchange;
    waiting->resumed = true;
}

static void begin_in(struct api *api, struct waiting *waiting, const char *path, const char *body)
{
    *waiting = (struct waiting){.body = must_strdup(body)};
    waiting->exchange = (struct exchange){.request = {.method = "POST",
                                                      .path = path,
                                                      .query = "",
                                                      .body = waiting->body,
                                                      .body_size = strlen(body),
                                                      .client = "127.0.0.1",
                                                      .header = api_find_header,
                                                      .each_header = api_each_header},
                                          .resume = resume};
    app_answer(api->app, &waiting->exchange);
}

static void begin(struct api *api, struct waiting *waiting, const char *body)
{
    begin_in(api, waiting, "/__admin/wait", body);
}

static void expect_pending(const struct waiting *waiting)
{
    assert_false(waiting->resumed);
    assert_int_equal(waiting->exchange.reply.status, 0);
}

/* The reply, that must be there and have that status. New reference. */
static json_t *finish(struct waiting *waiting, unsigned status)
{
    struct reply *reply = &waiting->exchange.reply;
    if (reply->status != status)
        print_error("%u: %s\n", reply->status, reply->body ? reply->body : "");
    assert_int_equal(reply->status, status);
    json_t *value = json_loadb(reply->body, reply->body_size, 0, NULL);
    reply_clear(reply);
    free(waiting->body);
    return value;
}

static void finish_late(struct waiting *waiting, unsigned status, const char *piece)
{
    json_auto_t *reply = finish(waiting, status);
    if (!strstr(text_at(reply, "message"), piece))
        print_error("no \"%s\" in %s\n", piece, text_at(reply, "message"));
    assert_non_null(strstr(text_at(reply, "message"), piece));
}

static void get_job(struct api *api, int id)
{
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", id), 404));
}

static json_t *wait_now(struct api *api, const char *body, unsigned status)
{
    return control(api, "POST", "/wait", json_loads(body, 0, NULL), status);
}

static void what_the_log_holds_counts(void **state)
{
    struct api *api = *state;
    get_job(api, 1);
    get_job(api, 2);
    json_auto_t *met = wait_now(api, "{\"request\": {\"path\": \"/v1/jobs/get\"}, \"count\": 2}", 200);
    assert_int_equal(integer_at(met, "count"), 2);
    assert_int_equal(integer_at(met, "request.body.id"), 2);
}

static void a_request_ends_the_wait_when_it_arrives(void **state)
{
    struct api *api = *state;
    struct waiting waiting;
    get_job(api, 1);
    begin(api, &waiting, "{\"request\": {\"path\": \"/v1/jobs/get\", \"body\": {\"id\": 3}}}");
    expect_pending(&waiting);
    get_job(api, 2);
    expect_pending(&waiting);
    get_job(api, 3);
    assert_true(waiting.resumed);
    json_auto_t *met = finish(&waiting, 200);
    assert_int_equal(integer_at(met, "count"), 1);
    assert_int_equal(integer_at(met, "request.body.id"), 3);
    assert_false(has(met, "request.answeredAt"));
}

static void one_with_a_status_ends_it_when_it_is_answered(void **state)
{
    struct api *api = *state;
    struct waiting waiting;
    begin(api, &waiting, "{\"request\": {\"path\": \"/v1/*\", \"status\": 404}, \"count\": 2}");
    get_job(api, 1);
    call_done(api, "/v1/workspaces/list", NULL);
    expect_pending(&waiting);
    get_job(api, 2);
    json_auto_t *met = finish(&waiting, 200);
    assert_int_equal(integer_at(met, "count"), 2);
    assert_int_equal(integer_at(met, "request.status"), 404);
}

static void several_may_wait_and_one_may_leave(void **state)
{
    struct api *api = *state;
    struct waiting waiting[3];
    for (int i = 0; i < 3; i++)
        begin(api, &waiting[i], "{\"request\": {\"path\": \"/v1/jobs/get\"}}");
    waiting[1].exchange.abandoned(&waiting[1].exchange);
    get_job(api, 1);
    assert_false(waiting[1].resumed);
    free(waiting[1].body);
    reply_clear(&waiting[1].exchange.reply);
    json_decref(finish(&waiting[0], 200));
    json_decref(finish(&waiting[2], 200));
}

static void a_job_ends_the_wait_when_it_comes_to_the_status(void **state)
{
    struct api *api = *state;
    struct waiting waiting;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_auto_t *running = wait_now(api, "{\"job\": {\"id\": 1, \"status\": \"running\"}}", 200);
    assert_string_equal(text_at(running, "job.status"), "running");
    begin(api, &waiting, "{\"job\": {\"id\": 1, \"status\": [\"failed\", \"succeeded\"]}}");
    expect_pending(&waiting);
    json_decref(control(api, "POST", "/clock/advance", json_pack("{si}", "seconds", 5), 200));
    expect_pending(&waiting);
    json_decref(control(api, "POST", "/clock/advance", json_pack("{si}", "seconds", 5), 200));
    json_auto_t *met = finish(&waiting, 200);
    assert_string_equal(text_at(met, "job.status"), "succeeded");
    assert_string_equal(text_at(met, "job.configId"), connection);
    free(connection);
}

static void a_status_that_passes_is_met(void **state)
{
    struct api *api = *state;
    struct waiting waiting;
    char *connection = make_connection(api);
    json_decref(control(api, "POST", "/plans",
                        json_pack("{s{} s[{s[{ss} {ss}]}]}", "match", "runs", "attempts", "outcome", "failed",
                                  "outcome", "succeeded"),
                        201));
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    begin(api, &waiting, "{\"job\": {\"id\": 1, \"status\": [\"incomplete\"]}}");
    json_decref(control(api, "POST", "/clock/advance", json_pack("{si}", "seconds", 3600), 200));
    json_auto_t *met = finish(&waiting, 200);
    assert_string_equal(text_at(met, "job.status"), "incomplete");
    free(connection);
}

static void cancelling_ends_it_too(void **state)
{
    struct api *api = *state;
    struct waiting waiting;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    begin(api, &waiting, "{\"job\": {\"id\": 1, \"status\": [\"cancelled\"]}}");
    call_done(api, "/v1/jobs/cancel", json_pack("{si}", "id", 1));
    json_auto_t *met = finish(&waiting, 200);
    assert_string_equal(text_at(met, "job.status"), "cancelled");
    free(connection);
}

static void without_time_it_says_how_it_stands(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_auto_t *job =
        wait_now(api, "{\"job\": {\"id\": 1, \"status\": [\"failed\"]}, \"timeoutSeconds\": 0}", 408);
    assert_string_equal(text_at(job, "message"), "Job 1 is running after 0 seconds.");
    json_auto_t *request = wait_now(
        api, "{\"request\": {\"path\": \"/v1/connections/sync\", \"status\": 409}, \"timeoutSeconds\": 0}",
        408);
    const char *beginning = "0 of 1 requests came within 0 seconds.\n"
                            "Nearest:\n  POST /v1/connections/sync: status is 200, not 409\n  POST ";
    assert_memory_equal(text_at(request, "message"), beginning, strlen(beginning));
    free(connection);
}

static void slips_are_refused(void **state)
{
    struct api *api = *state;
    static const struct {
        const char *body;
        unsigned status;
    } cases[] = {
        {"{}", 422},
        {"{\"request\": {\"path\": \"*\"}, \"job\": {\"id\": 1, \"status\": [\"failed\"]}}", 422},
        {"{\"request\": {}}", 422},
        {"{\"request\": {\"path\": \"*\"}, \"count\": 0}", 422},
        {"{\"request\": {\"path\": \"*\"}, \"timeoutSeconds\": -1}", 422},
        {"{\"request\": {\"path\": \"*\"}, \"timeoutSecond\": 1}", 422},
        {"{\"job\": {\"id\": 1, \"status\": [\"fialed\"]}}", 422},
        {"{\"job\": {\"id\": 1, \"status\": []}}", 422},
        {"{\"job\": {\"id\": 1, \"status\": \"fialed\"}}", 422},
        {"{\"job\": {\"id\": 1, \"status\": [\"failed\"]}, \"count\": 1}", 422},
        {"{\"job\": {\"id\": 99, \"status\": [\"failed\"]}}", 404},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        json_decref(wait_now(api, cases[i].body, cases[i].status));
}

static void a_reset_ends_what_waits(void **state)
{
    struct api *api = *state;
    struct waiting waiting;
    begin(api, &waiting, "{\"request\": {\"path\": \"*\"}}");
    json_decref(control(api, "POST", "/reset", NULL, 204));
    finish_late(&waiting, 503, "default was reset");
}

static void so_does_another_state(void **state)
{
    struct api *api = *state;
    struct waiting waiting;
    json_decref(control(api, "PUT", "/snapshots/now", NULL, 200));
    begin(api, &waiting, "{\"request\": {\"path\": \"*\"}}");
    json_decref(control(api, "POST", "/snapshots/now/restore", NULL, 200));
    finish_late(&waiting, 503, "default was put back to a snapshot");
    json_decref(control(api, "PUT", "/sandboxes/other", NULL, 200));
    begin(api, &waiting, "{\"request\": {\"path\": \"*\"}}");
    json_decref(control(api, "POST", "/sandboxes/other/fork", one("as", "default"), 201));
    finish_late(&waiting, 503, "default was overwritten by a fork");
}

static void so_does_taking_the_sandbox_away(void **state)
{
    struct api *api = *state;
    struct waiting waiting, other;
    begin_in(api, &waiting, "/sandboxes/doomed/__admin/wait", "{\"request\": {\"path\": \"*\"}}");
    begin_in(api, &other, "/sandboxes/other/__admin/wait", "{\"request\": {\"path\": \"*\"}}");
    json_decref(control(api, "DELETE", "/sandboxes/doomed", NULL, 204));
    finish_late(&waiting, 404, "doomed was taken away");
    expect_pending(&other);
    other.exchange.abandoned(&other.exchange);
    free(other.body);
    reply_clear(&other.exchange.reply);
}

/* The same with a loop: time passes. */
static struct api *timed_api(struct loop **loop, enum clock_mode mode)
{
    struct api_options options = api_test_options();
    options.loop = *loop = loop_new();
    options.start.clock_mode = mode;
    if (mode == CLOCK_REAL)
        options.start.clock_time = INT64_MIN;
    options.settings.sync_span = 300;
    return api_with(&options);
}

/* The time, in ms, that has passed by then since `start`. */
static int64_t turn_until_resumed(struct loop *loop, const struct waiting *waiting, int64_t start)
{
    while (!waiting->resumed && loop_now() < start + PATIENCE_MS)
        loop_turn(loop, 5);
    assert_true(waiting->resumed);
    return loop_now() - start;
}

static void time_may_be_up(void **state)
{
    (void)state;
    struct loop *loop;
    struct waiting waiting;
    struct api *api = timed_api(&loop, CLOCK_FROZEN);
    int64_t start = loop_now();
    begin(api, &waiting,
          "{\"request\": {\"path\": \"/v1/jobs/get\"}, \"count\": 2, \"timeoutSeconds\": 0.05}");
    get_job(api, 1);
    assert_in_range(turn_until_resumed(loop, &waiting, start), 50, 4000);
    finish_late(&waiting, 408, "1 of 2 requests came within 0.05 seconds.");
    get_job(api, 1);
    api_free(api);
    loop_free(loop);
}

/* On a real clock a job goes on though nobody asks. */
static void nobody_needs_to_call_for_a_job_to_end(void **state)
{
    (void)state;
    struct loop *loop;
    struct waiting waiting;
    struct api *api = timed_api(&loop, CLOCK_REAL);
    char *connection = make_connection(api);
    int64_t start = loop_now();
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    begin(api, &waiting, "{\"job\": {\"id\": 1, \"status\": [\"succeeded\"]}}");
    expect_pending(&waiting);
    assert_in_range(turn_until_resumed(loop, &waiting, start), 295, 4000);
    json_auto_t *met = finish(&waiting, 200);
    assert_string_equal(text_at(met, "job.status"), "succeeded");
    free(connection);
    api_free(api);
    loop_free(loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(what_the_log_holds_counts),
        API_TEST(a_request_ends_the_wait_when_it_arrives),
        API_TEST(one_with_a_status_ends_it_when_it_is_answered),
        API_TEST(several_may_wait_and_one_may_leave),
        API_TEST(a_job_ends_the_wait_when_it_comes_to_the_status),
        API_TEST(a_status_that_passes_is_met),
        API_TEST(cancelling_ends_it_too),
        API_TEST(without_time_it_says_how_it_stands),
        API_TEST(slips_are_refused),
        API_TEST(a_reset_ends_what_waits),
        API_TEST(so_does_another_state),
        API_TEST(so_does_taking_the_sandbox_away),
        cmocka_unit_test(time_may_be_up),
        cmocka_unit_test(nobody_needs_to_call_for_a_job_to_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
