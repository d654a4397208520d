#pragma once

#include "domain/job/job.h"

/*
 * What a plan says of a job: a PlanRun, taken when the job is made and kept with it as job.run. Times are ms.
 */

/* A job of that connection and type as a PlanMatch sees it. New reference. */
json_t *plan_run_subject(struct world *world, const char *connection_id, const char *config_type);

/* The run of a job that is about to be made, and the id of its plan: new texts, or NULL where no plan fits.
 */
char *plan_run_take(struct world *world, const struct job *job, char **plan);

/* How long the job waits before its attempt of that number. */
int64_t plan_run_wait(const struct job *job, int number);

/* The gate before the first attempt: a new text, or NULL. */
char *plan_run_gate(const struct job *job);

/* The PlanAttempt of that number, the last where there are fewer. New reference, or NULL without a plan. */
json_t *plan_run_attempt(const struct job *job, int number);
