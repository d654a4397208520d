#include "domain/run/precheck.h"

#include "base/die.h"
#include "domain/actor/check.h"
#include "domain/connection/connection_record.h"
#include "domain/job/failure.h"
#include "json/get.h"

#include <stdlib.h>

STATEMENT(SYNC_BEFORE_FAILED,
          "SELECT status = 'failed' FROM job WHERE connection_id = ? AND config_type = 'sync' AND id <> ? "
          "ORDER BY created_at DESC, id DESC LIMIT 1");

static bool due(struct world *world, const struct job *job, int number)
{
    return number > 0 || store_integer(world->store, &SYNC_BEFORE_FAILED,
                                       SQL_WITH(SQL_TEXT(job->connection_id), SQL_INTEGER(job->id)), 0);
}

/* What the end of the connection complains of: a new text, or NULL. */
static char *complaint_of(struct world *world, const struct actor_kind *kind, json_t *connection)
{
    struct check check;
    char *complaint;
    if (check_actor(world, kind, get_text(connection, kind->id), &check)) {
        complaint = check.complaint;
        check.complaint = NULL;
        check_free(&check);
    } else {
        complaint = must_strdup(world->problem.message);
        problem_clear(&world->problem);
    }
    return complaint;
}

/* Asks one end, unless the other has failed already. */
static void check_end(struct world *world, const struct actor_kind *kind, json_t *connection,
                      struct precheck *precheck)
{
    char *complaint = precheck->failure ? NULL : complaint_of(world, kind, connection);
    const char *found = precheck->failure ? "Skipped" : complaint ? "Failed" : "Successful";
    json_object_set_new(precheck->checks, kind->name, json_string(found));
    if (complaint)
        precheck->failure = failure_of_check(kind->name, complaint);
    free(complaint);
}

struct precheck precheck_run(struct world *world, const struct job *job, int number)
{
    struct precheck precheck = {0};
    if (!due(world, job, number))
        return precheck;
    if (job->reset) {
        precheck.checks = json_pack("{ss ss}", "source", "Skipped", "destination", "Skipped");
        return precheck;
    }
    json_auto_t *connection = connection_outline(world, job->connection_id);
    precheck.checks = json_object();
    check_end(world, &SOURCE, connection, &precheck);
    check_end(world, &DESTINATION, connection, &precheck);
    return precheck;
}

void precheck_free(struct precheck *precheck)
{
    json_decref(precheck->checks);
    json_decref(precheck->failure);
    *precheck = (struct precheck){0};
}
