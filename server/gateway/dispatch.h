#pragma once

#include "gateway/app.h"
#include "gateway/route.h"

/*
 * Runs one operation: parses and checks the body, settles what fell due, runs the handler in a transaction,
 * and checks the reply where asked to. `path` is the operation's, as the row was found by. The control API's
 * bodies are always taken strictly, and an empty one is an empty object there. Fills exchange->reply,
 * whatever happens, unless the handler holds the call (held.h).
 */
void dispatch(struct app *app, struct sandbox *sandbox, const struct route *route, const char *path,
              struct exchange *exchange);

/* Where replies are checked: one that breaks its row's promise is our mistake and becomes a 500 that says so.
 */
void dispatch_check(struct app *app, const struct route *route, struct reply *reply);
