#include "domain/actor/actor_part.h"

#include "domain/actor/actor.h"
#include "json/get.h"

static const char CONFIGURATION[] = "connectionConfiguration";

/* The whole configuration that is wanted; what is no object is left to be refused. New reference. */
static json_t *whole_configuration(const struct actor *actor, json_t *part)
{
    if (part && !json_is_object(part))
        return json_incref(part);
    json_t *whole = json_deep_copy(actor->configuration);
    if (part)
        json_object_update_recursive(whole, part);
    return whole;
}

char *actor_update_part(struct world *world, const struct actor_kind *kind, json_t *request)
{
    struct actor actor;
    const char *id = get_text_or(request, kind->id, "");
    if (!actor_load(world, kind, id, &actor))
        return NULL;
    json_auto_t *whole = json_pack("{ss ss so sO*}", kind->id, id, "name",
                                   get_text_or(request, "name", actor_text(&actor, "name")), CONFIGURATION,
                                   whole_configuration(&actor, json_object_get(request, CONFIGURATION)),
                                   "resourceAllocation", json_object_get(request, "resourceAllocation"));
    actor_free(&actor);
    return actor_update(world, kind, whole);
}
