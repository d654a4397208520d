#pragma once

#include "domain/job/attempt_work.h"
#include "json/writer.h"

/*
 * "logLines" of an attempt: derived when they are read, in the real server's layouts (docs/behaviour/logs.md:
 * platform lines and connector lines, ANSI colours included), in a plausible order, consistent with the
 * attempt's statistics. A running attempt shows what it has written by now.
 */
void write_log_lines(struct writer *writer, struct world *world, const struct job *job,
                     const struct attempt *attempt, const struct attempt_work *work);
