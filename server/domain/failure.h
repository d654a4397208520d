#pragma once

#include "domain/world.h"

/* AttemptFailureSummary values in the real server's words and members: dossier B 3.5. New references. */

/* A user's cancellation. */
json_t *failure_of_cancel(const struct world *world);

/* The scheduler began anew under a live job. */
json_t *failure_of_orphan(const struct world *world);

/* What a plan says: {"origin"?, "type"?, "message"?, "internalMessage"?, "stacktrace"?, "partialSuccess"?}; a
 * source that broke where it says nothing (NULL). */
json_t *failure_of_plan(const struct world *world, const json_t *plan);

/* True where an attempt that failed so ends its job at once. */
bool failure_ends_job(const json_t *summary);
