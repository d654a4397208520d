#pragma once

#include "domain/world/world.h"

#include <stdbool.h>

/* True where a text is the URL of a webhook, as far as its letters go; else PROBLEM_NOT_FOUND with what the
 * real server's HTTP client says of it: docs/behaviour/notifications.md#webhook-urls. */
bool webhook_check(struct world *world, const char *url);
