#include "support/http_fixture.h"
#include "support/testing.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void expect_reply(struct http_client *client, unsigned status, const char *body)
{
    struct http_reply reply;
    assert_true(http_client_reply(client, &reply));
    assert_int_equal(reply.status, status);
    assert_string_equal(reply.body, body);
    http_reply_free(&reply);
}

/* The server listens on that host, and a client that uses that name is seen to come from that address. */
static void serves(const char *host, const char *client_host, const char *address)
{
    struct http_fixture fixture;
    struct http_options options = http_fixture_options();
    options.host = host;
    http_fixture_start(&fixture, &options);
    assert_int_not_equal(http_server_port(fixture.server), 0);
    struct http_client *client =
        http_client_open(fixture.loop, client_host, http_server_port(fixture.server));
    char *echo = must_printf("GET|/||0|none|%s", address);
    http_client_get(client, "/");
    expect_reply(client, 200, echo);
    free(echo);
    http_client_close(client);
    http_fixture_stop(&fixture);
}

static void listens_on_ipv4(void **state)
{
    (void)state;
    serves("127.0.0.1", "127.0.0.1", "127.0.0.1");
    serves("0.0.0.0", "127.0.0.1", "127.0.0.1");
}

static bool ipv6_is_there(void)
{
    char *error = NULL;
    struct loop *loop = loop_new();
    struct http_options options = http_fixture_options();
    options.host = "::1";
    struct http_server *server = http_server_start(loop, &options, (struct http_handler){0}, &error);
    bool there = server;
    http_server_stop(server);
    loop_free(loop);
    free(error);
    return there;
}

static void listens_on_ipv6(void **state)
{
    (void)state;
    if (!ipv6_is_there())
        skip();
    serves("::1", "::1", "::1");
    serves("::", "::1", "::1");
    serves("::", "127.0.0.1", "127.0.0.1");
}

static void listens_on_a_name(void **state)
{
    (void)state;
    struct http_fixture fixture;
    struct http_options options = http_fixture_options();
    options.host = "localhost";
    http_fixture_start(&fixture, &options);
    assert_int_not_equal(http_server_port(fixture.server), 0);
    http_fixture_stop(&fixture);
}

static void expect_no_start(const char *host, unsigned port, const char *message)
{
    char *error = NULL;
    struct loop *loop = loop_new();
    struct http_options options = http_fixture_options();
    options.host = host;
    options.port = port;
    assert_null(http_server_start(loop, &options, (struct http_handler){0}, &error));
    assert_string_equal(error, message);
    free(error);
    loop_free(loop);
}

static void says_why_it_cannot_listen(void **state)
{
    (void)state;
    struct http_fixture fixture;
    struct http_options options = http_fixture_options();
    http_fixture_start(&fixture, &options);
    unsigned port = http_server_port(fixture.server);
    char *message = must_printf("cannot listen on 127.0.0.1:%u: Address already in use", port);
    expect_no_start("127.0.0.1", port, message);
    expect_no_start("2001:db8::1", 8000,
                    "cannot listen on [2001:db8::1]:8000: Cannot assign requested address");
    expect_no_start("not an address", 8000,
                    "cannot listen on not an address:8000: Name or service not known");
    free(message);
    http_fixture_stop(&fixture);
}

static void one_connection_too_many_is_refused(void **state)
{
    (void)state;
    struct http_fixture fixture;
    struct http_options options = http_fixture_options();
    options.max_connections = 2;
    http_fixture_start(&fixture, &options);
    struct http_client *clients[3];
    for (int i = 0; i < 3; i++)
        clients[i] = http_fixture_client(&fixture);
    http_client_get(clients[0], "/1");
    expect_reply(clients[0], 200, "GET|/1||0|none|127.0.0.1");
    http_client_get(clients[1], "/2");
    expect_reply(clients[1], 200, "GET|/2||0|none|127.0.0.1");
    http_client_text(clients[2], "POST /3 HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\n{}");
    expect_reply(clients[2], 503, "{\"message\":\"Too many connections: --max-connections allows 2.\"}");
    assert_true(http_client_end(clients[2]));
    assert_int_equal(fixture.answered, 2);
    http_client_close(clients[0]);
    http_client_close(clients[2]);
    loop_turn(fixture.loop, 20);
    loop_turn(fixture.loop, 20);
    clients[0] = http_fixture_client(&fixture);
    http_client_get(clients[0], "/4");
    expect_reply(clients[0], 200, "GET|/4||0|none|127.0.0.1");
    http_client_close(clients[0]);
    http_client_close(clients[1]);
    http_fixture_stop(&fixture);
}

