/* The stream of events, and held waits, over sockets. */
#include "support/testing.h"

#include "base/die.h"
#include "support/site.h"

#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 30000, A_TURN_MS = 5 };

static int site_setup(void **state)
{
    struct site *site = must_zalloc(sizeof *site);
    site_start(site);
    *state = site;
    return 0;
}

static int site_teardown(void **state)
{
    struct site *site = *state;
    site_stop(site);
    free(site);
    return 0;
}

static void ask(struct http_client *client, const char *method, const char *path, const char *body)
{
    http_client_text(client, "%s %s HTTP/1.1\r\nHost: t\r\nContent-Length: %zu\r\n\r\n%s", method, path,
                     strlen(body), body);
}

static void expect_status(struct site *site, const char *method, const char *path, const char *body,
                          unsigned status)
{
    struct http_reply reply;
    struct http_client *client = site_client(site);
    ask(client, method, path, body);
    assert_true(http_client_reply(client, &reply));
    assert_int_equal(reply.status, status);
    http_reply_free(&reply);
    http_client_close(client);
}

/* Turns until the client has read that. */
static void await_text(struct http_client *client, const char *piece)
{
    int64_t end = loop_now() + PATIENCE_MS;
    while (!(client->in.data && strstr(client->in.data, piece)) && loop_now() < end)
        http_client_turn(client, A_TURN_MS);
    if (!client->in.data || !strstr(client->in.data, piece))
        fail_msg("no \"%s\" in %s", piece, client->in.data ? client->in.data : "");
}

static struct http_client *listen_in(const struct site *site, const char *path)
{
    struct http_client *client = site_client(site);
    ask(client, "GET", path, "");
    await_text(client, "retry: ");
    return client;
}

static void events_come_as_they_happen(void **state)
{
    struct site *site = *state;
    struct http_client *listener = listen_in(site, "/__admin/events");
    assert_non_null(strstr(listener->in.data, "Content-Type: text/event-stream\r\n"));
    assert_non_null(strstr(listener->in.data, "Cache-Control: no-store\r\n"));
    expect_status(site, "POST", "/api/v1/jobs/get", "{\"id\": 5}", 404);
    await_text(listener, "event: request\ndata: {\"id\":\"");
    await_text(listener, "\"path\":\"/v1/jobs/get\"");
    await_text(listener, "\"status\":404");
    assert_null(strstr(listener->in.data, "event: job"));
    http_client_close(listener);
}

/* Those that are problems at once, each once; what a test has not used yet is none. */
static void problems_are_events(void **state)
{
    struct site *site = *state;
    struct http_client *listener = listen_in(site, "/__admin/events");
    expect_status(site, "POST", "/__admin/plans", "{\"runs\": [{}]}", 201);
    expect_status(site, "POST", "/api/v1/nowhere", "{}", 404);
    await_text(
        listener,
        "event: problem\ndata: {\"code\":\"unknown-path\",\"message\":\"POST /v1/nowhere leads nowhere");
    expect_status(site, "POST", "/api/v1/jobs/get", "{\"id\": 5}", 404);
    await_text(listener, "event: problem\ndata: {\"code\":\"unknown-id\"");
    assert_null(strstr(listener->in.data, "unused-plan"));
    assert_null(strstr(strstr(listener->in.data, "\"unknown-path\"") + 1, "\"unknown-path\""));
    http_client_close(listener);
}

static void jobs_and_attempts_are_events(void **state)
{
    struct site *site = *state;
    struct http_client *listener = listen_in(site, "/__admin/events");
    char *connection = make_connection(site->api);
    call_done(site->api, "/v1/connections/sync", one("connectionId", connection));
    await_text(listener,
               "event: job\ndata: {\"id\":1,\"status\":\"pending\",\"at\":\"2023-03-01T09:00:00.000Z\"}");
    await_text(listener, "event: job\ndata: {\"id\":1,\"status\":\"running\"");
    await_text(listener, "event: attempt\ndata: {\"jobId\":1,\"id\":0,\"status\":\"running\"");
    call_done(site->api, "/v1/jobs/cancel", json_pack("{si}", "id", 1));
    await_text(listener, "event: attempt\ndata: {\"jobId\":1,\"id\":0,\"status\":\"failed\"");
    await_text(listener, "\"failureType\":\"manual_cancellation\"");
    await_text(listener, "event: job\ndata: {\"id\":1,\"status\":\"cancelled\"");
    free(connection);
    http_client_close(listener);
}

