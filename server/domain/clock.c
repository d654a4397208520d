#include "domain/clock.h"

#include <math.h>

static double factor_of(enum clock_mode mode, double factor)
{
    switch (mode) {
    case CLOCK_REAL:
        return 1;
    case CLOCK_SCALED:
        return factor;
    default:
        return 0;
    }
}

struct clock clock_started(enum clock_mode mode, double factor, int64_t time, int64_t wall)
{
    return (struct clock){mode, factor_of(mode, factor), wall, time};
}

int64_t clock_read(const struct clock *clock, int64_t wall)
{
    return clock->origin + llround((double)(wall - clock->wall_origin) * clock->factor);
}

void clock_advance(struct clock *clock, int64_t span)
{
    clock->origin += span;
}
