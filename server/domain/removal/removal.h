#pragma once

#include "domain/registry/actor_kind.h"
#include "domain/world/world.h"

/*
 * Deletions that take what hangs on the deleted thing with them. What is deleted stays in the store, marked.
 * False with PROBLEM_NOT_FOUND where there is nothing of that id; an actor or a definition may be deleted
 * again.
 */

/* Its connections become deprecated, then it is marked deleted. */
bool actor_delete(struct world *world, const struct actor_kind *kind, const char *id);

/* Its sources or destinations in all workspaces go first. */
bool definition_delete(struct world *world, const struct actor_kind *kind, const char *id);

/* Its destinations and sources go first. */
bool workspace_delete(struct world *world, const char *id);
