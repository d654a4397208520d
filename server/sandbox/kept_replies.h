#pragma once

#include "domain/world/world.h"
#include "http/exchange.h"

/*
 * The replies of reads, each kept for whoever asks the same again while nothing that it tells of has changed:
 * docs/decisions/kept-replies.md. Starts as {0}. What is asked: a row, and of the request its path, query,
 * host and body; whether it may be answered at all is for the caller to find out first.
 */
struct kept_replies {
    struct kept_place *places; /* by a hash of what is asked; NULL before the first question */
    size_t count;              /* of the places */
    size_t displaced;          /* questions, by another one in their place */
    size_t size;               /* bytes of what is kept */
    uint64_t swept;            /* the world's changes when what no longer held was dropped last */
};

/* Bytes: of all, of the longest reply and the longest question among them. */
enum { KEPT_BYTES = 4 << 20, KEPT_REPLY = 128 << 10, KEPT_QUESTION = 1 << 10 };

/* The world as it was before a handler: one that changed it, or drew a random number, was no mere read. */
struct kept_since {
    uint64_t changes, random;
    size_t headers; /* of the reply */
};

/* Answers as before, where that holds: true. Else *again says whether the same was asked before, and whether
 * the reply is therefore to be kept. */
bool kept_reply_find(struct kept_replies *kept, const struct world *world, const struct route *route,
                     struct exchange *exchange, bool *again);

struct kept_since kept_reply_begin(struct world *world, const struct reply *reply);

/* Keeps the exchange's reply, if it may be kept: a whole one without headers of its own, to a read that
 * left no trace. */
void kept_reply_end(struct kept_replies *kept, const struct world *world, const struct route *route,
                    const struct exchange *exchange, const struct kept_since *since);

void kept_replies_clear(struct kept_replies *kept);
