#pragma once

#include "gateway/app.h"
#include "gateway/route.h"

/*
 * Exchanges that are held back for a time of the machine's clock. None costs a thread: each has a timer on
 * the loop. A server without a loop does not hold back.
 *
 * An exchange whose reply is there gets it sent then; for another the operation is run then. Where the wait
 * is cut short, by the server's end or delays_end(), a reply that is there is sent at once, and an operation
 * that has not been run is not run any more: that is a 503.
 */
struct delay;

/* Holds the exchange back for `ms`, and says whether it does: not for 0, nor without a loop. */
bool delay_hold(struct app *app, struct sandbox *sandbox, const struct route *route, const char *path,
                struct exchange *exchange, int64_t ms);

/* How many wait at present, in all sandboxes. */
size_t delays_count(const struct app *app);

/* Cuts short all that wait in a sandbox, which is reset or taken away. */
void delays_end(struct app *app, const struct sandbox *sandbox);
