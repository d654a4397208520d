#include "domain/connection/stream_reset.h"

#include "json/get.h"

STATEMENT(ADD_RESET, "INSERT OR IGNORE INTO stream_reset (connection_id, name, namespace) VALUES (?, ?, ?)");

static void add_stream(struct world *world, const char *connection_id, const json_t *stream)
{
    const char *name = get_text(stream, "name");
    const char *name_space = get_text(stream, "namespace");
    store_run(world->store, &ADD_RESET,
              SQL_WITH(SQL_TEXT(connection_id), SQL_TEXT(name), SQL_TEXT(name_space)));
}

void stream_reset_add(struct world *world, const char *connection_id, json_t *streams)
{
    size_t index;
    json_t *stream;
    json_array_foreach (streams, index, stream)
        add_stream(world, connection_id, stream);
}

void stream_reset_add_all(struct world *world, const char *connection_id, json_t *catalog)
{
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), index, entry)
        add_stream(world, connection_id, json_object_get(entry, "stream"));
}

STATEMENT(LIST_RESETS, "SELECT json_group_array(iif(namespace IS NULL, json_object('name', name), "
                       "json_object('name', name, 'namespace', namespace))) FROM "
                       "(SELECT name, namespace FROM stream_reset WHERE connection_id = ? ORDER BY rowid) "
                       "HAVING count(*) > 0");

char *stream_reset_list(struct world *world, const char *connection_id)
{
    return store_text(world->store, &LIST_RESETS, SQL_WITH(SQL_TEXT(connection_id)));
}

STATEMENT(FOLLOW_WITH_SYNC, "UPDATE connection SET sync_after_reset = 1 WHERE id = ?");

void stream_reset_then_sync(struct world *world, const char *connection_id)
{
    store_run(world->store, &FOLLOW_WITH_SYNC, SQL_WITH(SQL_TEXT(connection_id)));
}

STATEMENT(FOLLOW_WITH_NOTHING,
          "UPDATE connection SET sync_after_reset = 0 WHERE id = ? AND sync_after_reset");

bool stream_reset_then_nothing(struct world *world, const char *connection_id)
{
    return store_run(world->store, &FOLLOW_WITH_NOTHING, SQL_WITH(SQL_TEXT(connection_id))) > 0;
}

STATEMENT(CLEAR_RESETS, "DELETE FROM stream_reset WHERE connection_id = ?");

bool stream_reset_clear(struct world *world, const char *connection_id)
{
    store_run(world->store, &CLEAR_RESETS, SQL_WITH(SQL_TEXT(connection_id)));
    return stream_reset_then_nothing(world, connection_id);
}
