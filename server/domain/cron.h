#pragma once

#include "base/zone.h"

#include <stdint.h>

/*
 * Quartz cron expressions: 6 or 7 fields `sec min hour day-of-month month day-of-week [year]`, names, ranges,
 * steps, lists, and ? L W LW L-n nL n#m; weekdays 1 = SUN ... 7 = SAT; exactly one of the two day fields must
 * be '?'.
 */
struct cron;

/* NULL where Quartz would refuse it; then *reason (if given) is a new text that says what is wrong. */
struct cron *cron_parse(const char *expression, char **reason);
void cron_free(struct cron *cron);

enum { CRON_NEVER = -1 };

/*
 * The first time, in epoch seconds, strictly after `after` at which the expression holds in `zone`;
 * CRON_NEVER where there is none before the year 2100. Local times that a daylight-saving change skips or
 * repeats are handled as Quartz does it.
 */
int64_t cron_next(const struct cron *cron, const struct zone *zone, int64_t after);
