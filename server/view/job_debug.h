#pragma once

#include "domain/job/job.h"

/* JobDebugInfoRead: a job, its attempts with their logs, and the connectors that it runs. A new text; NULL
 * with PROBLEM_NOT_FOUND where one of them is gone. */
char *job_debug_info(struct world *world, const struct job *job);
