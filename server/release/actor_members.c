#include "domain/registry/definition.h"
#include "release/member.h"

static const char *actor_id(const json_t *object)
{
    const json_t *source = json_object_get(object, SOURCE.id);
    return json_string_value(source ? source : json_object_get(object, DESTINATION.id));
}

STATEMENT(ACTOR_CREATED_AT, "SELECT created_at / 1000 FROM actor WHERE id = ?");

MEMBER_SOURCE(actor_created_at)
{
    return json_integer(
        store_integer(world->store, &ACTOR_CREATED_AT, SQL_WITH(SQL_TEXT(actor_id(object))), 0));
}

STATEMENT(ACTOR_RESOURCES, "SELECT resources FROM actor WHERE id = ?");

MEMBER_SOURCE(actor_resources)
{
    return world_json(world, &ACTOR_RESOURCES, SQL_WITH(SQL_TEXT(actor_id(object))));
}

STATEMENT(ACTIVE_CONNECTION,
          "SELECT 1 FROM connection WHERE (source_id = ?1 OR destination_id = ?1) AND status = 'active'");

MEMBER_SOURCE(actor_status)
{
    bool active = store_integer(world->store, &ACTIVE_CONNECTION, SQL_WITH(SQL_TEXT(actor_id(object))), 0);
    return json_string(active ? "active" : "inactive");
}

#define CONNECTIONS_OF_ACTOR                                                                                 \
    "FROM connection WHERE (source_id = ?1 OR destination_id = ?1) AND status <> 'deprecated'"

STATEMENT(COUNT_CONNECTIONS, "SELECT count(*) " CONNECTIONS_OF_ACTOR);

MEMBER_SOURCE(actor_connections)
{
    return json_integer(
        store_integer(world->store, &COUNT_CONNECTIONS, SQL_WITH(SQL_TEXT(actor_id(object))), 0));
}

STATEMENT(LAST_SYNC_OF_ACTOR,
          "SELECT max(created_at) / 1000 FROM job WHERE config_type <> 'reset_connection' AND "
          "connection_id IN (SELECT id " CONNECTIONS_OF_ACTOR ")");

MEMBER_SOURCE(actor_last_sync)
{
    int64_t last = store_integer(world->store, &LAST_SYNC_OF_ACTOR, SQL_WITH(SQL_TEXT(actor_id(object))), 0);
    return last ? json_integer(last) : NULL;
}

/* The last job of each connection counts. */
STATEMENT(
    JOB_STATUSES_OF_ACTOR,
    "SELECT json_group_object(status, number) FROM (SELECT status, count(*) AS number FROM job WHERE id IN "
    "(SELECT (SELECT max(id) FROM job WHERE connection_id = connection.id) " CONNECTIONS_OF_ACTOR
    ") GROUP BY status)");

MEMBER_SOURCE(actor_job_statuses)
{
    return world_json(world, &JOB_STATUSES_OF_ACTOR, SQL_WITH(SQL_TEXT(actor_id(object))));
}
