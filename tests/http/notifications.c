/* Notifications end to end: server, webhook and clients share one loop, which the test turns. */
#include "support/api.h"
#include "support/http_client.h"
#include "support/listener.h"

#include "base/die.h"
#include "http/server.h"

#include <stdlib.h>
#include <string.h>

enum { LIMIT = 400, PATIENCE = 5000 };

struct fixture {
    struct loop *loop;
    struct poster *poster;
    struct api *api;
    struct http_server *server;
    struct listener hook;
    char *url; /* the hook's */
};

static void answer(void *app, struct exchange *exchange)
{
    app_answer(app, exchange);
}

static void start(struct fixture *fixture, const char *hook_answer)
{
    char *error = NULL;
    *fixture = (struct fixture){.loop = loop_new()};
    fixture->poster = poster_new(fixture->loop, &(struct post_options){POST_TO_LOOPBACK, LIMIT});
    struct api_options options = api_test_options();
    options.start.clock_mode = CLOCK_SCALED;
    options.start.clock_factor = 100;
    options.loop = fixture->loop;
    options.poster = fixture->poster;
    fixture->api = api_with(&options);
    struct http_options http = {
        .host = "127.0.0.1", .max_body = 10 << 20, .max_connections = 100, .idle_seconds = 60};
    fixture->server =
        http_server_start(fixture->loop, &http, (struct http_handler){answer, fixture->api->app}, &error);
    assert_non_null(fixture->server);
    listener_start(&fixture->hook, fixture->loop, hook_answer);
    fixture->url = listener_url(&fixture->hook, "/services/T0/B0/x");
}

static void stop(struct fixture *fixture)
{
    http_server_stop(fixture->server);
    api_free(fixture->api);
    poster_free(fixture->poster);
    listener_stop(&fixture->hook);
    loop_free(fixture->loop);
    free(fixture->url);
}

static struct http_client *client(const struct fixture *fixture)
{
    return http_client_open(fixture->loop, "127.0.0.1", http_server_port(fixture->server));
}

static json_t *listener_entry(const char *webhook)
{
    return json_pack("{ss sb sb s{ss}}", "notificationType", "slack", "sendOnSuccess", true, "sendOnFailure",
                     true, "slackConfiguration", "webhook", webhook);
}

static void post_trial(struct http_client *client, const char *webhook)
{
    json_auto_t *request = listener_entry(webhook);
    char *body = json_dumps(request, JSON_COMPACT);
    http_client_text(client,
                     "POST /api/v1/notifications/try HTTP/1.1\r\nHost: t\r\nOrigin: http://page\r\n"
                     "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                     strlen(body), body);
    free(body);
}

static void get_health(struct http_client *client)
{
    struct http_reply reply;
    http_client_text(client, "GET /api/v1/health HTTP/1.1\r\nHost: t\r\n\r\n");
    assert_true(http_client_reply(client, &reply));
    assert_int_equal(reply.status, 200);
    http_reply_free(&reply);
}

static void expect_reply(struct http_client *client, unsigned status, const char *body)
{
    struct http_reply reply;
    assert_true(http_client_reply(client, &reply));
    assert_int_equal(reply.status, status);
    assert_string_equal(reply.body, body);
    http_reply_free(&reply);
}

/* The one reply to a trial at that webhook. */
static void expect_trial(struct fixture *fixture, const char *webhook, const char *body)
{
    struct http_client *asking = client(fixture);
    post_trial(asking, webhook);
    expect_reply(asking, 200, body);
    http_client_close(asking);
}

static void await_silence(const struct fixture *fixture)
{
    for (int i = 0; i < 10; i++)
        loop_turn(fixture->loop, 5);
}

static void a_trial_posts_both_messages_in_order(void **state)
{
    (void)state;
    skip_under_memcheck();
    struct fixture fixture;
    start(&fixture, LISTENER_OK);
    expect_trial(&fixture, fixture.url, "{\"status\":\"succeeded\"}");
    assert_int_equal(fixture.hook.requests, 2);
    assert_int_equal(fixture.hook.most_open, 1);
    const char *failures =
        strstr(fixture.hook.taken.data, "{\"text\":\"Hello World! This is a test from Airbyte to try slack "
                                        "notification settings for sync failures\"}");
    assert_non_null(failures);
    assert_non_null(strstr(failures, "for sync successes\"}"));
    stop(&fixture);
}

static void a_late_reply_has_the_gateways_headers(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, LISTENER_OK);
    struct http_client *asking = client(&fixture);
    struct http_reply reply;
    static const char *const names[] = {"X-Request-Id", "Access-Control-Allow-Origin", "Content-Type"};
    post_trial(asking, fixture.url);
    assert_true(http_client_reply(asking, &reply));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *value = http_reply_header(&reply, names[i]);
        assert_non_null(value);
        free(value);
    }
    http_reply_free(&reply);
    get_health(asking); /* on the same connection */
    http_client_close(asking);
    stop(&fixture);
}

