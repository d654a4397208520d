/* Faults as a client meets them over TCP: delays, broken connections, and what ends a delay early. */
#include "support/api.h"

#include "base/die.h"
#include "gateway/call.h"
#include "http/server.h"
#include "outbound/post.h"
#include "support/http_client.h"
#include "support/listener.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { CROWD = 1000, A_TURN_MS = 5, PATIENCE_MS = 30000 };

struct server {
    struct loop *loop;
    struct poster *poster;
    struct api *api;
    struct http_server *http;
};

static void answer(void *context, struct exchange *exchange)
{
    app_answer(context, exchange);
}

static int server_start(void **state)
{
    char *error = NULL;
    struct server *server = must_zalloc(sizeof *server);
    struct api_options options = api_test_options();
    const struct http_options http = {
        .host = "127.0.0.1", .max_body = 1 << 20, .max_connections = 4096, .idle_seconds = 60};
    server->loop = loop_new();
    server->poster =
        poster_new(server->loop, &(struct post_options){.targets = POST_TO_LOOPBACK, .limit = POST_LIMIT});
    options.loop = server->loop;
    options.poster = server->poster;
    server->api = api_with(&options);
    server->http =
        http_server_start(server->loop, &http, (struct http_handler){answer, server->api->app}, &error);
    assert_non_null(server->http);
    *state = server;
    return 0;
}

static int server_end(void **state)
{
    struct server *server = *state;
    http_server_stop(server->http);
    assert_null(server->api->app->suspended.first);
    api_free(server->api);
    poster_free(server->poster);
    loop_free(server->loop);
    free(server);
    return 0;
}

#define SERVER_TEST(name) cmocka_unit_test_setup_teardown(name, server_start, server_end)

static void add(const struct server *server, const char *text)
{
    json_decref(control(server->api, "POST", "/faults", json_loads(text, 0, NULL), 201));
}

static struct http_client *client_of(const struct server *server)
{
    return http_client_open(server->loop, "127.0.0.1", http_server_port(server->http));
}

static void ask(struct http_client *client, const char *method, const char *path, const char *body)
{
    http_client_text(client, "%s %s HTTP/1.1\r\nHost: t\r\nContent-Length: %zu\r\n\r\n%s", method, path,
                     strlen(body), body);
}

/* Takes the next reply's status; the reply must come. */
static unsigned status_of(struct http_client *client)
{
    struct http_reply reply;
    assert_true(http_client_reply(client, &reply));
    unsigned status = reply.status;
    http_reply_free(&reply);
    return status;
}

static int64_t get(struct http_client *client, const char *path, unsigned status)
{
    int64_t began = loop_now();
    ask(client, "GET", path, "");
    assert_int_equal(status_of(client), status);
    return loop_now() - began;
}

static size_t delayed(const struct server *server)
{
    size_t count = 0;
    for (const struct call *call = server->api->app->suspended.first; call; call = call->next)
        count += call->timer.place > 0;
    return count;
}

static void await_delayed(const struct server *server, size_t count)
{
    int64_t end = loop_now() + PATIENCE_MS;
    while (delayed(server) != count && loop_now() < end)
        loop_turn(server->loop, A_TURN_MS);
    assert_int_equal(delayed(server), count);
}

static void a_delay_alone_only_delays(void **state)
{
    const struct server *server = *state;
    struct http_client *client = client_of(server);
    add(server, "{\"match\": {\"path\": \"/v1/health\"}, \"times\": 2, \"delayMs\": 60}");
    assert_true(get(client, "/api/v1/health", 200) >= 59);
    assert_true(get(client, "/api/v1/health", 200) >= 59);
    assert_true(get(client, "/api/v1/health", 200) < 59);
    http_client_close(client);
}

static void what_is_late_can_be_a_fault(void **state)
{
    const struct server *server = *state;
    struct http_client *client = client_of(server);
    add(server, "{\"match\": {\"path\": \"/v1/health\"}, \"times\": 1, \"delayMs\": 40, \"status\": 503,"
                " \"body\": \"late\", \"headers\": {\"Retry-After\": \"1\"}}");
    add(server, "{\"match\": {\"path\": \"/v1/health\"}, \"times\": 1, \"delayMs\": 40,"
                " \"connection\": \"EMPTY_RESPONSE\"}");
    struct http_reply reply;
    int64_t began = loop_now();
    ask(client, "GET", "/api/v1/health", "");
    assert_true(http_client_reply(client, &reply));
    char *retry = http_reply_header(&reply, "Retry-After"), *id = http_reply_header(&reply, "X-Request-Id");
    assert_true(loop_now() - began >= 39);
    assert_int_equal(reply.status, 503);
    assert_string_equal(reply.body, "late");
    assert_string_equal(retry, "1");
    assert_int_equal(strlen(id), 16);
    ask(client, "GET", "/api/v1/health", "");
    assert_int_equal(http_client_end(client), 1);
    assert_true(loop_now() - began >= 78);
    assert_int_equal(client->in.size, 0);
    free(retry);
    free(id);
    http_reply_free(&reply);
    http_client_close(client);
}

