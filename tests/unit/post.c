#include "support/listener.h"
#include "support/testing.h"

#include "base/die.h"
#include "outbound/post.h"
#include "outbound/target.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What came of the posts of a test. */
struct outcome {
    unsigned ended, answered;
    unsigned status; /* of the last */
    size_t size;
    char *body, *reason;
};

static void note(void *arg, const struct posted *posted)
{
    struct outcome *outcome = arg;
    outcome->ended++;
    outcome->answered += posted->status != 0;
    outcome->status = posted->status;
    outcome->size = posted->size;
    free(outcome->body);
    free(outcome->reason);
    outcome->body = must_strdup(posted->body);
    outcome->reason = posted->reason ? must_strdup(posted->reason) : NULL;
}

struct fixture {
    struct loop *loop;
    struct poster *poster;
    struct listener listener;
    struct outcome outcome;
};

static void start(struct fixture *fixture, enum post_targets targets, int64_t limit, const char *answer)
{
    *fixture = (struct fixture){.loop = loop_new()};
    fixture->poster = poster_new(fixture->loop, &(struct post_options){.targets = targets, .limit = limit});
    listener_start(&fixture->listener, fixture->loop, answer);
}

static void stop(struct fixture *fixture)
{
    poster_free(fixture->poster);
    listener_stop(&fixture->listener);
    loop_free(fixture->loop);
    free(fixture->outcome.body);
    free(fixture->outcome.reason);
}

static bool await_end(struct fixture *fixture, unsigned count)
{
    int64_t end = loop_now() + 5000;
    while (fixture->outcome.ended < count && loop_now() < end)
        loop_turn(fixture->loop, 5);
    return fixture->outcome.ended == count;
}

static struct post *send_to(struct fixture *fixture, const char *url)
{
    return poster_send(fixture->poster, url, "{\"text\":\"hello\"}", note, &fixture->outcome);
}

static struct post *send_to_listener(struct fixture *fixture)
{
    char *url = listener_url(&fixture->listener, "/hook?a=b");
    struct post *post = send_to(fixture, url);
    free(url);
    return post;
}

static void expect_reason(struct fixture *fixture, const char *piece)
{
    assert_true(await_end(fixture, 1));
    assert_int_equal(fixture->outcome.status, 0);
    assert_string_equal(fixture->outcome.body, "");
    assert_non_null(fixture->outcome.reason);
    if (!strstr(fixture->outcome.reason, piece))
        fail_msg("no \"%s\" in \"%s\"", piece, fixture->outcome.reason);
}

static void a_text_is_posted_as_json(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, POST_TO_LOOPBACK, 5000, LISTENER_OK);
    send_to_listener(&fixture);
    assert_int_equal(fixture.outcome.ended, 0);
    assert_true(await_end(&fixture, 1));
    assert_int_equal(fixture.outcome.status, 200);
    assert_string_equal(fixture.outcome.body, "ok");
    assert_null(fixture.outcome.reason);
    const char *request = fixture.listener.taken.data;
    assert_memory_equal(request, "POST /hook?a=b HTTP/1.1\r\n", strlen("POST /hook?a=b HTTP/1.1\r\n"));
    assert_non_null(strstr(request, "\r\nContent-Type: application/json\r\n"));
    assert_non_null(strstr(request, "\r\n\r\n{\"text\":\"hello\"}"));
    stop(&fixture);
}

static void an_error_answer_is_handed_on(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, POST_TO_LOOPBACK, 5000, "HTTP/1.1 500 Oops\r\nContent-Length: 8\r\n\r\nno_hooks");
    send_to_listener(&fixture);
    assert_true(await_end(&fixture, 1));
    assert_int_equal(fixture.outcome.status, 500);
    assert_string_equal(fixture.outcome.body, "no_hooks");
    stop(&fixture);
}

static void a_redirect_is_not_followed(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, POST_TO_LOOPBACK, 5000,
          "HTTP/1.1 307 Elsewhere\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
    send_to_listener(&fixture);
    assert_true(await_end(&fixture, 1));
    assert_int_equal(fixture.outcome.status, 307);
    assert_int_equal(fixture.listener.connections, 1);
    stop(&fixture);
}

static void a_proxy_of_the_environment_is_not_used(void **state)
{
    (void)state;
    struct fixture fixture;
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("all_proxy", "http://127.0.0.1:1", 1);
    start(&fixture, POST_TO_LOOPBACK, 5000, LISTENER_OK);
    send_to_listener(&fixture);
    assert_true(await_end(&fixture, 1));
    assert_int_equal(fixture.outcome.status, 200);
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    stop(&fixture);
}

