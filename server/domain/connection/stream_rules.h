#pragma once

#include "domain/world/world.h"

/* A stream that somebody wants synced, and how. Borrowed. */
struct stream_choice {
    const json_t *asked; /* StreamConfiguration */
    json_t *stream;      /* as discovered */
    const json_t *destination_modes;
    const char *source_mode, *destination_mode; /* what its syncMode says */
};

/* The discovered stream of that name, and namespace where several have the name. Borrowed; NULL with a
 * problem. */
json_t *stream_offered(struct world *world, const json_t *catalog, const json_t *asked);

/* True where the choice keeps every rule; `chosen` are the entries before it. */
bool stream_choice_check(struct world *world, const struct stream_choice *choice, const json_t *chosen);
