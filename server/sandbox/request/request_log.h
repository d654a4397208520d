#pragma once

#include "base/text.h"
#include "sandbox/match/match.h"
#include "sandbox/request/log_room.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What clients asked of a sandbox, in the order in which it came: the newest so many requests, and so many
 * bytes of them. Texts are kept as they came, secrets included; what is shown goes through request_record().
 */
enum {
    LOG_BYTES = 16 << 20,
    LOG_BODY = 4 << 20,   /* a longer body is not kept, only its size */
    LOG_REPLY = 64 << 10, /* so is a longer reply */
    LOG_ID = 17,
};

/* A request as it arrives. Texts are copied, but for `operation`. */
struct arrival {
    const char *id;        /* X-Request-Id, in LOG_ID bytes */
    const char *operation; /* operationId, static; NULL where the path leads nowhere */
    const char *method, *path, *query, *client;
    const struct text *headers; /* name NUL value NUL ... */
    const char *body;
    size_t body_size;
    int64_t at;      /* what the sandbox's clock shows, ms */
    bool clock_runs; /* and whether it goes on by itself */
};

struct logged_request {
    uint64_t number;  /* from 1, of all that ever came */
    int64_t received; /* the machine's time, ms */
    int64_t at;       /* the sandbox's then */
    bool clock_runs;  /* and whether that went on by itself */
    int64_t answered; /* the same; 0 while it is not */
    int64_t micros;   /* it took; of an answered one */
    unsigned status;  /* 0 while it is not answered, or where the connection was broken instead */
    char id[LOG_ID];
    const char *operation;
    const char *method, *path, *query, *client, *headers, *body; /* all of `bytes` */
    size_t headers_size, body_size, body_kept;
    char *reply; /* followed by a NUL; NULL where it is not kept */
    size_t reply_size;
    const char *reply_type; /* Content-Type, static; NULL where there is no body */
    char *reply_headers; /* the others, name NUL value NUL ...; NULL where there are none but X-Request-Id */
    size_t reply_headers_size;
    char *fault; /* id of the fault that was applied, or NULL */
    size_t size; /* what it counts for */
    struct logged_request *next_gone;
    char bytes[];
};

struct request_log {
    size_t limit; /* requests */
    uint64_t count_ever;
    uint64_t dropped;          /* fell out because of a limit */
    size_t size;               /* bytes */
    size_t first, count, room; /* of the ring; room is a power of two */
    struct logged_request **items;
    size_t readers;              /* that hold what fell out, */
    struct logged_request *gone; /* these */
    struct log_room bytes;       /* of the requests and what they point to */
    struct text scratch;         /* for whoever gathers a reply's headers */
};

struct answer_given {
    unsigned status; /* 0: the connection is broken instead */
    int64_t micros;
    const char *body;
    size_t body_size;
    const char *type;           /* Content-Type, static; NULL where there is no body */
    const struct text *headers; /* the others, as an arrival's; empty where there are none but X-Request-Id */
};

void request_log_free(struct request_log *log);

/* Takes the request down; its number. Nothing is kept where the limit is 0. */
uint64_t request_log_add(struct request_log *log, const struct arrival *arrival);

/* Notes the answer to the request of that number and id, whose body is copied where it is short enough. False
 * where that request is not there any more. */
bool request_log_answer(struct request_log *log, uint64_t number, const char *id,
                        const struct answer_given *answer);

/* Notes that a fault was applied. Nothing where the request is not there any more. */
void request_log_fault(struct request_log *log, uint64_t number, const char *fault);

/*
 * The log as it is now, for whoever reads it in slices while it goes on: what falls out of the log meanwhile
 * is there until request_log_leave(), and what is answered meanwhile is seen.
 */
struct request_log request_log_view(struct request_log *log);
void request_log_leave(struct request_log *log, struct request_log *view);

/* The i-th of those that are there, oldest first; the one of that number or id, or NULL. Borrowed. */
const struct logged_request *request_log_at(const struct request_log *log, size_t i);
const struct logged_request *request_log_find(const struct request_log *log, uint64_t number);

/* Forgets all of which `doomed` says so; how many. NULL forgets all. */
size_t request_log_clear(struct request_log *log,
                         bool (*doomed)(void *context, const struct logged_request *request), void *context);

/* The request as a match looks at it; asked_free() it. */
struct asked request_asked(const struct logged_request *request);

/* The header of that name, in any case, or NULL. Borrowed. */
const char *request_header(const struct logged_request *request, const char *name);