static void a_long_answer_is_cut(void **state)
{
    (void)state;
    struct fixture fixture;
    enum { LONG = 100000 };
    char *answer = must_printf("HTTP/1.1 400 Bad\r\nContent-Length: %d\r\n\r\n%*s", LONG, LONG, "end");
    start(&fixture, POST_TO_LOOPBACK, 5000, answer);
    send_to_listener(&fixture);
    assert_true(await_end(&fixture, 1));
    assert_int_equal(fixture.outcome.status, 400);
    assert_int_equal(fixture.outcome.size, POST_ANSWER_KEPT);
    assert_int_equal(strlen(fixture.outcome.body), POST_ANSWER_KEPT);
    stop(&fixture);
    free(answer);
}

static void a_slow_answer_is_given_up(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, POST_TO_LOOPBACK, 100, NULL);
    int64_t begin = loop_now();
    send_to_listener(&fixture);
    expect_reason(&fixture, "no answer within 0.1 s");
    assert_in_range(loop_now() - begin, 99, 1500);
    stop(&fixture);
}

static void a_refused_connection_says_so(void **state)
{
    (void)state;
    struct fixture fixture;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int bound = socket(AF_INET, SOCK_STREAM, 0); /* bound, not listening: nobody else gets the port */
    assert_int_equal(bind(bound, (struct sockaddr *)&address, size), 0);
    assert_int_equal(getsockname(bound, (struct sockaddr *)&address, &size), 0);
    char *url = must_printf("http://127.0.0.1:%u/", ntohs(address.sin_port));
    start(&fixture, POST_TO_LOOPBACK, 5000, LISTENER_OK);
    send_to(&fixture, url);
    expect_reason(&fixture, "Connection refused");
    stop(&fixture);
    close(bound);
    free(url);
}

static void refuses(const char *url, enum post_targets targets, const char *piece)
{
    struct fixture fixture;
    start(&fixture, targets, 5000, LISTENER_OK);
    int64_t begin = loop_now();
    send_to(&fixture, url);
    assert_int_equal(fixture.outcome.ended, 0);
    expect_reason(&fixture, piece);
    assert_true(loop_now() - begin < 1000);
    stop(&fixture);
}

static void other_machines_are_refused_without_connecting(void **state)
{
    (void)state;
    static const char *const urls[] = {"http://192.0.2.1/",          "https://hooks.slack.com/services/x",
                                       "http://[2001:db8::1]/",      "http://localhost.example/",
                                       "http://127.0.0.1.example/",  "http://127.0.0.1@192.0.2.1/",
                                       "http://[::ffff:192.0.2.1]/", "http://0.0.0.0/"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++)
        refuses(urls[i], POST_TO_LOOPBACK, "is not this machine, and --webhooks loopback allows no other");
}

static void what_is_no_web_address_is_refused(void **state)
{
    (void)state;
    static const char *const urls[] = {
        "", "hook", "file:///etc/passwd", "ftp://127.0.0.1/", "http://", "http://127.0.0.1:99999/"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        refuses(urls[i], POST_TO_LOOPBACK, "not a URL of http or https");
        refuses(urls[i], POST_TO_ANY, "not a URL of http or https");
    }
}

static void reaches_listener(const char *host, enum post_targets targets)
{
    struct fixture fixture;
    start(&fixture, targets, 5000, LISTENER_OK);
    char *url = must_printf("HTTP://%s:%u/", host, fixture.listener.port);
    send_to(&fixture, url);
    assert_true(await_end(&fixture, 1));
    assert_int_equal(fixture.outcome.status, 200);
    stop(&fixture);
    free(url);
}

static void this_machine_has_several_names(void **state)
{
    (void)state;
    static const char *const hosts[] = {"127.0.0.1", "localhost", "LocalHost", "[::ffff:127.0.0.1]",
                                        "user@127.0.0.1"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        reaches_listener(hosts[i], POST_TO_LOOPBACK);
    reaches_listener("127.0.0.1", POST_TO_ANY);
}

static bool on_loopback(const char *address)
{
    struct addrinfo *found = NULL;
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST};
    assert_int_equal(getaddrinfo(address, NULL, &hints, &found), 0);
    bool loopback = target_is_loopback(found->ai_addr);
    freeaddrinfo(found);
    return loopback;
}

