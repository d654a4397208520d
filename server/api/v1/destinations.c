#include "api/routes.h"
#include "domain/actor/actor.h"
#include "domain/actor/actor_cursor_page.h"
#include "domain/actor/actor_part.h"
#include "domain/removal/removal.h"
#include "view/check_and_discovery.h"

bool destinations_create(struct call *call)
{
    return reply_document(call, actor_create(call->world, &DESTINATION, call_body(call)));
}

bool destinations_update(struct call *call)
{
    return reply_document(call, actor_update(call->world, &DESTINATION, call_body(call)));
}

bool destinations_partial_update(struct call *call)
{
    return reply_document(call, actor_update_part(call->world, &DESTINATION, call_body(call)));
}

bool destinations_list(struct call *call)
{
    if (body_asks_for_page(call))
        return reply_document(call, actor_cursor_page(call->world, &DESTINATION, call_body(call)));
    return reply_list(call, "destinations",
                      actor_list(call->world, &DESTINATION, body_text(call, "workspaceId")));
}

bool destinations_get(struct call *call)
{
    return reply_document(call, actor_get(call->world, &DESTINATION, body_text(call, "destinationId")));
}

bool destinations_search(struct call *call)
{
    json_t *found = actor_search(call->world, &DESTINATION, call_body(call));
    return reply_json(call, json_pack("{so}", "destinations", found));
}

bool destinations_check_connection(struct call *call)
{
    struct check check;
    return check_actor(call->world, &DESTINATION, body_text(call, "destinationId"), &check) &&
           reply_json(call, check_read(call->world, &DESTINATION, &check));
}

bool destinations_check_connection_for_update(struct call *call)
{
    struct check check;
    return check_actor_for_update(call->world, &DESTINATION, call_body(call), &check) &&
           reply_json(call, check_read(call->world, &DESTINATION, &check));
}

bool destinations_delete(struct call *call)
{
    return reply_done(call, actor_delete(call->world, &DESTINATION, body_text(call, "destinationId")));
}

bool destinations_clone(struct call *call)
{
    return reply_document(call, actor_clone(call->world, &DESTINATION, call_body(call)));
}
