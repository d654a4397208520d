#pragma once

#include <stdint.h>

/* Times and spans are milliseconds; times since 1970. */
enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

enum clock_mode { CLOCK_REAL, CLOCK_FROZEN, CLOCK_SCALED, CLOCK_SKIP };

/* A sandbox's clock: a straight line over the machine's. Frozen and skip stand still between jumps. */
struct clock {
    enum clock_mode mode;
    double factor;       /* how fast it runs: 1 for real, 0 for frozen and skip */
    int64_t wall_origin; /* the machine's time ... */
    int64_t origin;      /* ... at which this clock showed this */
};

/* A clock of that mode, showing `time` when the machine's shows `wall`. `factor` counts for CLOCK_SCALED
 * only. */
struct clock clock_started(enum clock_mode mode, double factor, int64_t time, int64_t wall);

int64_t clock_read(const struct clock *clock, int64_t wall);

/* Moves it on by `span`, whatever its mode. */
void clock_advance(struct clock *clock, int64_t span);

/* How many ms of the machine's time pass until it shows `time`: 0 where it does, INT64_MAX for never. */
int64_t clock_wait(const struct clock *clock, int64_t time, int64_t wall);
