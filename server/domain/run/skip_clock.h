#pragma once

#include "domain/job/job.h"

/*
 * The clock mode "skip": time stands still until somebody polls a job that only waits for time. The first
 * poll of a job answers what is; each later one that finds nothing changed since jumps to the world's next
 * event first.
 */

/* `job` is about to be shown to a client. True where the clock went on: what falls due by then is to happen
 * before the job is read again. */
bool skip_clock_poll(struct world *world, const struct job *job);
