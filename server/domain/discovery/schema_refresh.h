#pragma once

#include "domain/world/world.h"

/*
 * Before a connection runs: where its source was discovered last more than a day ago, it is asked again, and
 * what changed is compared as by a client's discovery, so that the connection may become inactive. A source
 * that nobody ever discovered is left alone, and a connector whose discovery fails changes nothing. NULL, or
 * why the run cannot go on, as a plan's failure; a new reference.
 */
json_t *schema_refresh(struct world *world, const char *connection_id);
