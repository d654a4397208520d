#pragma once

#include "gateway/app.h"

/*
 * What is noticed of each request on its way: the sandbox's log of requests, those who watch the sandbox, the
 * server's metrics, and a line in the program's log. A request is noticed
 * twice: when it arrives, and when its reply is there.
 */

/* Names the request and looks at the time. */
void request_trace_begin(struct app *app, struct exchange *exchange);

/* The request is for this sandbox, and not for the control API. `route` is NULL where the path leads nowhere,
 * `path` the operation's. */
void request_trace_arrival(struct sandbox *sandbox, struct exchange *exchange, const struct route *route,
                           const char *path);

/* A fault was applied to it. */
void request_trace_fault(struct app *app, struct exchange *exchange, const char *fault);

/* The reply is set, or how the connection is broken; to be called before it is sent. `known` is the call's
 * sandbox; NULL where it may have been taken away, or there was no call. */
void request_trace_answer(struct app *app, struct exchange *exchange, struct sandbox *known);
