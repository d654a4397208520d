#include "sandbox/image.h"

#include "base/moment.h"
#include "domain/simulation.h"

#include <stdlib.h>

struct image image_take(struct world *world)
{
    struct image image = {.clock = world->clock, .rng = world->rng};
    int64_t wall = moment_now();
    image.clock =
        clock_started(world->clock.mode, world->clock.factor, clock_read(&world->clock, wall), wall);
    image.bytes = store_save(world->store, &image.size);
    return image;
}

void image_free(struct image *image)
{
    free(image->bytes);
    *image = (struct image){0};
}

void image_restore(const struct image *image, struct world *world)
{
    store_restore(world->store, image->bytes, image->size);
    world->clock = image->clock;
    world->clock.wall_origin = moment_now();
    world->rng = image->rng;
    world->now = image->clock.origin;
    simulation_forget(world);
}
