#pragma once

#include "base/loop.h"
#include "base/text.h"

#include <stdbool.h>

enum { LISTENER_CONNECTIONS = 512 };

/* A listening server on 127.0.0.1 that takes one request a connection and answers it with fixed bytes, or
 * never. It shares the loop of what is tested. */
struct listener {
    struct loop *loop;
    int socket;
    unsigned port;
    const char *answer; /* sent to each request; NULL: nothing is ever sent */
    unsigned connections, requests;
    unsigned open, most_open; /* connections at a time */
    struct text taken;        /* all requests, one after the other */
    struct listener_peer *peers[LISTENER_CONNECTIONS];
};

#define LISTENER_OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

void listener_start(struct listener *listener, struct loop *loop, const char *answer);
void listener_stop(struct listener *listener);

/* Turns the loop until that many requests came; false where thirty seconds do not bring them. */
bool listener_await(struct listener *listener, unsigned requests);

/* Its URL with that path; a new text. */
char *listener_url(const struct listener *listener, const char *path);
