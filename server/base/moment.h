#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Moments are milliseconds since 1970. */

/* What the machine's clock shows. */
int64_t moment_now(void);

/* Milliseconds since some fixed moment, never set back: for spans, not for dates. */
int64_t moment_monotonic(void);

/* The same in microseconds. */
int64_t moment_micros(void);

/* Of the Gregorian calendar; months count from 1. */
int moment_days_in_month(int year, int month);

enum { MOMENT_TEXT = 80 };

struct moment_text {
    char text[MOMENT_TEXT];
};

/* "2026-01-01T00:00:00.000Z", always UTC with three digits of fraction. */
struct moment_text moment_format(int64_t moment);

/* Reads an RFC 3339 date-time with any offset; digits past the millisecond are dropped, second 60 is the next
 * minute's first. False for anything else, dates that no calendar has included. */
bool moment_parse(const char *text, int64_t *moment);
