#pragma once

#include "domain/world/world.h"

/*
 * After a job failed: makes a connection inactive that keeps failing, where settings.auto_disable says so.
 * The real server's rules (docs/behaviour/schedules.md#auto-disable) count among the jobs of the last
 * max_days_of_only_failed_jobs days.
 */
void auto_disable(struct world *world, const char *connection_id);
