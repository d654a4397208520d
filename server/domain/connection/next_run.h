#pragma once

#include "domain/world/world.h"

/* When a connection runs next, by its schedule: an event on the world's clock. */

/* After a connection was made or changed, or its job has ended: plans its next run anew. Nothing is planned
 * while a job of it is open; the end of that job plans. */
void next_run_replan(struct world *world, const char *connection_id);

/* The same for whoever has its document (as it is stored; borrowed) at hand. */
void next_run_plan(struct world *world, json_t *connection);

/* Cancels what runs, and plans nothing from now on. */
void next_run_abandon(struct world *world, const char *connection_id);

/* The same for all connections that use an actor and are not deprecated. */
void next_run_abandon_all_of_actor(struct world *world, const char *actor_id);
