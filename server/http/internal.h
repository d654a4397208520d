#pragma once

#include "base/loop.h"
#include "http/server.h"

#include <microhttpd.h>

struct http_connection;

enum { HTTP_WHOLE_HEAD = 16 << 10 }; /* bytes that a request's first line and headers may have */

/* What the files of http/ share of the server. */
struct http_server {
    struct loop *loop;
    struct MHD_Daemon *daemon;
    int epoll; /* libmicrohttpd's */
    struct http_options options;
    struct http_handler handler;
    unsigned port;
    struct http_connection *connections;
    unsigned connection_count, connections_allowed;
    struct loop_timer timer; /* when libmicrohttpd wants to run at the latest */
    struct loop_timer watch_timer;
    bool draining;
    struct loop_timer drain_limit;
    void (*drain_done)(void *arg);
    void *drain_arg;
};
