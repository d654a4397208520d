#pragma once

#include "domain/job/job.h"

/*
 * What a job's first attempt begins anew: the generations of the streams that it reads whole or wipes, and of
 * a refresh the state as well. In a world that speaks a release without generations nothing happens.
 */
void fresh_start(struct world *world, const struct job *job);