static void control_calls_are_no_events_and_resets_are(void **state)
{
    struct site *site = *state;
    struct http_client *listener = listen_in(site, "/__admin/events");
    expect_status(site, "GET", "/__admin/clock", "", 200);
    expect_status(site, "POST", "/__admin/reset", "", 204);
    await_text(listener, "event: reset\ndata: {}\n\n");
    assert_null(strstr(listener->in.data, "event: request"));
    expect_status(site, "POST", "/v1/workspaces/list", "", 200);
    await_text(listener, "event: request");
    http_client_close(listener);
}

static void each_sandbox_has_its_own_events(void **state)
{
    struct site *site = *state;
    struct http_client *one_listener = listen_in(site, "/sandboxes/one/__admin/events");
    struct http_client *two = listen_in(site, "/sandboxes/two/__admin/events");
    expect_status(site, "POST", "/sandboxes/one/v1/workspaces/list", "", 200);
    await_text(one_listener, "event: request");
    expect_status(site, "POST", "/sandboxes/two/v1/jobs/get", "{\"id\": 5}", 404);
    await_text(two, "\"path\":\"/v1/jobs/get\"");
    assert_null(strstr(two->in.data, "workspaces"));
    http_client_close(one_listener);
    http_client_close(two);
}

static void the_stream_ends_with_its_sandbox(void **state)
{
    struct site *site = *state;
    struct http_client *listener = listen_in(site, "/sandboxes/doomed/__admin/events");
    expect_status(site, "DELETE", "/__admin/sandboxes/doomed", "", 204);
    await_text(listener, "\r\n0\r\n\r\n");
    http_client_close(listener);
}

static void silence_is_broken_by_comments(void **state)
{
    struct site *site = *state;
    struct http_client *listener = listen_in(site, "/__admin/events");
    await_text(listener, "\n:\n\n");
    http_client_close(listener);
}

/* A client that does not read: what it misses is counted, and memory stays bounded. */
static void a_client_that_does_not_read_is_told_what_it_missed(void **state)
{
    struct site *site = *state;
    struct http_client *listener = listen_in(site, "/__admin/events");
    char query[4097] = "?";
    memset(query + 1, 'q', sizeof query - 2);
    query[sizeof query - 1] = '\0';
    char *path = must_printf("/v1/health%s", query);
    for (int i = 0; i < 3000; i++) {
        struct reply reply = api_request(site->api, "GET", path, NULL, NULL);
        reply_clear(&reply);
    }
    free(path);
    for (int i = 0; i < 2000 && !strstr(listener->in.data, "qqq\""); i++)
        http_client_turn(listener, 1);
    int64_t end = loop_now() + PATIENCE_MS;
    size_t before;
    do {
        before = listener->in.size;
        http_client_turn(listener, 20);
    } while (listener->in.size > before && loop_now() < end);
    assert_true(listener->in.size < 3000 * sizeof query);
    expect_status(site, "GET", "/v1/health", "", 200);
    await_text(listener, "event: dropped\ndata: {\"count\":");
    http_client_close(listener);
}

static void clients_may_leave_at_any_time(void **state)
{
    struct site *site = *state;
    struct http_client *listeners[8], *waiting[8];
    for (int i = 0; i < 8; i++) {
        listeners[i] = listen_in(site, "/__admin/events");
        waiting[i] = site_client(site);
        ask(waiting[i], "POST", "/__admin/wait", "{\"request\": {\"path\": \"/v1/jobs/*\"}}");
    }
    for (int i = 0; i < 8; i += 2) {
        http_client_close(listeners[i]);
        http_client_close(waiting[i]);
    }
    for (int i = 0; i < 10; i++)
        loop_turn(site->loop, A_TURN_MS);
    expect_status(site, "POST", "/api/v1/jobs/get", "{\"id\": 5}", 404);
    for (int i = 1; i < 8; i += 2) {
        struct http_reply reply;
        await_text(listeners[i], "event: request");
        assert_true(http_client_reply(waiting[i], &reply));
        assert_int_equal(reply.status, 200);
        assert_non_null(strstr(reply.body, "{\"count\":1,\"request\":{"));
        http_reply_free(&reply);
        http_client_close(listeners[i]);
        http_client_close(waiting[i]);
    }
}

