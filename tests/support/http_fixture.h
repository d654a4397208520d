#pragma once

#include "base/loop.h"
#include "http/server.h"
#include "support/http_client.h"

enum { FIXTURE_HELD = 1024 };

/* A server on a free port of this thread, with a handler that does what the path says: see http_fixture.c. */
struct http_fixture {
    struct loop *loop;
    struct http_server *server;
    struct exchange *held[FIXTURE_HELD];
    size_t held_count;
    unsigned answered;
    unsigned abandoned;
    const char *last_words; /* what abandoned() replies with; NULL: nothing */
    struct exchange *stream;
    size_t stream_left;    /* bytes to send */
    size_t stream_there;   /* bytes to send before the next "nothing yet" */
    bool stream_broken;    /* what is left is not to be had */
    unsigned stream_ended; /* calls of end() */
};

/* Loopback, port 0, and the limits of the product. */
struct http_options http_fixture_options(void);

void http_fixture_start(struct http_fixture *fixture, const struct http_options *options);
void http_fixture_stop(struct http_fixture *fixture);

/* cmocka's setup and teardown of a test whose state is a fixture with those limits. */
int http_fixture_begin(void **state);
int http_fixture_end(void **state);

struct http_client *http_fixture_client(const struct http_fixture *fixture);

/* Turns the loop until the number at `count` is `wanted`; false where thirty seconds do not bring that. */
bool http_fixture_await(const struct http_fixture *fixture, const unsigned *count, unsigned wanted);

/* Turns the loop until that many exchanges are held, and says whether. */
bool http_fixture_await_held(const struct http_fixture *fixture, size_t count);

/* Replies to everything that is held. */
void http_fixture_release(struct http_fixture *fixture);

/* Sends a GET; its reply must come, with that status. Free it. */
struct http_reply http_fixture_get(struct http_client *client, const char *path, unsigned status);
