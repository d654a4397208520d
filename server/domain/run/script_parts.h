#pragma once

#include "domain/job/job.h"

/* The pieces that scripts are made of. */

/* Seconds that a sync takes when nobody says otherwise. */
double script_usual_seconds(const struct world *world);

/* What is moved of a stream (an entry of the connection's catalog). New reference. */
json_t *script_stream(const json_t *entry, int64_t records, int64_t bytes, int64_t committed);

/* A plausible number of records, and of bytes for so many records. */
int64_t script_plausible_records(struct world *world);
int64_t script_plausible_bytes(struct world *world, int64_t records);

/* Every stream of the connection with plausible numbers, all committed. New reference. */
json_t *script_plausible_streams(struct world *world, json_t *connection);

/* How many state messages a sync emits: one of each stream that leaves a state. */
int script_states_of_sync(const json_t *streams);

/* How many state messages a reset that succeeds emits. */
int script_states_of_reset(struct world *world, const struct job *job);

/* What a PlanAttempt (borrowed) makes of a job's attempt. New reference. */
json_t *script_of_plan(struct world *world, const struct job *job, json_t *connection, json_t *planned);

/* What an E2E Testing source or destination of the connection is told to do; NULL where it has none. New
 * reference. */
json_t *script_of_e2e(struct world *world, json_t *connection);
