#include "domain/sync_state.h"

#include "domain/actor.h"
#include "domain/catalog.h"
#include "domain/connection.h"
#include "domain/state.h"

#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static bool same_text(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

static bool incremental(const json_t *entry)
{
    return same_text(text_of(json_object_get(entry, "config"), "syncMode"), "incremental");
}

static const json_t *cursor_of(const json_t *entry)
{
    const json_t *chosen = json_object_get(json_object_get(entry, "config"), "cursorField");
    return json_array_size(chosen) ? chosen
                                   : json_object_get(json_object_get(entry, "stream"), "defaultCursorField");
}

/* What the stream's cursor stood at before: the number of records that came through so far. */
static int64_t position_before(const json_t *states, const char *name, const char *name_space)
{
    size_t index;
    json_t *state;
    json_array_foreach (states, index, state) {
        const json_t *stream = json_object_get(state, "streamDescriptor");
        const char *cursor = text_of(json_object_get(state, "streamState"), "cursor");
        if (cursor && same_text(text_of(stream, "name"), name) &&
            same_text(text_of(stream, "namespace"), name_space))
            return strtoll(cursor, NULL, 10);
    }
    return 0;
}

/* The stream's new state, or NULL where nothing of it was committed or it keeps none. New reference. */
static json_t *stream_state(json_t *catalog, const json_t *states, const json_t *moved)
{
    const char *name = text_of(moved, "name"), *name_space = text_of(moved, "namespace");
    json_t *entry = catalog_find(catalog, name, name_space);
    int64_t committed = json_integer_value(json_object_get(moved, "committed"));
    if (!entry || !incremental(entry) || committed == 0)
        return NULL;
    int64_t position = position_before(states, name, name_space) + committed;
    return json_pack("{so s{so sO}}", "streamDescriptor", stream_descriptor(json_object_get(entry, "stream")),
                     "streamState", "cursor", json_sprintf("%lld", (long long)position), "cursor_field",
                     cursor_of(entry));
}

static json_t *stream_states(json_t *catalog, const json_t *states, const json_t *script)
{
    json_t *moved_on = json_array();
    size_t index;
    json_t *moved;
    json_array_foreach (json_object_get(script, "streams"), index, moved) {
        json_t *state = stream_state(catalog, states, moved);
        if (state)
            json_array_append_new(moved_on, state);
    }
    return moved_on;
}

static bool changes_are_captured(struct world *world, json_t *connection)
{
    struct actor source;
    if (!actor_load(world, &SOURCE, text_of(connection, "sourceId"), &source))
        return false;
    const json_t *method = json_object_get(source.configuration, "replication_method");
    bool captured = same_text(text_of(method, "method"), "CDC");
    actor_free(&source);
    return captured;
}

static json_t *global_state(json_t *streams, int64_t total)
{
    return json_pack("{ss s{s{sI} so}}", "stateType", "global", "globalState", "shared_state", "lsn",
                     (json_int_t)total, "streamStates", streams);
}

static json_t *legacy_state(json_t *streams)
{
    json_t *blob = json_object();
    size_t index;
    json_t *state;
    json_array_foreach (streams, index, state)
        json_object_set(blob, text_of(json_object_get(state, "streamDescriptor"), "name"),
                        json_object_get(state, "streamState"));
    json_decref(streams);
    return json_pack("{ss so}", "stateType", "legacy", "state", blob);
}

static int64_t total_position(const json_t *streams)
{
    int64_t total = 0;
    size_t index;
    json_t *state;
    json_array_foreach (streams, index, state)
        total += strtoll(text_of(json_object_get(state, "streamState"), "cursor"), NULL, 10);
    return total;
}

/* What is there keeps its type; the first sync decides it. Steals `streams`. */
static json_t *state_of_type(struct world *world, json_t *connection, const char *type, json_t *streams)
{
    if (strcmp(type, "legacy") == 0)
        return legacy_state(streams);
    if (strcmp(type, "global") == 0 ||
        (strcmp(type, "not_set") == 0 && changes_are_captured(world, connection)))
        return global_state(streams, total_position(streams));
    return json_pack("{ss so}", "stateType", "stream", "streamState", streams);
}

static const json_t *states_before(const json_t *state)
{
    const json_t *global = json_object_get(state, "globalState");
    return global ? json_object_get(global, "streamStates") : json_object_get(state, "streamState");
}

void sync_state_save(struct world *world, const char *connection_id, const json_t *script)
{
    json_auto_t *connection = connection_load(world, connection_id);
    json_auto_t *before = state_read(world, connection_id);
    json_t *streams = stream_states(connection_catalog(connection), states_before(before), script);
    if (json_array_size(streams) == 0) {
        json_decref(streams);
        return;
    }
    json_auto_t *after = state_of_type(world, connection, text_of(before, "stateType"), streams);
    state_save(world, connection_id, after);
}
