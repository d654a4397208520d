#pragma once

#include "gateway/call.h"

/*
 * A reply that comes later. A handler that cannot reply yet holds its call and returns true, without a reply:
 * what it did is committed, the client waits, everybody else is served meanwhile. Headers of the gateway
 * (X-Request-Id, CORS) are on the reply by then and stay.
 *
 * Whoever holds the call keeps what it needs: call, body and sandbox are not there any more when the reply
 * comes, only the app is. Everything happens on the loop's thread.
 */
struct held;

/*
 * abandoned(arg) is called once where the client leaves, or the server ends, before held_send(): the holder
 * lets go of everything that would reply. It may set a last reply with held_reply(), for a server that ends;
 * without one that is a 503. The held call is gone afterwards.
 */
struct held *call_hold(struct call *call, void (*abandoned)(void *arg), void *arg);

/* What is to be sent: for reply_set(), fail() and their like. Borrowed. */
struct reply *held_reply(struct held *held);

/* Sends it, checked against the operation's shape like any other. The held call is gone then. */
void held_send(struct held *held);

/* Sets the operation's success status and `document` (stolen) as the reply. */
void held_reply_document(struct held *held, char *document);

/* The same for `value` (stolen), and sends it. */
void held_reply_json(struct held *held, json_t *value);
