#pragma once

#include "gateway/app.h"
#include "gateway/call.h"

/*
 * The way of a call through the gateway: a list of steps, each of which knows nothing of the others. A step
 * that has to wait suspends the call; whoever it waits for resumes it, and the next step comes. There is one
 * end: what the call dooms is taken away, the reply is noted and handed to http.
 */

/* Takes the call all the way, or as far as it can go now. Takes over what `target` owns. */
void call_begin(struct app *app, struct sandbox *sandbox, const struct route *route,
                struct request_target *target, struct exchange *exchange);

/* Which calls: all, or those in the part that call_again() put off. */
enum calls_ended { CALLS_ALL, CALLS_IN_SECOND_PART };

/* Ends suspended calls of a sandbox (NULL: of all): a reply that is there is sent at once, any other call is
 * answered with a 503 that says why: "was reset". */
void calls_end(struct app *app, const struct sandbox *sandbox, enum calls_ended which, const char *why);

/* The same for a sandbox that is about to be taken away: whoever watches it, and work that others hold on it,
 * come to their end, too. */
void calls_leave(struct app *app, struct sandbox *doomed);
