#include "api/routes.h"
#include "domain/removal/removal.h"
#include "domain/workspace/workspace.h"

bool workspaces_create(struct call *call)
{
    return reply_document(call, workspace_create(call->world, call->body));
}

bool workspaces_delete(struct call *call)
{
    return reply_done(call, workspace_delete(call->world, body_text(call, "workspaceId")));
}

bool workspaces_list(struct call *call)
{
    return reply_list(call, "workspaces", workspace_list(call->world));
}

bool workspaces_get(struct call *call)
{
    return reply_document(call, workspace_get(call->world, body_text(call, "workspaceId")));
}

bool workspaces_get_by_slug(struct call *call)
{
    return reply_document(call, workspace_get_by_slug(call->world, body_text(call, "slug")));
}

bool workspaces_get_by_connection_id(struct call *call)
{
    return reply_document(call, workspace_get_by_connection(call->world, body_text(call, "connectionId")));
}

bool workspaces_update(struct call *call)
{
    return reply_document(call, workspace_update(call->world, call->body));
}

bool workspaces_update_name(struct call *call)
{
    const char *id = body_text(call, "workspaceId");
    return reply_document(call, workspace_rename(call->world, id, body_text(call, "name")));
}

/* The real server sets a flag that nothing reads, and does not look whether the workspace is there
 * (docs/behaviour/workspaces.md#creating-and-changing). */
bool workspaces_tag_feedback_status_as_done(struct call *call)
{
    return reply_done(call, true);
}