/* What a supervisor asks must not depend on how many others there are. */
static void one_path_is_answered_on_a_connection_too_many(void **state)
{
    (void)state;
    struct http_fixture fixture;
    struct http_options options = http_fixture_options();
    options.max_connections = 1;
    options.always = "/alive";
    http_fixture_start(&fixture, &options);
    struct http_client *first = http_fixture_client(&fixture);
    http_client_get(first, "/1");
    expect_reply(first, 200, "GET|/1||0|none|127.0.0.1");
    struct http_client *prober = http_fixture_client(&fixture);
    http_client_get(prober, "/alive");
    expect_reply(prober, 200, "GET|/alive||0|none|127.0.0.1");
    assert_true(http_client_end(prober));
    http_client_close(prober);
    struct http_client *other = http_fixture_client(&fixture);
    http_client_get(other, "/alive/not");
    expect_reply(other, 503, "{\"message\":\"Too many connections: --max-connections allows 1.\"}");
    http_client_close(other);
    http_client_close(first);
    http_fixture_stop(&fixture);
}

/* Those who are too many fill what is kept for them, too; when one leaves, the next comes in at once. */
static void accepting_goes_on_once_a_connection_is_free(void **state)
{
    enum { ALL = 2 + 256 };
    (void)state;
    struct http_fixture fixture;
    struct http_options options = http_fixture_options();
    options.max_connections = 2;
    http_fixture_start(&fixture, &options);
    static struct http_client *clients[ALL];
    for (int i = 0; i < ALL; i++) {
        clients[i] = http_fixture_client(&fixture);
        loop_turn(fixture.loop, 0);
    }
    struct http_client *late = http_fixture_client(&fixture);
    http_client_get(late, "/");
    for (int i = 0; i < 5; i++)
        http_client_turn(late, 5);
    assert_int_equal(late->in.size, 0);
    int64_t began = loop_now();
    http_client_close(clients[0]);
    struct http_reply reply;
    assert_true(http_client_reply(late, &reply));
    assert_true(loop_now() - began < 2000);
    http_reply_free(&reply);
    for (int i = 1; i < ALL; i++)
        http_client_close(clients[i]);
    http_client_close(late);
    http_fixture_stop(&fixture);
}

static void idle_connections_are_closed_and_held_ones_are_not(void **state)
{
    (void)state;
    struct http_fixture fixture;
    struct http_options options = http_fixture_options();
    options.idle_seconds = 1;
    http_fixture_start(&fixture, &options);
    struct http_client *silent = http_fixture_client(&fixture);
    struct http_client *served = http_fixture_client(&fixture);
    struct http_client *held = http_fixture_client(&fixture);
    http_client_get(held, "/hold");
    http_client_get(served, "/");
    expect_reply(served, 200, "GET|/||0|none|127.0.0.1");
    int64_t before = loop_now();
    assert_int_equal(http_client_end(silent), 1);
    assert_int_equal(http_client_end(served), 1);
    assert_in_range(loop_now() - before, 500, 3000);
    while (loop_now() - before < 2500)
        http_client_turn(held, 50);
    assert_int_equal(held->end, 0);
    http_fixture_release(&fixture);
    expect_reply(held, 200, "released");
    assert_int_equal(fixture.abandoned, 0);
    http_client_close(silent);
    http_client_close(served);
    http_client_close(held);
    http_fixture_stop(&fixture);
}

static void note_done(void *arg)
{
    unsigned *done = arg;
    ++*done;
}

/* Drains and gives the ms that it took. */
static int64_t drain(struct http_fixture *fixture)
{
    unsigned done = 0;
    int64_t before = loop_now();
    http_server_drain(fixture->server, note_done, &done);
    while (!done && loop_now() - before < 7000)
        loop_turn(fixture->loop, 10);
    assert_int_equal(done, 1);
    return loop_now() - before;
}

