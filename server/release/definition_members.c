#include "domain/registry/actor_kind.h"
#include "release/member.h"
#include "release/support_level.h"

#include <string.h>

static bool in_stage(const json_t *definition, const char *stage)
{
    const char *given = json_string_value(json_object_get(definition, "releaseStage"));
    return given && strcmp(given, stage) == 0;
}

const char *support_level(const json_t *definition)
{
    if (in_stage(definition, "custom"))
        return "none";
    return in_stage(definition, "generally_available") ? "certified" : "community";
}

MEMBER_SOURCE(definition_support_level)
{
    (void)world;
    return json_string(support_level(object));
}

MEMBER_SOURCE(definition_custom)
{
    (void)world;
    return json_boolean(in_stage(object, "custom"));
}

/* Of a definition that was made where nobody knows of normalization. */
MEMBER_SOURCE(no_normalization)
{
    (void)world, (void)object;
    return json_pack("{sb}", "supported", false);
}

STATEMENT(OAUTH_CONFIGURED, "SELECT 1 FROM oauth_parameter WHERE definition_id = ?");

static json_t *oauth_configured(struct world *world, const struct actor_kind *kind, const json_t *object)
{
    const char *id = json_string_value(json_object_get(object, kind->definition_id));
    return json_boolean(store_integer(world->store, &OAUTH_CONFIGURED, SQL_WITH(SQL_TEXT(id)), 0));
}

MEMBER_SOURCE(source_oauth_configured)
{
    return oauth_configured(world, &SOURCE, object);
}

MEMBER_SOURCE(destination_oauth_configured)
{
    return oauth_configured(world, &DESTINATION, object);
}
