#include "domain/run/auto_disable.h"

#include "domain/connection/connection_record.h"
#include "json/get.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define RECENT " FROM job WHERE job.connection_id = ?1 AND job.created_at >= ?2 "
#define LATER_SUCCESS                                                                                        \
    "SELECT 1 FROM job AS good WHERE good.connection_id = ?1 AND good.status = 'succeeded' AND "             \
    "(good.created_at, good.id) > (job.created_at, job.id)"

STATEMENT(FAILURES_IN_A_ROW,
          "SELECT count(*)" RECENT "AND status = 'failed' AND NOT EXISTS (" LATER_SUCCESS ")");
STATEMENT(SUCCESSES, "SELECT EXISTS (SELECT 1" RECENT "AND status = 'succeeded')");
STATEMENT(FIRST_JOB, "SELECT min(created_at) FROM job WHERE connection_id = ? AND status <> 'cancelled'");

static bool too_many_in_a_row(struct world *world, const char *connection_id, int64_t since)
{
    int64_t failures =
        store_integer(world->store, &FAILURES_IN_A_ROW, WITH(TEXT(connection_id), INTEGER(since)), 0);
    return failures >= world->shared->settings.max_failed_jobs_in_a_row;
}

/* Only a connection whose first job is that old can have failed for that long. */
static bool failed_for_too_long(struct world *world, const char *connection_id, int64_t since)
{
    int64_t first = store_integer(world->store, &FIRST_JOB, WITH(TEXT(connection_id)), INT64_MAX);
    return first <= since &&
           !store_integer(world->store, &SUCCESSES, WITH(TEXT(connection_id), INTEGER(since)), 0);
}

void auto_disable(struct world *world, const char *connection_id)
{
    const struct settings *settings = &world->shared->settings;
    int64_t since = world->now - settings->max_days_of_only_failed_jobs * (int64_t)DAY;
    if (!settings->auto_disable || (!too_many_in_a_row(world, connection_id, since) &&
                                    !failed_for_too_long(world, connection_id, since)))
        return;
    json_auto_t *connection = connection_load(world, connection_id);
    const char *status = get_text(connection, "status");
    if (strcmp(status, "active") != 0)
        return;
    json_object_set_new(connection, "status", json_string("inactive"));
    free(connection_store(world, json_incref(connection)));
}