static void a_wait_that_is_up_keeps_its_connection(void **state)
{
    struct site *site = *state;
    struct http_reply reply;
    struct http_client *client = site_client(site);
    for (int i = 0; i < 2; i++) {
        ask(client, "POST", "/__admin/wait",
            "{\"request\": {\"path\": \"/v1/jobs/*\"}, \"timeoutSeconds\": 0.02}");
        assert_true(http_client_reply(client, &reply));
        assert_int_equal(reply.status, 408);
        char *id = http_reply_header(&reply, "X-Request-Id");
        assert_non_null(id);
        free(id);
        http_reply_free(&reply);
    }
    http_client_close(client);
}

/* It is in the log, and waited for, before it is answered. */
static void a_delayed_request_has_arrived(void **state)
{
    skip_under_memcheck();
    struct site *site = *state;
    struct http_reply reply;
    struct http_client *listener = listen_in(site, "/__admin/events"), *waiting = site_client(site);
    struct http_client *delayed = site_client(site);
    expect_status(site, "POST", "/__admin/faults",
                  "{\"id\": \"slow\", \"match\": {\"path\": \"/v1/jobs/get\"}, \"delayMs\": 60}", 201);
    ask(waiting, "POST", "/__admin/wait", "{\"request\": {\"path\": \"/v1/jobs/*\"}}");
    ask(delayed, "POST", "/v1/jobs/get", "{\"id\": 5}");
    assert_true(http_client_reply(waiting, &reply));
    assert_int_equal(reply.status, 200);
    assert_null(strstr(reply.body, "answeredAt"));
    http_reply_free(&reply);
    await_text(listener, "event: fault\ndata: {\"id\":\"");
    await_text(listener, "\"fault\":\"slow\"");
    json_auto_t *before = control(site->api, "GET", "/requests", NULL, 200);
    assert_false(has(before, "requests[0].answeredAt"));
    assert_true(http_client_reply(delayed, &reply));
    assert_int_equal(reply.status, 404);
    http_reply_free(&reply);
    json_auto_t *after = control(site->api, "GET", "/requests", NULL, 200);
    assert_int_equal(integer_at(after, "requests[0].status"), 404);
    assert_in_range(integer_at(after, "requests[0].micros"), 50000, 5000000);
    await_text(listener, "event: request");
    http_client_close(listener);
    http_client_close(waiting);
    http_client_close(delayed);
}

static void note_done(void *arg)
{
    bool *done = arg;
    *done = true;
}

static void a_server_that_ends_ends_streams_and_waits(void **state)
{
    struct site *site = *state;
    struct http_reply reply;
    bool done = false;
    struct http_client *listener = listen_in(site, "/__admin/events"), *waiting = site_client(site);
    ask(waiting, "POST", "/__admin/wait", "{\"request\": {\"path\": \"/v1/jobs/*\"}}");
    for (int i = 0; i < 5; i++)
        loop_turn(site->loop, A_TURN_MS);
    http_server_drain(site->http, note_done, &done);
    assert_true(http_client_reply(waiting, &reply));
    assert_int_equal(reply.status, 503);
    http_reply_free(&reply);
    await_text(listener, "\r\n0\r\n\r\n");
    http_client_close(listener);
    http_client_close(waiting);
    int64_t end = loop_now() + PATIENCE_MS;
    while (!done && loop_now() < end)
        loop_turn(site->loop, A_TURN_MS);
    assert_true(done);
}

#define SITE_TEST(name) cmocka_unit_test_setup_teardown(name, site_setup, site_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(events_come_as_they_happen),
        SITE_TEST(problems_are_events),
        SITE_TEST(jobs_and_attempts_are_events),
        SITE_TEST(control_calls_are_no_events_and_resets_are),
        SITE_TEST(each_sandbox_has_its_own_events),
        SITE_TEST(the_stream_ends_with_its_sandbox),
        SITE_TEST(silence_is_broken_by_comments),
        SITE_TEST(a_client_that_does_not_read_is_told_what_it_missed),
        SITE_TEST(clients_may_leave_at_any_time),
        SITE_TEST(a_wait_that_is_up_keeps_its_connection),
        SITE_TEST(a_delayed_request_has_arrived),
        SITE_TEST(a_server_that_ends_ends_streams_and_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
