#pragma once

#include "domain/job/job.h"

/* A new job of a connection, which begins unless a plan lets it wait. One of a connection that still has
 * streams to reset is a reset, whatever was asked for (docs/behaviour/resets.md#a-reset-instead-of-a-sync).
 * *job is to be freed. */
void job_begin(struct world *world, const char *connection_id, struct job *job);

/* A reset that was asked for, perhaps called a clear, is one even where there is nothing to reset
 * (docs/decisions/resets-of-nothing.md). */
void job_begin_reset(struct world *world, const char *connection_id, bool clear, struct job *job);

/* A sync that reads streams anew: `refresh` is {"mode": "Truncate" or "Merge", "streams": [descriptors]}. */
void job_begin_refresh(struct world *world, const char *connection_id, const json_t *refresh,
                       struct job *job);
