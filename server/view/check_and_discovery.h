#pragma once

#include "domain/actor/check.h"
#include "domain/discovery/discovery.h"

/* What connectors answered, as the API shows it; new references. The work (stolen) is freed. */

/* CheckConnectionRead. */
json_t *check_read(struct world *world, const struct actor_kind *kind, struct check *check);

/* SourceDiscoverSchemaRead: without a catalog where discovery failed. */
json_t *discovery_read(struct world *world, struct discovery *discovery);
