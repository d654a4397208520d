#include "api/routes.h"
#include "domain/connection/state.h"
#include "domain/registry/definition.h"
#include "domain/web_backend/connection_detail.h"
#include "domain/web_backend/connection_form.h"
#include "domain/web_backend/connection_overview.h"
#include "domain/workspace/contents.h"

#include <stdlib.h>

bool web_backend_check_updates(struct call *call)
{
    int64_t destinations = definition_count_updates(call->world, &DESTINATION);
    int64_t sources = definition_count_updates(call->world, &SOURCE);
    return reply_json(call, json_pack("{sI sI}", "destinationDefinitions", (json_int_t)destinations,
                                      "sourceDefinitions", (json_int_t)sources));
}

bool web_backend_geographies_list(struct call *call)
{
    return reply_json(call, json_pack("{s[s]}", "geographies", "auto"));
}

bool web_backend_connections_list(struct call *call)
{
    if (body_asks_for_page(call))
        return reply_document(call, connection_overview_page(call->world, call_body(call)));
    return reply_document(call, connection_overview_list(call->world, call_body(call)));
}

bool web_backend_connections_get(struct call *call)
{
    bool refresh = body_flag(call, "withRefreshedCatalog", false);
    return reply_document(call, connection_detail(call->world, body_text(call, "connectionId"),
                                                  refresh ? DETAIL_REFRESHED : DETAIL_KNOWN));
}

bool web_backend_connections_create(struct call *call)
{
    char *id = connection_form_create(call->world, call_body(call));
    char *detail = id ? connection_detail(call->world, id, DETAIL_CONFIGURED) : NULL;
    free(id);
    return reply_document(call, detail);
}

bool web_backend_connections_update(struct call *call)
{
    return connection_form_update(call->world, call_body(call)) &&
           reply_document(call,
                          connection_detail(call->world, body_text(call, "connectionId"), DETAIL_KNOWN));
}

bool web_backend_state_get_type(struct call *call)
{
    return reply_json(call, json_string(state_type(call->world, body_text(call, "connectionId"))));
}

bool web_backend_workspace_state(struct call *call)
{
    struct workspace_contents contents = workspace_contents(call->world, body_text(call, "workspaceId"));
    return reply_json(call, json_pack("{sb sb sb}", "hasConnections", contents.connections, "hasSources",
                                      contents.sources, "hasDestinations", contents.destinations));
}
