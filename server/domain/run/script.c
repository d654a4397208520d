#include "domain/connection/connection_record.h"
#include "domain/connection/state.h"
#include "domain/discovery/schema_refresh.h"
#include "domain/run/planned_run.h"
#include "domain/run/precheck.h"
#include "domain/run/script_parts.h"

#include <math.h>
#include <string.h>

/* A run of an inactive connection, or one that a check ends. */
enum { SHORT_SECONDS = 2 };

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

double script_usual_seconds(const struct world *world)
{
    return (double)world->shared->settings.sync_span / SECOND;
}

/* "incremental - append_dedup", as the sync worker announces it. */
static json_t *mode_of(const json_t *config)
{
    return json_sprintf("%s - %s", text_of(config, "syncMode"), text_of(config, "destinationSyncMode"));
}

json_t *script_stream(const json_t *entry, int64_t records, int64_t bytes, int64_t committed)
{
    const json_t *stream = json_object_get(entry, "stream");
    return json_pack("{sO sO* so sI sI sI}", "name", json_object_get(stream, "name"), "namespace",
                     json_object_get(stream, "namespace"), "mode", mode_of(json_object_get(entry, "config")),
                     "records", (json_int_t)records, "bytes", (json_int_t)bytes, "committed",
                     (json_int_t)committed);
}

int64_t script_plausible_records(struct world *world)
{
    return rng_between(&world->rng, 100, 2000);
}

int64_t script_plausible_bytes(struct world *world, int64_t records)
{
    return records * rng_between(&world->rng, 60, 140);
}

json_t *script_plausible_streams(struct world *world, json_t *connection)
{
    json_t *scripts = json_array();
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(connection_catalog(connection), "streams"), index, entry) {
        int64_t records = script_plausible_records(world);
        json_array_append_new(scripts,
                              script_stream(entry, records, script_plausible_bytes(world, records), records));
    }
    return scripts;
}

static json_t *failed_script(double seconds, json_t *failure)
{
    return json_pack("{sf ss s[] si so}", "seconds", seconds, "outcome", "failed", "streams", "states", 0,
                     "failure", failure);
}

static json_t *idle_script(void)
{
    return json_pack("{si ss sb}", "seconds", SHORT_SECONDS, "outcome", "succeeded", "idle", true);
}

/* Of each stream where the state is kept by stream, else one: dossier B 3.10. */
int script_states_of_reset(struct world *world, const struct job *job)
{
    json_auto_t *streams = world_parse(job->streams_to_reset);
    bool by_stream = strcmp(state_type(world, job->connection_id), "stream") == 0;
    return by_stream ? (int)json_array_size(streams) : 1;
}

json_t *script_usual(struct world *world, const struct job *job, json_t *connection)
{
    json_t *streams = job->reset ? json_array() : script_plausible_streams(world, connection);
    int states = job->reset ? script_states_of_reset(world, job) : (int)json_array_size(streams);
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
    return strcmp(text_of(connection, "status"), "active") == 0;
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
