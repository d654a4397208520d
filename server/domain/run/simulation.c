#include "domain/run/simulation.h"

#include "base/die.h"
#include "base/moment.h"
#include "domain/catalog/catalog.h"
#include "domain/connection/cancel.h"
#include "domain/connection/connection_record.h"
#include "domain/connection/next_run.h"
#include "domain/connection/stream_reset.h"
#include "domain/job/event.h"
#include "domain/job/failure.h"
#include "domain/notification/notification.h"
#include "domain/plan/gate.h"
#include "domain/run/attempt_begin.h"
#include "domain/run/attempt_end.h"
#include "domain/run/job_begin.h"
#include "json/get.h"

#include <stdlib.h>

static void run_schedule(struct world *world, const char *connection_id)
{
    struct job job;
    job_begin(world, connection_id, &job);
    job_free(&job);
}

static void run_job_event(struct world *world, const struct event *event)
{
    struct job job;
    if (!job_load(world, event->job_id, &job)) {
        world_miss(world, "an event of job %lld, which is not there", (long long)event->job_id);
        return;
    }
    if (event->kind == EVENT_ATTEMPT_START)
        attempt_begin(world, &job);
    else
        attempt_finish(world, &job);
    job_free(&job);
}

/* It happens by itself, whatever call may be under way. */
static void run_event(struct world *world, const struct event *event)
{
    const char *request = world->request;
    world->request = NULL;
    world->now = event->due;
    if (event->kind == EVENT_SCHEDULE)
        run_schedule(world, event->connection_id);
    else
        run_job_event(world, event);
    world->request = request;
}

bool simulation_stuck(struct world *world, int64_t now)
{
    return world->next_due <= now && store_full(world->store);
}

static bool can_go_on(struct world *world, int64_t now)
{
    return world->next_due <= now && !store_full(world->store) && !store_broken(world->store);
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
        "The connection manager workflow for connection %s is deleted, so no further operations cannot be "
        "performed on it.",
        connection_id);
}

/* The connection where something may be begun with it, else NULL with a problem. New reference. */
static json_t *managed_outline(struct world *world, const char *connection_id)
{
    json_t *connection = connection_outline(world, connection_id);
    if (!connection || connection_managed(world, connection_id))
        return connection;
    json_decref(connection);
    refuse_deleted(world, connection_id);
    return NULL;
}

static bool refuse_running(struct world *world, struct job *job)
{
    problem_coded(&world->problem, PROBLEM_CONFLICT, "try-again-later", NULL,
                  "A sync is already running for: %s", job->connection_id);
    job_free(job);
    return false;
}

/* What runs already: between two attempts the same job is answered, else the call is refused
 * (docs/behaviour/connections.md#syncing).
 */
static bool join_running(struct world *world, struct job *job)
{
    return job->status == JOB_INCOMPLETE || refuse_running(world, job);
}

bool simulation_sync(struct world *world, const char *connection_id, struct job *job)
{
    json_auto_t *connection = managed_outline(world, connection_id);
    if (!connection)
        return false;
    if (job_load_open(world, connection_id, job))
        return join_running(world, job);
    job_begin(world, connection_id, job);
    return true;
}

void simulation_cancel(struct world *world, struct job *job)
{
    if (job_status_terminal(job->status))
        return;
    job_end(world, job, JOB_CANCELLED, failure_of_cancel(world));
    if (job->reset)
        stream_reset_clear(world, job->connection_id);
    next_run_replan(world, job->connection_id);
}

static void release(struct world *world, int64_t job_id)
{
    struct job job;
    if (!job_load(world, job_id, &job)) {
        world_miss(world, "job %lld waits at a gate and is not there", (long long)job_id);
        return;
    }
    event_add_of_job(world, &job, job.status == JOB_RUNNING ? EVENT_ATTEMPT_END : EVENT_ATTEMPT_START,
                     world->now);
    job_free(&job);
}

void simulation_open_gate(struct world *world, const char *name)
{
    gate_open(world, name);
    json_auto_t *waiting = gate_release(world, name);
    size_t index;
    json_t *id;
    json_array_foreach (waiting, index, id)
        release(world, json_integer_value(id));
}

/* True where the connection has each of the streams; else the problem says which it has not. */
static bool streams_check(struct world *world, json_t *connection, const json_t *streams)
{
    size_t index;
    const json_t *stream;
    json_array_foreach (streams, index, stream) {
        const char *name = get_text(stream, "name");
        if (catalog_find(connection_catalog(connection), name, get_text(stream, "namespace")))
            continue;
        char *path = must_printf("streams[%zu]", index);
        problem_at(&world->problem, PROBLEM_INVALID, path, "the connection has no stream %s", name);
        free(path);
        return false;
    }
    return true;
}

bool simulation_reset(struct world *world, const char *connection_id, json_t *streams, bool clear,
                      struct job *job)
{
    json_auto_t *connection = managed_outline(world, connection_id);
    if (!connection || !streams_check(world, connection, streams))
        return false;
    if (streams)
        stream_reset_add(world, connection_id, streams);
    else
        stream_reset_add_all(world, connection_id, connection_catalog(connection));
    job_cancel_open(world, connection_id);
    stream_reset_then_nothing(world, connection_id);
    job_begin_reset(world, connection_id, clear, job);
    return true;
}

bool simulation_refresh(struct world *world, const char *connection_id, const char *mode, json_t *streams,
                        struct job *job)
{
    json_auto_t *connection = managed_outline(world, connection_id);
    if (!connection || !streams_check(world, connection, streams))
        return false;
    if (job_load_open(world, connection_id, job))
        return refuse_running(world, job);
    json_auto_t *all = catalog_descriptors(connection_catalog(connection));
    json_auto_t *refresh =
        json_pack("{ss sO}", "mode", mode, "streams", json_array_size(streams) ? streams : all);
    job_begin_refresh(world, connection_id, refresh, job);
    return true;
}

void simulation_reset_streams(struct world *world, const char *connection_id, json_t *streams)
{
    struct job job;
    if (!connection_managed(world, connection_id))
        return;
    stream_reset_add(world, connection_id, streams);
    job_cancel_open(world, connection_id);
    stream_reset_then_sync(world, connection_id);
    job_begin_reset(world, connection_id, false, &job);
    job_free(&job);
}

STATEMENT(OPEN_JOBS, "SELECT json_group_array(connection_id) FROM job WHERE " OPEN_JOB);

static void fail_orphan(struct world *world, const char *connection_id)
{
    struct job job;
    if (!job_load_open(world, connection_id, &job))
        return;
    job_end(world, &job, JOB_FAILED, failure_of_orphan(world));
    job_free(&job);
    next_run_replan(world, connection_id);
}

void simulation_start(struct world *world)
{
    json_auto_t *connections = world_json(world, &OPEN_JOBS, SQL_NOTHING);
    size_t index;
    json_t *id;
    event_look(world);
    json_array_foreach (connections, index, id)
        fail_orphan(world, json_string_value(id));
}
