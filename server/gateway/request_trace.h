#pragma once

#include "gateway/app.h"

/*
 * What is noticed of each request on its way: the sandbox's log of requests, those who watch the sandbox, the
 * server's tally, and a line in the program's log. A held request is noticed twice: when it arrives, and when
 * whoever held it has its reply.
 */

/* Names the request and looks at the time. */
void observe_begin(struct app *app, struct exchange *exchange);

/* The request is for this sandbox, and not for the control API. `route` is NULL where the path leads nowhere,
 * `path` the operation's. */
void observe_arrival(struct sandbox *sandbox, struct exchange *exchange, const struct route *route,
                     const char *path);

/* A fault was applied to it. */
void observe_fault(struct app *app, struct exchange *exchange, const char *fault);

/* The reply is set, or how the connection is broken; to be called before it is sent. */
void observe_answer(struct app *app, struct exchange *exchange);

/* The reply of an exchange that was held is there: notes it and has it sent. */
void observe_send(struct app *app, struct exchange *exchange);

/* Something was committed in the sandbox. */
void observe_commit(struct app *app, struct sandbox *sandbox);
