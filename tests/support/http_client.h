#pragma once

#include "base/loop.h"
#include "base/text.h"

#include <stdbool.h>

/*
 * An HTTP client on a plain, non-blocking socket: sends any bytes, and reads replies. Where the server runs
 * on this thread, `loop` is its loop and is turned while the client waits; NULL where it is another process.
 * No wait is longer than thirty seconds.
 */
struct http_client {
    struct loop *loop;
    int socket;
    struct text in; /* read, not yet taken by http_client_reply() */
    int end;        /* 0: open, 1: closed by the server, else the errno it ended with */
};

struct http_reply {
    unsigned status;
    char *head; /* from the status line to the empty line */
    char *body; /* NUL-terminated, chunks joined */
    size_t body_size;
    bool chunked;
};

/* Fails the test where nobody listens. */
struct http_client *http_client_open(struct loop *loop, const char *host, unsigned port);
void http_client_close(struct http_client *client);

/* Sends all of it, or as much as the server takes before it closes. */
void http_client_send(struct http_client *client, const void *bytes, size_t size);
void http_client_text(struct http_client *client, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Asks for a path, and reads nothing. */
void http_client_get(struct http_client *client, const char *path);

/* Reads what is there after a turn of at most that many ms. */
void http_client_turn(struct http_client *client, int timeout_ms);

/* Waits for that much unread input; false where it does not come. */
bool http_client_await(struct http_client *client, size_t size);

/* The next whole reply; false where the connection ends, or time is up, before it is there. Free it. */
bool http_client_reply(struct http_client *client, struct http_reply *reply);

/* The same for the reply to a HEAD request, which has no body. */
bool http_client_reply_head(struct http_client *client, struct http_reply *reply);

/* Waits for the end of the connection and says how it came: see `end`; 0 where it did not. */
int http_client_end(struct http_client *client);

/* A header of the reply, a new text; NULL where it is not there. */
char *http_reply_header(const struct http_reply *reply, const char *name);
void http_reply_free(struct http_reply *reply);
