#pragma once

#include "domain/world/world.h"

/*
 * What the web application's form for a connection submits: the connection and its operations in one go, as
 * the real server's WebBackendConnectionsHandler takes it (docs/behaviour/web-backend.md).
 */

/* `request` is a WebBackendConnectionCreate, changed on the way: its `operations` are made and run after
 * those of its `operationIds`. The connection's id, a new text; NULL with a problem. */
char *connection_form_create(struct world *world, json_t *request);

/*
 * `request` is a WebBackendConnectionUpdate, changed on the way. `operations`, where they are there, become
 * all that the connection has: owned ones are changed, others made, those not listed go. A new catalog
 * decides breakingChange anew, and unless skipReset the streams that it adds, removes or changes are reset
 * and then synced; all of them where the state is not kept by stream. False with a problem.
 */
bool connection_form_update(struct world *world, json_t *request);