/* How each way of breaking a connection looks from outside: how it ends, what came before. */
static void connections_break_as_named(void **state)
{
    const struct server *server = *state;
    static const struct {
        const char *name;
        int end;
        bool bytes, head;
    } ways[] = {
        {"CONNECTION_RESET_BY_PEER", ECONNRESET, false, false},
        {"EMPTY_RESPONSE", 1, false, false},
        {"MALFORMED_RESPONSE_CHUNK", 1, true, true},
        {"RANDOM_DATA_THEN_CLOSE", 1, true, false},
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char *fault =
            must_printf("{\"match\": {\"path\": \"*\"}, \"times\": 1, \"connection\": \"%s\"}", ways[i].name);
        struct http_client *client = client_of(server);
        add(server, fault);
        ask(client, "GET", "/api/v1/health", "");
        assert_int_equal(http_client_end(client), ways[i].end);
        assert_int_equal(client->in.size > 0, ways[i].bytes);
        assert_int_equal(client->in.size > 17 && strncmp(client->in.data, "HTTP/1.1 200 OK\r\n", 17) == 0,
                         ways[i].head);
        http_client_close(client);
        free(fault);
    }
}

/* Half of the crowd waits for its handler, half for its answer. */
static void a_thousand_delayed_answers_slow_nobody(void **state)
{
    skip_under_memcheck();
    const struct server *server = *state;
    struct http_client *crowd[CROWD], *other = client_of(server);
    add(server, "{\"match\": {\"path\": \"/v1/openapi\"}, \"every\": 2, \"delayMs\": 4000}");
    add(server, "{\"match\": {\"path\": \"/v1/openapi\"}, \"phase\": \"after\", \"delayMs\": 4000,"
                " \"status\": 503}");
    for (size_t i = 0; i < CROWD; i++) {
        crowd[i] = client_of(server);
        ask(crowd[i], "GET", "/api/v1/openapi", "");
    }
    await_delayed(server, CROWD);
    int64_t slowest = 0, began = loop_now();
    for (size_t i = 0; i < 50; i++) {
        int64_t took = get(other, "/api/v1/health", 200);
        slowest = took > slowest ? took : slowest;
    }
    print_message("50 calls beside %d delayed ones: %d ms, the slowest %d ms\n", CROWD,
                  (int)(loop_now() - began), (int)slowest);
    assert_true(slowest < 300);
    assert_int_equal(delayed(server), CROWD);
    unsigned real = 0, replaced = 0;
    for (size_t i = 0; i < CROWD; i++) {
        unsigned status = status_of(crowd[i]);
        real += status == 200;
        replaced += status == 503;
        http_client_close(crowd[i]);
    }
    assert_int_equal(real, CROWD / 2);
    assert_int_equal(replaced, CROWD / 2);
    http_client_close(other);
}

static size_t jobs_of(struct api *api, const char *connection)
{
    json_t *body = json_pack("{s[s]ss}", "configTypes", "sync", "configId", connection);
    json_auto_t *jobs = call_ok(api, "/v1/jobs/list", body);
    return json_array_size(at(jobs, "jobs"));
}

static char *sync_body(const char *connection)
{
    return must_printf("{\"connectionId\": \"%s\"}", connection);
}

/* The client gives up: before the handler nothing has happened, after it everything has. */
static void a_client_that_leaves_frees_what_waits(void **state)
{
    static const char *const phases[] = {"before", "after"};
    const struct server *server = *state;
    char *connection = make_connection(server->api), *body = sync_body(connection);
    for (size_t i = 0; i < 2; i++) {
        char *fault = must_printf("{\"match\": {\"path\": \"/v1/connections/sync\"}, \"times\": 1,"
                                  " \"delayMs\": 60000, \"phase\": \"%s\"}",
                                  phases[i]);
        struct http_client *client = client_of(server);
        add(server, fault);
        ask(client, "POST", "/api/v1/connections/sync", body);
        await_delayed(server, 1);
        http_client_close(client);
        await_delayed(server, 0);
        assert_int_equal(jobs_of(server->api, connection), i);
        free(fault);
    }
    free(connection);
    free(body);
}

