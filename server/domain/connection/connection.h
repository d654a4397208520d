#pragma once

#include "domain/world/world.h"

/*
 * What clients do to connections, as the real server's ConnectionsHandler does it
 * (docs/behaviour/connections.md). Documents are ConnectionRead texts, new, or NULL with a problem.
 */

/* `request` is a ConnectionCreate, changed on the way; an id that it carries (a fixture's) is taken. */
char *connection_create(struct world *world, json_t *request);

/* `request` is a ConnectionUpdate: members that are there replace. The next run is planned anew. */
char *connection_update(struct world *world, json_t *request);

/* Detaches its operations, marks it deprecated, ends what runs. Repeatable. */
bool connection_delete(struct world *world, const char *id);

/* Those that are not deprecated and match every given criterion of a ConnectionSearch. New reference. */
json_t *connection_search(struct world *world, json_t *criteria);

/* Marks every connection that uses an actor deprecated, as deleting the actor does: operations stay attached.
 */
void connection_deprecate_all_of_actor(struct world *world, const char *actor_id);
