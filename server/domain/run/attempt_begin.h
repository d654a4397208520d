#pragma once

#include "domain/job/job.h"

/* The job's next attempt, of that number: after the pause that a plan wants, or now, unless a gate holds it.
 */
void attempt_next(struct world *world, struct job *job, int number);

/* The same once the pause is over. */
void attempt_begin(struct world *world, struct job *job);
