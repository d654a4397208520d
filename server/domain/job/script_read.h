#pragma once

#include "domain/world/world.h"

/*
 * What an attempt does, decided when it starts and kept with it until it ends, as JSON:
 * {"seconds": 10.5, "outcome": "succeeded" | "failed" | "hang", "idle"?: true, "gate"?, "failure"?: {...},
 *  "checks"?: {"source": "Successful" | "Failed" | "Skipped", "destination": ...}, "states": n,
 *  "streams": [{"name", "namespace"?, "mode", "records", "bytes", "committed", "estimatedRecords"?,
 *  "estimatedBytes"?}], "estimatedRecords"?, "estimatedBytes"?, "logLines"?: [...]}
 */

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