static void start(struct http_fixture *fixture)
{
    struct http_options options = http_fixture_options();
    http_fixture_start(fixture, &options);
}

/* The fastest of five, for a machine may be busy with something else. */
static void an_idle_server_ends_at_once(void **state)
{
    (void)state;
    int64_t fastest = INT64_MAX;
    for (int i = 0; i < 5; i++) {
        struct http_fixture fixture;
        start(&fixture);
        struct http_client *idle = http_fixture_client(&fixture);
        http_client_get(idle, "/");
        expect_reply(idle, 200, "GET|/||0|none|127.0.0.1");
        int64_t took = drain(&fixture);
        fastest = took < fastest ? took : fastest;
        assert_int_equal(http_client_end(idle), 1);
        http_client_close(idle);
        http_fixture_stop(&fixture);
    }
    assert_in_range(fastest, 0, 19);
}

static void a_drain_closes_idle_connections(void **state)
{
    (void)state;
    struct http_fixture fixture;
    start(&fixture);
    struct http_client *served = http_fixture_client(&fixture);
    struct http_client *silent = http_fixture_client(&fixture);
    struct http_client *begun = http_fixture_client(&fixture);
    http_client_get(served, "/");
    expect_reply(served, 200, "GET|/||0|none|127.0.0.1");
    http_client_text(begun, "GET / HT");
    loop_turn(fixture.loop, 5);
    assert_in_range(drain(&fixture), 0, 1000);
    assert_int_equal(http_client_end(served), 1);
    assert_int_equal(http_client_end(silent), 1);
    assert_true(http_client_end(begun));
    http_client_close(served);
    http_client_close(silent);
    http_client_close(begun);
    http_fixture_stop(&fixture);
}

static void a_second_drain_changes_nothing(void **state)
{
    (void)state;
    struct http_fixture fixture;
    unsigned first = 0, second = 0;
    start(&fixture);
    http_server_drain(fixture.server, note_done, &first);
    http_server_drain(fixture.server, note_done, &second);
    assert_true(http_fixture_await(&fixture, &first, 1));
    loop_turn(fixture.loop, 5);
    assert_int_equal(first, 1);
    assert_int_equal(second, 0);
    http_fixture_stop(&fixture);
}

static void a_drained_server_does_not_listen(void **state)
{
    (void)state;
    struct http_fixture fixture, second;
    start(&fixture);
    struct http_options options = http_fixture_options();
    options.port = http_server_port(fixture.server);
    drain(&fixture);
    http_fixture_start(&second, &options);
    http_fixture_stop(&second);
    http_fixture_stop(&fixture);
}

static void a_drain_answers_what_is_in_the_socket(void **state)
{
    (void)state;
    struct http_fixture fixture;
    start(&fixture);
    struct http_client *client = http_fixture_client(&fixture);
    loop_turn(fixture.loop, 5);
    http_client_get(client, "/late");
    assert_in_range(drain(&fixture), 0, 1000);
    struct http_reply reply;
    assert_true(http_client_reply(client, &reply));
    char *connection = http_reply_header(&reply, "Connection");
    assert_string_equal(connection, "close");
    free(connection);
    http_reply_free(&reply);
    http_client_close(client);
    http_fixture_stop(&fixture);
}

/* Two clients that wait for a held reply when the server ends. */
static void drain_while_held(const char *last_words, unsigned status, const char *body)
{
    struct http_fixture fixture;
    start(&fixture);
    fixture.last_words = last_words;
    struct http_client *clients[] = {http_fixture_client(&fixture), http_fixture_client(&fixture)};
    http_client_get(clients[0], "/hold");
    http_client_get(clients[1], "/hold");
    assert_true(http_fixture_await_held(&fixture, 2));
    assert_in_range(drain(&fixture), 0, 1000);
    assert_int_equal(fixture.abandoned, 2);
    for (int i = 0; i < 2; i++) {
        expect_reply(clients[i], status, body);
        assert_int_equal(http_client_end(clients[i]), 1);
        http_client_close(clients[i]);
    }
    http_fixture_stop(&fixture);
}

