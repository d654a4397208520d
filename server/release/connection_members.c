#include "domain/connection/stream_generation.h"
#include "domain/registry/definition.h"
#include "release/member.h"
#include "release/support_level.h"
#include "json/read.h"

#include <stdlib.h>

static const char *connection_id(const json_t *object)
{
    return json_string_value(json_object_get(object, "connectionId"));
}

STATEMENT(WORKSPACE_OF_CONNECTION_READ,
          "SELECT workspace_id FROM actor WHERE id = (SELECT source_id FROM connection WHERE id = ?)");

MEMBER_SOURCE(connection_workspace)
{
    char *id =
        store_text(world->store, &WORKSPACE_OF_CONNECTION_READ, SQL_WITH(SQL_TEXT(connection_id(object))));
    json_t *value = id ? json_string(id) : NULL;
    free(id);
    return value;
}

STATEMENT(CONNECTION_CREATED_AT, "SELECT created_at / 1000 FROM connection WHERE id = ?");

MEMBER_SOURCE(connection_created_at)
{
    return json_integer(
        store_integer(world->store, &CONNECTION_CREATED_AT, SQL_WITH(SQL_TEXT(connection_id(object))), 0));
}

MEMBER_SOURCE(backfill_disabled)
{
    (void)world, (void)object;
    return json_string("disabled");
}

STATEMENT(TAGS_OF_CONNECTION,
          "SELECT json_group_array(json(tag.doc)) FROM (SELECT tag_id FROM connection_tag WHERE "
          "connection_id = ? ORDER BY place) JOIN tag ON tag.id = tag_id");

MEMBER_SOURCE(connection_tags)
{
    return world_json(world, &TAGS_OF_CONNECTION, SQL_WITH(SQL_TEXT(connection_id(object))));
}

/* The catalog itself: its streams get the generations that they are in. */
MEMBER_SOURCE(connection_generations)
{
    json_t *catalog = json_object_get(object, "syncCatalog");
    stream_generation_show(world, connection_id(object), catalog);
    return json_incref(catalog);
}

/* The version of a connector that one end of the connection uses. */
static json_t *version_of(struct world *world, const struct actor_kind *kind, const json_t *object)
{
    const json_t *end = json_object_get(object, kind->name);
    struct definition definition;
    if (!definition_find(world, kind, json_string_value(json_object_get(end, kind->definition_id)),
                         &definition))
        return NULL;
    json_auto_t *read = json_stored(definition.doc);
    definition_free(&definition);
    return json_pack("{sO sO sb sb ss ss sb sb}", "dockerRepository",
                     json_object_get(read, "dockerRepository"), "dockerImageTag",
                     json_object_get(read, "dockerImageTag"), "supportsRefreshes", kind == &DESTINATION,
                     "isVersionOverrideApplied", false, "supportLevel", support_level(read), "supportState",
                     "supported", "supportsFileTransfer", false, "supportsDataActivation", false);
}

MEMBER_SOURCE(source_version)
{
    return version_of(world, &SOURCE, object);
}

MEMBER_SOURCE(destination_version)
{
    return version_of(world, &DESTINATION, object);
}
