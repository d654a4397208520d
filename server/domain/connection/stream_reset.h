#pragma once

#include "domain/world/world.h"

/* The streams that a connection's next job resets; they stay when a reset fails
 * (docs/behaviour/resets.md#a-reset-instead-of-a-sync). */

/* Adds stream descriptors, or those of every stream of a catalog; what is there already stays once. */
void stream_reset_add(struct world *world, const char *connection_id, json_t *streams);
void stream_reset_add_all(struct world *world, const char *connection_id, json_t *catalog);

/* A JSON list of stream descriptors, a new text; NULL where there is nothing to reset. */
char *stream_reset_list(struct world *world, const char *connection_id);

/* A sync is to follow the reset; or none is, and whether one was to. */
void stream_reset_then_sync(struct world *world, const char *connection_id);
bool stream_reset_then_nothing(struct world *world, const char *connection_id);

/* Nothing is left to reset, and nothing follows; whether a sync was to. */
bool stream_reset_clear(struct world *world, const char *connection_id);
