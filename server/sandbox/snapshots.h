#pragma once

#include "sandbox/state_image.h"

#include <stdbool.h>

/* States of one sandbox, by name. Start with {0}. */
struct snapshot {
    char *name;
    struct image image;
};

struct snapshots {
    struct snapshot *items;
    size_t count;
};

/* Keeps the world's state under a name, in the place of one that has it. Rests where the world belongs to
 * work. Borrowed; NULL, and all is as before, where that was called off, or the store is damaged. */
const struct snapshot *snapshots_take(struct snapshots *snapshots, const char *name, struct world *world);

/* Borrowed, or NULL. */
const struct snapshot *snapshots_find(const struct snapshots *snapshots, const char *name);

/* False where there is none of that name. Rests with the work (NULL: none). */
bool snapshots_drop(struct snapshots *snapshots, const char *name, struct work *work);
void snapshots_free(struct snapshots *snapshots);
