#pragma once

#include "domain/world/world.h"

#include <stdbool.h>

/* The entry of a connection's catalog that a PlanStream means: of that name and, where it says one,
 * namespace. Borrowed, or NULL. */
json_t *plan_stream_find(json_t *connection, const json_t *planned);

/* False with PROBLEM_INVALID where a PlanCreate names connections, some are there, and none of them has a
 * stream that an attempt is to move. */
bool plan_streams_check(struct world *world, const json_t *request);
