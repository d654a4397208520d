#pragma once

#include "http/exchange.h"

#include <stddef.h>

struct loop;

/*
 * The HTTP server: turns what comes over TCP into exchanges and sends their replies. It runs on the caller's
 * loop and thread; the handler is called on it too.
 */
struct http_server;

struct http_options {
    const char *host;         /* an address or a name */
    unsigned port;            /* 0: any free one */
    size_t max_body;          /* bytes; a longer body is read and dropped: request.body_too_large */
    unsigned max_connections; /* each one more is answered 503 and closed; fewer where the machine gives fewer
                                 descriptors */
    const char *always;       /* the path that is answered on those, too; NULL for none */
    unsigned idle_seconds;    /* silence after which a connection is closed; a held one is spared. 0: never */
};

/*
 * answer() fills exchange->reply (a status, or how the connection is broken), or sets exchange->abandoned to
 * hold the exchange: then whoever holds it calls exchange->resume(exchange) once the reply is to be sent,
 * from anywhere on the loop's thread. The exchange belongs to the server and lives until its reply is sent,
 * or until abandoned() has returned.
 *
 * abandoned() is called once, and means "let go of it": the client is gone, and nothing is sent; or the
 * server ends, and a reply that abandoned() sets is still sent (503 if it sets none).
 *
 * A reply.stream is asked for bytes as the client takes them; after read() gave 0 it is not asked again
 * before exchange->stream_more(exchange). A stream without a size ends when the server ends,
 * unless it says that it `ends`.
 */
struct http_handler {
    void (*answer)(void *context, struct exchange *exchange);
    void *context;
};

/* Listens. NULL where the address cannot be had: *error is then a new text that names host and port. */
struct http_server *http_server_start(struct loop *loop, const struct http_options *options,
                                      struct http_handler handler, char **error);

/* The port that is listened on. */
unsigned http_server_port(const struct http_server *server);

/* Takes no more connections, closes idle ones, abandons held exchanges, lets the rest finish, 5 s at most;
 * then calls done(arg) from the loop, which may stop the server. A second call changes nothing. */
void http_server_drain(struct http_server *server, void (*done)(void *arg), void *arg);

/* Closes every connection as it stands (held exchanges are abandoned) and frees the server. Not from within
 * answer(), abandoned() or a stream. */
void http_server_stop(struct http_server *server);
