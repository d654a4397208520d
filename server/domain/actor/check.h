#pragma once

#include "domain/registry/actor_kind.h"
#include "domain/world/world.h"

/* What a connection check said. The check itself always runs to its end. */
struct check {
    char *definition_id;
    char *image;
    char *complaint; /* what the connector found wrong; NULL where the check succeeded */
};

void check_free(struct check *check);

/* Each fills *check in, to be freed, or gives false with a problem: docs/behaviour/discovery.md#checks. */

/* A stored source or destination. */
bool check_actor(struct world *world, const struct actor_kind *kind, const char *id, struct check *check);

/* A stored one with another configuration (a SourceUpdate or DestinationUpdate), which must fulfil the
 * specification; nothing is stored. */
bool check_actor_for_update(struct world *world, const struct actor_kind *kind, json_t *request,
                            struct check *check);

/* One that need not be stored (a SourceCoreConfig or DestinationCoreConfig): a configuration that breaks the
 * specification is a check that fails. */
bool check_configuration(struct world *world, const struct actor_kind *kind, json_t *request,
                         struct check *check);
