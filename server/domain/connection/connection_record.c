#include "domain/connection/connection_record.h"

#include "json/get.h"
#include "json/read.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

static const char TYPE[] = "STANDARD_SYNC";

/* A stream as a run knows it: all but its JSON schema. */
static void write_entry_outline(struct writer *writer, json_t *entry)
{
    const char *name;
    json_t *stream = get(entry, "stream"), *member;
    write_object(writer, NULL);
    write_object(writer, "stream");
    json_object_foreach (stream, name, member)
        if (strcmp(name, "jsonSchema") != 0)
            write_json(writer, name, member);
    write_object_end(writer);
    write_json(writer, "config", get(entry, "config"));
    write_object_end(writer);
}

/* The syncCatalog without JSON schemas: a new text. */
static char *streams_of(json_t *connection)
{
    struct writer writer = {0};
    size_t index;
    json_t *streams = get(connection_catalog(connection), "streams"), *entry;
    write_list(&writer, "streams");
    json_array_foreach (streams, index, entry)
        write_entry_outline(&writer, entry);
    write_list_end(&writer);
    return writer_take(&writer);
}

/* What runs and lists look at, besides streams; "connectionId" is always there. */
static const char *const outlined[] = {
    "connectionId",
    "name",
    "sourceId",
    "destinationId",
    "scheduleType",
    "scheduleData",
    "status",
    "sourceCatalogId",
    "breakingChange",
    "namespaceDefinition",
    "namespaceFormat",
    "prefix",
    "nonBreakingChangesPreference",
};

/* Those of the document: a new text. */
static char *outline_of(json_t *connection)
{
    struct writer writer = {0};
    write_object(&writer, NULL);
    for (size_t i = 0; i < sizeof outlined / sizeof *outlined; i++) {
        const json_t *member = json_object_get(connection, outlined[i]);
        if (member)
            write_json(&writer, outlined[i], member);
    }
    write_object_end(&writer);
    return writer_take(&writer);
}

/* A connection as the columns of its row; new texts. */
struct columns {
    char *doc, *outline, *streams;
};

static struct columns columns_of(struct world *world, json_t *connection)
{
    return (struct columns){world_document(world, "ConnectionRead", json_incref(connection)),
                            outline_of(connection), streams_of(connection)};
}

/* What is left of a connection that was written: its document. */
static char *written(json_t *connection, struct columns *columns)
{
    free(columns->outline);
    free(columns->streams);
    json_decref(connection);
    return columns->doc;
}

STATEMENT(INSERT_CONNECTION,
          "INSERT INTO connection (doc, outline, streams, created_at) VALUES (?, ?, ?, ?)");

char *connection_insert(struct world *world, json_t *connection)
{
    struct columns columns = columns_of(world, connection);
    store_run(world->store, &INSERT_CONNECTION,
              SQL_WITH(SQL_TEXT(columns.doc), SQL_TEXT(columns.outline), SQL_TEXT(columns.streams),
                       SQL_INTEGER(world->now)));
    return written(connection, &columns);
}

STATEMENT(UPDATE_CONNECTION, "UPDATE connection SET doc = ?2, outline = ?3, streams = ?4 WHERE id = ?1");

char *connection_store(struct world *world, json_t *connection)
{
    struct columns columns = columns_of(world, connection);
    store_run(world->store, &UPDATE_CONNECTION,
              SQL_WITH(SQL_TEXT(get_text(connection, "connectionId")), SQL_TEXT(columns.doc),
                       SQL_TEXT(columns.outline), SQL_TEXT(columns.streams)));
    return written(connection, &columns);
}

STATEMENT(GET_CONNECTION, "SELECT doc FROM connection WHERE id = ?");

struct text connection_get(struct world *world, const char *id)
{
    struct text doc = store_sized_text(world->store, &GET_CONNECTION, SQL_WITH(SQL_TEXT(id)));
    if (!doc.data)
        problem_not_found(&world->problem, TYPE, id);
    return doc;
}

json_t *connection_load(struct world *world, const char *id)
{
    return json_take(connection_get(world, id).data);
}

STATEMENT(GET_OUTLINE, "SELECT " OUTLINE_WITH_STREAMS " FROM connection WHERE id = ?");

json_t *connection_outline(struct world *world, const char *id)
{
    char *text = store_text(world->store, &GET_OUTLINE, SQL_WITH(SQL_TEXT(id)));
    json_t *outline = text ? json_stored(text) : problem_not_found(&world->problem, TYPE, id);
    free(text);
    return outline;
}

#define KEYS_OF_WORKSPACE                                                                                    \
    "SELECT connection.rowid FROM actor JOIN connection ON source_id = actor.id "                            \
    "WHERE actor.workspace_id = ?1 AND (?2 OR status <> 'deprecated')"

/* The keys are put in order, not the documents. */
STATEMENT(LIST_CONNECTIONS,
          "SELECT doc FROM connection WHERE rowid IN (" KEYS_OF_WORKSPACE ") ORDER BY rowid");

struct rows *connection_list(struct world *world, const char *workspace_id, bool all)
{
    return store_rows(world->store, &LIST_CONNECTIONS, SQL_WITH(SQL_TEXT(workspace_id), SQL_INTEGER(all)));
}

STATEMENT(LIST_CONNECTION_KEYS, KEYS_OF_WORKSPACE " ORDER BY connection.rowid LIMIT -1 OFFSET ?3");

struct rows *connection_list_keys(struct world *world, const char *workspace_id, bool all, int64_t skipped)
{
    return store_rows(world->store, &LIST_CONNECTION_KEYS,
                      SQL_WITH(SQL_TEXT(workspace_id), SQL_INTEGER(all), SQL_INTEGER(skipped)));
}

STATEMENT(GET_CONNECTION_ROW, "SELECT doc FROM connection WHERE rowid = ?");

struct rows *connection_row(struct world *world, int64_t key)
{
    return store_rows(world->store, &GET_CONNECTION_ROW, SQL_WITH(SQL_INTEGER(key)));
}

json_t *connection_catalog(json_t *connection)
{
    return json_object_get(connection, "syncCatalog");
}

STATEMENT(UNMANAGED, "SELECT unmanaged FROM connection WHERE id = ?");

bool connection_managed(struct world *world, const char *id)
{
    return !store_integer(world->store, &UNMANAGED, SQL_WITH(SQL_TEXT(id)), 1);
}

STATEMENT(STOP_MANAGING, "UPDATE connection SET unmanaged = 1 WHERE id = ?");

void connection_stop_managing(struct world *world, const char *id)
{
    store_run(world->store, &STOP_MANAGING, SQL_WITH(SQL_TEXT(id)));
}

STATEMENT(DEPRECATE_OF_ACTOR, "UPDATE connection SET doc = json_set(doc, '$.status', 'deprecated'), "
                              "outline = json_set(outline, '$.status', 'deprecated') WHERE " LIVE_OF_ACTOR
                              " AND json_valid(doc)");

void connection_mark_deprecated_of_actor(struct world *world, const char *actor_id)
{
    store_run(world->store, &DEPRECATE_OF_ACTOR, SQL_WITH(SQL_TEXT(actor_id)));
}

STATEMENT(STOP_MANAGING_OF_ACTOR, "UPDATE connection SET unmanaged = 1 WHERE " LIVE_OF_ACTOR);

void connection_stop_managing_of_actor(struct world *world, const char *actor_id)
{
    store_run(world->store, &STOP_MANAGING_OF_ACTOR, SQL_WITH(SQL_TEXT(actor_id)));
}
