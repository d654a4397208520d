#include "domain/connection/state.h"
#include "api/routes.h"

bool state_get(struct call *call)
{
    return reply_shaped(call, state_read(call->world, body_text(call, "connectionId")));
}

bool state_create_or_update(struct call *call)
{
    const char *connection_id = body_text(call, "connectionId");
    return reply_shaped(call, state_merge(call->world, connection_id, body_member(call, "connectionState")));
}