/* What a connection goes to decides, whatever name led there. */
static void an_address_is_known_for_what_it_is(void **state)
{
    (void)state;
    static const char *const own[] = {"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"};
    static const char *const others[] = {
        "128.0.0.1", "126.0.0.1", "0.0.0.0", "::", "::2", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        assert_true(on_loopback(own[i]));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(on_loopback(others[i]));
}

/* The first connections are never answered, so the rest waits. */
static void a_few_run_more_wait_and_the_newest_is_dropped(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, POST_TO_LOOPBACK, 5000, NULL);
    for (int i = 0; i < POSTS_AT_ONCE + POSTS_WAITING; i++)
        send_to_listener(&fixture);
    assert_true(listener_await(&fixture.listener, POSTS_AT_ONCE));
    assert_int_equal(fixture.outcome.ended, 0);
    send_to_listener(&fixture);
    expect_reason(&fixture, "dropped, since 100 posts wait already");
    assert_int_equal(fixture.listener.connections, POSTS_AT_ONCE);
    stop(&fixture);
}

static void what_waits_is_sent_in_the_end(void **state)
{
    (void)state;
    struct fixture fixture;
    enum { COUNT = 60 };
    start(&fixture, POST_TO_LOOPBACK, 5000, LISTENER_OK);
    for (int i = 0; i < COUNT; i++)
        send_to_listener(&fixture);
    assert_true(await_end(&fixture, COUNT));
    assert_int_equal(fixture.outcome.answered, COUNT);
    assert_int_equal(fixture.listener.requests, COUNT);
    assert_in_range(fixture.listener.most_open, 2, POSTS_AT_ONCE);
    stop(&fixture);
}

/* Refused and unhappy targets are passed by; what is behind the first that takes it is not tried. */
static void an_offer_goes_to_the_first_that_takes_it(void **state)
{
    (void)state;
    struct fixture fixture;
    struct listener other;
    start(&fixture, POST_TO_LOOPBACK, 5000, "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
    listener_start(&other, fixture.loop, LISTENER_OK);
    char *unhappy = listener_url(&fixture.listener, "/a"), *taker = listener_url(&other, "/b");
    json_auto_t *urls = json_pack("[s, s, s, s]", "http://192.0.2.1/", unhappy, taker, unhappy);
    poster_offer(fixture.poster, urls, "{\"text\":\"hello\"}", note, &fixture.outcome);
    assert_true(await_end(&fixture, 3));
    assert_int_equal(fixture.outcome.status, 200);
    for (int turn = 0; turn < 10; turn++)
        loop_turn(fixture.loop, 5);
    assert_int_equal(fixture.outcome.ended, 3);
    assert_int_equal(fixture.listener.requests, 1);
    assert_int_equal(other.requests, 1);
    free(unhappy);
    free(taker);
    listener_stop(&other);
    stop(&fixture);
}

static void a_cancelled_post_is_not_heard_of_again(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, POST_TO_LOOPBACK, 5000, NULL);
    struct post *running = send_to_listener(&fixture);
    assert_true(listener_await(&fixture.listener, 1));
    struct post *refused = send_to(&fixture, "http://192.0.2.1/");
    post_cancel(running);
    post_cancel(refused);
    for (int i = 0; i < 10; i++)
        loop_turn(fixture.loop, 5);
    assert_int_equal(fixture.outcome.ended, 0);
    assert_int_equal(fixture.listener.open, 0);
    stop(&fixture);
}

static void a_cancelled_post_makes_room(void **state)
{
    (void)state;
    struct fixture fixture;
    struct post *first = NULL;
    start(&fixture, POST_TO_LOOPBACK, 5000, NULL);
    for (int i = 0; i < POSTS_AT_ONCE + 1; i++) {
        struct post *post = send_to_listener(&fixture);
        first = first ? first : post;
    }
    assert_true(listener_await(&fixture.listener, POSTS_AT_ONCE));
    post_cancel(first);
    assert_true(listener_await(&fixture.listener, POSTS_AT_ONCE + 1));
    stop(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_posted_as_json),
        cmocka_unit_test(an_error_answer_is_handed_on),
        cmocka_unit_test(a_redirect_is_not_followed),
        cmocka_unit_test(a_proxy_of_the_environment_is_not_used),
        cmocka_unit_test(a_long_answer_is_cut),
        cmocka_unit_test(a_slow_answer_is_given_up),
        cmocka_unit_test(a_refused_connection_says_so),
        cmocka_unit_test(other_machines_are_refused_without_connecting),
        cmocka_unit_test(what_is_no_web_address_is_refused),
        cmocka_unit_test(this_machine_has_several_names),
        cmocka_unit_test(an_address_is_known_for_what_it_is),
        cmocka_unit_test(a_few_run_more_wait_and_the_newest_is_dropped),
        cmocka_unit_test(what_waits_is_sent_in_the_end),
        cmocka_unit_test(an_offer_goes_to_the_first_that_takes_it),
        cmocka_unit_test(a_cancelled_post_is_not_heard_of_again),
        cmocka_unit_test(a_cancelled_post_makes_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
