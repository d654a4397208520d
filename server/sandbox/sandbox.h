#pragma once

#include "domain/world.h"

/* One isolated Airbyte under a name: a world and what surrounds it. */
struct sandbox {
    char *name;
    struct world world;
};

/* What a new sandbox starts from. */
struct start {
    const struct shared *shared;
    uint64_t seed; /* each sandbox draws from it and its own name */
    enum clock_mode clock_mode;
    double clock_factor;
    int64_t clock_time; /* ms; INT64_MIN for the machine's time */
    const char *file;   /* keeps the default sandbox; NULL for memory */
};

/* A sandbox as a fresh Airbyte is: one workspace, the public connectors. NULL with a new text in *error where
 * its file is not to be had. */
struct sandbox *sandbox_new(const struct start *start, const char *name, char **error);
void sandbox_free(struct sandbox *sandbox);
