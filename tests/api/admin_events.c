/* Streams of events whose readers are slow, or do not read. */
#include "support/api.h"

#include "base/die.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

enum { STREAMS = 32, LONG_QUERY = 8000 };

/* What the sanitizer counts; without one nothing does. */
size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

static size_t allocated(void)
{
    return __sanitizer_get_current_allocated_bytes ? __sanitizer_get_current_allocated_bytes() : 0;
}

static void nothing(struct exchange *exchange)
{
    (void)exchange;
}

/* The exchange lives until its stream is closed. */
static void listen_in(struct api *api, struct exchange *exchange)
{
    *exchange = (struct exchange){.request = {.method = "GET",
                                              .path = "/__admin/events",
                                              .query = "",
                                              .body = "",
                                              .client = "127.0.0.1",
                                              .header = api_find_header,
                                              .each_header = api_each_header},
                                  .resume = nothing,
                                  .stream_more = nothing};
    app_answer(api->app, exchange);
}

/* So many requests, each an event of eight kilobytes. */
static void make_events(struct api *api, int count)
{
    char query[LONG_QUERY + 1];
    memset(query, 'q', LONG_QUERY);
    query[LONG_QUERY] = '\0';
    char *path = must_printf("/v1/health?%s", query);
    for (int i = 0; i < count; i++) {
        struct reply reply = api_request(api, "GET", path, NULL, NULL);
        reply_clear(&reply);
    }
    free(path);
}

/* Reads up to `most` bytes of what there is. */
static struct text read_some(struct exchange *exchange, size_t most)
{
    struct text text = {0};
    char buffer[4096];
    ssize_t size = 1;
    while (size > 0 && text.size < most) {
        size = exchange->reply.stream.read(exchange->reply.stream.state, buffer, sizeof buffer);
        text_add_bytes(&text, buffer, size > 0 ? (size_t)size : 0);
    }
    return text;
}

static void a_sandbox_has_so_many_readers(void **state)
{
    struct api *api = *state;
    static struct exchange readers[STREAMS + 1];
    for (size_t i = 0; i <= STREAMS; i++) {
        listen_in(api, &readers[i]);
        assert_int_equal(readers[i].reply.status, i < STREAMS ? 200 : 503);
    }
    assert_non_null(strstr(readers[STREAMS].reply.body, "32 readers"));
    reply_clear(&readers[STREAMS].reply);
    reply_clear(&readers[0].reply);
    listen_in(api, &readers[0]);
    for (size_t i = 0; i < STREAMS; i++) {
        assert_int_equal(readers[i].reply.status, 200);
        reply_clear(&readers[i].reply);
    }
}

static void readers_that_do_not_read_share_a_bound_and_are_told(void **state)
{
    struct api *api = *state;
    static struct exchange readers[STREAMS];
    size_t read = 0;
    for (size_t i = 0; i < STREAMS; i++)
        listen_in(api, &readers[i]);
    make_events(api, 300);
    for (size_t i = 0; i < STREAMS; i++) {
        struct text text = read_some(&readers[i], SIZE_MAX);
        read += text.size;
        assert_true(text.size > 64 << 10);
        assert_non_null(strstr(text.data, "event: dropped\ndata: {\"count\":"));
        text_free(&text);
        reply_clear(&readers[i].reply);
    }
    assert_in_range(read, 8 << 20, (8 << 20) + STREAMS * (80 << 10));
}

static void what_a_slow_reader_has_read_is_freed(void **state)
{
    struct api *api = *state;
    struct exchange reader;
    listen_in(api, &reader);
    make_events(api, 100);
    size_t before = allocated();
    struct text text = read_some(&reader, 700 << 10);
    text_free(&text);
    if (before)
        assert_in_range(before - allocated(), 600 << 10, 1 << 21);
    struct text rest = read_some(&reader, SIZE_MAX);
    assert_in_range(rest.size, 50 << 10, 200 << 10);
    text_free(&rest);
    reply_clear(&reader.reply);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        API_TEST(a_sandbox_has_so_many_readers),
        API_TEST(readers_that_do_not_read_share_a_bound_and_are_told),
        API_TEST(what_a_slow_reader_has_read_is_freed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
