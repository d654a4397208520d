#include "domain/run/planned_run.h"

#include "base/die.h"
#include "domain/actor/actor.h"
#include "domain/connection/connection_record.h"
#include "domain/plan/plan.h"
#include "json/print.h"
#include "json/read.h"

#include <math.h>

static void describe_end(struct world *world, const struct actor_kind *kind, const char *name_key,
                         json_t *connection, json_t *subject)
{
    struct actor actor;
    const char *id = json_string_value(json_object_get(connection, kind->id));
    if (!actor_load(world, kind, id, &actor)) {
        world_miss(world, "a connection without its %s %s", kind->name, id);
        return;
    }
    json_object_set(subject, kind->id, json_object_get(actor.doc, kind->id));
    json_object_set(subject, name_key, json_object_get(actor.doc, "name"));
    json_object_set(subject, kind->definition_id, json_object_get(actor.doc, kind->definition_id));
    json_object_set(subject, "workspaceId", json_object_get(actor.doc, "workspaceId"));
    actor_free(&actor);
}

json_t *plan_run_subject(struct world *world, const char *connection_id, const char *config_type)
{
    json_auto_t *connection = connection_outline(world, connection_id);
    json_t *subject = json_pack("{ss sO ss}", "connectionId", connection_id, "connectionName",
                                json_object_get(connection, "name"), "configType", config_type);
    describe_end(world, &SOURCE, "sourceName", connection, subject);
    describe_end(world, &DESTINATION, "destinationName", connection, subject);
    return subject;
}

char *plan_run_take(struct world *world, const struct job *job, char **plan)
{
    if (!plan_any(world, PLAN_RUNS))
        return NULL;
    json_auto_t *subject = plan_run_subject(world, job->connection_id, job_type_name(job_type(job)));
    json_auto_t *run = plan_take(world, PLAN_RUNS, subject, plan);
    return run ? json_print(run) : NULL;
}

static json_t *attempt_of(json_t *run, int number)
{
    json_t *attempts = json_object_get(run, "attempts");
    size_t count = json_array_size(attempts);
    return json_array_get(attempts, (size_t)number < count ? (size_t)number : count - 1);
}

static int64_t pause_of(json_t *planned)
{
    return llround(json_number_value(json_object_get(planned, "pendingSeconds")) * SECOND);
}

int64_t plan_run_wait(const struct job *job, int number)
{
    if (!job->run)
        return 0;
    json_auto_t *run = json_stored(job->run);
    return (number == 0 ? pause_of(run) : 0) + pause_of(attempt_of(run, number));
}

char *plan_run_gate(const struct job *job)
{
    json_auto_t *run = job->run ? json_stored(job->run) : NULL;
    const char *gate = json_string_value(json_object_get(run, "gate"));
    return gate ? must_strdup(gate) : NULL;
}

json_t *plan_run_attempt(const struct job *job, int number)
{
    if (!job->run)
        return NULL;
    json_auto_t *run = json_stored(job->run);
    json_t *attempt = attempt_of(run, number);
    return attempt ? json_incref(attempt) : json_object();
}
