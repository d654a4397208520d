#pragma once

#include "domain/job.h"

/*
 * What an attempt does, decided when it starts and kept with it until it ends, as JSON:
 * {"seconds": 10.5, "outcome": "succeeded" | "failed" | "hang", "idle"?: true,
 *  "streams": [{"name", "namespace"?, "mode", "records", "bytes", "committed"?}], "states": n, "failure"?:
 * {...}}
 */

/* The script of a job's next attempt: the connection's streams with plausible numbers drawn from the world's.
 * An inactive connection moves nothing and succeeds, as with the real server. New reference. */
json_t *script_write(struct world *world, const struct job *job, json_t *connection);

/* How long it takes, in ms. */
int64_t script_span(const json_t *script);

bool script_succeeds(const json_t *script);
bool script_hangs(const json_t *script);
bool script_idle(const json_t *script);

/* What stays of it: {"states", "streams"}; a new text, or NULL for an idle one. */
char *script_output(const json_t *script);

/* AttemptFailureSummary of one that failed, at the world's time. A new text. */
char *script_failure(struct world *world, const json_t *script);
