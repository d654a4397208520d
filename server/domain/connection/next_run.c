#include "domain/connection/next_run.h"

#include "base/die.h"
#include "domain/connection/cancel.h"
#include "domain/connection/connection_record.h"
#include "domain/job/event.h"
#include "domain/job/job.h"
#include "domain/schedule/schedule.h"
#include "json/get.h"

#include <stdlib.h>

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
    return connection_managed(world, connection_id) && !has_open_job(world, connection_id);
}

void next_run_plan(struct world *world, json_t *connection)
{
    const char *id = get_text(connection, "connectionId");
    if (unplan(world, id))
        plan(world, id, connection);
}

void next_run_replan(struct world *world, const char *connection_id)
{
    if (!unplan(world, connection_id))
        return;
    json_auto_t *connection = connection_outline(world, connection_id);
    plan(world, connection_id, connection);
}

void next_run_abandon(struct world *world, const char *connection_id)
{
    connection_stop_managing(world, connection_id);
    job_cancel_open(world, connection_id);
    event_drop(world, connection_id, EVENT_SCHEDULE);
}

STATEMENT(DROP_SCHEDULES_OF_ACTOR, "DELETE FROM event WHERE kind = 'schedule' AND connection_id IN "
                                   "(SELECT id FROM connection WHERE " LIVE_OF_ACTOR ")");
STATEMENT(BUSY_OF_ACTOR, "SELECT json_group_array(connection_id) FROM job WHERE " OPEN_JOB
                         " AND connection_id IN (SELECT id FROM connection WHERE " LIVE_OF_ACTOR ")");

void next_run_abandon_all_of_actor(struct world *world, const char *actor_id)
{
    json_auto_t *busy = world_json(world, &BUSY_OF_ACTOR, SQL_WITH(SQL_TEXT(actor_id)));
    size_t index;
    json_t *id;
    json_array_foreach (busy, index, id)
        job_cancel_open(world, json_string_value(id));
    store_run(world->store, &DROP_SCHEDULES_OF_ACTOR, SQL_WITH(SQL_TEXT(actor_id)));
    connection_stop_managing_of_actor(world, actor_id);
}
