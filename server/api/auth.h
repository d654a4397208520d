#pragma once

#include "api/app.h"

/* True where the request may call: by --auth, and for `basic` by its Authorization header, compared in
 * constant time. */
bool auth_passes(const struct app *app, const struct request *request);
