/* Bodies that come encoded, and paths as they are written. */
#include "support/http_fixture.h"
#include "support/testing.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { LIMIT = 100000 };

static int start(void **state)
{
    static struct http_fixture fixture;
    struct http_options options = http_fixture_options();
    options.max_body = LIMIT;
    http_fixture_start(&fixture, &options);
    *state = &fixture;
    return 0;
}

static int stop(void **state)
{
    http_fixture_stop(*state);
    return 0;
}

/* Appends a gzip member. */
static void gzip(struct text *packed, const char *plain, size_t size)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)plain, .avail_in = (uInt)size};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    uLong room = deflateBound(&stream, size);
    stream.next_out = (Bytef *)text_room(packed, room);
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed->size += stream.total_out;
    deflateEnd(&stream);
}

static void expect(struct http_fixture *fixture, const char *encoding, const struct text *sent,
                   unsigned status, const char *body)
{
    struct http_reply reply;
    struct http_client *client = http_fixture_client(fixture);
    http_client_text(client,
                     "POST /body HTTP/1.1\r\nHost: t\r\nContent-Encoding: %s\r\nContent-Length: %zu\r\n\r\n",
                     encoding, sent->size);
    http_client_send(client, sent->data, sent->size);
    assert_true(http_client_reply(client, &reply));
    assert_int_equal(reply.status, status);
    assert_string_equal(reply.body, body);
    http_reply_free(&reply);
    http_client_close(client);
}

static void a_gzip_body_is_decoded(void **state)
{
    static const char plain[] = "{\"name\": \"packed\"}";
    static const char *const encodings[] = {"gzip", "GZIP", "x-gzip"};
    for (size_t i = 0; i < 3; i++) {
        struct text packed = {0};
        gzip(&packed, plain, strlen(plain));
        expect(*state, encodings[i], &packed, 200, plain);
        gzip(&packed, "again", 5);
        expect(*state, encodings[i], &packed, 200, "{\"name\": \"packed\"}again");
        text_free(&packed);
    }
    struct text itself = {0}, nothing = {0};
    text_add(&itself, plain);
    expect(*state, "identity", &itself, 200, plain);
    gzip(&nothing, "", 0);
    expect(*state, "gzip", &nothing, 200, "");
    text_free(&nothing);
    text_free(&itself);
}

/* A hundred kilobytes that would become a hundred megabytes. */
static void a_bomb_is_too_large(void **state)
{
    enum { MEGABYTES = 90 };
    struct text packed = {0};
    char *zeros = must_zalloc(1 << 20);
    memset(zeros, ' ', 1 << 20);
    for (size_t i = 0; i < MEGABYTES; i++)
        gzip(&packed, zeros, 1 << 20);
    assert_true(packed.size < LIMIT);
    expect(*state, "gzip", &packed, 413, "too large, kept 0");
    packed.size = 0;
    gzip(&packed, zeros, LIMIT + 1);
    expect(*state, "gzip", &packed, 413, "too large, kept 0");
    char *whole = must_strndup(zeros, LIMIT);
    packed.size = 0;
    gzip(&packed, zeros, LIMIT);
    expect(*state, "gzip", &packed, 200, whole);
    text_free(&packed);
    free(zeros);
    free(whole);
}

static void a_damaged_body_is_told(void **state)
{
    struct text packed = {0}, plain = {0}, cut = {0};
    gzip(&packed, "a body of some length, so that there is something to damage", 59);
    text_add_bytes(&cut, packed.data, packed.size - 1);
    text_add(&plain, "{}");
    expect(*state, "gzip", &cut, 415, "unreadable");
    expect(*state, "gzip", &plain, 415, "unreadable");
    packed.data[packed.size / 2] ^= 0x55;
    expect(*state, "gzip", &packed, 415, "unreadable");
    expect(*state, "br", &plain, 415, "br");
    expect(*state, "gzip, gzip", &plain, 415, "gzip, gzip");
    text_free(&packed);
    text_free(&plain);
    text_free(&cut);
}

/* As the proxy in front of the real server does it. */
static void paths_are_normalized(void **state)
{
    static const char *const cases[][2] = {
        {"//api/v1/health", "/api/v1/health"},
        {"/api/v1//operations///create", "/api/v1/operations/create"},
        {"/api/./v1/x/../health", "/api/v1/health"},
        {"/api/v1/health/.", "/api/v1/health/"},
        {"/api/v1/health/x/..", "/api/v1/health/"},
        {"/../../etc/passwd", "/etc/passwd"},
        {"/..", "/"},
        {"/.", "/"},
        {"//", "/"},
        {"/a/%2e%2E/b%2F/c", "/b%2F/c"},
        {"/.hidden/..two/...", "/.hidden/..two/..."},
        {"/a/b/../../..//c/", "/c/"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_reply reply;
        struct http_client *client = http_fixture_client(*state);
        http_client_text(client, "GET %s?q HTTP/1.1\r\nHost: t\r\n\r\n", cases[i][0]);
        char *echo = must_printf("GET|%s|q|0|none|127.0.0.1", cases[i][1]);
        assert_true(http_client_reply(client, &reply));
        assert_string_equal(reply.body, echo);
        free(echo);
        http_reply_free(&reply);
        http_client_close(client);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_gzip_body_is_decoded, start, stop),
        cmocka_unit_test_setup_teardown(a_bomb_is_too_large, start, stop),
        cmocka_unit_test_setup_teardown(a_damaged_body_is_told, start, stop),
        cmocka_unit_test_setup_teardown(paths_are_normalized, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
