#pragma once

#include "domain/world/world.h"

/*
 * When a connection runs: the real server's ConnectionScheduleHelper (what may be said) and
 * ConfigFetchActivity (when the next run is): docs/behaviour/schedules.md.
 */

/* Checks the schedule members of a request as they are: a problem, in the real server's words, for what that
 * refuses. Only creating takes the retired `schedule`. */
bool schedule_check(struct world *world, json_t *request, bool creating);

/* Lays the three schedule members of a request over a connection document: scheduleType, scheduleData, and
 * the legacy `schedule` that a basic one mirrors. */
void schedule_apply(json_t *connection, json_t *request);

/* When the connection (a document) is to run next, in ms; INT64_MAX for never. `last` is when its last job
 * that was not cancelled was made, INT64_MIN where there is none. */
int64_t schedule_next(json_t *connection, int64_t last, int64_t now);
