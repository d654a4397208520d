#pragma once

#include "domain/world/world.h"

/*
 * How far the syncs of a connection got, as the real server's StatePersistence keeps it
 * (docs/behaviour/state.md): rows of one type, "legacy", "stream" or "global"; without rows it is "not_set".
 * States are in the API's form, ConnectionState.
 */

/* The type of what is stored, "not_set" for an unknown connection too. Static. */
const char *state_type(struct world *world, const char *connection_id);

/* The whole state; "not_set" for an unknown connection too. New reference. */
json_t *state_read(struct world *world, const char *connection_id);

/*
 * Merges a client's state into what is stored: listed streams replace, those without a state go, others stay.
 * NULL with PROBLEM_NOT_FOUND (STANDARD_SYNC), or PROBLEM_INVALID where the part of its type is missing or
 * the type may not follow the stored one. The whole state after it, new reference.
 */
json_t *state_merge(struct world *world, const char *connection_id, json_t *state);

/* The same for what a sync brings: trusted, and where its type may not follow, what is stored gives way. */
void state_save(struct world *world, const char *connection_id, json_t *state);

/* What a reset of these streams (a list of descriptors; NULL: all) leaves: an empty legacy state where there
 * was none or a legacy one, else the streams that were not reset, and the shared part as long as any of them
 * is left. */
void state_reset(struct world *world, const char *connection_id, json_t *streams);
