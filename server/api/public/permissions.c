#include "api/public/page.h"
#include "api/routes.h"
#include "domain/access/permission.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/* Who calls: the one user of a fresh installation. */
static const char SELF[] = "00000000-0000-0000-0000-000000000000";

/* As lists show it: PermissionResponseRead. */
static void write_listed(struct writer *writer, const char *doc)
{
    json_auto_t *permission = json_stored(doc);
    const char *workspace_id = get_text(permission, "workspaceId");
    const char *organization_id = get_text(permission, "organizationId");
    write_object(writer, NULL);
    write_text(writer, "permissionId", get_text(permission, "permissionId"));
    write_text(writer, "permissionType", get_text(permission, "permissionType"));
    write_text(writer, "userId", get_text(permission, "userId"));
    write_text(writer, "scopeId", workspace_id ? workspace_id : organization_id ? organization_id : SELF);
    write_text(writer, "scope", workspace_id ? "workspace" : organization_id ? "organization" : "none");
    write_object_end(writer);
}

bool public_permissions_list(struct call *call)
{
    struct writer data = {0};
    const char *user = parameter_text(call, "userId"), *organization = parameter_text(call, "organizationId");
    bool own = !user || strcmp(user, SELF) == 0;
    if (!own && !organization)
        return problem_coded(&call->world->problem, PROBLEM_REFUSED, "bad-request", NULL,
                             "organizationId: is missing but it is required for another user's permissions");
    struct rows *rows = permission_list(call->world, own ? SELF : user, own ? NULL : organization);
    write_array(&data, NULL);
    while (rows_next(rows))
        write_listed(&data, rows_text(rows, 0));
    write_array_end(&data);
    return reply_data(call, &data);
}

bool public_permissions_create(struct call *call)
{
    return reply_document(call, permission_create(call->world, call_body(call)));
}

bool public_permissions_get(struct call *call)
{
    return reply_document(call, access_get(call->world, &PERMISSION, parameter_text(call, "permissionId")));
}

bool public_permissions_patch(struct call *call)
{
    return reply_document(call, permission_update(call->world, parameter_text(call, "permissionId"),
                                                  body_text(call, "permissionType")));
}

bool public_permissions_delete(struct call *call)
{
    return reply_done(call, permission_delete(call->world, parameter_text(call, "permissionId")));
}
