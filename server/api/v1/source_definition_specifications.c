#include "api/routes.h"
#include "domain/actor/actor.h"
#include "view/specification.h"

/* The workspace is not looked at, as there. */
bool source_definition_specifications_get(struct call *call)
{
    return reply_shaped(call,
                        specification_read(call->world, &SOURCE, body_text(call, "sourceDefinitionId")));
}

bool source_definition_specifications_get_for_source(struct call *call)
{
    struct actor actor;
    if (!actor_load(call->world, &SOURCE, body_text(call, "sourceId"), &actor))
        return false;
    json_t *read = specification_read(call->world, &SOURCE, actor_text(&actor, "sourceDefinitionId"));
    actor_free(&actor);
    return reply_shaped(call, read);
}
