#pragma once

#include "domain/job/job.h"

/*
 * After a job failed: makes a connection inactive that keeps failing, where settings.auto_disable says so,
 * and warns its workspace half-way there. AutoDisableConnectionActivityImpl's rules, see
 * docs/behaviour/schedules.md#auto-disable.
 */
void auto_disable(struct world *world, const struct job *failed);
