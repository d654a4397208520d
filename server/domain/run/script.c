#include "domain/run/script.h"

#include "domain/connection/connection_record.h"
#include "domain/discovery/schema_refresh.h"
#include "domain/run/planned_run.h"
#include "domain/run/precheck.h"
#include "domain/run/script_parts.h"
#include "json/get.h"

#include <math.h>

/* A run of an inactive connection, or one that a check ends. */
enum { SHORT_SECONDS = 2 };

static json_t *failed_script(double seconds, json_t *failure)
{
    return json_pack("{sf ss s[] si so}", "seconds", seconds, "outcome", "failed", "streams", "states", 0,
                     "failure", failure);
}

static json_t *idle_script(void)
{
    return json_pack("{si ss sb}", "seconds", SHORT_SECONDS, "outcome", "succeeded", "idle", true);
}

json_t *script_usual(struct world *world, const struct job *job, json_t *connection)
{
    json_t *streams = job->reset ? json_array() : script_plausible_streams(world, connection);
    int states = job->reset ? script_states_of_reset(world, job) : script_states_of_sync(streams);
    return json_pack("{sf ss so si}", "seconds", script_usual_seconds(world), "outcome", "succeeded",
                     "streams", streams, "states", states);
}

static json_t *active_script(struct world *world, const struct job *job, json_t *connection, int number)
{
    json_auto_t *planned = plan_run_attempt(job, number);
    if (planned)
        return script_of_plan(world, job, connection, planned);
    json_t *told = job->reset ? NULL : script_of_e2e(world, connection);
    return told ? told : script_usual(world, job, connection);
}

static bool active(const json_t *connection)
{
    return get_is(connection, "status", "active");
}

/* After the checks; the refresh may leave the connection inactive. */
static json_t *checked_script(struct world *world, const struct job *job, int number)
{
    json_t *failure = schema_refresh(world, job->connection_id);
    if (failure)
        return failed_script(fmin(SHORT_SECONDS, script_usual_seconds(world)), failure);
    json_auto_t *connection = connection_outline(world, job->connection_id);
    return active(connection) ? active_script(world, job, connection, number) : idle_script();
}

json_t *script_write(struct world *world, const struct job *job, int number)
{
    struct precheck precheck = precheck_run(world, job, number);
    json_t *script = precheck.failure ? failed_script(fmin(SHORT_SECONDS, script_usual_seconds(world)),
                                                      json_incref(precheck.failure))
                                      : checked_script(world, job, number);
    if (precheck.checks)
        json_object_set(script, "checks", precheck.checks);
    precheck_free(&precheck);
    return script;
}
