#include "support/http_fixture.h"

#include "support/testing.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 30000, A_TURN_MS = 5 };

static void reply_text(struct exchange *exchange, unsigned status, char *text)
{
    reply_set(&exchange->reply, status, "text/plain", text, strlen(text));
}

/* What the server understood of the request. */
static void echo(struct http_fixture *fixture, struct exchange *exchange)
{
    (void)fixture;
    const struct request *request = &exchange->request;
    const char *header = request->header(request, "x-test");
    reply_text(exchange, 200,
               must_printf("%s|%s|%s|%zu|%s|%s", request->method, request->path, request->query,
                           request->body_size, header ? header : "none", request->client));
    reply_header(&exchange->reply, "X-One", "1");
    reply_header(&exchange->reply, "X-Two", "zwei");
}

static void body(struct http_fixture *fixture, struct exchange *exchange)
{
    (void)fixture;
    const struct request *request = &exchange->request;
    if (request->body_too_large) {
        reply_text(exchange, 413, must_printf("too large, kept %zu", request->body_size));
        return;
    }
    if (request->body_unreadable || request->body_code) {
        reply_text(exchange, 415, must_printf("%s", request->body_code ? request->body_code : "unreadable"));
        return;
    }
    char *copy = must_strndup(request->body, request->body_size);
    reply_set(&exchange->reply, 200, "text/plain", copy, request->body_size);
}

static void no_content(struct http_fixture *fixture, struct exchange *exchange)
{
    (void)fixture;
    reply_set(&exchange->reply, 204, "text/plain", NULL, 0);
}

static void empty(struct http_fixture *fixture, struct exchange *exchange)
{
    (void)fixture;
    reply_set(&exchange->reply, 200, "text/plain", NULL, 0);
}

static void closing(struct http_fixture *fixture, struct exchange *exchange)
{
    (void)fixture;
    reply_text(exchange, 200, must_strdup("bye"));
    exchange->reply.close = true;
}

static void forget(struct http_fixture *fixture, const struct exchange *exchange)
{
    size_t kept = 0;
    for (size_t i = 0; i < fixture->held_count; i++)
        if (fixture->held[i] != exchange)
            fixture->held[kept++] = fixture->held[i];
    fixture->held_count = kept;
}

static void abandoned(struct exchange *exchange)
{
    struct http_fixture *fixture = exchange->holder;
    fixture->abandoned++;
    forget(fixture, exchange);
    if (fixture->last_words)
        reply_text(exchange, 200, must_strdup(fixture->last_words));
}

static void hold(struct http_fixture *fixture, struct exchange *exchange)
{
    assert_true(fixture->held_count < FIXTURE_HELD);
    fixture->held[fixture->held_count++] = exchange;
    exchange->holder = fixture;
    exchange->abandoned = abandoned;
}

static void hold_and_resume(struct http_fixture *fixture, struct exchange *exchange)
{
    hold(fixture, exchange);
    http_fixture_release(fixture);
}

static ssize_t stream_look(void *state, char **bytes)
{
    enum { SHOWN = 100000 };
    static char shown[SHOWN];
    const struct http_fixture *fixture = state;
    if (fixture->stream_broken)
        return STREAM_BROKEN;
    if (!fixture->stream_left)
        return STREAM_END;
    size_t size = fixture->stream_left < fixture->stream_there ? fixture->stream_left : fixture->stream_there;
    memset(shown, 's', SHOWN);
    *bytes = shown;
    return (ssize_t)(size < SHOWN ? size : SHOWN);
}

static ssize_t stream_read(void *state, char *buffer, size_t room)
{
    struct http_fixture *fixture = state;
    char *bytes;
    ssize_t there = stream_look(state, &bytes);
    if (there < 0)
        return there;
    size_t size = (size_t)there < room ? (size_t)there : room;
    if (buffer)
        memcpy(buffer, bytes, size);
    fixture->stream_left -= size;
    fixture->stream_there -= size;
    return (ssize_t)size;
}

static void stream_end(void *state)
{
    struct http_fixture *fixture = state;
    fixture->stream_ended++;
}

/* "?N" bytes that are all there at once. */
static void sized_stream(struct http_fixture *fixture, struct exchange *exchange)
{
    size_t size = strtoul(exchange->request.query, NULL, 10);
    reply_set(&exchange->reply, 200, "text/plain", NULL, 0);
    fixture->stream = exchange;
    fixture->stream_left = fixture->stream_there = size;
    exchange->reply.stream =
        (struct reply_stream){.read = stream_read, .end = stream_end, .state = fixture, .size = size};
}

