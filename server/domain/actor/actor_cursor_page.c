#include "domain/actor/actor_cursor_page.h"

#include "domain/world/cursor_page.h"
#include "json/get.h"
#include "json/list.h"

#define ACTIVE                                                                                               \
    "EXISTS (SELECT 1 FROM connection WHERE (source_id = actor.id OR destination_id = actor.id) AND "        \
    "connection.status = 'active')"

#define LAST_SYNC                                                                                            \
    "(SELECT max(job.created_at) FROM job JOIN connection ON connection.id = job.connection_id WHERE "       \
    "(source_id = actor.id OR destination_id = actor.id) AND config_type = 'sync')"

#define DEFINITION_NAME "coalesce(doc ->> 'sourceName', doc ->> 'destinationName')"

#define SORT_KEY                                                                                                 \
    "CASE ?6 WHEN 'actorName' THEN lower(doc ->> 'name') WHEN 'actorDefinitionName' THEN lower(" DEFINITION_NAME \
    ") WHEN 'lastSync' THEN " LAST_SYNC " END"

STATEMENT(CURSOR_PAGE_OF_ACTORS,
          "SELECT doc, id FROM actor WHERE workspace_id = ?1 AND kind = ?2 AND NOT deleted "
          "AND (?3 IS NULL OR instr(lower(doc ->> 'name'), lower(?3)) OR instr(lower(" DEFINITION_NAME
          "), lower(?3))) AND (?4 AND " ACTIVE " OR ?5 AND NOT " ACTIVE ") "
          "ORDER BY iif(?7, NULL, " SORT_KEY "), iif(?7, " SORT_KEY ", NULL) DESC, rowid");

static bool wants_state(const json_t *states, const char *wanted)
{
    return json_array_size(states) == 0 || list_has_text(states, wanted);
}

static struct rows *rows_of(struct world *world, const struct actor_kind *kind, const json_t *request,
                            const struct cursor_page *page)
{
    const json_t *filters = json_object_get(request, "filters"), *states = json_object_get(filters, "states");
    return store_rows(world->store, &CURSOR_PAGE_OF_ACTORS,
                      SQL_WITH(SQL_TEXT(get_text(request, "workspaceId")), SQL_TEXT(kind->name),
                               SQL_TEXT(get_text(filters, "searchTerm")),
                               SQL_INTEGER(wants_state(states, "active")),
                               SQL_INTEGER(wants_state(states, "inactive")), SQL_TEXT(page->sort_key),
                               SQL_INTEGER(page->descending)));
}

char *actor_cursor_page(struct world *world, const struct actor_kind *kind, json_t *request)
{
    struct writer writer = {0};
    struct cursor_page page = cursor_page_of(request);
    write_object(&writer, NULL);
    write_cursor_page(&writer, kind->list, rows_of(world, kind, request, &page), &page);
    write_object_end(&writer);
    return writer_take(&writer);
}