static void a_target_that_says_no_ends_the_trial(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, "HTTP/1.1 404 Gone\r\nContent-Length: 9\r\n\r\nno_\"team\"");
    expect_trial(
        &fixture, fixture.url,
        "{\"status\":\"failed\",\"message\":\"Failed to deliver notification (404): no_\\\"team\\\"\"}");
    assert_int_equal(fixture.hook.requests, 1);
    stop(&fixture);
}

static void what_is_no_text_is_told_as_text(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, "HTTP/1.1 500 Oops\r\nContent-Length: 6\r\n\r\na\xff\xc3\xa9\xc3!");
    expect_trial(&fixture, fixture.url,
                 "{\"status\":\"failed\",\"message\":\"Failed to deliver notification (500): "
                 "a\xEF\xBF\xBD\xc3\xa9\xEF\xBF\xBD!\"}");
    stop(&fixture);
}

static void another_machine_is_not_asked(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, LISTENER_OK);
    expect_trial(
        &fixture, "https://hooks.slack.com/services/x",
        "{\"status\":\"failed\",\"message\":\"Failed to deliver notification: hooks.slack.com is not "
        "this machine, and --webhooks loopback allows no other\"}");
    stop(&fixture);
}

static void others_are_served_while_a_trial_waits(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, NULL);
    struct http_client *asking = client(&fixture), *other = client(&fixture);
    int64_t begin = loop_now();
    post_trial(asking, fixture.url);
    assert_true(listener_await(&fixture.hook, 1));
    get_health(other);
    assert_true(loop_now() - begin < LIMIT);
    expect_reply(
        asking, 200,
        "{\"status\":\"failed\",\"message\":\"Failed to deliver notification: no answer within 0.4 s\"}");
    assert_in_range(loop_now() - begin, LIMIT - 1, PATIENCE);
    http_client_close(asking);
    http_client_close(other);
    stop(&fixture);
}

static void a_client_that_leaves_ends_its_trial(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, NULL);
    struct http_client *asking = client(&fixture);
    post_trial(asking, fixture.url);
    assert_true(listener_await(&fixture.hook, 1));
    int64_t begin = loop_now();
    http_client_close(asking);
    while (fixture.hook.open && loop_now() - begin < PATIENCE)
        loop_turn(fixture.loop, 5);
    assert_int_equal(fixture.hook.open, 0);
    assert_true(loop_now() - begin < LIMIT);
    stop(&fixture);
}

static void note_end(void *arg)
{
    *(bool *)arg = true;
}

static void a_server_that_ends_answers_a_trial(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, NULL);
    struct http_client *asking = client(&fixture);
    bool ended = false;
    post_trial(asking, fixture.url);
    assert_true(listener_await(&fixture.hook, 1));
    http_server_drain(fixture.server, note_end, &ended);
    struct http_reply reply;
    assert_true(http_client_reply(asking, &reply));
    assert_int_equal(reply.status, 503);
    http_reply_free(&reply);
    http_client_close(asking);
    stop(&fixture);
}

