#include "domain/run/job_begin.h"

#include "base/die.h"
#include "domain/connection/stream_reset.h"
#include "domain/job/event.h"
#include "domain/run/attempt_begin.h"
#include "domain/run/planned_run.h"
#include "json/print.h"

/* `job` says whose it is and which streams it resets; one that resets none (NULL) is a sync. */
static void job_begin_with(struct world *world, struct job *job)
{
    event_drop(world, job->connection_id, EVENT_SCHEDULE);
    job->reset = job->streams_to_reset != NULL;
    job->run = plan_run_take(world, job, &job->plan);
    job->origin = world->request ? must_strdup(world->request) : NULL;
    job_insert(world, job);
    attempt_next(world, job, 0);
}

void job_begin(struct world *world, const char *connection_id, struct job *job)
{
    *job = (struct job){.connection_id = must_strdup(connection_id),
                        .streams_to_reset = stream_reset_list(world, connection_id)};
    job_begin_with(world, job);
}

void job_begin_reset(struct world *world, const char *connection_id, bool clear, struct job *job)
{
    char *streams = stream_reset_list(world, connection_id);
    *job = (struct job){.connection_id = must_strdup(connection_id),
                        .streams_to_reset = streams ? streams : must_strdup("[]"),
                        .clear = clear};
    job_begin_with(world, job);
}

void job_begin_refresh(struct world *world, const char *connection_id, const json_t *refresh, struct job *job)
{
    *job = (struct job){.connection_id = must_strdup(connection_id), .refresh = json_print(refresh)};
    job_begin_with(world, job);
}
