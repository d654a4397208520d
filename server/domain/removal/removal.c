#include "domain/removal/removal.h"

#include "domain/actor/actor.h"
#include "domain/connection/connection.h"
#include "domain/registry/definition.h"
#include "domain/workspace/workspace.h"

#include <stdlib.h>

STATEMENT(DELETE_ACTOR, "UPDATE actor SET deleted = 1 WHERE id = ?");

static void mark_deleted(struct world *world, const char *id)
{
    connection_deprecate_all_of_actor(world, id);
    store_run(world->store, &DELETE_ACTOR, SQL_WITH(SQL_TEXT(id)));
}

bool actor_delete(struct world *world, const struct actor_kind *kind, const char *id)
{
    char *doc = actor_get(world, kind, id);
    if (doc)
        mark_deleted(world, id);
    free(doc);
    return doc != NULL;
}

/* `list` is stolen. */
static void mark_all_deleted(struct world *world, json_t *list)
{
    json_auto_t *ids = list;
    size_t index;
    json_t *id;
    json_array_foreach (ids, index, id)
        mark_deleted(world, json_string_value(id));
}

STATEMENT(LIVE_ACTORS_OF_DEFINITION,
          "SELECT json_group_array(id) FROM (SELECT id FROM actor WHERE definition_id = ? "
          "AND kind = ? AND NOT deleted ORDER BY rowid)");

bool definition_delete(struct world *world, const struct actor_kind *kind, const char *id)
{
    struct definition definition;
    if (!definition_load(world, kind, id, &definition))
        return false;
    mark_all_deleted(
        world, world_json(world, &LIVE_ACTORS_OF_DEFINITION, SQL_WITH(SQL_TEXT(id), SQL_TEXT(kind->name))));
    definition.deleted = true;
    definition_store(world->store, kind, &definition);
    definition_free(&definition);
    return true;
}

STATEMENT(LIVE_ACTORS_OF_WORKSPACE,
          "SELECT json_group_array(id) FROM (SELECT id FROM actor WHERE workspace_id = ? AND "
          "NOT deleted ORDER BY kind, rowid)");
STATEMENT(DELETE_WORKSPACE, "UPDATE workspace SET deleted = 1 WHERE id = ?");

bool workspace_delete(struct world *world, const char *id)
{
    if (!workspace_known(world, id))
        return false;
    mark_all_deleted(world, world_json(world, &LIVE_ACTORS_OF_WORKSPACE, SQL_WITH(SQL_TEXT(id))));
    store_run(world->store, &DELETE_WORKSPACE, SQL_WITH(SQL_TEXT(id)));
    outbox_doubt_listeners(&world->outbox);
    return true;
}
