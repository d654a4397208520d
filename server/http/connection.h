#pragma once

#include "base/loop.h"
#include "base/text.h"
#include "http/exchange.h"

#include <microhttpd.h>
#include <netinet/in.h>

struct http_server;

/* Where a connection is with its current request. */
enum http_stage {
    STAGE_IDLE,      /* between requests */
    STAGE_HEAD,      /* its first line is there */
    STAGE_BODY,      /* its headers are there, the body is coming */
    STAGE_ANSWERING, /* the handler is at it */
    STAGE_HELD,      /* the handler keeps the reply back; suspended */
    STAGE_READY,     /* the reply is made */
    STAGE_SENDING,   /* libmicrohttpd has the reply */
    STAGE_STARVED,   /* a stream has nothing to send; suspended */
    STAGE_FULL,      /* the client does not take what is sent; suspended */
};

/* One client's connection with the one exchange it reuses for each of its requests. */
struct http_connection {
    struct exchange exchange;
    struct http_server *server;
    struct MHD_Connection *mhd;
    struct http_connection *next, *previous; /* in the server's list */
    int socket;
    enum http_stage stage;
    bool refused;       /* one connection too many */
    bool watched;       /* for the client to leave */
    bool half_closed;   /* the client sends no more; it may be waiting for its reply */
    bool interim;       /* the client knows replies that come before the reply: HTTP/1.1 */
    const char *line;   /* the target where libmicrohttpd has it, in the request's first line */
    bool gone;          /* the client left while the connection was suspended */
    bool more;          /* stream_more() came */
    size_t dropped;     /* bytes of a body over the limit */
    struct text target; /* of the request, as sent; path and query point into it */
    struct text body;
    size_t chunk, chunk_sent;   /* bytes of a chunk of our own, and of those that went: chunk.h */
    struct loop_timer patience; /* with a client that does not take it */
    char client[INET6_ADDRSTRLEN];
};

/* Callbacks of libmicrohttpd. */
void http_connection_notify(void *server, struct MHD_Connection *mhd, void **context,
                            enum MHD_ConnectionNotificationCode code);
void *http_connection_begin(void *server, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result http_connection_access(void *server, struct MHD_Connection *mhd, const char *url,
                                       const char *method, const char *version, const char *upload,
                                       size_t *upload_size, void **context);
void http_connection_completed(void *server, struct MHD_Connection *mhd, void **context,
                               enum MHD_RequestTerminationCode code);

/* The server ends: what is held is abandoned and answered, what is idle is closed. */
void http_connection_drain(struct http_connection *connection);

/* Lets the connection be closed as it stands: a held exchange is abandoned, a suspended one resumed. */
void http_connection_cut(struct http_connection *connection);

/* Suspends the connection in that stage; if that lasts, it will be watched. */
void http_connection_suspend(struct http_connection *connection, enum http_stage stage);

/* Suspends it until the client takes more; one that does not is cut after as long a silence as any other. */
void http_connection_await_room(struct http_connection *connection);

/* Watches a suspended connection for the client to leave, which libmicrohttpd does not. */
void http_connection_watch(struct http_connection *connection);
