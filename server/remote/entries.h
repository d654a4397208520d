#pragma once

#include "domain/registry/actor_kind.h"
#include "domain/world/world.h"

#include <jansson.h>

/* Entries of a fixture, made of what a server tells. New references. */

/* Whether a fresh world has the definition as `read` tells it, icons aside. */
bool entry_is_known_definition(struct world *world, const struct actor_kind *kind, const json_t *read);

/* Of a JobWithAttemptsRead; NULL for a job that is not over. `now` in ms. */
json_t *entry_job(const json_t *read, int64_t now);

/* What is the same of every job that is over: its number as the key, its age at `now` (both ms), its attempts
 * (stolen). */
json_t *entry_job_frame(int64_t id, int64_t ended, int64_t now, json_t *attempts);

/* Of the public API's ConnectionResponse and JobResponse; the second is NULL for a job that is not over. */
json_t *entry_public_connection(const json_t *read);
json_t *entry_public_job(const json_t *connection, const json_t *read, int64_t now);
