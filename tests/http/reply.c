#include "support/http_fixture.h"
#include "support/testing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* The header has that value; NULL: it is not there. */
static void expect_header(const struct http_reply *reply, const char *name, const char *value)
{
    char *found = http_reply_header(reply, name);
    if (value) {
        assert_non_null(found);
        assert_string_equal(found, value);
    } else {
        assert_null(found);
    }
    free(found);
}

static void headers_and_length_are_set(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    struct http_reply reply = http_fixture_get(client, "/", 200);
    expect_header(&reply, "Content-Type", "text/plain");
    expect_header(&reply, "Content-Length", "23");
    expect_header(&reply, "X-One", "1");
    expect_header(&reply, "X-Two", "zwei");
    expect_header(&reply, "Connection", NULL);
    char *date = http_reply_header(&reply, "Date");
    assert_non_null(date);
    free(date);
    http_reply_free(&reply);
    http_client_close(client);
}

static void a_reply_without_body_has_no_type(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    struct http_reply reply = http_fixture_get(client, "/no_content", 204);
    expect_header(&reply, "Content-Type", NULL);
    expect_header(&reply, "Content-Length", NULL);
    http_reply_free(&reply);
    reply = http_fixture_get(client, "/empty", 200);
    expect_header(&reply, "Content-Type", NULL);
    expect_header(&reply, "Content-Length", "0");
    http_reply_free(&reply);
    http_client_close(client);
}

static void an_empty_text_has_a_type(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    struct http_reply reply = http_fixture_get(client, "/body", 200);
    expect_header(&reply, "Content-Type", "text/plain");
    expect_header(&reply, "Content-Length", "0");
    http_reply_free(&reply);
    http_client_close(client);
}

static void a_closing_reply_says_so_and_closes(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    struct http_reply reply = http_fixture_get(client, "/close", 200);
    expect_header(&reply, "Connection", "close");
    assert_string_equal(reply.body, "bye");
    http_reply_free(&reply);
    assert_int_equal(http_client_end(client), 1);
    http_client_close(client);
}

static void a_held_reply_comes_when_it_is_there(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    for (int i = 0; i < 3; i++) {
        http_client_get(client, "/hold");
        assert_true(http_fixture_await_held(fixture, 1));
        http_client_turn(client, 20);
        assert_int_equal(client->in.size, 0);
        http_fixture_release(fixture);
        struct http_reply reply;
        assert_true(http_client_reply(client, &reply));
        assert_string_equal(reply.body, "released");
        http_reply_free(&reply);
    }
    assert_int_equal(fixture->abandoned, 0);
    http_client_close(client);
}

static void a_reply_resumed_at_once_comes(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    struct http_reply reply = http_fixture_get(client, "/hold_and_resume", 200);
    assert_string_equal(reply.body, "released");
    http_reply_free(&reply);
    http_client_close(client);
}

static void a_held_reply_can_be_a_wreck(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    http_client_get(client, "/hold");
    assert_true(http_fixture_await_held(fixture, 1));
    fixture->held[0]->reply.breaks = BREAK_EMPTY_RESPONSE;
    fixture->held[0]->resume(fixture->held[0]);
    fixture->held_count = 0;
    assert_int_equal(http_client_end(client), 1);
    assert_int_equal(client->in.size, 0);
    http_client_close(client);
}

static void who_leaves_while_held_is_abandoned_once(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    struct http_client *other = http_fixture_client(fixture);
    http_client_get(client, "/hold");
    http_client_get(other, "/hold");
    assert_true(http_fixture_await_held(fixture, 2));
    http_client_close(client);
    assert_true(http_fixture_await(fixture, &fixture->abandoned, 1));
    assert_int_equal(fixture->held_count, 1);
    http_fixture_release(fixture);
    struct http_reply reply;
    assert_true(http_client_reply(other, &reply));
    http_reply_free(&reply);
    assert_int_equal(fixture->abandoned, 1);
    http_client_close(other);
}