static void the_handler_runs_when_the_delay_is_over(void **state)
{
    const struct server *server = *state;
    char *connection = make_connection(server->api), *body = sync_body(connection);
    struct http_client *client = client_of(server);
    add(server, "{\"match\": {\"path\": \"/v1/connections/sync\"}, \"delayMs\": 80}");
    ask(client, "POST", "/api/v1/connections/sync", body);
    await_delayed(server, 1);
    assert_int_equal(jobs_of(server->api, connection), 0);
    assert_int_equal(status_of(client), 200);
    assert_int_equal(jobs_of(server->api, connection), 1);
    http_client_close(client);
    free(connection);
    free(body);
}

/* A reply that is there is sent at once; a handler that has not run does not run any more. */
static void a_reset_ends_what_waits(void **state)
{
    const struct server *server = *state;
    struct http_client *before = client_of(server), *after = client_of(server), *broken = client_of(server);
    struct http_client *elsewhere = client_of(server);
    add(server, "{\"match\": {\"path\": \"/v1/workspaces/create\"}, \"delayMs\": 60000}");
    add(server, "{\"match\": {\"path\": \"/v1/health\"}, \"times\": 1, \"delayMs\": 60000,"
                " \"phase\": \"after\"}");
    add(server, "{\"match\": {\"path\": \"/v1/health\"}, \"delayMs\": 60000,"
                " \"connection\": \"EMPTY_RESPONSE\"}");
    ask(before, "POST", "/api/v1/workspaces/create", "{\"name\": \"Late\", \"email\": \"a@example.com\"}");
    ask(after, "GET", "/api/v1/health", "");
    await_delayed(server, 2);
    ask(broken, "GET", "/api/v1/health", "");
    await_delayed(server, 3);
    server->api->sandbox = "other";
    add(server, "{\"match\": {\"path\": \"/v1/health\"}, \"delayMs\": 60000}");
    ask(elsewhere, "GET", "/sandboxes/other/api/v1/health", "");
    await_delayed(server, 4);
    server->api->sandbox = NULL;
    json_decref(control(server->api, "POST", "/reset", NULL, 204));
    assert_int_equal(status_of(before), 503);
    assert_int_equal(status_of(after), 200);
    assert_int_equal(http_client_end(broken), 1);
    assert_int_equal(delayed(server), 1);
    json_auto_t *workspaces = call_ok(server->api, "/v1/workspaces/list", json_object());
    assert_int_equal(json_array_size(at(workspaces, "workspaces")), 1);
    json_decref(control(server->api, "DELETE", "/sandboxes/other", NULL, 204));
    assert_int_equal(status_of(elsewhere), 503);
    http_client_close(before);
    http_client_close(after);
    http_client_close(broken);
    http_client_close(elsewhere);
}

static void set(void *arg)
{
    *(bool *)arg = true;
}

static void the_servers_end_ends_what_waits(void **state)
{
    const struct server *server = *state;
    bool drained = false;
    struct http_client *before = client_of(server), *after = client_of(server), *cut = client_of(server);
    add(server, "{\"match\": {\"path\": \"/v1/health\"}, \"times\": 1, \"delayMs\": 60000}");
    add(server, "{\"match\": {\"path\": \"/v1/health\"}, \"times\": 1, \"delayMs\": 60000,"
                " \"status\": 418}");
    ask(before, "GET", "/api/v1/health", "");
    await_delayed(server, 1);
    ask(after, "GET", "/api/v1/health", "");
    await_delayed(server, 2);
    http_server_drain(server->http, set, &drained);
    assert_int_equal(status_of(before), 503);
    assert_int_equal(status_of(after), 418);
    http_client_close(before);
    http_client_close(after);
    http_client_close(cut);
    for (int64_t end = loop_now() + PATIENCE_MS; !drained && loop_now() < end;)
        loop_turn(server->loop, A_TURN_MS);
    assert_true(drained);
}

/* No drain: what waits is let go when the server stops, which server_end() looks at. */
static void a_stop_without_a_drain_frees_what_waits(void **state)
{
    const struct server *server = *state;
    struct http_client *client = client_of(server);
    add(server, "{\"match\": {\"path\": \"*\"}, \"delayMs\": 60000, \"status\": 500, \"body\": \"never\"}");
    ask(client, "GET", "/api/v1/health", "");
    await_delayed(server, 1);
    http_server_stop(server->http);
    ((struct server *)*state)->http = NULL;
    http_client_close(client);
}

