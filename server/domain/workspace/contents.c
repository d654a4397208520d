#include "domain/workspace/contents.h"

STATEMENT(HAS_CONNECTIONS,
          "SELECT EXISTS (SELECT 1 FROM connection JOIN actor ON actor.id = connection.source_id "
          "WHERE actor.workspace_id = ? AND NOT actor.deleted AND connection.status <> 'deprecated')");
STATEMENT(HAS_ACTORS,
          "SELECT EXISTS (SELECT 1 FROM actor WHERE workspace_id = ? AND kind = ? AND NOT deleted)");

static bool has_actors(struct world *world, const char *workspace_id, const char *kind)
{
    return store_integer(world->store, &HAS_ACTORS, SQL_WITH(SQL_TEXT(workspace_id), SQL_TEXT(kind)), 0);
}

struct workspace_contents workspace_contents(struct world *world, const char *workspace_id)
{
    return (struct workspace_contents){
        .connections = store_integer(world->store, &HAS_CONNECTIONS, SQL_WITH(SQL_TEXT(workspace_id)), 0),
        .sources = has_actors(world, workspace_id, "source"),
        .destinations = has_actors(world, workspace_id, "destination"),
    };
}
