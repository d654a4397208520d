#pragma once

#include "domain/registry/actor_kind.h"
#include "domain/world/world.h"

/* The page of a workspace's sources or destinations that `request` (an ActorListCursorPaginatedRequestBody)
 * asks for: a SourceReadList or DestinationReadList, a new text. */
char *actor_cursor_page(struct world *world, const struct actor_kind *kind, json_t *request);
