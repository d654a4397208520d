#pragma once

#include "domain/world/world.h"
#include "json/writer.h"

/* A connection's schedule as the public API writes and reads it. */

/* "schedule": ConnectionScheduleResponse, of a stored connection or its outline. */
void write_public_schedule(struct writer *writer, const json_t *connection);

/* Puts the schedule of a request's body, where it has one, into a request of the Config API. False with a
 * problem. */
bool public_schedule_take(struct world *world, json_t *request, const json_t *body);
