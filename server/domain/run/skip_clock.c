#include "domain/run/skip_clock.h"

STATEMENT(SEEN, "SELECT seen FROM poll WHERE job_id = ?");
STATEMENT(
    SEE,
    "INSERT INTO poll (job_id, seen) VALUES (?, ?) ON CONFLICT (job_id) DO UPDATE SET seen = excluded.seen");

/* What of a job a poll can see change: its status, and when that changed last. */
static int64_t look_of(const struct job *job)
{
    return job->updated_at * 8 + (int64_t)job->status;
}

bool skip_clock_poll(struct world *world, const struct job *job)
{
    if (world->clock.mode != CLOCK_SKIP || job_status_terminal(job->status) || store_full(world->store))
        return false;
    bool unchanged = store_integer(world->store, &SEEN, SQL_WITH(SQL_INTEGER(job->id)), -1) == look_of(job);
    store_run(world->store, &SEE, SQL_WITH(SQL_INTEGER(job->id), SQL_INTEGER(look_of(job))));
    if (!unchanged || world->next_due == INT64_MAX)
        return false;
    clock_advance(&world->clock, world->next_due - world->now);
    return true;
}
