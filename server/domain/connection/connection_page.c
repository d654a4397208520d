#include "domain/connection/connection_page.h"

#include "json/print.h"

#include <stdlib.h>

#define COLUMNS                                                                                                            \
    "SELECT outline, actor.workspace_id, connection.created_at, (SELECT json_group_array(json(doc)) FROM (SELECT tag.doc " \
    "FROM connection_tag JOIN tag ON tag.id = tag_id WHERE connection_id = connection.id ORDER BY place)), extras, "       \
    "streams FROM connection JOIN actor ON actor.id = source_id "

STATEMENT(
    PAGE_OF_CONNECTIONS, COLUMNS
    "WHERE (?1 OR status <> 'deprecated') AND (?2 IS NULL OR actor.workspace_id IN (SELECT value FROM "
    "json_each(?2))) AND (?3 IS NULL OR EXISTS (SELECT 1 FROM connection_tag WHERE connection_id = "
    "connection.id AND tag_id IN (SELECT value FROM json_each(?3)))) ORDER BY connection.rowid LIMIT ?4 "
    "OFFSET ?5");

struct rows *connection_page(struct world *world, const struct list_page *page, const char *tag_ids)
{
    return store_rows(world->store, &PAGE_OF_CONNECTIONS,
                      SQL_WITH(SQL_INTEGER(page->deleted), SQL_TEXT(page->workspace_ids), SQL_TEXT(tag_ids),
                               SQL_INTEGER(page->limit), SQL_INTEGER(page->offset)));
}

STATEMENT(ONE_CONNECTION, COLUMNS "WHERE connection.id = ?");

struct rows *connection_page_row(struct world *world, const char *id)
{
    return store_rows(world->store, &ONE_CONNECTION, SQL_WITH(SQL_TEXT(id)));
}

STATEMENT(SET_EXTRAS, "UPDATE connection SET extras = ?2 WHERE id = ?1");

void connection_set_extras(struct world *world, const char *id, const json_t *extras)
{
    char *text = json_array_size(extras) ? json_print(extras) : NULL;
    store_run(world->store, &SET_EXTRAS, SQL_WITH(SQL_TEXT(id), SQL_TEXT(text)));
    free(text);
}
