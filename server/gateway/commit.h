#pragma once

#include "gateway/app.h"

/* Commits what was done in the sandbox, and tells it: those who watch the sandbox, the metrics, and by
 * webhook, off the request's path. A post that fails is a line in the log. */
void commit(struct app *app, struct sandbox *sandbox);
