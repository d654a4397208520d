#include "base/die.h"
#include "domain/connection/state.h"
#include "domain/connection/stream_reset.h"
#include "domain/job/event.h"
#include "domain/job/failure.h"
#include "domain/notification/notification.h"
#include "domain/plan/gate.h"
#include "domain/run/auto_disable.h"
#include "domain/run/planned_run.h"
#include "domain/run/script.h"
#include "domain/run/simulation_parts.h"
#include "domain/run/sync_state.h"

#include <stdlib.h>

static void add_event(struct world *world, const struct job *job, enum event_kind kind, int64_t due)
{
    event_add(world, &(struct event){
                         .kind = kind, .due = due, .connection_id = job->connection_id, .job_id = job->id});
}

static void start_attempt(struct world *world, struct job *job, int number)
{
    job_move(world, job, JOB_RUNNING);
    json_auto_t *script = script_write(world, job, number);
    char *text = world_print(script);
    struct attempt attempt;
    attempt_insert(world, job, text, &attempt);
    if (!script_hangs(script))
        add_event(world, job, EVENT_ATTEMPT_END, world->now + script_span(script));
    attempt_free(&attempt);
    free(text);
}

/* True where the gate (NULL for none) is shut; then the job waits there. */
static bool held(struct world *world, const struct job *job, const char *gate)
{
    if (!gate || gate_is_open(world, gate))
        return false;
    gate_wait(world, job->id, gate);
    return true;
}

static void begin_attempt(struct world *world, struct job *job, int number)
{
    char *gate = number == 0 ? plan_run_gate(job) : NULL;
    if (!held(world, job, gate))
        start_attempt(world, job, number);
    free(gate);
}

void simulation_begin_attempt(struct world *world, struct job *job)
{
    begin_attempt(world, job, attempt_count(world, job->id));
}

void simulation_next_attempt(struct world *world, struct job *job, int number)
{
    int64_t wait = plan_run_wait(job, number);
    if (wait > 0 || number > 0)
        add_event(world, job, EVENT_ATTEMPT_START, world->now + wait);
    else
        begin_attempt(world, job, number);
}

/* What was committed stays, also where the attempt failed (dossier B 2.5). */
static void save_state(struct world *world, const struct job *job, const json_t *script)
{
    json_auto_t *streams = job->reset ? world_parse(job->streams_to_reset) : NULL;
    if (script_idle(script) || (job->reset && json_array_size(streams) == 0))
        return;
    if (!job->reset)
        sync_state_save(world, job->connection_id, script);
    else if (script_succeeds(script))
        state_reset(world, job->connection_id, streams);
}

STATEMENT(TAKE_FOLLOWING_SYNC,
          "UPDATE connection SET sync_after_reset = 0 WHERE id = ? AND sync_after_reset");

bool simulation_take_following_sync(struct world *world, const char *connection_id)
{
    return store_run(world->store, &TAKE_FOLLOWING_SYNC, WITH(TEXT(connection_id))) > 0;
}

bool simulation_forget_reset(struct world *world, const char *connection_id)
{
    stream_reset_clear(world, connection_id);
    return simulation_take_following_sync(world, connection_id);
}

static void complete_reset(struct world *world, const char *connection_id)
{
    struct job following;
    if (!simulation_forget_reset(world, connection_id))
        return;
    simulation_start_job(world, connection_id, &following);
    job_free(&following);
}

static void succeed(struct world *world, struct job *job, struct attempt *attempt, const json_t *script)
{
    char *output = script_output(script);
    attempt_end(world, attempt, ATTEMPT_SUCCEEDED, output, NULL);
    job_move(world, job, JOB_SUCCEEDED);
    free(output);
    if (job->reset)
        complete_reset(world, job->connection_id);
}

static void fail_job(struct world *world, struct job *job)
{
    job_move(world, job, JOB_FAILED);
    auto_disable(world, job->connection_id);
}

/* Tried again without a pause, unless the configuration is at fault or the attempts are used up (dossier
 * B 3.6). */
static void fail(struct world *world, struct job *job, struct attempt *attempt, const json_t *script)
{
    char *output = script_output(script);
    char *failure = script_failure(world, script);
    json_auto_t *summary = world_parse(failure);
    attempt_end(world, attempt, ATTEMPT_FAILED, output, failure);
    job_move(world, job, JOB_INCOMPLETE);
    if (failure_ends_job(summary) || attempt->number + 1 >= world->shared->settings.max_attempts)
        fail_job(world, job);
    else
        simulation_next_attempt(world, job, attempt->number + 1);
    free(failure);
    free(output);
}

static void finish(struct world *world, struct job *job, struct attempt *attempt, const json_t *script)
{
    save_state(world, job, script);
    if (script_succeeds(script))
        succeed(world, job, attempt, script);
    else
        fail(world, job, attempt, script);
    if (job_status_terminal(job->status))
        notification_job_ended(world, job);
    simulation_replan(world, job->connection_id);
}

void simulation_end_attempt(struct world *world, struct job *job)
{
    struct attempt attempt;
    if (!attempt_load_last(world, job->id, &attempt))
        die("job %lld ends without an attempt", (long long)job->id);
    json_auto_t *script = world_parse(attempt.script);
    if (!held(world, job, script_gate(script)))
        finish(world, job, &attempt, script);
    attempt_free(&attempt);
}

void simulation_release(struct world *world, int64_t job_id)
{
    struct job job;
    if (!job_load(world, job_id, &job))
        die("job %lld waits at a gate and is not there", (long long)job_id);
    add_event(world, &job, job.status == JOB_RUNNING ? EVENT_ATTEMPT_END : EVENT_ATTEMPT_START, world->now);
    job_free(&job);
}