/* As nc and shells' sockets do, which wait for the reply then. */
static void who_only_ends_its_sending_gets_its_reply(void **state)
{
    static const char *const versions[] = {"1.1", "1.0"};
    struct http_fixture *fixture = *state;
    for (size_t i = 0; i < 2; i++) {
        struct http_client *client = http_fixture_client(fixture);
        http_client_text(client, "GET /hold HTTP/%s\r\nHost: t\r\n\r\n", versions[i]);
        shutdown(client->socket, SHUT_WR);
        assert_true(http_fixture_await_held(fixture, 1));
        for (int turn = 0; turn < 5; turn++)
            http_client_turn(client, 5);
        assert_int_equal(fixture->held_count, 1);
        http_fixture_release(fixture);
        assert_true(http_client_end(client));
        assert_non_null(strstr(client->in.data, "HTTP/1.1 200 OK"));
        assert_non_null(strstr(client->in.data, "released"));
        http_client_close(client);
    }
    assert_int_equal(fixture->abandoned, 0);
}

static void who_is_held_when_the_server_stops_is_abandoned(void **state)
{
    struct http_fixture fixture;
    (void)state;
    struct http_options options = http_fixture_options();
    http_fixture_start(&fixture, &options);
    struct http_client *client = http_fixture_client(&fixture);
    http_client_get(client, "/hold");
    assert_true(http_fixture_await_held(&fixture, 1));
    http_fixture_stop(&fixture);
    assert_int_equal(fixture.abandoned, 1);
    client->loop = NULL;
    assert_true(http_client_end(client));
    http_client_close(client);
}

static void a_thousand_held_replies_are_released_at_once(void **state)
{
    enum { THOUSAND = 1000 };
    struct http_fixture *fixture = *state;
    static struct http_client *clients[THOUSAND];
    for (size_t i = 0; i < THOUSAND; i++) {
        clients[i] = http_fixture_client(fixture);
        http_client_get(clients[i], "/hold");
        loop_turn(fixture->loop, 0);
    }
    assert_true(http_fixture_await_held(fixture, THOUSAND));
    http_fixture_release(fixture);
    for (size_t i = 0; i < THOUSAND; i++) {
        struct http_reply reply;
        assert_true(http_client_reply(clients[i], &reply));
        assert_string_equal(reply.body, "released");
        http_reply_free(&reply);
        http_client_close(clients[i]);
    }
    assert_int_equal(fixture->abandoned, 0);
}

/* The loop sleeps while a reply is held: it does not spin. */
static void holding_costs_no_turns(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    http_client_get(client, "/hold");
    assert_true(http_fixture_await_held(fixture, 1));
    loop_turn(fixture->loop, 20);
    loop_turn(fixture->loop, 20);
    int64_t before = loop_now();
    loop_turn(fixture->loop, 100);
    assert_true(loop_now() - before >= 99);
    http_client_close(client);
    assert_true(http_fixture_await(fixture, &fixture->abandoned, 1));
}

static void expect_stream(struct http_fixture *fixture, const char *path, size_t size, bool chunked)
{
    struct http_client *client = http_fixture_client(fixture);
    struct http_reply reply = http_fixture_get(client, path, 200);
    assert_int_equal(reply.body_size, size);
    assert_int_equal(strspn(reply.body, "s"), size);
    assert_int_equal(reply.chunked, chunked);
    http_reply_free(&reply);
    reply = http_fixture_get(client, "/", 200); /* the connection goes on */
    http_reply_free(&reply);
    assert_int_equal(fixture->stream_ended, 1);
    fixture->stream_ended = 0;
    http_client_close(client);
}

static void streams_are_sent_whole(void **state)
{
    expect_stream(*state, "/sized?1", 1, false);
    expect_stream(*state, "/sized?3000000", 3000000, false);
    expect_stream(*state, "/endless?0", 0, true);
    expect_stream(*state, "/endless?3000000", 3000000, true);
    expect_stream(*state, "/shown?0", 0, true);
    expect_stream(*state, "/shown?100", 100, true);
    expect_stream(*state, "/shown?3000000", 3000000, true);
}

