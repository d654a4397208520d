#pragma once

#include "gateway/access/access.h"
#include "http/exchange.h"

/*
 * What browsers are told, and which pages may call (docs/decisions/browsers.md). Clients outside browsers
 * send none of the headers that this is about, but Host.
 */

/* True for a browser's question whether a page may call, which it asks without credentials. */
bool browser_asks(const struct request *request);
void browser_answer(struct exchange *exchange);

/* Adds what lets the page that asks see the reply, where it may call. */
void browser_allow(const struct access *access, struct exchange *exchange, bool control);

/* A page of another site asks, or the request names a server that this is not. */
enum admission { ADMITTED, FOREIGN, MISDIRECTED };

/* `control`: it is for the control API, which answers its own pages alone. */
enum admission browser_admits(struct access *access, const struct request *request, bool control);
