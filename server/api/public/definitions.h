#pragma once

#include "domain/registry/actor_kind.h"
#include "gateway/call.h"

#include <jansson.h>

/* Connectors of a workspace: docs/behaviour/public-api.md#definitions */
bool public_definitions_list(struct call *call, const struct actor_kind *kind);
bool public_definitions_create(struct call *call, const struct actor_kind *kind);
bool public_definitions_get(struct call *call, const struct actor_kind *kind);
bool public_definitions_put(struct call *call, const struct actor_kind *kind);
bool public_definitions_delete(struct call *call, const struct actor_kind *kind);

/* What the workspace of the path or the query may use; every definition where none is named. A list, new
 * reference. */
json_t *public_definitions_usable(struct call *call, const struct actor_kind *kind);