static void head_of_a_stream_ends_it_unread(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    struct http_reply reply;
    http_client_text(client, "HEAD /sized?500 HTTP/1.1\r\nHost: t\r\n\r\n");
    assert_true(http_client_reply_head(client, &reply));
    expect_header(&reply, "Content-Length", "500");
    http_reply_free(&reply);
    reply = http_fixture_get(client, "/", 200);
    http_reply_free(&reply);
    assert_int_equal(fixture->stream_left, 500);
    assert_int_equal(fixture->stream_ended, 1);
    http_client_close(client);
}

static void head_of_an_endless_stream_ends_it_unread(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    struct http_reply reply;
    http_client_text(client, "HEAD /endless?500 HTTP/1.1\r\nHost: t\r\n\r\n");
    assert_true(http_client_reply_head(client, &reply));
    http_reply_free(&reply);
    reply = http_fixture_get(client, "/", 200);
    assert_string_equal(reply.body, "GET|/||0|none|127.0.0.1");
    http_reply_free(&reply);
    assert_int_equal(fixture->stream_left, 500);
    assert_int_equal(fixture->stream_ended, 1);
    http_client_text(client, "HEAD /starved?500 HTTP/1.1\r\nHost: t\r\n\r\n");
    assert_true(http_client_reply_head(client, &reply));
    http_reply_free(&reply);
    assert_true(http_fixture_await(fixture, &fixture->stream_ended, 2));
    http_client_close(client);
}

static void feed(struct http_fixture *fixture, size_t size)
{
    fixture->stream_there = size;
    fixture->stream->stream_more(fixture->stream);
}

static void a_stream_goes_on_where_the_client_only_ends_its_sending(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    http_client_get(client, "/starved?20");
    assert_true(http_client_await(client, strlen("HTTP/1.1 200 OK")));
    shutdown(client->socket, SHUT_WR);
    for (int i = 0; i < 5; i++)
        http_client_turn(client, 5);
    for (int i = 0; i < 3; i++) {
        feed(fixture, 10);
        http_client_turn(client, 5);
    }
    struct http_reply reply;
    assert_true(http_client_reply(client, &reply));
    assert_string_equal(reply.body, "ssssssssssssssssssss");
    http_reply_free(&reply);
    http_client_close(client);
}

static void a_starved_stream_goes_on_when_there_is_more(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    http_client_get(client, "/starved?30");
    assert_true(http_client_await(client, strlen("HTTP/1.1 200 OK")));
    for (int i = 0; i < 3; i++) {
        size_t before = client->in.size;
        feed(fixture, 10);
        assert_true(http_client_await(client, before + strlen("a\r\nssssssssss\r\n")));
    }
    struct http_reply reply;
    feed(fixture, 1);
    assert_true(http_client_reply(client, &reply));
    assert_string_equal(reply.body, "ssssssssssssssssssssssssssssss");
    http_reply_free(&reply);
    http_client_close(client);
}

static void a_stream_whose_client_leaves_ends_once(void **state)
{
    static const char *const paths[] = {"/sized?100000000", "/endless?100000000", "/shown?100000000"};
    struct http_fixture *fixture = *state;
    for (unsigned i = 0; i < 3; i++) {
        struct http_client *client = http_fixture_client(fixture);
        http_client_get(client, paths[i]);
        assert_true(http_client_await(client, 100000));
        http_client_close(client);
        assert_true(http_fixture_await(fixture, &fixture->stream_ended, i + 1));
        assert_true(fixture->stream_left > 0);
    }
}

