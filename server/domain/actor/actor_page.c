#include "domain/actor/actor_page.h"

#include "base/die.h"
#include "domain/registry/connector.h"
#include "domain/registry/registry.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS "SELECT doc, type, created_at, deleted, resources FROM actor "

STATEMENT(PAGE_OF_ACTORS,
          COLUMNS "WHERE kind = ?1 AND (?2 OR NOT deleted) AND (?3 IS NULL OR workspace_id IN "
                  "(SELECT value FROM json_each(?3))) ORDER BY rowid LIMIT ?4 OFFSET ?5");

struct rows *actor_page(struct world *world, const struct actor_kind *kind, const struct list_page *page)
{
    return store_rows(world->store, &PAGE_OF_ACTORS,
                      SQL_WITH(SQL_TEXT(kind->name), SQL_INTEGER(page->deleted),
                               SQL_TEXT(page->workspace_ids), SQL_INTEGER(page->limit),
                               SQL_INTEGER(page->offset)));
}

STATEMENT(ONE_ACTOR, COLUMNS "WHERE id = ? AND kind = ?");

struct rows *actor_row(struct world *world, const struct actor_kind *kind, const char *id)
{
    return store_rows(world->store, &ONE_ACTOR, SQL_WITH(SQL_TEXT(id), SQL_TEXT(kind->name)));
}

/* Images are "airbyte/source-faker:1.0.0"; those of others have no kind in their names. */
STATEMENT(DEFINITION_OF_IMAGE, "SELECT id FROM definition WHERE kind = ?1 AND NOT deleted AND "
                               "(instr(image, ?2) > 0 OR instr(image, ?3) > 0)");

char *actor_type_definition(struct world *world, const struct actor_kind *kind, const char *type)
{
    struct store *registry = registry_store(world->shared->registry);
    char *ours = must_printf("/%s-%s:", kind->name, type), *others = must_printf("/%s:", type);
    char *id = *type ? store_text(registry, &DEFINITION_OF_IMAGE,
                                  SQL_WITH(SQL_TEXT(kind->name), SQL_TEXT(ours), SQL_TEXT(others)))
                     : NULL;
    free(ours);
    free(others);
    return id;
}

char *actor_type(const struct actor_kind *kind, const struct connector *connector)
{
    if (connector->definition.custom || !connector->definition.public)
        return must_strdup("");
    const char *repository = connector_text(connector, "dockerRepository"), *slash = strrchr(repository, '/');
    const char *name = slash ? slash + 1 : repository;
    size_t size = strlen(kind->name);
    bool ours = strncmp(name, kind->name, size) == 0 && name[size] == '-';
    return must_strdup(ours ? name + size + 1 : name);
}

char *actor_type_of_definition(struct world *world, const struct actor_kind *kind, const char *definition_id)
{
    struct connector connector;
    char *type = connector_load(world, kind, definition_id, &connector) ? actor_type(kind, &connector)
                                                                        : must_strdup("");
    connector_free(&connector);
    return type;
}
