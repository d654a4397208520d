#include "domain/run/fresh_start.h"

#include "domain/catalog/catalog.h"
#include "domain/connection/connection_record.h"
#include "domain/connection/state.h"
#include "domain/connection/stream_generation.h"
#include "json/get.h"
#include "json/read.h"

#include <string.h>

/* A connection's streams, and the job that begins some of them anew. */
struct beginning {
    struct world *world;
    const struct job *job;
    const json_t *catalog;
};

static void begin(const struct beginning *beginning, const json_t *entry, bool keep)
{
    stream_generation_begin(beginning->world, beginning->job->connection_id, beginning->job->id, entry, keep);
}

/* A stream that the connection has no more is known by its name alone. */
static void begin_all(const struct beginning *beginning, const json_t *streams, bool keep)
{
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream) {
        const json_t *entry =
            catalog_find(beginning->catalog, get_text(stream, "name"), get_text(stream, "namespace"));
        json_auto_t *alone = json_pack("{sO}", "stream", stream);
        begin(beginning, entry ? entry : alone, keep);
    }
}

static bool same(const json_t *one, const json_t *other, const char *name)
{
    const char *text = get_text(one, name), *also = get_text(other, name);
    return text == also || (text && also && strcmp(text, also) == 0);
}

static bool named(const json_t *streams, const json_t *stream)
{
    size_t index;
    json_t *each;
    json_array_foreach (streams, index, each)
        if (same(each, stream, "name") && same(each, stream, "namespace"))
            return true;
    return false;
}

/* Of a sync: the streams that are read whole each time; those that a refresh names have begun already. */
static void begin_whole(const struct beginning *beginning, const json_t *refreshed)
{
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(beginning->catalog, "streams"), index, entry) {
        const json_t *config = json_object_get(entry, "config"), *stream = json_object_get(entry, "stream");
        bool append = get_is(config, "destinationSyncMode", "append");
        if (get_is(config, "syncMode", "full_refresh") && !named(refreshed, stream))
            begin(beginning, entry, append);
    }
}

static void begin_refresh(const struct beginning *beginning, json_t *streams, const char *mode)
{
    const char *connection_id = beginning->job->connection_id;
    begin_all(beginning, streams, strcmp(mode, "Merge") == 0);
    if (strcmp(state_type(beginning->world, connection_id), "not_set") != 0)
        state_reset(beginning->world, connection_id, streams);
}

void fresh_start(struct world *world, const struct job *job)
{
    if (!world->amended)
        return;
    json_auto_t *outline = connection_outline(world, job->connection_id);
    const struct beginning beginning = {world, job, connection_catalog(outline)};
    json_auto_t *wiped = job->reset ? json_stored(job->streams_to_reset) : NULL;
    json_auto_t *refresh = job->refresh ? json_stored(job->refresh) : NULL;
    json_t *refreshed = json_object_get(refresh, "streams");
    begin_all(&beginning, wiped, false);
    if (refresh)
        begin_refresh(&beginning, refreshed, get_text(refresh, "mode"));
    if (!job->reset)
        begin_whole(&beginning, refreshed);
}
