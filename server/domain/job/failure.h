#pragma once

#include "domain/world/world.h"

/* Why attempts fail, in the real server's words and members: docs/behaviour/failures.md#causes. New
 * references. */

/* AttemptFailureSummary of a user's cancellation. */
json_t *failure_of_cancel(const struct world *world);

/* AttemptFailureSummary where the scheduler began anew under a live job. */
json_t *failure_of_orphan(const struct world *world);

/* AttemptFailureSummary of what a plan says (a PlanFailure): what it leaves out is as usual for its origin;
 * NULL is a source that broke down. `committed`: some records were. */
json_t *failure_of_plan(const struct world *world, const json_t *plan, bool committed);

/* What is said where that origin ("source") breaks down and nobody says otherwise; NULL for no origin. */
const char *failure_message(const char *origin);

/* As a plan's failure: the check of one end ("source", "destination") found something wrong. */
json_t *failure_of_check(const char *end, const char *complaint);

/* As a plan's failure: the schema could not be looked at. */
json_t *failure_of_refresh(const char *reason);

/* True where an attempt that failed so ends its job at once. */
bool failure_ends_job(const json_t *summary);
