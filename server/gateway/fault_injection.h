#pragma once

#include "gateway/app.h"
#include "gateway/route.h"

/*
 * Operations under the faults of their sandbox. One fault at most is applied to a request. What leads to no
 * operation of the Config API has no faults: the control API, preflights, unknown paths, missing credentials.
 */

/* dispatch(), with what a fault does before it, after it or instead of it. */
void fault_injection_dispatch(struct app *app, struct sandbox *sandbox, const struct route *route,
                              const char *path, struct exchange *exchange);

/* Sends the reply of an exchange that was held after fault_injection_dispatch(), with what a fault does to
 * it. */
void fault_injection_send(struct app *app, struct exchange *exchange);

/* To be called instead where the held exchange is abandoned. */
void fault_injection_forget(struct exchange *exchange);
