#include "api/routes.h"
#include "domain/actor/actor.h"
#include "domain/actor/actor_cursor_page.h"
#include "domain/actor/actor_part.h"
#include "domain/discovery/discovered_catalog.h"
#include "domain/removal/removal.h"
#include "view/check_and_discovery.h"

bool sources_create(struct call *call)
{
    return reply_document(call, actor_create(call->world, &SOURCE, call_body(call)));
}

bool sources_update(struct call *call)
{
    return reply_document(call, actor_update(call->world, &SOURCE, call_body(call)));
}

bool sources_partial_update(struct call *call)
{
    return reply_document(call, actor_update_part(call->world, &SOURCE, call_body(call)));
}

bool sources_list(struct call *call)
{
    if (body_asks_for_page(call))
        return reply_document(call, actor_cursor_page(call->world, &SOURCE, call_body(call)));
    return reply_list(call, "sources", actor_list(call->world, &SOURCE, body_text(call, "workspaceId")));
}

bool sources_get(struct call *call)
{
    return reply_document(call, actor_get(call->world, &SOURCE, body_text(call, "sourceId")));
}

bool sources_most_recent_source_actor_catalog(struct call *call)
{
    return reply_shaped(call, discovered_catalog_newest(call->world, body_text(call, "sourceId")));
}

bool sources_search(struct call *call)
{
    json_t *found = actor_search(call->world, &SOURCE, call_body(call));
    return reply_json(call, json_pack("{so}", "sources", found));
}

bool sources_clone(struct call *call)
{
    return reply_document(call, actor_clone(call->world, &SOURCE, call_body(call)));
}

bool sources_delete(struct call *call)
{
    return reply_done(call, actor_delete(call->world, &SOURCE, body_text(call, "sourceId")));
}

bool sources_check_connection(struct call *call)
{
    struct check check;
    return check_actor(call->world, &SOURCE, body_text(call, "sourceId"), &check) &&
           reply_json(call, check_read(call->world, &SOURCE, &check));
}

bool sources_check_connection_for_update(struct call *call)
{
    struct check check;
    return check_actor_for_update(call->world, &SOURCE, call_body(call), &check) &&
           reply_json(call, check_read(call->world, &SOURCE, &check));
}

bool sources_discover_schema(struct call *call)
{
    struct discovery discovery;
    return discovery_of_source(call->world, call_body(call), &discovery) &&
           reply_shaped(call, discovery_read(call->world, &discovery));
}

bool sources_write_discover_catalog_result(struct call *call)
{
    return reply_json(call, discovery_write(call->world, call_body(call)));
}
