#pragma once

#include "domain/registry/actor_kind.h"
#include "domain/world/world.h"

/* SourceDefinitionSpecificationRead or DestinationDefinitionSpecificationRead of a definition, deleted ones
 * included: its stored specification in the API's names. New reference, or NULL with PROBLEM_NOT_FOUND. */
json_t *specification_read(struct world *world, const struct actor_kind *kind, const char *definition_id);

/* The reverse: what a connector prints, of such a read. New reference. */
json_t *specification_printed(const json_t *read);
