#include "domain/connection/state.h"

#include "json/get.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

static const char NOT_SET[] = "not_set", LEGACY[] = "legacy", STREAM[] = "stream", GLOBAL[] = "global";

static const char *known_type(const char *type)
{
    static const char *const types[] = {LEGACY, STREAM, GLOBAL};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (type && strcmp(type, types[i]) == 0)
            return types[i];
    return NOT_SET;
}

STATEMENT(STATE_TYPE, "SELECT type FROM state WHERE connection_id = ? LIMIT 1");

const char *state_type(struct world *world, const char *connection_id)
{
    char *stored = store_text(world->store, &STATE_TYPE, SQL_WITH(SQL_TEXT(connection_id)));
    const char *type = known_type(stored);
    free(stored);
    return type;
}

STATEMENT(SHARED_BLOB, "SELECT blob FROM state WHERE connection_id = ? AND name IS NULL");

/* The blob that belongs to no stream, or NULL. New reference. */
static json_t *read_shared(struct world *world, const char *connection_id)
{
    return world_json(world, &SHARED_BLOB, SQL_WITH(SQL_TEXT(connection_id)));
}

STATEMENT(STREAM_BLOBS,
          "SELECT name, namespace, blob FROM state WHERE connection_id = ? AND name IS NOT NULL "
          "ORDER BY rowid");

/* A list of StreamState. New reference. */
static json_t *read_streams(struct world *world, const char *connection_id)
{
    json_t *streams = json_array();
    struct rows *rows = store_rows(world->store, &STREAM_BLOBS, SQL_WITH(SQL_TEXT(connection_id)));
    while (rows_next(rows))
        json_array_append_new(streams, json_pack("{s{ss ss*} so}", "streamDescriptor", "name",
                                                 rows_text(rows, 0), "namespace", rows_text(rows, 1),
                                                 "streamState", json_stored(rows_text(rows, 2))));
    return streams;
}

json_t *state_read(struct world *world, const char *connection_id)
{
    const char *type = state_type(world, connection_id);
    json_t *state = json_pack("{ss ss}", "stateType", type, "connectionId", connection_id);
    if (type == LEGACY)
        json_object_set_new(state, "state", read_shared(world, connection_id));
    else if (type == STREAM)
        json_object_set_new(state, "streamState", read_streams(world, connection_id));
    else if (type == GLOBAL)
        json_object_set_new(state, "globalState",
                            json_pack("{so* so}", "shared_state", read_shared(world, connection_id),
                                      "streamStates", read_streams(world, connection_id)));
    return state;
}

STATEMENT(PUT_BLOB, "INSERT INTO state (connection_id, type, name, namespace, blob) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (connection_id, ifnull(name, char(0)), ifnull(namespace, char(0))) "
                    "DO UPDATE SET blob = excluded.blob");
STATEMENT(DROP_BLOB, "DELETE FROM state WHERE connection_id = ? AND name IS ? AND namespace IS ?");

/* Writes one row, or drops it where there is no blob. `stream` is a descriptor; NULL for what belongs to
 * none. */
static void write_blob(struct world *world, const char *connection_id, const char *type, const json_t *stream,
                       const json_t *blob)
{
    const char *name = get_text(stream, "name"), *name_space = get_text(stream, "namespace");
    if (!blob) {
        store_run(world->store, &DROP_BLOB,
                  SQL_WITH(SQL_TEXT(connection_id), SQL_TEXT(name), SQL_TEXT(name_space)));
        return;
    }
    char *text = json_print(blob);
    store_run(world->store, &PUT_BLOB,
              SQL_WITH(SQL_TEXT(connection_id), SQL_TEXT(type), SQL_TEXT(name), SQL_TEXT(name_space),
                       SQL_TEXT(text)));
    free(text);
}

static void write_streams(struct world *world, const char *connection_id, const char *type,
                          const json_t *streams)
{
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream) {
        write_blob(world, connection_id, type, json_object_get(stream, "streamDescriptor"),
                   json_object_get(stream, "streamState"));
    }
}

