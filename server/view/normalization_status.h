#pragma once

#include "domain/job/job.h"

/* AttemptNormalizationStatusReadList: the attempts that are over and know what they committed; none for an
 * unknown job. A new text. */
char *normalization_statuses(struct world *world, int64_t job_id);
