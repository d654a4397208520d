#include "domain/run/attempt_end.h"

#include "domain/connection/next_run.h"
#include "domain/connection/state.h"
#include "domain/connection/stream_reset.h"
#include "domain/job/failure.h"
#include "domain/job/script_read.h"
#include "domain/notification/notification.h"
#include "domain/plan/gate.h"
#include "domain/run/attempt_begin.h"
#include "domain/run/auto_disable.h"
#include "domain/run/job_begin.h"
#include "domain/run/sync_state.h"
#include "json/read.h"

#include <stdlib.h>

/* What was committed stays, also where the attempt failed (docs/behaviour/state.md#what-a-sync-leaves). */
static void save_state(struct world *world, const struct job *job, const json_t *script)
{
    json_auto_t *streams = job->reset ? json_stored(job->streams_to_reset) : NULL;
    if (script_idle(script) || (job->reset && json_array_size(streams) == 0))
        return;
    if (!job->reset)
        sync_state_save(world, job->connection_id, script);
    else if (script_succeeds(script))
        state_reset(world, job->connection_id, streams);
}

static void complete_reset(struct world *world, const char *connection_id)
{
    struct job following;
    if (!stream_reset_clear(world, connection_id))
        return;
    job_begin(world, connection_id, &following);
    job_free(&following);
}

static void succeed_attempt(struct world *world, struct job *job, struct attempt *attempt,
                            const json_t *script)
{
    char *output = script_output(script);
    attempt_end(world, attempt, ATTEMPT_SUCCEEDED, output, NULL);
    job_move(world, job, JOB_SUCCEEDED);
    notification_job_ended(world, job);
    free(output);
    if (job->reset)
        complete_reset(world, job->connection_id);
}

static void fail_job(struct world *world, struct job *job)
{
    job_move(world, job, JOB_FAILED);
    notification_job_ended(world, job);
    auto_disable(world, job);
}

/* Tried again without a pause, unless the configuration is at fault or the attempts are used up
 * (docs/behaviour/jobs.md#attempts). */
static void fail_attempt(struct world *world, struct job *job, struct attempt *attempt, const json_t *script)
{
    char *output = script_output(script);
    char *failure = script_failure(world, script);
    json_auto_t *summary = json_stored(failure);
    attempt_end(world, attempt, ATTEMPT_FAILED, output, failure);
    job_move(world, job, JOB_INCOMPLETE);
    if (failure_ends_job(summary) || attempt->number + 1 >= world->shared->settings.max_attempts)
        fail_job(world, job);
    else
        attempt_next(world, job, attempt->number + 1);
    free(failure);
    free(output);
}

static void end_as_written(struct world *world, struct job *job, struct attempt *attempt,
                           const json_t *script)
{
    save_state(world, job, script);
    if (script_succeeds(script))
        succeed_attempt(world, job, attempt, script);
    else
        fail_attempt(world, job, attempt, script);
    next_run_replan(world, job->connection_id);
}

void attempt_finish(struct world *world, struct job *job)
{
    struct attempt attempt;
    if (!attempt_load_last(world, job->id, &attempt)) {
        world_miss(world, "job %lld ends without an attempt", (long long)job->id);
        return;
    }
    json_auto_t *script = json_stored(attempt.script);
    if (!gate_holds(world, job->id, script_gate(script)))
        end_as_written(world, job, &attempt, script);
    attempt_free(&attempt);
}
