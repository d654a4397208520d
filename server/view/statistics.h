#pragma once

#include "domain/job/attempt_work.h"
#include "json/writer.h"

/* What is said of an attempt that has no statistics: nothing, or a `totalStats` without members. */
enum no_statistics { STATISTICS_LEFT_OUT, STATISTICS_EMPTY };

/*
 * bytesSynced, recordsSynced, totalStats and streamStats of an attempt, as far as it has them: what it did
 * once it is over; while it runs, what attempt/save_stats said of it, else how far it has come by now.
 */
void write_statistics(struct writer *writer, struct world *world, const struct attempt *attempt,
                      const struct attempt_work *work, enum no_statistics unknown);

/* The records of an attempt that are safe at the destination; -1 where that is not known, or not yet. */
int64_t statistics_committed(const struct attempt *attempt);
