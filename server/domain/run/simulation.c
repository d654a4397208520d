#include "base/die.h"
#include "base/moment.h"
#include "domain/connection/connection.h"
#include "domain/connection/stream_reset.h"
#include "domain/job/event.h"
#include "domain/job/failure.h"
#include "domain/notification/notification.h"
#include "domain/plan/gate.h"
#include "domain/run/planned_run.h"
#include "domain/run/simulation_parts.h"
#include "domain/schedule/schedule.h"

#include <stdlib.h>
#include <string.h>

STATEMENT(UNMANAGED, "SELECT unmanaged FROM connection WHERE id = ?");

/* Nothing schedules or runs a connection that a call deleted, even if its status is set back. */
static bool managed(struct world *world, const char *connection_id)
{
    return !store_integer(world->store, &UNMANAGED, WITH(TEXT(connection_id)), 1);
}

static int64_t last_run(struct world *world, const char *connection_id)
{
    struct job last;
    if (!job_load_last(world, connection_id, &last))
        return INT64_MIN;
    int64_t created_at = last.created_at;
    job_free(&last);
    return created_at;
}

static bool has_open_job(struct world *world, const char *connection_id)
{
    struct job open;
    bool found = job_load_open(world, connection_id, &open);
    if (found)
        job_free(&open);
    return found;
}

static void plan(struct world *world, const char *connection_id, json_t *connection)
{
    int64_t due = schedule_next(connection, last_run(world, connection_id), world->now);
    char *id = must_strdup(connection_id);
    if (due != INT64_MAX)
        event_add(world, &(struct event){.kind = EVENT_SCHEDULE, .due = due, .connection_id = id});
    free(id);
}

/* True where nothing stands against planning the next run. */
static bool unplan(struct world *world, const char *connection_id)
{
    event_drop(world, connection_id, EVENT_SCHEDULE);
    return managed(world, connection_id) && !has_open_job(world, connection_id);
}

void simulation_plan(struct world *world, json_t *connection)
{
    const char *id = json_string_value(json_object_get(connection, "connectionId"));
    if (unplan(world, id))
        plan(world, id, connection);
}

void simulation_replan(struct world *world, const char *connection_id)
{
    if (!unplan(world, connection_id))
        return;
    json_auto_t *connection = connection_outline(world, connection_id);
    plan(world, connection_id, connection);
}

/* `job` says whose it is and which streams it resets; one that resets none (NULL) is a sync. */
static void start(struct world *world, struct job *job)
{
    event_drop(world, job->connection_id, EVENT_SCHEDULE);
    job->reset = job->streams_to_reset != NULL;
    job->run = plan_run_take(world, job->connection_id, job->reset);
    job_insert(world, job);
    simulation_next_attempt(world, job, 0);
}

/* A job of a connection that still has streams to reset is a reset, whatever was asked for (dossier B 1.7).
 */
void simulation_start_job(struct world *world, const char *connection_id, struct job *job)
{
    *job = (struct job){.connection_id = must_strdup(connection_id),
                        .streams_to_reset = stream_reset_list(world, connection_id)};
    start(world, job);
}

/* A reset that was asked for is one even where there is nothing to reset (decision 45). */
static void start_reset(struct world *world, const char *connection_id, struct job *job)
{
    char *streams = stream_reset_list(world, connection_id);
    *job = (struct job){.connection_id = must_strdup(connection_id),
                        .streams_to_reset = streams ? streams : must_strdup("[]")};
    start(world, job);
}

static void run_schedule(struct world *world, const char *connection_id)
{
    struct job job;
    simulation_start_job(world, connection_id, &job);
    job_free(&job);
}

static void run_job_event(struct world *world, const struct event *event)
{
    struct job job;
    if (!job_load(world, event->job_id, &job))
        die("an event of job %lld, which is not there", (long long)event->job_id);
    if (event->kind == EVENT_ATTEMPT_START)
        simulation_begin_attempt(world, &job);
    else
        simulation_end_attempt(world, &job);
    job_free(&job);
}

static void run_event(struct world *world, const struct event *event)
{
    world->now = event->due;
    if (event->kind == EVENT_SCHEDULE)
        run_schedule(world, event->connection_id);
    else
        run_job_event(world, event);
}

bool simulation_stuck(struct world *world, int64_t now)
{
    return world->next_due <= now && store_full(world->store);
}

static bool can_go_on(struct world *world, int64_t now)
{
    return world->next_due <= now && !store_full(world->store);
}

bool simulation_settle_until(struct world *world, int64_t now, int64_t limit)
{
    struct event event;
    while (can_go_on(world, now) && event_take(world, now, &event)) {
        run_event(world, &event);
        event_free(&event);
        if (moment_monotonic() >= limit)
            return !can_go_on(world, now);
    }
    if (world->next_due > now)
        world->now = now;
    return true;
}

void simulation_settle(struct world *world, int64_t now)
{
    simulation_settle_until(world, now, INT64_MAX);
}

