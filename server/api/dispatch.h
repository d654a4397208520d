#pragma once

#include "api/app.h"
#include "api/routes.h"

/*
 * Runs one operation: parses and checks the body, settles what fell due, runs the handler in a transaction,
 * and checks the reply where asked to. `path` is the operation's, as the row was found by. The control API's
 * bodies are always taken strictly, and an empty one is an empty object there. Fills exchange->reply,
 * whatever happens.
 */
void dispatch(struct app *app, struct sandbox *sandbox, const struct route *route, const char *path,
              struct exchange *exchange);
