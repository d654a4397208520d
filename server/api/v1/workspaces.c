#include "api/routes.h"
#include "domain/removal/removal.h"
#include "domain/workspace/workspace.h"
#include "view/access.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>

/* A workspace that names an organization is made in one that is there. */
static bool organization_check(struct call *call)
{
    const char *id = body_text(call, "organizationId");
    char *known = id ? access_get(call->world, &ORGANIZATION, id) : NULL;
    free(known);
    return !id || known;
}

bool workspaces_create(struct call *call)
{
    return organization_check(call) && reply_document(call, workspace_create(call->world, call_body(call)));
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
    return reply_document(call, workspace_update(call->world, call_body(call)));
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

/* Workspaces that say nothing belong to the organization that a fresh install has. */
STATEMENT(
    WORKSPACES_OF_ORGANIZATION,
    "SELECT doc FROM workspace WHERE NOT deleted AND coalesce(doc ->> 'organizationId', ?2) = ?1 ORDER BY rowid");

static json_t *workspaces_of(struct world *world, const char *organization_id)
{
    json_t *list = json_array();
    struct rows *rows = store_rows(world->store, &WORKSPACES_OF_ORGANIZATION,
                                   SQL_WITH(SQL_TEXT(organization_id), SQL_TEXT(DEFAULT_ORGANIZATION)));
    while (rows_next(rows))
        json_array_append_new(list, json_stored(rows_text(rows, 0)));
    return list;
}

bool workspaces_list_by_organization_id(struct call *call)
{
    const char *id = body_text(call, "organizationId");
    char *known = access_get(call->world, &ORGANIZATION, id);
    free(known);
    if (!known)
        return false;
    json_t *page = access_page(workspaces_of(call->world, id), "name", call_body(call));
    return reply_shaped(call, json_pack("{so}", "workspaces", page));
}

bool workspaces_get_organization_info(struct call *call)
{
    char *doc = workspace_get(call->world, body_text(call, "workspaceId"));
    if (!doc)
        return false;
    json_auto_t *workspace = json_take(doc);
    const char *id = get_text_or(workspace, "organizationId", DEFAULT_ORGANIZATION);
    return reply_shaped(call, organization_read(access_get(call->world, &ORGANIZATION, id)));
}