static const json_t *streams_of_state(const json_t *state, const char *type)
{
    if (type == GLOBAL)
        return json_object_get(json_object_get(state, "globalState"), "streamStates");
    return type == STREAM ? json_object_get(state, "streamState") : NULL;
}

STATEMENT(DROP_OTHER_TYPES, "DELETE FROM state WHERE connection_id = ? AND type <> ?");

void state_save(struct world *world, const char *connection_id, json_t *state)
{
    const char *type = known_type(get_text(state, "stateType"));
    store_run(world->store, &DROP_OTHER_TYPES, SQL_WITH(SQL_TEXT(connection_id), SQL_TEXT(type)));
    if (type == LEGACY)
        write_blob(world, connection_id, type, NULL, json_object_get(state, "state"));
    else if (type == GLOBAL)
        write_blob(world, connection_id, type, NULL,
                   json_object_get(json_object_get(state, "globalState"), "shared_state"));
    write_streams(world, connection_id, type, streams_of_state(state, type));
}

static bool may_follow(const char *stored, const char *type)
{
    return stored == type || stored == NOT_SET || (stored == LEGACY && type != NOT_SET);
}

/* Whether the type can be written over what is there. */
static bool type_check(struct world *world, const char *connection_id, const char *type)
{
    const char *stored = state_type(world, connection_id);
    if (!may_follow(stored, type))
        return problem_set(
            &world->problem, PROBLEM_INVALID,
            "Unexpected type migration from '%s' to '%s'. Migration of StateType need to go through an "
            "explicit reset.",
            stored, type);
    return type != NOT_SET ||
           problem_at(&world->problem, PROBLEM_INVALID, "connectionState.stateType",
                      "must be one of global, stream, legacy: a reset is what unsets a state");
}

/* Whether the part is there that holds a state of this type; a legacy one may be missing, which unsets it. */
static bool part_check(struct world *world, const json_t *state, const char *type)
{
    const char *path = type == STREAM ? "connectionState.streamState" : "connectionState.globalState";
    const char *part = type == STREAM ? "streamState" : "globalState";
    return type == LEGACY || json_object_get(state, part) ||
           problem_at(&world->problem, PROBLEM_INVALID, path, "is missing but it is required");
}

STATEMENT(CONNECTION_EXISTS, "SELECT 1 FROM connection WHERE id = ?");

json_t *state_merge(struct world *world, const char *connection_id, json_t *state)
{
    const char *type = known_type(get_text(state, "stateType"));
    if (!store_integer(world->store, &CONNECTION_EXISTS, SQL_WITH(SQL_TEXT(connection_id)), 0))
        return problem_not_found(&world->problem, "STANDARD_SYNC", connection_id);
    if (!type_check(world, connection_id, type) || !part_check(world, state, type))
        return NULL;
    state_save(world, connection_id, state);
    return state_read(world, connection_id);
}

STATEMENT(DROP_ALL, "DELETE FROM state WHERE connection_id = ?");

static void drop_streams(struct world *world, const char *connection_id, const json_t *streams)
{
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream) {
        write_blob(world, connection_id, NULL, stream, NULL);
    }
}

STATEMENT(DROP_SHARED_ALONE, "DELETE FROM state WHERE connection_id = ?1 AND name IS NULL AND NOT EXISTS "
                             "(SELECT 1 FROM state WHERE connection_id = ?1 AND name IS NOT NULL)");

void state_reset(struct world *world, const char *connection_id, json_t *streams)
{
    const char *type = state_type(world, connection_id);
    if (type == LEGACY || type == NOT_SET) {
        json_auto_t *empty = json_object();
        write_blob(world, connection_id, LEGACY, NULL, empty);
    } else if (streams) {
        drop_streams(world, connection_id, streams);
        store_run(world->store, &DROP_SHARED_ALONE, SQL_WITH(SQL_TEXT(connection_id)));
    } else {
        store_run(world->store, &DROP_ALL, SQL_WITH(SQL_TEXT(connection_id)));
    }
}
