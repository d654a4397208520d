#pragma once

#include "domain/world/world.h"

#include <stddef.h>

/* All that a world holds, as bytes in memory: what snapshots keep and forks begin from. */
struct image {
    void *bytes;
    size_t size;
    struct clock clock;
    struct rng rng;
};

struct image image_take(struct world *world);
void image_free(struct image *image);

/* Puts the state back; the clock shows what it showed then, and goes on from there. */
void image_restore(const struct image *image, struct world *world);

/* As taking an image of one world and restoring it into another, but without the image between. */
void image_pass_on(struct world *from, struct world *to);
