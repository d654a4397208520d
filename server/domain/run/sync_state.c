#include "domain/run/sync_state.h"

#include "base/moment.h"
#include "base/word.h"
#include "domain/actor/actor.h"
#include "domain/catalog/catalog.h"
#include "domain/connection/connection_record.h"
#include "domain/connection/state.h"
#include "json/get.h"

#include <stdlib.h>
#include <string.h>

/* The state of a connection before a sync, and what the sync adds to it. */
struct progress {
    json_t *connection;
    json_t *before;    /* ConnectionState */
    int64_t committed; /* records of incremental streams */
    json_t *streams;   /* the StreamStates that moved on */
};

static bool same_text(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

static bool incremental(const json_t *entry)
{
    return same_text(get_text(json_object_get(entry, "config"), "syncMode"), "incremental");
}

static const json_t *cursor_of(const json_t *entry)
{
    const json_t *chosen = json_object_get(json_object_get(entry, "config"), "cursorField");
    return json_array_size(chosen) ? chosen
                                   : json_object_get(json_object_get(entry, "stream"), "defaultCursorField");
}

static const json_t *find_state(const json_t *states, const char *name, const char *name_space)
{
    size_t index;
    json_t *state;
    json_array_foreach (states, index, state) {
        const json_t *stream = json_object_get(state, "streamDescriptor");
        if (same_text(get_text(stream, "name"), name) && same_text(get_text(stream, "namespace"), name_space))
            return json_object_get(state, "streamState");
    }
    return NULL;
}

/* What the state says of a stream so far, or NULL; a legacy one knows streams by name alone. Borrowed. */
static const json_t *state_before(const struct progress *progress, const char *name, const char *name_space)
{
    const json_t *legacy = json_object_get(progress->before, "state");
    const json_t *global = json_object_get(progress->before, "globalState");
    if (legacy)
        return json_object_get(legacy, name);
    return find_state(global ? json_object_get(global, "streamStates")
                             : json_object_get(progress->before, "streamState"),
                      name, name_space);
}

/* A cursor that counts goes on counting; any other, a date say, becomes the present time. New reference. */
static json_t *cursor_after(const json_t *before, int64_t committed, int64_t now)
{
    const char *cursor = get_text(before, "cursor");
    if (cursor && cursor[strspn(cursor, "0123456789")] != '\0')
        return json_string(moment_format(now).text);
    long long position = cursor ? strtoll(cursor, NULL, 10) : 0;
    return json_sprintf("%lld", position + (long long)committed);
}

static void move_on(struct progress *progress, const json_t *moved, int64_t now)
{
    const char *name = get_text(moved, "name"), *name_space = get_text(moved, "namespace");
    const json_t *entry = catalog_find(connection_catalog(progress->connection), name, name_space);
    int64_t committed = get_integer(moved, "committed");
    if (!entry || !incremental(entry) || committed == 0)
        return;
    json_t *cursor = cursor_after(state_before(progress, name, name_space), committed, now);
    progress->committed += committed;
    json_array_append_new(progress->streams,
                          json_pack("{so s{so sO}}", "streamDescriptor",
                                    stream_descriptor(json_object_get(entry, "stream")), "streamState",
                                    "cursor", cursor, "cursor_field", cursor_of(entry)));
}

static bool changes_are_captured(struct world *world, json_t *connection)
{
    struct actor source;
    if (!actor_load(world, &SOURCE, get_text(connection, "sourceId"), &source))
        return false;
    const json_t *method = json_object_get(source.configuration, "replication_method");
    bool captured = same_text(get_text(method, "method"), "CDC");
    actor_free(&source);
    return captured;
}

static json_t *stream_state(const struct progress *progress)
{
    return json_pack("{ss sO}", "stateType", "stream", "streamState", progress->streams);
}

static json_t *global_state(const struct progress *progress)
{
    const json_t *shared = json_object_get(json_object_get(progress->before, "globalState"), "shared_state");
    json_t *after = shared ? json_deep_copy(shared) : json_object();
    json_int_t position = get_integer(after, "lsn") + progress->committed;
    json_object_set_new(after, "lsn", json_integer(position));
    return json_pack("{ss s{so sO}}", "stateType", "global", "globalState", "shared_state", after,
                     "streamStates", progress->streams);
}

/* One blob for all: streams that did not move stay in it. */
static json_t *legacy_state(const struct progress *progress)
{
    json_t *blob = json_deep_copy(json_object_get(progress->before, "state"));
    size_t index;
    json_t *state;
    json_array_foreach (progress->streams, index, state)
        json_object_set(blob, get_text(json_object_get(state, "streamDescriptor"), "name"),
                        json_object_get(state, "streamState"));
    return json_pack("{ss so}", "stateType", "legacy", "state", blob);
}

/* What is there keeps its type; the first sync decides it. */
static const char *type_after(struct world *world, const struct progress *progress)
{
    const char *type = get_text(progress->before, "stateType");
    if (strcmp(type, "not_set") != 0)
        return type;
    return changes_are_captured(world, progress->connection) ? "global" : "stream";
}

/* New reference. */
static json_t *state_after(struct world *world, const struct progress *progress)
{
    static const struct {
        const char *type;
        json_t *(*of)(const struct progress *progress);
    } types[] = {{"stream", stream_state}, {"global", global_state}, {"legacy", legacy_state}};
    return types[WORD_KNOWN(types, type_after(world, progress))].of(progress);
}

/* Asked before anything is read: full refreshes leave nothing, and most syncs are such. */
static bool leaves_state(const json_t *script)
{
    size_t index;
    json_t *moved;
    json_array_foreach (json_object_get(script, "streams"), index, moved) {
        const char *mode = get_text(moved, "mode");
        if (mode && strncmp(mode, "incremental", strlen("incremental")) == 0 &&
            get_integer(moved, "committed") > 0)
            return true;
    }
    return false;
}

void sync_state_save(struct world *world, const char *connection_id, const json_t *script)
{
    if (!leaves_state(script))
        return;
    json_auto_t *connection = connection_outline(world, connection_id);
    json_auto_t *before = state_read(world, connection_id);
    json_auto_t *streams = json_array();
    struct progress progress = {.connection = connection, .before = before, .streams = streams};
    size_t index;
    json_t *moved;
    json_array_foreach (json_object_get(script, "streams"), index, moved)
        move_on(&progress, moved, world->now);
    if (json_array_size(streams) == 0)
        return;
    json_auto_t *after = state_after(world, &progress);
    state_save(world, connection_id, after);
}
