#pragma once

#include "domain/registry/actor_kind.h"
#include "gateway/call.h"

/* Sources and destinations of the public API: one code for both.
 * docs/behaviour/public-api.md#sources-and-destinations */
bool public_actors_list(struct call *call, const struct actor_kind *kind);
bool public_actors_create(struct call *call, const struct actor_kind *kind);
bool public_actors_get(struct call *call, const struct actor_kind *kind);
bool public_actors_put(struct call *call, const struct actor_kind *kind);
bool public_actors_patch(struct call *call, const struct actor_kind *kind);
bool public_actors_delete(struct call *call, const struct actor_kind *kind);