/* "Connection: close" of a fault is obeyed, and every header that is let in is sent. */
static void headers_of_a_fault_are_sent(void **state)
{
    const struct server *server = *state;
    struct http_reply reply;
    struct http_client *client = client_of(server);
    add(server, "{\"match\": {\"path\": \"*\"}, \"status\": 301, \"headers\": {\"Connection\": \"close\","
                " \"Location\": \"/elsewhere\", \"X-!#$%&'*+.^_`|~0\": \"a\\tb, \u00e9\","
                " \"Set-Cookie\": \"a=1; Path=/\", \"Date\": \"Wed, 01 Mar 2023 09:00:00 GMT\"}}");
    ask(client, "GET", "/api/v1/health", "");
    assert_true(http_client_reply(client, &reply));
    static const char *const lines[] = {
        "\r\nLocation: /elsewhere\r\n", "\r\nX-!#$%&'*+.^_`|~0: a\tb, \xc3\xa9\r\n",
        "\r\nSet-Cookie: a=1; Path=/\r\n", "\r\nDate: Wed, 01 Mar 2023 09:00:00 GMT\r\n"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!strstr(reply.head, lines[i]))
            print_error("no %s in %s\n", lines[i], reply.head);
        assert_non_null(strstr(reply.head, lines[i]));
    }
    assert_int_equal(http_client_end(client), 1);
    http_reply_free(&reply);
    http_client_close(client);
}

/* It is answered before its body is read. */
static void an_endless_body_can_be_delayed(void **state)
{
    const struct server *server = *state;
    struct http_client *client = client_of(server);
    add(server, "{\"match\": {\"path\": \"*\"}, \"delayMs\": 40}");
    int64_t began = loop_now();
    http_client_text(client,
                     "POST /api/v1/jobs/get HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999\r\n\r\n");
    assert_int_equal(status_of(client), 413);
    assert_true(loop_now() - began >= 39);
    assert_int_equal(http_client_end(client), 1);
    http_client_close(client);
}

/* A call that waits for a webhook, under a fault that waits for the call. */
static void try_webhook(struct http_client *client, struct listener *listener)
{
    char *url = listener_url(listener, "/hook");
    char *body = must_printf("{\"notificationType\": \"slack\", \"sendOnSuccess\": true, \"sendOnFailure\":"
                             " false, \"slackConfiguration\": {\"webhook\": \"%s\"}}",
                             url);
    ask(client, "POST", "/api/v1/notifications/try", body);
    assert_true(listener_await(listener, listener->requests + 1));
    free(url);
    free(body);
}

static void a_held_call_meets_faults_when_it_is_answered(void **state)
{
    const struct server *server = *state;
    struct listener listener;
    listener_start(&listener, server->loop, LISTENER_OK);
    add(server, "{\"match\": {\"path\": \"/v1/notifications/try\"}, \"times\": 1, \"phase\": \"after\","
                " \"status\": 504}");
    add(server, "{\"match\": {\"path\": \"*\", \"status\": 200}, \"times\": 1, \"phase\": \"after\","
                " \"delayMs\": 50, \"connection\": \"EMPTY_RESPONSE\"}");
    struct http_client *client = client_of(server), *plain = client_of(server);
    try_webhook(client, &listener);
    assert_int_equal(status_of(client), 504);
    try_webhook(client, &listener);
    await_delayed(server, 1);
    assert_int_equal(http_client_end(client), 1);
    try_webhook(plain, &listener);
    assert_int_equal(status_of(plain), 200);
    http_client_close(client);
    http_client_close(plain);
    listener_stop(&listener);
}

/* The webhook never answers, and the client does not wait for it. */
static void a_held_call_that_is_left_frees_its_fault(void **state)
{
    const struct server *server = *state;
    struct listener listener;
    listener_start(&listener, server->loop, NULL);
    add(server, "{\"match\": {\"path\": \"/v1/notifications/try\"}, \"phase\": \"after\","
                " \"status\": 504}");
    struct http_client *client = client_of(server);
    try_webhook(client, &listener);
    http_client_close(client);
    for (int64_t end = loop_now() + 50; loop_now() < end;)
        loop_turn(server->loop, A_TURN_MS);
    listener_stop(&listener);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVER_TEST(a_delay_alone_only_delays),
        SERVER_TEST(what_is_late_can_be_a_fault),
        SERVER_TEST(connections_break_as_named),
        SERVER_TEST(a_thousand_delayed_answers_slow_nobody),
        SERVER_TEST(a_client_that_leaves_frees_what_waits),
        SERVER_TEST(the_handler_runs_when_the_delay_is_over),
        SERVER_TEST(a_reset_ends_what_waits),
        SERVER_TEST(the_servers_end_ends_what_waits),
        SERVER_TEST(an_endless_body_can_be_delayed),
        SERVER_TEST(headers_of_a_fault_are_sent),
        SERVER_TEST(a_held_call_meets_faults_when_it_is_answered),
        SERVER_TEST(a_held_call_that_is_left_frees_its_fault),
        SERVER_TEST(a_stop_without_a_drain_frees_what_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
