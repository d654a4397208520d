#pragma once

#include "domain/job/job.h"
#include "view/statistics.h"
#include "json/writer.h"

/* Jobs as the API shows them: times in seconds, statistics of running attempts live
 * (docs/decisions/live-statistics.md). */

/* JobRead as a member, or at the top (NULL). */
void write_job(struct writer *writer, const char *name, const struct job *job);

/* JobInfoRead: the job and its attempts with their logs, or with empty ones. A new text. */
char *job_info(struct world *world, const struct job *job);
char *job_info_without_logs(struct world *world, const struct job *job);

/* AttemptInfoRead: one attempt of the job with its log. A new text. */
char *attempt_info(struct world *world, const struct job *job, const struct attempt *attempt);

/* [{"attempt": AttemptRead, "logs": {"logLines": [...]}}] as a member. */
void write_attempt_infos(struct writer *writer, const char *name, struct world *world, const struct job *job,
                         enum no_statistics unknown);

/* [AttemptRead]: without logs, as lists show them. */
void write_attempts(struct writer *writer, const char *name, struct world *world, const struct job *job);
