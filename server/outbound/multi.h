#pragma once

#include "base/loop.h"

#include "outbound/curl.h"

/* libcurl's multi interface, driven by our loop. */
struct multi;

/* done() is called from the loop, never from within multi_add(), with a transfer that is over; it takes the
 * handle out with multi_remove(). */
struct multi *multi_new(struct loop *loop, const struct curl *curl,
                        void (*done)(void *arg, CURL *handle, CURLcode code), void *arg);

/* No handle may be in it. NULL does nothing. */
void multi_free(struct multi *multi);

/* Begins a transfer. The handle stays the caller's. */
void multi_add(struct multi *multi, CURL *handle);
void multi_remove(struct multi *multi, CURL *handle);
