#include "api/routes.h"
#include "domain/registry/definition.h"
#include "domain/removal/removal.h"

bool destination_definitions_create_custom(struct call *call)
{
    return reply_document(call, definition_create_custom(call->world, &DESTINATION, call_body(call)));
}

bool destination_definitions_update(struct call *call)
{
    return reply_document(call, definition_update(call->world, &DESTINATION, call_body(call)));
}

bool destination_definitions_list(struct call *call)
{
    return reply_document(call, definition_list(call->world, &DESTINATION));
}

bool destination_definitions_list_latest(struct call *call)
{
    return reply_list(call, "destinationDefinitions", definition_list_latest(call->world, &DESTINATION));
}

bool destination_definitions_list_for_workspace(struct call *call)
{
    const char *workspace_id = body_text(call, "workspaceId");
    bool used = body_flag(call, "filterByUsed", false);
    return reply_document(call, used
                                    ? definition_list_used(call->world, &DESTINATION, workspace_id)
                                    : definition_list_for_workspace(call->world, &DESTINATION, workspace_id));
}

bool destination_definitions_list_private(struct call *call)
{
    return reply_document(call,
                          definition_list_private(call->world, &DESTINATION, body_text(call, "workspaceId")));
}

bool destination_definitions_get(struct call *call)
{
    return reply_document(
        call, definition_get(call->world, &DESTINATION, body_text(call, "destinationDefinitionId")));
}

bool destination_definitions_get_for_workspace(struct call *call)
{
    const char *id = body_text(call, "destinationDefinitionId");
    return reply_document(
        call, definition_get_for_workspace(call->world, &DESTINATION, id, body_text(call, "workspaceId")));
}

/* Who is to use which: a release names the definition and the workspace, or a definition and a scope. */
static const char *granted_id(struct call *call)
{
    const char *id = body_text(call, "actorDefinitionId");
    return id ? id : body_text(call, "destinationDefinitionId");
}

static const char *grantee_id(struct call *call)
{
    const char *id = body_text(call, "scopeId");
    return id ? id : body_text(call, "workspaceId");
}

bool destination_definitions_grant_definition(struct call *call)
{
    return reply_document(call,
                          definition_grant(call->world, &DESTINATION, granted_id(call), grantee_id(call)));
}

bool destination_definitions_revoke_definition(struct call *call)
{
    definition_revoke(call->world, granted_id(call), grantee_id(call));
    return reply_done(call, true);
}

bool destination_definitions_delete(struct call *call)
{
    return reply_done(
        call, definition_delete(call->world, &DESTINATION, body_text(call, "destinationDefinitionId")));
}