void simulation_forget(struct world *world)
{
    changes_drop(&world->changes);
    event_look(world);
    notification_forget(world);
}

static bool refuse_deleted(struct world *world, const char *connection_id)
{
    return problem_set(
        &world->problem, PROBLEM_CONFLICT,
        "The connection manager workflow for connection %s is deleted, so nothing further can be done "
        "with it.",
        connection_id);
}

/* What runs already: between two attempts the same job is answered, else the call is refused (dossier B 1.7).
 */
static bool join_running(struct world *world, const char *connection_id, struct job *job)
{
    if (job->status == JOB_INCOMPLETE)
        return true;
    job_free(job);
    return problem_set(&world->problem, PROBLEM_CONFLICT, "A sync is already running for: %s", connection_id);
}

bool simulation_sync(struct world *world, const char *connection_id, struct job *job)
{
    json_auto_t *connection = connection_outline(world, connection_id);
    if (!connection)
        return false;
    if (!managed(world, connection_id))
        return refuse_deleted(world, connection_id);
    if (job_load_open(world, connection_id, job))
        return join_running(world, connection_id, job);
    simulation_start_job(world, connection_id, job);
    return true;
}

static void end_running_attempt(struct world *world, struct job *job, json_t *summary)
{
    struct attempt attempt;
    if (!attempt_load_last(world, job->id, &attempt))
        return;
    char *failure = world_print(summary);
    if (attempt.status == ATTEMPT_RUNNING)
        attempt_end(world, &attempt, ATTEMPT_FAILED, NULL, failure);
    free(failure);
    attempt_free(&attempt);
}

/* Ends an open job from outside: what it was doing is dropped. */
static void end_job(struct world *world, struct job *job, enum job_status to, json_t *summary)
{
    event_drop_job(world, job->id);
    end_running_attempt(world, job, summary);
    job_move(world, job, to);
    json_decref(summary);
}

static void cancel_open(struct world *world, const char *connection_id)
{
    struct job job;
    if (!job_load_open(world, connection_id, &job))
        return;
    end_job(world, &job, JOB_CANCELLED, failure_of_cancel(world));
    job_free(&job);
}

void simulation_cancel(struct world *world, struct job *job)
{
    if (job_status_terminal(job->status))
        return;
    end_job(world, job, JOB_CANCELLED, failure_of_cancel(world));
    if (job->reset)
        simulation_forget_reset(world, job->connection_id);
    simulation_replan(world, job->connection_id);
}

void simulation_open_gate(struct world *world, const char *name)
{
    gate_open(world, name);
    json_auto_t *waiting = gate_release(world, name);
    size_t index;
    json_t *id;
    json_array_foreach (waiting, index, id)
        simulation_release(world, json_integer_value(id));
    simulation_settle(world, world->now);
}

bool simulation_reset(struct world *world, const char *connection_id, struct job *job)
{
    json_auto_t *connection = connection_outline(world, connection_id);
    if (!connection)
        return false;
    if (!managed(world, connection_id))
        return refuse_deleted(world, connection_id);
    stream_reset_add_all(world, connection_id, connection_catalog(connection));
    cancel_open(world, connection_id);
    simulation_take_following_sync(world, connection_id);
    start_reset(world, connection_id, job);
    return true;
}

STATEMENT(FOLLOW_WITH_SYNC, "UPDATE connection SET sync_after_reset = 1 WHERE id = ?");

void simulation_reset_streams(struct world *world, const char *connection_id, json_t *streams)
{
    struct job job;
    if (!managed(world, connection_id))
        return;
    stream_reset_add(world, connection_id, streams);
    cancel_open(world, connection_id);
    store_run(world->store, &FOLLOW_WITH_SYNC, WITH(TEXT(connection_id)));
    start_reset(world, connection_id, &job);
    job_free(&job);
}

STATEMENT(STOP_MANAGING, "UPDATE connection SET unmanaged = 1 WHERE id = ?");

void simulation_abandon(struct world *world, const char *connection_id)
{
    store_run(world->store, &STOP_MANAGING, WITH(TEXT(connection_id)));
    cancel_open(world, connection_id);
    event_drop(world, connection_id, EVENT_SCHEDULE);
}

STATEMENT(OPEN_JOBS, "SELECT json_group_array(connection_id) FROM job WHERE " OPEN_JOB);

static void fail_orphan(struct world *world, const char *connection_id)
{
    struct job job;
    if (!job_load_open(world, connection_id, &job))
        return;
    end_job(world, &job, JOB_FAILED, failure_of_orphan(world));
    job_free(&job);
    simulation_replan(world, connection_id);
}

void simulation_start(struct world *world)
{
    char *list = store_text(world->store, &OPEN_JOBS, NOTHING);
    json_auto_t *connections = world_parse(list);
    size_t index;
    json_t *id;
    event_look(world);
    json_array_foreach (connections, index, id)
        fail_orphan(world, json_string_value(id));
    free(list);
}
