#pragma once

#include "api/app.h"
#include "api/routes.h"

/*
 * Runs one operation: parses and checks the body, settles what fell due, runs the handler in a transaction,
 * and checks the reply where asked to. Fills exchange->reply, whatever happens.
 */
void dispatch(struct app *app, struct sandbox *sandbox, const struct route *route, struct exchange *exchange);
