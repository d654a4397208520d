#pragma once

#include "domain/job/job.h"

/*
 * What an attempt does, decided when it starts and kept with it until it ends, as JSON:
 * {"seconds": 10.5, "outcome": "succeeded" | "failed" | "hang", "idle"?: true, "gate"?, "failure"?: {...},
 *  "checks"?: {"source": "Successful" | "Failed" | "Skipped", "destination": ...}, "states": n,
 *  "streams": [{"name", "namespace"?, "mode", "records", "bytes", "committed", "estimatedRecords"?,
 *  "estimatedBytes"?}], "estimatedRecords"?, "estimatedBytes"?, "logLines"?: [...]}
 */

/*
 * The script of a job's attempt of that number, in this order: checks of both ends after a failure, which may
 * end it; a refresh of the schema that is due; nothing at all for an inactive connection, which succeeds as
 * with the real server; what a plan says; what E2E Testing connectors are told to do; the connection's
 * streams with plausible numbers drawn from the world's. New reference.
 */
json_t *script_write(struct world *world, const struct job *job, int number);

/* The script of a job that nobody planned, of an active connection: as many records as the world's numbers
 * say. New reference. */
json_t *script_usual(struct world *world, const struct job *job, json_t *connection);

/* How long it takes, in ms. */
int64_t script_span(const json_t *script);

bool script_succeeds(const json_t *script);
bool script_hangs(const json_t *script);
bool script_idle(const json_t *script);

/* The gate before its end, borrowed, or NULL. */
const char *script_gate(const json_t *script);

/* What stays of it: {"states", "streams", "checks"?, "logLines"?}; a new text, or NULL for an idle one. */
char *script_output(const json_t *script);

/* True where some record was committed. */
bool script_commits(const json_t *script);

/* AttemptFailureSummary of one that failed, at the world's time. A new text. */
char *script_failure(struct world *world, const json_t *script);
