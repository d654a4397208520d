#pragma once

#include "domain/access/access_row.h"

/*
 * What users may do: for a workspace, for an organization, or, the first user's, for the instance. Nothing
 * here looks at them; they are kept and shown. docs/behaviour/public-api.md#permissions
 */

/* `request` is a PermissionCreateRequest; the same again gives the one that is there. A document, or NULL
 * with a problem. */
char *permission_create(struct world *world, json_t *request);

/* Another type for it. */
char *permission_update(struct world *world, const char *id, const char *type);

/* False with a problem, as for the last admin of an organization. */
bool permission_delete(struct world *world, const char *id);

/* Documents of a user's permissions, NULL for everybody's. */
struct rows *permission_list(struct world *world, const char *user_id, const char *organization_id);