static void a_starved_stream_whose_client_leaves_ends_once(void **state)
{
    static const char *const paths[] = {"/starved?100", "/starved_sized?100"};
    struct http_fixture *fixture = *state;
    for (unsigned i = 0; i < 2; i++) {
        struct http_client *client = http_fixture_client(fixture);
        http_client_get(client, paths[i]);
        assert_true(http_client_await(client, strlen("HTTP/1.1 200 OK")));
        loop_turn(fixture->loop, 5);
        http_client_close(client);
        loop_turn(fixture->loop, 5);
        feed(fixture, 1); /* whether it has left shows when it is sent something */
        assert_true(http_fixture_await(fixture, &fixture->stream_ended, i + 1));
    }
}

/* What a client sees of a breaks: how the connection ends and what comes before. */
static struct http_client *wrecked(struct http_fixture *fixture, enum reply_break breaks, int end)
{
    struct http_client *client = http_fixture_client(fixture);
    http_client_text(client, "POST /breaks?%u HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\n{}", breaks);
    assert_int_equal(http_client_end(client), end);
    return client;
}

static void a_reset_is_a_reset(void **state)
{
    struct http_client *client = wrecked(*state, BREAK_CONNECTION_RESET_BY_PEER, ECONNRESET);
    assert_int_equal(client->in.size, 0);
    http_client_close(client);
}

static void an_empty_response_is_a_close(void **state)
{
    struct http_client *client = wrecked(*state, BREAK_EMPTY_RESPONSE, 1);
    assert_int_equal(client->in.size, 0);
    http_client_close(client);
}

static void a_malformed_chunk_follows_a_good_head(void **state)
{
    struct http_client *client = wrecked(*state, BREAK_MALFORMED_RESPONSE_CHUNK, 1);
    assert_int_equal(strncmp(client->in.data, "HTTP/1.1 200 OK\r\n", 17), 0);
    assert_non_null(strstr(client->in.data, "Transfer-Encoding: chunked\r\n\r\n"));
    struct http_reply reply;
    assert_false(http_client_reply(client, &reply));
    http_client_close(client);
}

static void random_data_is_no_http_and_repeats(void **state)
{
    struct http_client *one = wrecked(*state, BREAK_RANDOM_DATA_THEN_CLOSE, 1);
    struct http_client *two = wrecked(*state, BREAK_RANDOM_DATA_THEN_CLOSE, 1);
    assert_true(one->in.size > 16);
    assert_int_not_equal(strncmp(one->in.data, "HTTP", 4), 0);
    assert_int_equal(one->in.size, two->in.size);
    assert_memory_equal(one->in.data, two->in.data, one->in.size);
    http_client_close(one);
    http_client_close(two);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, http_fixture_begin, http_fixture_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(headers_and_length_are_set),
        TEST(a_reply_without_body_has_no_type),
        TEST(an_empty_text_has_a_type),
        TEST(a_closing_reply_says_so_and_closes),
        TEST(a_held_reply_comes_when_it_is_there),
        TEST(a_reply_resumed_at_once_comes),
        TEST(a_held_reply_can_be_a_wreck),
        TEST(who_leaves_while_held_is_abandoned_once),
        TEST(who_only_ends_its_sending_gets_its_reply),
        TEST(a_stream_goes_on_where_the_client_only_ends_its_sending),
        TEST(head_of_an_endless_stream_ends_it_unread),
        cmocka_unit_test(who_is_held_when_the_server_stops_is_abandoned),
        TEST(a_thousand_held_replies_are_released_at_once),
        TEST(holding_costs_no_turns),
        TEST(streams_are_sent_whole),
        TEST(head_of_a_stream_ends_it_unread),
        TEST(a_starved_stream_goes_on_when_there_is_more),
        TEST(a_stream_whose_client_leaves_ends_once),
        TEST(a_starved_stream_whose_client_leaves_ends_once),
        TEST(a_reset_is_a_reset),
        TEST(an_empty_response_is_a_close),
        TEST(a_malformed_chunk_follows_a_good_head),
        TEST(random_data_is_no_http_and_repeats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
