#pragma once

#include "domain/world/world.h"

#include <stdbool.h>
#include <stddef.h>

/* All that a world holds, as bytes in memory: what snapshots keep and forks begin from. */
struct image {
    void *bytes;
    size_t size;
    struct clock clock;
    struct rng rng;
    enum release release;
    bool amended; /* it was made to speak that release */
};

/* Rests where the world belongs to work. Without bytes where that was called off, or the store is damaged. */
struct image image_take(struct world *world);

/* Rests with the work, if there is any. */
void image_free(struct image *image, struct work *work);

/* Puts the state back; the clock shows what it showed then, and goes on from there. Rests as above. False,
 * and all is as before, where the work was called off. */
bool image_restore(const struct image *image, struct world *world);

/* As taking an image of one world and restoring it into another, but without the image between. */
bool image_pass_on(struct world *from, struct world *to);
