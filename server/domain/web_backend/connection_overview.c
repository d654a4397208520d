#include "domain/web_backend/connection_overview.h"

#include "domain/job/job.h"
#include "domain/world/cursor_page.h"
#include "json/get.h"
#include "json/print.h"
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
#define ITEM                                                                                                 \
    "json_patch('{}', json_object('connectionId', connection.id, 'name', connection.name, "                  \
    "'scheduleType', connection.outline ->> 'scheduleType', 'scheduleData', connection.outline -> "          \
    "'scheduleData', 'status', connection.status, 'source', " SNIPPET("source") ", 'destination', " SNIPPET( \
        "destination") ", " ACTIVITY "))"

#define OF_WORKSPACE                                                                                         \
    " FROM connection JOIN actor AS source ON source.id = connection.source_id "                             \
    "JOIN actor AS destination ON destination.id = connection.destination_id " JOIN_LATEST_SYNC              \
    "WHERE source.workspace_id = ?1 AND connection.status <> 'deprecated' "                                  \
    "AND (?2 IS NULL OR source.id IN (SELECT value FROM json_each(?2))) "                                    \
    "AND (?3 IS NULL OR destination.id IN (SELECT value FROM json_each(?3))) "

STATEMENT(LIST_ITEMS, "SELECT " ITEM OF_WORKSPACE "ORDER BY connection.rowid");

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

/* What the last sync made of a connection, in the words of the filter. */
#define HEALTH                                                                                               \
    "CASE WHEN connection.status <> 'active' THEN 'paused' WHEN latest.status IN ('pending', 'running', "    \
    "'incomplete') THEN 'running' WHEN latest.status = 'failed' THEN 'failed' WHEN latest.status = "         \
    "'succeeded' THEN 'healthy' END"

#define LISTED(column, parameter)                                                                            \
    "AND (" parameter " IS NULL OR " column " IN (SELECT value FROM json_each(" parameter "))) "

#define HAS(name) "instr(lower(" name "), lower(?9)) "

#define SORT_KEY                                                                                              \
    "CASE ?10 WHEN 'connectionName' THEN lower(connection.name) WHEN 'sourceName' THEN lower(source.doc ->> " \
    "'name') WHEN 'destinationName' THEN lower(destination.doc ->> 'name') WHEN 'lastSync' THEN "             \
    "latest.created_at END"

STATEMENT(
    PAGE_OF_ITEMS,
    "SELECT " ITEM ", connection.id" OF_WORKSPACE LISTED("source.definition_id", "?4")
        LISTED("destination.definition_id", "?5") LISTED(HEALTH, "?6") LISTED(
            "connection.status",
            "?7") "AND (?8 IS NULL OR EXISTS (SELECT 1 FROM connection_tag WHERE connection_id = connection.id AND tag_id "
                  "IN (SELECT value FROM json_each(?8)))) AND (?9 IS NULL OR " HAS("connection.name") "OR " HAS(
                      "source.doc ->> 'name'") "OR " HAS("destination.doc ->> 'name'") ") ORDER BY iif(?11, NULL, " SORT_KEY
                                                                                       "), iif(?11, " SORT_KEY
                                                                                       ", NULL) DESC, connection.rowid");

enum { LISTS = 7 };

/* The lists that narrow a page down, in the order of the statement's parameters from the second on. */
static void read_lists(json_t *request, char *lists[LISTS])
{
    static const char *const names[] = {"sourceDefinitionIds", "destinationDefinitionIds", "statuses",
                                        "states", "tagIds"};
    json_t *filters = json_object_get(request, "filters");
    lists[0] = filter_of(request, "sourceId");
    lists[1] = filter_of(request, "destinationId");
    for (size_t i = 2; i < LISTS; i++)
        lists[i] = filter_of(filters, names[i - 2]);
}

char *connection_overview_page(struct world *world, json_t *request)
{
    struct writer writer = {0};
    struct cursor_page page = cursor_page_of(request);
    char *lists[LISTS] = {NULL};
    read_lists(request, lists);
    write_object(&writer, NULL);
    write_cursor_page(
        &writer, "connections",
        store_rows(world->store, &PAGE_OF_ITEMS,
                   SQL_WITH(SQL_TEXT(get_text(request, "workspaceId")), SQL_TEXT(lists[0]),
                            SQL_TEXT(lists[1]), SQL_TEXT(lists[2]), SQL_TEXT(lists[3]), SQL_TEXT(lists[4]),
                            SQL_TEXT(lists[5]), SQL_TEXT(lists[6]),
                            SQL_TEXT(get_text(json_object_get(request, "filters"), "searchTerm")),
                            SQL_TEXT(page.sort_key), SQL_INTEGER(page.descending))),
        &page);
    write_object_end(&writer);
    for (size_t i = 0; i < LISTS; i++)
        free(lists[i]);
    return writer_take(&writer);
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
    return world_json(world, &GET_ACTIVITY, SQL_WITH(SQL_TEXT(connection_id)));
}
