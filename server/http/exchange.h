#pragma once

#include "base/uuid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct route;
struct text;

/* Headers that nearly every request is asked for. */
enum known_header {
    HEADER_AUTHORIZATION,
    HEADER_ACCEPT,
    HEADER_CONTENT_TYPE,
    HEADER_HOST,
    HEADER_ORIGIN,
    HEADER_SEC_FETCH_SITE,
    HEADER_FAKEBYTE_SANDBOX,
    HEADER_FAKEBYTE_PAGE,
    KNOWN_HEADERS,
};

/*
 * One request and its reply. http/ makes it of bytes and sends what comes back; everything else reads and
 * fills it, so that tests drive the whole server without a socket. All texts are NUL-terminated UTF-8 or what
 * the client sent.
 */
struct request {
    const char *method;
    const char *path;  /* percent-decoded, its "//", "." and ".." resolved, without the query */
    const char *query; /* as sent, behind the '?'; "" where there is none */
    const char *body;  /* "" where there is none */
    size_t body_size;
    bool body_too_large;   /* the body was over the limit, was read and dropped */
    bool body_unreadable;  /* it is not what its Content-Encoding says */
    const char *body_code; /* a Content-Encoding that is not known here, or NULL */
    const char *client;    /* address the request came from */
    /* The value of a header (any case), or NULL. */
    const char *(*header)(const struct request *request, const char *name);
    /* Calls visit() with each header, in the order in which they came. */
    void (*each_header)(const struct request *request,
                        void (*visit)(void *arg, const char *name, const char *value), void *arg);
    void *headers;                    /* what both look in */
    const char *known[KNOWN_HEADERS]; /* what request_know_headers() found; NULL for none */
    const struct text *packed;        /* and all of them as it wrote them, until the next request comes */
};

/* What is known of an exchange for as long as it lasts, for the logs. */
struct trace {
    char id[17];               /* X-Request-Id */
    int64_t began;             /* moment_micros() */
    const struct route *route; /* NULL where the path leads nowhere */
    char sandbox[65];          /* the name of the one in whose log it is; "" for none */
    uint64_t number;           /* in that log */
};

struct reply_header {
    char *name; /* the reply's own, with the value behind it */
    char *value;
};

enum { REPLY_HEADERS = 24 };

/* How a connection is broken on purpose instead of answered; WireMock's names. */
enum reply_break {
    BREAK_NONE,
    BREAK_CONNECTION_RESET_BY_PEER,
    BREAK_EMPTY_RESPONSE,
    BREAK_MALFORMED_RESPONSE_CHUNK,
    BREAK_RANDOM_DATA_THEN_CLOSE,
};

enum { STREAM_END = -1, STREAM_BROKEN = -2 };

/* A body made while it is sent: for what is long or has no end. */
struct reply_stream {
    /* Writes up to `room` bytes; their number, 0 for "nothing yet, stream_more() comes", STREAM_END or, where
     * what comes next is not to be had any more, STREAM_BROKEN: the connection then breaks, so that nobody
     * takes what was sent for all of it. */
    ssize_t (*read)(void *state, char *buffer, size_t room);
    /* Where much comes at once, else NULL: shows all that read() has, which stays until that takes it; read()
     * without a buffer passes over it. */
    ssize_t (*look)(void *state, char **bytes);
    void (*end)(void *state); /* called once, sent whole or not */
    void *state;
    uint64_t size; /* UINT64_MAX where it is not known */
    bool ends;     /* it comes to an end by itself, though its size is not known */
};

/* How errors are worded: as the real server does, or in our own plain words. */
enum error_form { ERRORS_AIRBYTE, ERRORS_PLAIN, ERRORS_PUBLIC };

struct reply {
    char id[17]; /* sent as X-Request-Id; "" for none */
    enum error_form errors;
    struct uuid error_id;     /* of an error that tells little else; "" where errors tell what they are */
    unsigned status;          /* 0: none yet */
    const char *content_type; /* static; NULL where there is no body */
    char *body;               /* the reply's own */
    size_t body_size;
    struct reply_stream stream; /* instead of a body, where read is set */
    size_t header_count;
    enum reply_break breaks;
    bool close;        /* the connection ends after this reply */
    const char *asked; /* the path that errors tell; borrowed from the request; NULL for none */
    struct reply_header headers[REPLY_HEADERS]; /* the first so many; the others hold nothing */
};

struct exchange {
    struct request request;
    struct reply reply;
    struct trace trace;
    void *connection; /* http's own */
    void *holder;     /* of whoever holds the exchange */
    /* Set by whoever holds the exchange; called once, unless resume() was: let go of it, since the client
     * is gone or the server ends. In the latter case a reply that is there is still sent;
     * without one it is a 503. */
    void (*abandoned)(struct exchange *exchange);
    /* Set by http: the reply of a held exchange is to be sent. */
    void (*resume)(struct exchange *exchange);
    /* Set by http: a stream that had nothing has something again. */
    void (*stream_more)(struct exchange *exchange);
};

/* Fills `known` in one pass over the headers; of those that come twice, the first counts, as in header(). All
 * are written into `packed` (borrowed): name NUL value NUL ... */
void request_know_headers(struct request *request, struct text *packed);

/* Adds a header to such a text. */
void header_pack(struct text *packed, const char *name, const char *value);

/* True once the reply is there, or how the connection is broken instead. */
bool exchange_replied(const struct exchange *exchange);

/* Takes over `body` (malloc'd). Headers stay; a body or a stream that was there goes. */
void reply_set(struct reply *reply, unsigned status, const char *content_type, char *body, size_t body_size);

/* Adds a header, copied; one too many ends the program. */
void reply_header(struct reply *reply, const char *name, const char *value);

/* Frees what the reply owns, stream included, and makes it empty. */
void reply_clear(struct reply *reply);
