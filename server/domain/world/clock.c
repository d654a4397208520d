#include "domain/world/clock.h"

#include <math.h>
#include <stdbool.h>

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
    int64_t passed = wall - clock->wall_origin;
    return clock->origin + (clock->factor == 1 ? passed : llround((double)passed * clock->factor));
}

void clock_advance(struct clock *clock, int64_t span)
{
    clock->origin += span;
}

int64_t clock_wait(const struct clock *clock, int64_t time, int64_t wall)
{
    static const double an_age = 1e15;
    bool comes = time != INT64_MAX && clock->factor > 0;
    double left = (double)time - (double)clock_read(clock, wall);
    double wait = comes ? ceil(left / clock->factor) : an_age;
    if (left <= 0)
        return 0;
    return wait < an_age ? (int64_t)wait : INT64_MAX;
}
