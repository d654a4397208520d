#include "support/http_fixture.h"
#include "support/testing.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct http_reply reply_of(struct http_client *client)
{
    struct http_reply reply;
    assert_true(http_client_reply(client, &reply));
    return reply;
}

static void expect_reply(struct http_client *client, unsigned status, const char *body)
{
    struct http_reply reply = reply_of(client);
    assert_int_equal(reply.status, status);
    assert_string_equal(reply.body, body);
    http_reply_free(&reply);
}

/* What /echo says to a request sent as these bytes. */
static void expect_echo(struct http_fixture *fixture, const char *request, const char *echo)
{
    struct http_client *client = http_fixture_client(fixture);
    http_client_text(client, "%s", request);
    expect_reply(client, 200, echo);
    http_client_close(client);
}

static void fields_are_as_the_client_sent_them(void **state)
{
    static const char *const cases[][2] = {
        {"GET /a%20b%2Fc%C3%A4?x=%20+&y HTTP/1.1\r\nHost: t\r\n\r\n",
         "GET|/a b%2Fc\303\244|x=%20+&y|0|none|127.0.0.1"},
        {"GET / HTTP/1.1\r\nHost: t\r\nX-TEST: yes\r\n\r\n", "GET|/||0|yes|127.0.0.1"},
        {"GET /a%zz%4%00%2?q?r HTTP/1.1\r\nHost: t\r\n\r\n", "GET|/a%zz%4%00%2|q?r|0|none|127.0.0.1"},
        {"GET /? HTTP/1.1\r\nHost: t\r\n\r\n", "GET|/||0|none|127.0.0.1"},
        {"GET http://host:8000/v1/x?y HTTP/1.1\r\nHost: t\r\n\r\n", "GET|/v1/x|y|0|none|127.0.0.1"},
        {"OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n", "OPTIONS|*||0|none|127.0.0.1"},
        {"BREW /pot HTTP/1.1\r\nHost: t\r\n\r\n", "BREW|/pot||0|none|127.0.0.1"},
        {"DELETE /x HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc", "DELETE|/x||3|none|127.0.0.1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_echo(*state, cases[i][0], cases[i][1]);
}

static void a_connection_serves_many_requests(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    for (int i = 0; i < 50; i++) {
        http_client_text(client, "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nno %02d", i);
        char *body = must_printf("no %02d", i);
        expect_reply(client, 200, body);
        free(body);
    }
    http_client_text(client, "GET /body HTTP/1.1\r\nHost: t\r\n\r\n");
    expect_reply(client, 200, "");
    http_client_close(client);
}

static void pipelined_requests_are_answered_in_order(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    http_client_text(client, "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\none"
                             "GET /hold_and_resume HTTP/1.1\r\nHost: t\r\n\r\n"
                             "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nthree");
    expect_reply(client, 200, "one");
    expect_reply(client, 200, "released");
    expect_reply(client, 200, "three");
    http_client_close(client);
}

static void a_pipelined_request_waits_for_a_held_one(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    http_client_text(client, "GET /hold HTTP/1.1\r\nHost: t\r\n\r\n"
                             "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\ntwo");
    assert_true(http_fixture_await_held(fixture, 1));
    http_fixture_release(fixture);
    expect_reply(client, 200, "released");
    expect_reply(client, 200, "two");
    http_client_close(client);
}

static void chunked_bodies_are_joined(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    http_client_text(client, "POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                             "4\r\nWiki\r\n6\r\npedia \r\n");
    loop_turn(((struct http_fixture *)*state)->loop, 5);
    http_client_text(client, "B\r\nin chunks.\n\r\n0\r\n\r\n");
    expect_reply(client, 200, "Wikipedia in chunks.\n");
    http_client_close(client);
}

static void a_client_that_expects_100_is_told_to_continue(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    http_client_text(client,
                     "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    expect_reply(client, 100, "");
    http_client_text(client, "here");
    expect_reply(client, 200, "here");
    http_client_close(client);
}

static void a_slow_client_gets_its_reply(void **state)
{
    static const char request[] = "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\n\r\nslow";
    struct http_client *client = http_fixture_client(*state);
    for (size_t i = 0; i < strlen(request); i++) {
        http_client_send(client, request + i, 1);
        http_client_turn(client, 1);
    }
    expect_reply(client, 200, "slow");
    http_client_close(client);
}

static void head_has_the_headers_of_get(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    struct http_reply reply;
    http_client_text(client, "HEAD /e HTTP/1.1\r\nHost: t\r\n\r\n");
    assert_true(http_client_reply_head(client, &reply));
    char *length = http_reply_header(&reply, "Content-Length");
    assert_string_equal(length, "25"); /* HEAD|/e||0|none|127.0.0.1 */
    free(length);
    http_reply_free(&reply);
    reply = http_fixture_get(client, "/after", 200);
    assert_string_equal(reply.body, "GET|/after||0|none|127.0.0.1");
    http_reply_free(&reply);
    http_client_close(client);
}

static void big_post(struct http_client *client, size_t size, char fill)
{
    char *body = must_alloc(size);
    memset(body, fill, size);
    http_client_text(client, "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: %zu\r\n\r\n", size);
    http_client_send(client, body, size);
    free(body);
}

static void a_body_of_the_limit_is_taken(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    size_t size = 10 << 20;
    big_post(client, size, 'x');
    struct http_reply reply = reply_of(client);
    assert_int_equal(reply.status, 200);
    assert_int_equal(reply.body_size, size);
    assert_int_equal(strspn(reply.body, "x"), size);
    http_reply_free(&reply);
    big_post(client, 3, 'y');
    expect_reply(client, 200, "yyy");
    http_client_close(client);
}

static void a_larger_body_is_dropped_and_the_connection_goes_on(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    big_post(client, (10 << 20) + 1, 'x');
    expect_reply(client, 413, "too large, kept 0");
    big_post(client, 11 << 20, 'x');
    expect_reply(client, 413, "too large, kept 0");
    big_post(client, 3, 'y');
    expect_reply(client, 200, "yyy");
    http_client_close(client);
}

static void a_larger_chunked_body_is_dropped_too(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    size_t chunk = 1 << 20;
    char *bytes = must_zalloc(chunk);
    http_client_text(client, "POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 11; i++) {
        http_client_text(client, "100000\r\n");
        http_client_send(client, bytes, chunk);
        http_client_text(client, "\r\n");
    }
    free(bytes);
    http_client_text(client, "0\r\n\r\n");
    expect_reply(client, 413, "too large, kept 0");
    big_post(client, 3, 'y');
    expect_reply(client, 200, "yyy");
    http_client_close(client);
}

static void a_huge_body_is_refused_unread(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    http_client_text(client, "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999\r\n\r\n");
    struct http_reply reply = reply_of(client);
    assert_int_equal(reply.status, 413);
    char *connection = http_reply_header(&reply, "Connection");
    assert_string_equal(connection, "close");
    free(connection);
    http_reply_free(&reply);
    assert_true(http_client_end(client));
    http_client_close(client);
}

static void a_chunked_body_without_end_is_cut(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    size_t chunk = 1 << 20;
    char *bytes = must_zalloc(chunk);
    http_client_text(client, "POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 66 && !client->end; i++) {
        http_client_text(client, "100000\r\n");
        http_client_send(client, bytes, chunk);
        http_client_text(client, "\r\n");
    }
    free(bytes);
    expect_reply(client, 413, "{\"message\":\"The request body is too large\"}");
    assert_true(http_client_end(client));
    http_client_close(client);
}

/* Whatever is sent, the next client is served. */
static void expect_alive(struct http_fixture *fixture)
{
    struct http_client *client = http_fixture_client(fixture);
    struct http_reply reply = http_fixture_get(client, "/", 200);
    http_reply_free(&reply);
    http_client_close(client);
}

/* What a proxy in front, or the next reader of the log, would take for something else. */
static void doubtful_requests_get_400_and_end(void **state)
{
#define REQUEST(text)                                                                                        \
    {                                                                                                        \
        text, sizeof(text) - 1                                                                               \
    }
    static const struct {
        const char *text;
        size_t size;
    } requests[] = {
        REQUEST("POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                "2\r\nok\r\n0\r\n\r\n"),
        REQUEST("POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
                "2\r\nok\r\n0\r\n\r\n"),
        REQUEST("POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\ncontent-length: 3\r\n\r\nabc"),
        REQUEST("POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
        REQUEST("POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n"
                "Transfer-Encoding: identity\r\n\r\n"),
        REQUEST("GET /body\0/../secret HTTP/1.1\r\nHost: t\r\n\r\n"),
        REQUEST("GET /bo%20dy\0/../secret HTTP/1.1\r\nHost: t\r\n\r\n"),
        REQUEST("GET /body?a\0b HTTP/1.1\r\nHost: t\r\n\r\n"),
        REQUEST("GE\0T / HTTP/1.1\r\nHost: t\r\n\r\n"),
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        struct http_client *client = http_fixture_client(*state);
        http_client_send(client, requests[i].text, requests[i].size);
        struct http_reply reply = reply_of(client);
        if (reply.status != 400)
            fail_msg("request %zu: %u", i, reply.status);
        http_reply_free(&reply);
        assert_true(http_client_end(client));
        http_client_close(client);
    }
    expect_alive(*state);
}

static void a_length_that_is_said_twice_alike_is_none_the_worse(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    http_client_text(client,
                     "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok");
    expect_reply(client, 200, "ok");
    http_client_text(client, "GET /a%%20b HTTP/1.1\r\nHost: t\r\n\r\n");
    struct http_reply reply = reply_of(client);
    assert_int_equal(reply.status, 200);
    http_reply_free(&reply);
    http_client_close(client);
}

static void malformed_requests_get_400_and_end(void **state)
{
    static const char *const requests[] = {
        "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: many\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n",
        "POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        struct http_client *client = http_fixture_client(*state);
        http_client_text(client, "%s", requests[i]);
        struct http_reply reply = reply_of(client);
        assert_int_equal(reply.status, 400);
        http_reply_free(&reply);
        assert_true(http_client_end(client));
        http_client_close(client);
    }
    expect_alive(*state);
}

static void garbage_ends_its_connection_only(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    unsigned char garbage[4096];
    for (size_t i = 0; i < sizeof garbage; i++)
        garbage[i] = (unsigned char)(i * 131 + 7);
    http_client_send(client, garbage, sizeof garbage);
    shutdown(client->socket, SHUT_WR);
    assert_true(http_client_end(client));
    http_client_close(client);
    expect_alive(*state);
}

static void a_head_without_end_is_refused(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    http_client_text(client, "GET / HTTP/1.1\r\nHost: t\r\n");
    for (int i = 0; i < 2000 && !client->end; i++)
        http_client_text(client, "X-Long-%04d: 012345678901234567890123456789\r\n", i);
    assert_true(http_client_end(client));
    assert_int_equal(strncmp(client->in.data, "HTTP/1.1 431", 12), 0);
    http_client_close(client);
    expect_alive(*state);
}

/* An end that comes with the bytes is noticed by the idle time-out at the latest. */
static void truncated_requests_are_never_answered(void **state)
{
    static const char *const requests[] = {
        "GET",
        "GET /ca",
        "GET / HTTP/1.1\r\nHost: t\r\nX-",
        "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nhalf",
        "POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    };
    enum { REQUESTS = sizeof requests / sizeof *requests };
    (void)state;
    struct http_fixture fixture;
    struct http_client *clients[REQUESTS];
    struct http_options options = http_fixture_options();
    options.idle_seconds = 1;
    http_fixture_start(&fixture, &options);
    for (size_t i = 0; i < REQUESTS; i++) {
        clients[i] = http_fixture_client(&fixture);
        http_client_text(clients[i], "%s", requests[i]);
        shutdown(clients[i]->socket, SHUT_WR);
    }
    for (size_t i = 0; i < REQUESTS; i++) {
        assert_true(http_client_end(clients[i]));
        http_client_close(clients[i]);
    }
    assert_int_equal(fixture.answered, 0);
    expect_alive(&fixture);
    http_fixture_stop(&fixture);
}

static void what_follows_a_short_content_length_is_another_request(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    http_client_text(client, "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\nok surplus\r\n\r\n");
    expect_reply(client, 200, "ok");
    assert_true(http_client_end(client));
    http_client_close(client);
    expect_alive(*state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, http_fixture_begin, http_fixture_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fields_are_as_the_client_sent_them),
        TEST(a_connection_serves_many_requests),
        TEST(pipelined_requests_are_answered_in_order),
        TEST(a_pipelined_request_waits_for_a_held_one),
        TEST(chunked_bodies_are_joined),
        TEST(a_client_that_expects_100_is_told_to_continue),
        TEST(a_slow_client_gets_its_reply),
        TEST(head_has_the_headers_of_get),
        TEST(a_body_of_the_limit_is_taken),
        TEST(a_larger_body_is_dropped_and_the_connection_goes_on),
        TEST(a_larger_chunked_body_is_dropped_too),
        TEST(a_huge_body_is_refused_unread),
        TEST(a_chunked_body_without_end_is_cut),
        TEST(doubtful_requests_get_400_and_end),
        TEST(a_length_that_is_said_twice_alike_is_none_the_worse),
        TEST(malformed_requests_get_400_and_end),
        TEST(garbage_ends_its_connection_only),
        TEST(a_head_without_end_is_refused),
        cmocka_unit_test(truncated_requests_are_never_answered),
        TEST(what_follows_a_short_content_length_is_another_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
