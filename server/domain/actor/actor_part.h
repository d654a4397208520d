#pragma once

#include "domain/registry/actor_kind.h"
#include "domain/world/world.h"

/* Changes what `request` (a PartialSourceUpdate or PartialDestinationUpdate) names: the name, and members of
 * the configuration, objects within it member by member; secrets that came masked stay. As actor_update()
 * otherwise. */
char *actor_update_part(struct world *world, const struct actor_kind *kind, json_t *request);
