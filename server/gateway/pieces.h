#pragma once

#include "base/text.h"
#include "gateway/call.h"

/* Where a long text comes from, piece by piece. */
struct piece_source {
    bool (*next)(void *state, struct text *text); /* adds a piece; false where there is none left */
    void (*free)(void *state);
    void *state;
};

/*
 * Replies with a JSON document made in pieces, behind its begin (taken over): as a whole where it is small,
 * else sent while it is made, so that it costs no memory and others wait for a piece at most. What comes
 * while the world belongs to work waits for its end. Where the sandbox is reset or goes meanwhile, the
 * connection breaks.
 */
bool reply_pieces(struct call *call, struct text *begin, const struct piece_source *source);

/* How many bytes are made before they are sent. */
size_t pieces_gathered(const struct call *call);
