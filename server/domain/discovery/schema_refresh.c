#include "domain/discovery/schema_refresh.h"

#include "domain/discovery/discovery.h"
#include "domain/job/failure.h"

#include <stdlib.h>

STATEMENT(SOURCE_OF_STALE_FIND,
          "SELECT source_id FROM connection WHERE id = ?1 AND ?2 >= "
          "(SELECT created_at FROM catalog_fetch WHERE actor_id = source_id ORDER BY id DESC LIMIT 1)");

static json_t *refresh(struct world *world, const char *source_id, const char *connection_id)
{
    struct discovery discovery;
    world_renew_steps(world); /* nobody's request */
    json_auto_t *request = json_pack("{ss ss sb sb}", "sourceId", source_id, "connectionId", connection_id,
                                     "disable_cache", true, "notifySchemaChange", true);
    if (discovery_of_source(world, request, &discovery)) {
        discovery_free(&discovery);
        return NULL;
    }
    json_t *failure = failure_of_refresh(world->problem.message);
    problem_clear(&world->problem);
    return failure;
}

json_t *schema_refresh(struct world *world, const char *connection_id)
{
    char *source_id = store_text(world->store, &SOURCE_OF_STALE_FIND,
                                 SQL_WITH(SQL_TEXT(connection_id), SQL_INTEGER(world->now - DAY)));
    json_t *failure = source_id ? refresh(world, source_id, connection_id) : NULL;
    free(source_id);
    return failure;
}
