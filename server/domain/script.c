#include "domain/script.h"

#include "domain/connection.h"
#include "domain/failure.h"

#include <math.h>
#include <string.h>

enum { IDLE_SECONDS = 2 };

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

/* "incremental - append_dedup", as the sync worker announces it. */
static json_t *mode_of(const json_t *config)
{
    return json_sprintf("%s - %s", text_of(config, "syncMode"), text_of(config, "destinationSyncMode"));
}

static json_t *stream_script(struct world *world, const json_t *entry)
{
    const json_t *stream = json_object_get(entry, "stream");
    int64_t records = rng_between(&world->rng, 100, 2000);
    int64_t bytes = records * rng_between(&world->rng, 60, 140);
    json_t *script = json_pack("{sO sO* so sI sI sI}", "name", json_object_get(stream, "name"), "namespace",
                               json_object_get(stream, "namespace"), "mode",
                               mode_of(json_object_get(entry, "config")), "records", (json_int_t)records,
                               "bytes", (json_int_t)bytes, "committed", (json_int_t)records);
    return script;
}

static json_t *stream_scripts(struct world *world, json_t *connection)
{
    json_t *scripts = json_array();
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(connection_catalog(connection), "streams"), index, entry)
        json_array_append_new(scripts, stream_script(world, entry));
    return scripts;
}

/* A reset moves nothing and speaks of each stream once: dossier B 3.10. */
static json_t *reset_script(const struct world *world, const struct job *job)
{
    json_auto_t *streams = world_parse(job->streams_to_reset);
    return json_pack("{sf ss s[] si}", "seconds", (double)world->shared->settings.sync_span / SECOND,
                     "outcome", "succeeded", "streams", "states", (int)json_array_size(streams));
}

static json_t *sync_script(struct world *world, json_t *connection)
{
    json_t *streams = stream_scripts(world, connection);
    return json_pack("{sf ss so si}", "seconds", (double)world->shared->settings.sync_span / SECOND,
                     "outcome", "succeeded", "streams", streams, "states", (int)json_array_size(streams));
}

json_t *script_write(struct world *world, const struct job *job, json_t *connection)
{
    if (strcmp(text_of(connection, "status"), "active") != 0)
        return json_pack("{si ss sb}", "seconds", IDLE_SECONDS, "outcome", "succeeded", "idle", true);
    return job->reset ? reset_script(world, job) : sync_script(world, connection);
}

int64_t script_span(const json_t *script)
{
    return llround(json_number_value(json_object_get(script, "seconds")) * SECOND);
}

bool script_succeeds(const json_t *script)
{
    return strcmp(text_of(script, "outcome"), "succeeded") == 0;
}

bool script_hangs(const json_t *script)
{
    return strcmp(text_of(script, "outcome"), "hang") == 0;
}

bool script_idle(const json_t *script)
{
    return json_is_true(json_object_get(script, "idle"));
}

char *script_output(const json_t *script)
{
    if (script_idle(script))
        return NULL;
    json_auto_t *output = json_pack("{sO sO}", "states", json_object_get(script, "states"), "streams",
                                    json_object_get(script, "streams"));
    return world_print(output);
}

char *script_failure(struct world *world, const json_t *script)
{
    json_auto_t *summary = failure_of_plan(world, json_object_get(script, "failure"));
    return world_print(summary);
}
