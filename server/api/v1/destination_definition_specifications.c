#include "api/routes.h"
#include "domain/actor/actor.h"
#include "view/specification.h"

/* The workspace is not looked at, as there. */
bool destination_definition_specifications_get(struct call *call)
{
    return reply_shaped(
        call, specification_read(call->world, &DESTINATION, body_text(call, "destinationDefinitionId")));
}

bool destination_definition_specifications_get_for_destination(struct call *call)
{
    struct actor actor;
    if (!actor_load(call->world, &DESTINATION, body_text(call, "destinationId"), &actor))
        return false;
    json_t *read =
        specification_read(call->world, &DESTINATION, actor_text(&actor, "destinationDefinitionId"));
    actor_free(&actor);
    return reply_shaped(call, read);
}
