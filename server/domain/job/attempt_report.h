#pragma once

#include "domain/world/world.h"

/*
 * What workers report about an attempt, as the real server's AttemptHandler takes it, whether it still runs
 * or not. Each is false where there is no such attempt; no problem is set
 * (docs/decisions/attempt-reports.md).
 */

/* The workflow that runs it, and the queue it was taken from (NULL: none). Not readable through the API. */
bool attempt_report_workflow(struct world *world, int64_t job_id, int64_t number, const char *workflow_id,
                             const char *task_queue);

/* AttemptStats and a list of AttemptStreamStats (may be NULL); they replace what was reported before and
 * stand in for the live numbers while it runs. */
bool attempt_report_stats(struct world *world, int64_t job_id, int64_t number, json_t *stats,
                          json_t *stream_stats);

/* AttemptSyncConfig, changed on the way: a state that is not set is no state. Not readable through the API.
 */
bool attempt_report_sync_config(struct world *world, int64_t job_id, int64_t number, json_t *config);
