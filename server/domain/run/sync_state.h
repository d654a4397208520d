#pragma once

#include "domain/world/world.h"

/*
 * The state that a sync leaves: cursors of the incremental streams move on by what the attempt committed.
 * Postgres with CDC keeps global state, what is legacy stays legacy, full refreshes leave nothing
 * (docs/behaviour/state.md#what-a-sync-leaves).
 */
void sync_state_save(struct world *world, const char *connection_id, const json_t *script);