static void a_server_stops_with_a_trial_under_way(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, NULL);
    struct http_client *asking = client(&fixture);
    post_trial(asking, fixture.url);
    assert_true(listener_await(&fixture.hook, 1));
    stop(&fixture);
    http_client_close(asking);
}

static void listen_with(struct api *api, const char *webhook)
{
    char *workspace = first_workspace(api);
    call_done(api, "/v1/workspaces/update",
              json_pack("{ss s[o]}", "workspaceId", workspace, "notifications", listener_entry(webhook)));
    free(workspace);
}

static void start_sync(struct fixture *fixture)
{
    char *connection = make_connection(fixture->api);
    call_done(fixture->api, "/v1/connections/sync", one("connectionId", connection));
    free(connection);
}

/* Ten seconds of the sandbox's clock are a tenth of one here. */
static void a_success_is_posted_though_nobody_polls(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, LISTENER_OK);
    listen_with(fixture.api, fixture.url);
    start_sync(&fixture);
    int64_t begin = loop_now();
    assert_true(listener_await(&fixture.hook, 1));
    assert_in_range(loop_now() - begin, 50, PATIENCE);
    assert_non_null(strstr(fixture.hook.taken.data, "{\"text\":\"Sync succeeded: Sample <> Files, "));
    await_silence(&fixture);
    assert_int_equal(fixture.hook.requests, 1);
    stop(&fixture);
}

static void a_listener_that_comes_late_hears_of_what_runs(void **state)
{
    (void)state;
    skip_under_memcheck();
    struct fixture fixture;
    start(&fixture, LISTENER_OK);
    start_sync(&fixture);
    listen_with(fixture.api, fixture.url);
    assert_true(listener_await(&fixture.hook, 1));
    stop(&fixture);
}

/* The request that finds the job over does not wait for the post. */
static void a_poll_does_not_wait_for_the_post(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, NULL);
    listen_with(fixture.api, fixture.url);
    start_sync(&fixture);
    api_advance(fixture.api, 60);
    call_done(fixture.api, "/v1/jobs/get", json_pack("{si}", "id", 1));
    assert_int_equal(fixture.hook.requests, 0);
    assert_true(listener_await(&fixture.hook, 1));
    stop(&fixture);
}

static void nobody_is_woken_where_nobody_listens(void **state)
{
    (void)state;
    skip_under_memcheck();
    struct fixture fixture;
    start(&fixture, LISTENER_OK);
    start_sync(&fixture);
    struct sandbox *sandbox = sandboxes_find(fixture.api->app->sandboxes, "default");
    assert_int_equal(sandbox->due.place, 0);
    listen_with(fixture.api, fixture.url);
    assert_int_not_equal(sandbox->due.place, 0);
    stop(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trial_posts_both_messages_in_order),
        cmocka_unit_test(a_late_reply_has_the_gateways_headers),
        cmocka_unit_test(a_target_that_says_no_ends_the_trial),
        cmocka_unit_test(what_is_no_text_is_told_as_text),
        cmocka_unit_test(another_machine_is_not_asked),
        cmocka_unit_test(others_are_served_while_a_trial_waits),
        cmocka_unit_test(a_client_that_leaves_ends_its_trial),
        cmocka_unit_test(a_server_that_ends_answers_a_trial),
        cmocka_unit_test(a_server_stops_with_a_trial_under_way),
        cmocka_unit_test(a_success_is_posted_though_nobody_polls),
        cmocka_unit_test(a_listener_that_comes_late_hears_of_what_runs),
        cmocka_unit_test(a_poll_does_not_wait_for_the_post),
        cmocka_unit_test(nobody_is_woken_where_nobody_listens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
