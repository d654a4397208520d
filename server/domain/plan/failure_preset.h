#pragma once

#include "domain/world/world.h"

/*
 * Failures that everybody meets, by a short name: "oom", "heartbeat". Origin, type and words are the real
 * server's: docs/behaviour/failures.md.
 */

/* The PlanFailure of that name; of a type that the world's release does not know it is a system_error there.
 * New reference. NULL with PROBLEM_INVALID at `place`, which names the nearest, for another name. */
json_t *failure_preset(struct world *world, const char *name, const char *place);
