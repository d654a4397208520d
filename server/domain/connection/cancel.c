#include "domain/connection/cancel.h"

#include "domain/job/event.h"
#include "domain/job/failure.h"
#include "domain/notification/notification.h"
#include "json/print.h"

#include <stdlib.h>

static void end_running_attempt(struct world *world, struct job *job, json_t *summary)
{
    struct attempt attempt;
    if (!attempt_load_last(world, job->id, &attempt))
        return;
    char *failure = json_print(summary);
    if (attempt.status == ATTEMPT_RUNNING)
        attempt_end(world, &attempt, ATTEMPT_FAILED, NULL, failure);
    free(failure);
    attempt_free(&attempt);
}

void job_end(struct world *world, struct job *job, enum job_status to, json_t *summary)
{
    event_drop_job(world, job->id);
    end_running_attempt(world, job, summary);
    job_move(world, job, to);
    notification_job_ended(world, job);
    json_decref(summary);
}

void job_cancel_open(struct world *world, const char *connection_id)
{
    struct job job;
    if (!job_load_open(world, connection_id, &job))
        return;
    job_end(world, &job, JOB_CANCELLED, failure_of_cancel(world));
    job_free(&job);
}
