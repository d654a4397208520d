#include "api/routes.h"
#include "base/die.h"
#include "view/access.h"
#include "json/read.h"

#include <stdlib.h>

static char *organization(struct call *call)
{
    return access_get(call->world, &ORGANIZATION, body_text(call, "organizationId"));
}

bool organizations_get(struct call *call)
{
    return reply_shaped(call, organization_read(organization(call)));
}

bool organizations_get_organization_info(struct call *call)
{
    return organizations_get(call);
}

bool organizations_update(struct call *call)
{
    char *doc = organization(call);
    if (!doc)
        return false;
    json_t *changed = json_stored(doc);
    json_object_update(changed, call_body(call));
    free(doc);
    return reply_shaped(call, organization_read(access_put(call->world, &ORGANIZATION, changed)));
}

STATEMENT(
    ORGANIZATIONS_OF_USER,
    "SELECT organization.doc FROM access AS organization WHERE kind = 'organization' AND EXISTS "
    "(SELECT 1 FROM access AS permission WHERE permission.kind = 'permission' AND permission.doc ->> 'userId' = ?1 "
    "AND (permission.doc ->> 'permissionType' = 'instance_admin' OR permission.doc ->> 'organizationId' = "
    "organization.id)) ORDER BY rowid");

/* Those that the user may do something in. */
bool organizations_list_by_user_id(struct call *call)
{
    json_t *list = json_array();
    struct rows *rows =
        store_rows(call->world->store, &ORGANIZATIONS_OF_USER, SQL_WITH(SQL_TEXT(body_text(call, "userId"))));
    while (rows_next(rows))
        json_array_append_new(list, organization_read(rows_copy(rows, 0)));
    json_t *page = access_page(list, "organizationName", call_body(call));
    return reply_shaped(call, json_pack("{so}", "organizations", page));
}
