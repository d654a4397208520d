#pragma once

#include "domain/job/job.h"

/* The running attempt has come to its end, unless a gate holds it; what follows is started or planned. */
void attempt_finish(struct world *world, struct job *job);
