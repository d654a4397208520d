#include "api/public/page.h"
#include "api/routes.h"
#include "domain/removal/removal.h"
#include "domain/workspace/workspace.h"
#include "domain/workspace/workspace_page.h"
#include "json/get.h"
#include "json/read.h"
#include "json/slices.h"

#include <stdlib.h>
#include <string.h>

static void write_notifications(struct writer *writer, struct rows *row)
{
    json_auto_t *workspace = json_stored(rows_text(row, WORKSPACE_DOC));
    json_auto_t *notifications = workspace_notifications(workspace, rows_text(row, WORKSPACE_SETTINGS));
    write_json(writer, "notifications", notifications);
}

/* WorkspaceResponse. */
static void write_workspace(struct writer *writer, struct rows *row)
{
    enum { ID, NAME, GEOGRAPHY, NOTIFICATIONS, SLICES };
    static const char *const names[] = {"workspaceId", "name", "defaultGeography", "notifications", NULL};
    struct slice slices[SLICES];
    json_slices(rows_text(row, WORKSPACE_DOC), names, slices);
    write_object(writer, NULL);
    write_raw_bytes(writer, "workspaceId", slices[ID].at, slices[ID].size);
    write_raw_bytes(writer, "name", slices[NAME].at, slices[NAME].size);
    if (slices[GEOGRAPHY].at)
        write_raw_bytes(writer, "dataResidency", slices[GEOGRAPHY].at, slices[GEOGRAPHY].size);
    else
        write_text(writer, "dataResidency", "auto");
    if (rows_is_null(row, WORKSPACE_SETTINGS) && slices[NOTIFICATIONS].size == strlen("[]"))
        write_raw(writer, "notifications", workspace_first_notifications());
    else
        write_notifications(writer, row);
    write_object_end(writer);
}

bool public_workspaces_list(struct call *call)
{
    struct list_page page = page_of(call);
    struct writer data = {0};
    int64_t count = 0;
    struct rows *rows = workspace_page(call->world, &page);
    write_array(&data, NULL);
    for (; rows_next(rows); count++)
        write_workspace(&data, rows);
    write_array_end(&data);
    page_free(&page);
    return reply_page(call, &data, count, "includeDeleted workspaceIds");
}

static bool reply_workspace(struct call *call, const char *id)
{
    struct writer writer = {0};
    struct rows *rows = workspace_row(call->world, id);
    if (!rows_next(rows))
        return problem_not_found(&call->world->problem, "STANDARD_WORKSPACE", id);
    write_workspace(&writer, rows);
    rows_end(rows);
    return reply_document(call, writer_take(&writer));
}

bool public_workspaces_get(struct call *call)
{
    return reply_workspace(call, parameter_text(call, "workspaceId"));
}

bool public_workspaces_create(struct call *call)
{
    const json_t *given = body_member(call, "notifications");
    json_auto_t *all = workspace_notifications(NULL, NULL);
    if (!workspace_notifications_change(call->world, all, given))
        return false;
    json_auto_t *request = json_pack("{sO so}", "name", body_member(call, "name"), "notifications",
                                     workspace_notification_list(all));
    char *doc = workspace_create(call->world, request);
    if (!doc)
        return false;
    json_auto_t *workspace = json_take(doc);
    workspace_set_notifications(call->world, get_text(workspace, "workspaceId"), all);
    return reply_workspace(call, get_text(workspace, "workspaceId"));
}

/* All notifications of a workspace that is there, or NULL with a problem. New reference. */
static json_t *notifications_of(struct world *world, const char *id)
{
    struct rows *rows = workspace_row(world, id);
    if (!rows_next(rows))
        return problem_not_found(&world->problem, "STANDARD_WORKSPACE", id);
    json_auto_t *workspace = json_stored(rows_text(rows, WORKSPACE_DOC));
    json_t *all = workspace_notifications(workspace, rows_text(rows, WORKSPACE_SETTINGS));
    rows_end(rows);
    return all;
}

static bool change_notifications(struct world *world, const char *id, const json_t *change)
{
    json_auto_t *all = notifications_of(world, id);
    if (!all || !workspace_notifications_change(world, all, change))
        return false;
    json_auto_t *request =
        json_pack("{ss so}", "workspaceId", id, "notifications", workspace_notification_list(all));
    char *doc = workspace_update(world, request);
    free(doc);
    if (doc)
        workspace_set_notifications(world, id, all);
    return doc != NULL;
}

static bool rename_workspace(struct world *world, const char *id, const char *name)
{
    char *doc = workspace_rename(world, id, name);
    free(doc);
    return doc != NULL;
}

bool public_workspaces_patch(struct call *call)
{
    const char *id = parameter_text(call, "workspaceId"), *name = body_text(call, "name");
    const json_t *change = body_member(call, "notifications");
    return (!change || change_notifications(call->world, id, change)) &&
           (!name || rename_workspace(call->world, id, name)) && reply_workspace(call, id);
}

bool public_workspaces_delete(struct call *call)
{
    return reply_done(call, workspace_delete(call->world, parameter_text(call, "workspaceId")));
}