static void a_drain_abandons_what_is_held(void **state)
{
    (void)state;
    drain_while_held(NULL, 503, "{\"message\":\"The server is ending.\"}");
    drain_while_held("last words", 200, "last words");
}

static void a_drain_ends_streams_without_a_size(void **state)
{
    (void)state;
    struct http_fixture fixture;
    start(&fixture);
    struct http_client *client = http_fixture_client(&fixture);
    http_client_get(client, "/starved?10");
    assert_true(http_client_await(client, strlen("HTTP/1.1 200 OK")));
    assert_in_range(drain(&fixture), 0, 1000);
    assert_int_equal(fixture.stream_ended, 1);
    expect_reply(client, 200, "");
    http_client_close(client);
    http_fixture_stop(&fixture);
}

/* A timer's callback: the second half of a body that was under way when the drain began. */
static void send_rest(void *arg)
{
    struct http_client *client = arg;
    assert_int_equal(send(client->socket, "rest", 4, MSG_NOSIGNAL), 4);
}

static void a_drain_lets_a_request_finish(void **state)
{
    (void)state;
    struct http_fixture fixture;
    start(&fixture);
    struct http_client *client = http_fixture_client(&fixture);
    http_client_text(client, "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 8\r\n\r\nthe ");
    loop_turn(fixture.loop, 5);
    loop_turn(fixture.loop, 5);
    struct loop_timer timer = {.callback = send_rest, .arg = client};
    loop_timer_at(fixture.loop, &timer, loop_now() + 200);
    assert_in_range(drain(&fixture), 150, 2000);
    expect_reply(client, 200, "the rest");
    assert_int_equal(http_client_end(client), 1);
    http_client_close(client);
    http_fixture_stop(&fixture);
}

static void a_drain_takes_five_seconds_at_most(void **state)
{
    (void)state;
    struct http_fixture fixture;
    start(&fixture);
    struct http_client *client = http_fixture_client(&fixture);
    http_client_text(client, "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 8\r\n\r\nthe ");
    loop_turn(fixture.loop, 5);
    loop_turn(fixture.loop, 5);
    assert_in_range(drain(&fixture), 4900, 6500);
    http_fixture_stop(&fixture);
    client->loop = NULL;
    assert_true(http_client_end(client));
    http_client_close(client);
}

static void a_server_stops_with_everything_under_way(void **state)
{
    (void)state;
    struct http_fixture fixture;
    start(&fixture);
    static const char *const paths[] = {
        "/", "/hold", "/starved_sized?10", "/hold", "/endless?100000000", "/shown?100000000"};
    enum { CLIENTS = sizeof paths / sizeof *paths };
    struct http_client *clients[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = http_fixture_client(&fixture);
        http_client_get(clients[i], paths[i]);
        loop_turn(fixture.loop, 5);
        loop_turn(fixture.loop, 5);
    }
    http_fixture_stop(&fixture);
    assert_int_equal(fixture.abandoned, 2);
    assert_int_equal(fixture.stream_ended, 3);
    for (int i = 0; i < CLIENTS; i++)
        http_client_close(clients[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(listens_on_ipv4),
        cmocka_unit_test(listens_on_ipv6),
        cmocka_unit_test(listens_on_a_name),
        cmocka_unit_test(says_why_it_cannot_listen),
        cmocka_unit_test(one_connection_too_many_is_refused),
        cmocka_unit_test(one_path_is_answered_on_a_connection_too_many),
        cmocka_unit_test(accepting_goes_on_once_a_connection_is_free),
        cmocka_unit_test(idle_connections_are_closed_and_held_ones_are_not),
        cmocka_unit_test(an_idle_server_ends_at_once),
        cmocka_unit_test(a_drain_closes_idle_connections),
        cmocka_unit_test(a_second_drain_changes_nothing),
        cmocka_unit_test(a_drained_server_does_not_listen),
        cmocka_unit_test(a_drain_answers_what_is_in_the_socket),
        cmocka_unit_test(a_drain_abandons_what_is_held),
        cmocka_unit_test(a_drain_ends_streams_without_a_size),
        cmocka_unit_test(a_drain_lets_a_request_finish),
        cmocka_unit_test(a_drain_takes_five_seconds_at_most),
        cmocka_unit_test(a_server_stops_with_everything_under_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
