#include "sandbox/fault/fault.h"

#include <math.h>

enum { A_DAY = 24 * 60 * 60 * 1000 };

static double number_of(const json_t *object, const char *name)
{
    return json_number_value(json_object_get(object, name));
}

/* A draw of the standard normal distribution, by Box and Muller. */
static double gauss(struct rng *rng)
{
    double radius = sqrt(-2 * log(1 - rng_unit(rng)));
    return radius * cos(2 * M_PI * rng_unit(rng));
}

static double drawn(const json_t *delay, struct rng *rng)
{
    const json_t *uniform = json_object_get(delay, "uniform");
    const json_t *lognormal = json_object_get(delay, "lognormal");
    if (uniform) {
        double lower = number_of(uniform, "lower");
        return lower + rng_unit(rng) * (number_of(uniform, "upper") - lower);
    }
    return number_of(lognormal, "median") * exp(number_of(lognormal, "sigma") * gauss(rng));
}

int64_t fault_delay(const json_t *delay, struct rng *rng)
{
    double span = json_is_object(delay) ? drawn(delay, rng) : json_number_value(delay);
    return (int64_t)round(fmin(span, A_DAY));
}
