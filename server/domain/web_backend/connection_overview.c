#include "domain/web_backend/connection_overview.h"

#include "domain/job/job.h"
#include "json/get.h"
#include "json/print.h"
#include "json/read.h"
#include "json/writer.h"

#include <stdlib.h>

/* Resets are invisible here: only syncs count, whatever became of them. */
#define JOIN_LATEST_SYNC                                                                                     \
    "LEFT JOIN job AS latest ON latest.id = (SELECT id FROM job WHERE connection_id = connection.id AND "    \
    "config_type = 'sync' ORDER BY created_at DESC, id DESC LIMIT 1) "

#define IS_SYNCING                                                                                           \
    "json(iif(EXISTS (SELECT 1 FROM job WHERE connection_id = connection.id AND config_type = 'sync' "       \
    "AND " OPEN_JOB "), 'true', 'false'))"

/* A connection that was made from no discovery never shows a change, even a breaking one. */
#define SCHEMA_CHANGE                                                                                        \
    "CASE WHEN connection.outline ->> 'sourceCatalogId' IS NULL THEN 'no_change' "                           \
    "WHEN connection.outline ->> 'breakingChange' THEN 'breaking' "                                          \
    "WHEN connection.outline ->> 'sourceCatalogId' <> (SELECT catalog_id FROM catalog_fetch "                \
    "WHERE actor_id = connection.source_id ORDER BY id DESC LIMIT 1) THEN 'non_breaking' ELSE 'no_change' "  \
    "END"

#define ACTIVITY                                                                                             \
    "'latestSyncJobCreatedAt', latest.created_at / 1000, 'latestSyncJobStatus', latest.status, "             \
    "'isSyncing', " IS_SYNCING ", 'schemaChange', " SCHEMA_CHANGE

/* One end of a connection: a SourceSnippetRead or a DestinationSnippetRead. */
#define SNIPPET(kind)                                                                                        \
    "json_object('" kind "Id', " kind ".id, 'name', " kind ".doc ->> 'name', '" kind "DefinitionId', " kind  \
    ".definition_id, '" kind "Name', " kind ".doc ->> '" kind "Name', 'icon', " kind ".doc ->> 'icon')"

/* Patching an empty object leaves the nulls out. */
STATEMENT(
    LIST_ITEMS,
    "SELECT json_patch('{}', json_object('connectionId', connection.id, 'name', connection.name, "
    "'scheduleType', connection.outline ->> 'scheduleType', 'scheduleData', connection.outline -> "
    "'scheduleData', 'status', connection.status, 'source', " SNIPPET("source") ", 'destination', " SNIPPET(
        "destination") ", " ACTIVITY ")) "
                       "FROM connection JOIN actor AS source ON source.id = connection.source_id "
                       "JOIN actor AS destination ON destination.id = "
                       "connection.destination_id " JOIN_LATEST_SYNC
                       "WHERE source.workspace_id = ?1 AND connection.status <> 'deprecated' "
                       "AND (?2 IS NULL OR source.id IN (SELECT value FROM json_each(?2))) "
                       "AND (?3 IS NULL OR destination.id IN (SELECT value FROM json_each(?3))) ORDER BY "
                       "connection.rowid");

/* The list as JSON text, or NULL for one that narrows nothing. A new text. */
static char *filter_of(json_t *request, const char *name)
{
    json_t *ids = json_object_get(request, name);
    return json_array_size(ids) > 0 ? json_print(ids) : NULL;
}

/* {"connections": [<first column>, ...]} */
static char *table_of(struct rows *rows)
{
    struct writer table = {0};
    write_list(&table, "connections");
    while (rows_next(rows))
        write_raw_bytes(&table, NULL, rows_text(rows, 0), rows_text_size(rows, 0));
    write_list_end(&table);
    return writer_take(&table);
}

char *connection_overview_list(struct world *world, json_t *request)
{
    const char *workspace_id = get_text(request, "workspaceId");
    char *sources = filter_of(request, "sourceId"), *destinations = filter_of(request, "destinationId");
    char *table =
        table_of(store_rows(world->store, &LIST_ITEMS,
                            SQL_WITH(SQL_TEXT(workspace_id), SQL_TEXT(sources), SQL_TEXT(destinations))));
    free(destinations);
    free(sources);
    return table;
}

STATEMENT(GET_ACTIVITY, "SELECT json_patch('{}', json_object(" ACTIVITY ")) FROM connection " JOIN_LATEST_SYNC
                        "WHERE connection.id = ?");

json_t *connection_overview_activity(struct world *world, const char *connection_id)
{
    char *text = store_text(world->store, &GET_ACTIVITY, SQL_WITH(SQL_TEXT(connection_id)));
    json_t *activity = json_stored(text);
    free(text);
    return activity;
}