static void endless_stream(struct http_fixture *fixture, struct exchange *exchange)
{
    sized_stream(fixture, exchange);
    exchange->reply.stream.size = UINT64_MAX;
}

/* The same from a stream that shows what it has. */
static void shown_stream(struct http_fixture *fixture, struct exchange *exchange)
{
    endless_stream(fixture, exchange);
    exchange->reply.stream.look = stream_look;
}

/* "?N" bytes that the test makes available. */
static void starved_stream(struct http_fixture *fixture, struct exchange *exchange)
{
    endless_stream(fixture, exchange);
    fixture->stream_there = 0;
}

static void starved_sized_stream(struct http_fixture *fixture, struct exchange *exchange)
{
    sized_stream(fixture, exchange);
    fixture->stream_there = 0;
}

static void breaks(struct http_fixture *fixture, struct exchange *exchange)
{
    (void)fixture;
    exchange->reply.breaks = (enum reply_break)strtoul(exchange->request.query, NULL, 10);
}

static void answer(void *context, struct exchange *exchange)
{
    static const struct {
        const char *path;
        void (*handler)(struct http_fixture *fixture, struct exchange *exchange);
    } handlers[] = {
        {"/body", body},
        {"/close", closing},
        {"/empty", empty},
        {"/endless", endless_stream},
        {"/hold", hold},
        {"/hold_and_resume", hold_and_resume},
        {"/no_content", no_content},
        {"/shown", shown_stream},
        {"/sized", sized_stream},
        {"/starved", starved_stream},
        {"/starved_sized", starved_sized_stream},
        {"/breaks", breaks},
    };
    struct http_fixture *fixture = context;
    fixture->answered++;
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (strcmp(handlers[i].path, exchange->request.path) == 0) {
            handlers[i].handler(fixture, exchange);
            return;
        }
    echo(fixture, exchange);
}

struct http_options http_fixture_options(void)
{
    return (struct http_options){
        .host = "127.0.0.1", .max_body = 10 << 20, .max_connections = 4096, .idle_seconds = 60};
}

void http_fixture_start(struct http_fixture *fixture, const struct http_options *options)
{
    char *error = NULL;
    *fixture = (struct http_fixture){.loop = loop_new()};
    fixture->server =
        http_server_start(fixture->loop, options, (struct http_handler){answer, fixture}, &error);
    if (!fixture->server)
        fail_msg("%s", error);
}

void http_fixture_stop(struct http_fixture *fixture)
{
    http_server_stop(fixture->server);
    loop_free(fixture->loop);
}

struct http_client *http_fixture_client(const struct http_fixture *fixture)
{
    return http_client_open(fixture->loop, "127.0.0.1", http_server_port(fixture->server));
}

bool http_fixture_await(const struct http_fixture *fixture, const unsigned *count, unsigned wanted)
{
    int64_t end = loop_now() + PATIENCE_MS;
    while (*count != wanted && loop_now() < end)
        loop_turn(fixture->loop, A_TURN_MS);
    return *count == wanted;
}

bool http_fixture_await_held(const struct http_fixture *fixture, size_t count)
{
    int64_t end = loop_now() + PATIENCE_MS;
    while (fixture->held_count < count && loop_now() < end)
        loop_turn(fixture->loop, A_TURN_MS);
    return fixture->held_count == count;
}

void http_fixture_release(struct http_fixture *fixture)
{
    for (size_t i = 0; i < fixture->held_count; i++) {
        reply_text(fixture->held[i], 200, must_strdup("released"));
        fixture->held[i]->resume(fixture->held[i]);
    }
    fixture->held_count = 0;
}

struct http_reply http_fixture_get(struct http_client *client, const char *path, unsigned status)
{
    struct http_reply reply;
    http_client_get(client, path);
    if (!http_client_reply(client, &reply))
        fail_msg("no reply to %s", path);
    assert_int_equal(reply.status, status);
    return reply;
}

int http_fixture_begin(void **state)
{
    static struct http_fixture fixture;
    struct http_options options = http_fixture_options();
    http_fixture_start(&fixture, &options);
    *state = &fixture;
    return 0;
}

int http_fixture_end(void **state)
{
    http_fixture_stop(*state);
    return 0;
}
