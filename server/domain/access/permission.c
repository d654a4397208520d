#include "domain/access/permission.h"

#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

STATEMENT(PERMITTED_WORKSPACE, "SELECT 1 FROM workspace WHERE id = ? AND NOT deleted");

static bool subject_is_there(struct world *world, const char *workspace_id, const char *organization_id)
{
    if (workspace_id)
        return store_integer(world->store, &PERMITTED_WORKSPACE, SQL_WITH(SQL_TEXT(workspace_id)), 0) ||
               problem_not_found(&world->problem, "STANDARD_WORKSPACE", workspace_id);
    char *organization = access_get(world, &ORGANIZATION, organization_id);
    free(organization);
    return organization != NULL;
}

static bool user_is_there(struct world *world, const char *id)
{
    char *user = access_get(world, &USER, id);
    free(user);
    return user != NULL;
}

/* "workspace_reader" is for a workspace. */
static bool fits_subject(struct world *world, const char *type, bool workspace)
{
    const char *wanted = workspace ? "workspace_" : "organization_";
    return strncmp(type, wanted, strlen(wanted)) == 0 ||
           problem_coded(&world->problem, PROBLEM_REFUSED, "bad-request", NULL, "%s is no permission for %s.",
                         type, workspace ? "a workspace" : "an organization");
}

static bool may_be_given(struct world *world, json_t *request)
{
    const char *workspace_id = get_text(request, "workspaceId"),
               *organization_id = get_text(request, "organizationId");
    if (!workspace_id == !organization_id)
        return problem_coded(&world->problem, PROBLEM_REFUSED, "bad-request", NULL,
                             "A permission is for a workspace or for an organization: one of workspaceId and "
                             "organizationId is needed.");
    return fits_subject(world, get_text(request, "permissionType"), workspace_id) &&
           user_is_there(world, get_text(request, "userId")) &&
           subject_is_there(world, workspace_id, organization_id);
}

STATEMENT(SAME_PERMISSION,
          "SELECT doc FROM access WHERE kind = 'permission' AND doc ->> 'userId' = ? AND "
          "doc ->> 'permissionType' = ? AND coalesce(doc ->> 'workspaceId', doc ->> 'organizationId') = ?");

char *permission_create(struct world *world, json_t *request)
{
    if (!may_be_given(world, request))
        return NULL;
    const char *subject = get_text_or(request, "workspaceId", get_text(request, "organizationId"));
    char *same = store_text(world->store, &SAME_PERMISSION,
                            SQL_WITH(SQL_TEXT(get_text(request, "userId")),
                                     SQL_TEXT(get_text(request, "permissionType")), SQL_TEXT(subject)));
    if (same)
        return same;
    json_t *permission = json_copy(request);
    if (!json_object_get(permission, "permissionId"))
        json_object_set_new(permission, "permissionId", json_string(world_uuid(world).text));
    return access_put(world, &PERMISSION, permission);
}

STATEMENT(OTHER_ADMINS, "SELECT count(*) FROM access WHERE kind = 'permission' AND id <> ? AND "
                        "doc ->> 'permissionType' = 'organization_admin' AND doc ->> 'organizationId' = ?");

/* The instance's admin is no organization's. */
static bool may_go(struct world *world, const char *id, const json_t *permission)
{
    const char *organization_id = get_text(permission, "organizationId");
    bool admin = get_is(permission, "permissionType", "organization_admin");
    return !admin ||
           store_integer(world->store, &OTHER_ADMINS, SQL_WITH(SQL_TEXT(id), SQL_TEXT(organization_id)), 0) >
               0 ||
           problem_coded(&world->problem, PROBLEM_CONFLICT, "state-conflict", NULL,
                         "The last organization admin cannot be taken away.");
}

static json_t *load(struct world *world, const char *id)
{
    return json_take(access_get(world, &PERMISSION, id));
}

char *permission_update(struct world *world, const char *id, const char *type)
{
    json_t *permission = load(world, id);
    bool workspace = get_text(permission, "workspaceId"), admin = strcmp(type, "organization_admin") == 0;
    if (!permission || !fits_subject(world, type, workspace) || (!admin && !may_go(world, id, permission))) {
        json_decref(permission);
        return NULL;
    }
    json_object_set_new(permission, "permissionType", json_string(type));
    return access_put(world, &PERMISSION, permission);
}

bool permission_delete(struct world *world, const char *id)
{
    json_auto_t *permission = load(world, id);
    return permission && may_go(world, id, permission) && access_delete(world, &PERMISSION, id);
}

STATEMENT(LIST_PERMISSIONS,
          "SELECT doc FROM access WHERE kind = 'permission' AND (?1 IS NULL OR doc ->> 'userId' = ?1) AND "
          "(?2 IS NULL OR doc ->> 'organizationId' = ?2) ORDER BY rowid");

struct rows *permission_list(struct world *world, const char *user_id, const char *organization_id)
{
    return store_rows(world->store, &LIST_PERMISSIONS,
                      SQL_WITH(SQL_TEXT(user_id), SQL_TEXT(organization_id)));
}
