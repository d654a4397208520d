#include "sandbox/state_image.h"

#include "base/large.h"
#include "base/moment.h"
#include "domain/run/simulation.h"

#include <stdlib.h>

/* The world's clock as it stands now, its origin this moment. */
static struct clock clock_now(const struct world *world)
{
    int64_t wall = moment_now();
    return clock_started(world->clock.mode, world->clock.factor, clock_read(&world->clock, wall), wall);
}

struct image image_take(struct world *world)
{
    struct image image = {
        .clock = clock_now(world), .rng = world->rng, .release = world->release, .amended = world->amended};
    image.bytes = store_save(world->store, &image.size);
    return image;
}

void image_free(struct image *image, struct work *work)
{
    large_leave(image->bytes, image->size, work);
    free(image->bytes);
    *image = (struct image){0};
}

/* Goes on, with another store in place, from a clock and random numbers as they were. */
static void go_on(struct world *world, const struct clock *clock, const struct rng *rng)
{
    world->clock = *clock;
    world->clock.wall_origin = moment_now();
    world->rng = *rng;
    world->now = clock->origin;
    world_recall_release(world);
    simulation_forget(world);
}

bool image_restore(const struct image *image, struct world *world)
{
    bool restored = store_restore(world->store, image->bytes, image->size);
    if (restored)
        go_on(world, &image->clock, &image->rng);
    return restored;
}

bool image_pass_on(struct world *from, struct world *to)
{
    struct clock clock = clock_now(from);
    bool passed = store_become(to->store, from->store);
    if (passed)
        go_on(to, &clock, &from->rng);
    return passed;
}
