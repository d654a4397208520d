#include "domain/run/script_parts.h"

#include "domain/connection/connection_record.h"
#include "domain/connection/state.h"
#include "json/get.h"
#include "json/read.h"

#include <string.h>

double script_usual_seconds(const struct world *world)
{
    return (double)world->shared->settings.sync_span / SECOND;
}

/* "incremental - append_dedup", as the sync worker announces it. */
static json_t *mode_of_sync(const json_t *config)
{
    return json_sprintf("%s - %s", get_text_or(config, "syncMode", ""),
                        get_text_or(config, "destinationSyncMode", ""));
}

json_t *script_stream(const json_t *entry, int64_t records, int64_t bytes, int64_t committed)
{
    const json_t *stream = json_object_get(entry, "stream");
    return json_pack("{sO sO* so sI sI sI}", "name", json_object_get(stream, "name"), "namespace",
                     json_object_get(stream, "namespace"), "mode",
                     mode_of_sync(json_object_get(entry, "config")), "records", (json_int_t)records, "bytes",
                     (json_int_t)bytes, "committed", (json_int_t)committed);
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

int script_states_of_sync(const json_t *streams)
{
    int states = 0;
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream)
        states += strncmp(get_text_or(stream, "mode", ""), "incremental", strlen("incremental")) == 0 &&
                  get_integer(stream, "committed") > 0;
    return states;
}

/* Of each stream where the state is kept by stream, else one: docs/behaviour/resets.md#what-it-counts. */
int script_states_of_reset(struct world *world, const struct job *job)
{
    json_auto_t *streams = json_stored(job->streams_to_reset);
    bool by_stream = strcmp(state_type(world, job->connection_id), "stream") == 0;
    return by_stream ? (int)json_array_size(streams) : 1;
}
