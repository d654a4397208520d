#pragma once

#include "base/zone.h"

#include <stdint.h>

/*
 * Quartz cron expressions (Quartz 2.3, CronExpression): 6 or 7 fields `sec min hour day-of-month month
 * day-of-week [year]`, names in any case, ranges that may wrap (22-2, NOV-FEB), steps, lists, and
 * ? L L-n W LW nL n#m; weekdays 1 = SUN ... 7 = SAT; exactly one of the two day fields is '?'.
 * What Quartz passes over is passed over here: fields after the seventh, characters after a complete number
 * or name (5X, JAN/2), years it never reaches.
 */
struct cron;

/* NULL where Quartz refuses it; then *reason (if given) is a new text that says why, in Quartz's words where
 * it has any. */
struct cron *cron_parse(const char *expression, char **reason);
void cron_free(struct cron *cron);

enum { CRON_NEVER = -1 };

/*
 * The first time, in epoch seconds, strictly after `after` (0 or later) at which the expression holds in
 * `zone`; CRON_NEVER where there is none before the local year 2100.
 * Quartz searches by the clock on the wall, and Java's calendar takes a time that occurs twice for its second
 * occurrence. So when the clocks go forward, ticks in the skipped hour are left out; when they go back, each
 * tick of the repeated hour comes once, in its second pass, and none in the first.
 */
int64_t cron_next(const struct cron *cron, const struct zone *zone, int64_t after);
