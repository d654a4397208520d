/* Streams that show what they have, and so are sent past libmicrohttpd. */
#include "support/http_fixture.h"
#include "support/testing.h"

#include <string.h>

static void it_is_sent_whole_to_old_clients(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    http_client_text(client, "GET /shown?3000000 HTTP/1.0\r\nHost: t\r\n\r\n");
    assert_int_equal(http_client_end(client), 1);
    const char *body = strstr(client->in.data, "\r\n\r\n");
    assert_non_null(body);
    assert_int_equal(strspn(body + 4, "s"), 3000000);
    assert_int_equal(fixture->stream_left, 0);
    http_client_close(client);
}

static void and_to_who_closes(void **state)
{
    struct http_client *client = http_fixture_client(*state);
    struct http_reply reply;
    http_client_text(client, "GET /shown?3000000 HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
    assert_true(http_client_reply(client, &reply));
    assert_true(reply.chunked);
    assert_int_equal(reply.body_size, 3000000);
    assert_int_equal(strspn(reply.body, "s"), 3000000);
    http_reply_free(&reply);
    assert_int_equal(http_client_end(client), 1);
    http_client_close(client);
}

/* Until there is no more room on the way, which is less than so much. */
static void take_nothing(struct http_fixture *fixture)
{
    size_t before;
    do {
        before = fixture->stream_left;
        for (int i = 0; i < 10; i++)
            loop_turn(fixture->loop, 1);
    } while (fixture->stream_left < before);
}

static void it_waits_for_a_slow_client(void **state)
{
    struct http_fixture *fixture = *state;
    struct http_client *client = http_fixture_client(fixture);
    http_client_get(client, "/shown?50000000");
    take_nothing(fixture);
    assert_in_range(fixture->stream_left, 1, 49999999);
    assert_int_equal(fixture->stream_ended, 0);
    struct http_reply reply;
    assert_true(http_client_reply(client, &reply));
    assert_int_equal(reply.body_size, 50000000);
    assert_int_equal(strspn(reply.body, "s"), 50000000);
    http_reply_free(&reply);
    http_client_close(client);
}

static void who_takes_nothing_is_cut_after_the_idle_time(void **state)
{
    (void)state;
    struct http_fixture fixture;
    struct http_options options = http_fixture_options();
    options.idle_seconds = 1;
    http_fixture_start(&fixture, &options);
    struct http_client *client = http_fixture_client(&fixture);
    http_client_get(client, "/shown?100000000");
    take_nothing(&fixture);
    int64_t full = loop_now();
    assert_true(http_fixture_await(&fixture, &fixture.stream_ended, 1));
    assert_in_range(loop_now() - full, 500, 3000);
    http_client_close(client);
    http_fixture_stop(&fixture);
}

static void one_that_breaks_looks_broken(void **state)
{
    struct http_fixture *fixture = *state;
    for (int slow = 0; slow < 2; slow++) {
        struct http_client *client = http_fixture_client(fixture);
        http_client_get(client, "/shown?100000000");
        assert_true(http_client_await(client, 100000));
        if (slow)
            take_nothing(fixture);
        fixture->stream_broken = true;
        struct http_reply reply;
        assert_false(http_client_reply(client, &reply));
        assert_int_not_equal(client->end, 0);
        assert_int_equal(fixture->stream_ended, slow + 1);
        fixture->stream_broken = false;
        http_client_close(client);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, http_fixture_begin, http_fixture_end)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(it_is_sent_whole_to_old_clients),
        TEST(and_to_who_closes),
        TEST(it_waits_for_a_slow_client),
        TEST(one_that_breaks_looks_broken),
        cmocka_unit_test(who_takes_nothing_is_cut_after_the_idle_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
