#pragma once

#include "domain/world/world.h"

/* The newest job that the call of that X-Request-Id asked for; 0 where there is none. */
int64_t job_asked_for_by(struct world *world, const char *request_id);
