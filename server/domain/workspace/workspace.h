#pragma once

#include "domain/world/world.h"

/*
 * Workspaces, as the real server's WorkspacesHandler keeps them (docs/behaviour/workspaces.md). Documents are
 * WorkspaceRead texts, new, or NULL with a problem: PROBLEM_NOT_FOUND (STANDARD_WORKSPACE) for an unknown or
 * deleted one.
 */

/* What a fresh Airbyte has: one workspace named by its own id. Nothing where any workspace exists. */
void workspace_boot(struct world *world);

/* `request` is a WorkspaceCreate. The slug is made of the name and unique among all that ever were. Ids, slug
 * and initialSetupComplete that it carries (a fixture's) are taken; the caller sees to it that they are free.
 */
char *workspace_create(struct world *world, json_t *request);

char *workspace_get(struct world *world, const char *id);
char *workspace_get_by_slug(struct world *world, const char *slug);

/* Of the connection's source; deleted connections still lead there. */
char *workspace_get_by_connection(struct world *world, const char *connection_id);

/* `request` is a WorkspaceUpdate: members that are there replace, lists as a whole; webhook configurations
 * get new ids, unless they carry one (a fixture's). Other members of the document that are there are replaced
 * as well. */
char *workspace_update(struct world *world, json_t *request);

/* Sets the name and a new slug; since its own slug counts as taken, the same name gets a suffix. */
char *workspace_rename(struct world *world, const char *id, const char *name);

/* All that are not deleted, in the order they were made: documents. */
struct rows *workspace_list(struct world *world);

/* True where there is such a workspace and it is not deleted; else a problem. */
bool workspace_known(struct world *world, const char *id);
