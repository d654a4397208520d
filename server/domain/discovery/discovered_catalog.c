#include "domain/discovery/discovered_catalog.h"

#include "base/die.h"
#include "domain/catalog/catalog.h"
#include "json/read.h"

char *discovered_catalog_text(struct world *world, const json_t *catalog)
{
    return world_document(world, "AirbyteCatalog", catalog_stored(catalog, work_running(world->work)));
}

STATEMENT(ID_OF_CATALOG, "SELECT id FROM catalog WHERE catalog = ?");
STATEMENT(INSERT_CATALOG, "INSERT INTO catalog (id, catalog) VALUES (?, ?)");

char *discovered_catalog_store(struct world *world, const char *text)
{
    char *id = store_text(world->store, &ID_OF_CATALOG, SQL_WITH(SQL_TEXT(text)));
    if (!id) {
        id = must_strdup(world_uuid(world).text);
        store_run(world->store, &INSERT_CATALOG, SQL_WITH(SQL_TEXT(id), SQL_TEXT(text)));
    }
    return id;
}

STATEMENT(INSERT_FIND,
          "INSERT INTO catalog_fetch (actor_id, catalog_id, connector_version, configuration_hash, "
          "created_at) VALUES (?, ?, ?, ?, ?)");

void discovered_catalog_note(struct world *world, const struct catalog_find *find, const char *catalog_id)
{
    store_run(world->store, &INSERT_FIND,
              SQL_WITH(SQL_TEXT(find->source_id), SQL_TEXT(catalog_id), SQL_TEXT(find->version),
                       SQL_TEXT(find->hash), SQL_INTEGER(world->now)));
}

STATEMENT(NEWEST_MATCH,
          "SELECT catalog_id FROM catalog_fetch WHERE actor_id = ? AND connector_version = ? AND "
          "configuration_hash = ? ORDER BY id DESC LIMIT 1");

char *discovered_catalog_known(struct world *world, const struct catalog_find *find)
{
    return store_text(world->store, &NEWEST_MATCH,
                      SQL_WITH(SQL_TEXT(find->source_id), SQL_TEXT(find->version), SQL_TEXT(find->hash)));
}

STATEMENT(GET_CATALOG, "SELECT catalog FROM catalog WHERE id = ?");

json_t *discovered_catalog_get(struct world *world, const char *catalog_id)
{
    return world_json(world, &GET_CATALOG, SQL_WITH(SQL_TEXT(catalog_id)));
}

STATEMENT(NEWEST_FIND,
          "SELECT catalog, created_at FROM catalog_fetch JOIN catalog ON catalog.id = catalog_id "
          "WHERE actor_id = ? ORDER BY catalog_fetch.id DESC LIMIT 1");

json_t *discovered_catalog_newest(struct world *world, const char *source_id)
{
    struct rows *rows = store_rows(world->store, &NEWEST_FIND, SQL_WITH(SQL_TEXT(source_id)));
    if (!rows_next(rows))
        return json_object();
    json_auto_t *catalog = json_stored(rows_text(rows, 0));
    int64_t seconds = rows_integer(rows, 1) / SECOND;
    rows_end(rows);
    return json_pack("{sI so}", "updatedAt", (json_int_t)seconds, "catalog", catalog_to_protocol(catalog));
}
