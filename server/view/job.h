#pragma once

#include "domain/job/job.h"
#include "view/statistics.h"
#include "json/writer.h"

/* Jobs as the API shows them: times in seconds, statistics of running attempts live
 * (docs/decisions/live-statistics.md). */

/* JobRead as a member, or at the top (NULL). */
void write_job(struct writer *writer, const char *name, const struct job *job);

/* JobInfoRead: the job and its attempts with their logs. A new text. */
char *job_info(struct world *world, const struct job *job);

/* [{"attempt": AttemptRead, "logs": {"logLines": [...]}}] as a member. */
void write_attempt_infos(struct writer *writer, const char *name, struct world *world, const struct job *job,
                         enum no_statistics unknown);

/* [AttemptRead]: without logs, as lists show them. */
void write_attempts(struct writer *writer, const char *name, struct world *world, const struct job *job);
