#pragma once

#include "gateway/app.h"

/*
 * What browsers are told, and which pages may call (docs/decisions/browsers.md). Clients outside browsers
 * send none of the headers that this is about, but Host.
 */

/* True for a browser's question whether a page may call, which it asks without credentials. */
bool browser_asks(const struct request *request);
void browser_answer(struct exchange *exchange);

/* Adds what lets the page that asks see the reply, where it may call. */
void browser_allow(const struct app *app, struct exchange *exchange, bool control);

/* False with a failed reply where a page asks that may not call, or where the request names a server that
 * this is not. `control`: it is for the control API, which answers its own pages alone. */
bool browser_admits(struct app *app, struct exchange *exchange, bool control);
