#pragma once

#include "gateway/app.h"
#include "torture/scenarios.h"

/* Makes the call in that sandbox; calls fail, if they are to, only while the server answers. The reply is the
 * caller's. */
struct reply ask(struct app *app, const char *sandbox, const struct step *step);
