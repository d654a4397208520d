#pragma once

#include "domain/world/world.h"

/*
 * How often a stream was begun anew: by a full refresh, a refresh, a reset or a clear. Counted from 1, or on
 * from what the stream's configuration says, since the sandbox speaks a release that knows of it. As the
 * platform does: docs/decisions/releases.md#refreshes-and-clears.
 */

/* The job begins a generation of a stream, an entry of the connection's catalog; the destination keeps older
 * ones where `keep`. */
void stream_generation_begin(struct world *world, const char *connection_id, int64_t job_id,
                             const json_t *entry, bool keep);

/* Puts generationId, minimumGenerationId and syncId into the configuration of each stream of a catalog that
 * has one. */
void stream_generation_show(struct world *world, const char *connection_id, json_t *catalog);
