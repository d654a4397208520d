#pragma once

#include "domain/job/job.h"

/*
 * The connection checks that precede an attempt after a failure: of an earlier attempt, or of the sync before
 * (docs/behaviour/jobs.md#checks-before-a-run). A reset's ends are not asked.
 */
struct precheck {
    json_t
        *checks; /* {"source": "Successful" | "Failed" | "Skipped", "destination": ...}; NULL: none was due */
    json_t *failure; /* what ends the attempt, as a plan's failure; NULL where nothing does */
};

struct precheck precheck_run(struct world *world, const struct job *job, int number);
void precheck_free(struct precheck *precheck);
