#pragma once

#include "domain/world.h"
#include "sandbox/fault.h"
#include "sandbox/snapshots.h"
#include "sandbox/waker.h"

/* One isolated Airbyte under a name: a world and what surrounds it. */
struct sandbox {
    char *name;
    struct world world;
    struct rng birth; /* the random numbers as a reset puts them back */
    struct snapshots snapshots;
    struct faults faults;
    bool awake;  /* it may hold prepared statements */
    bool doomed; /* to be taken away when the present call is over */
    struct waker waker;
    struct loop_timer due; /* the waker's */
};

/* What a new sandbox starts from. */
struct start {
    const struct shared *shared;
    uint64_t seed; /* each sandbox draws from it and its own name */
    enum clock_mode clock_mode;
    double clock_factor;
    int64_t clock_time; /* ms; INT64_MIN for the machine's time */
    const char *file;   /* keeps the default sandbox, and FILE.d/ the others; NULL for memory */
    size_t max_sandboxes;
    struct waker waker;
};

/*
 * A sandbox whose life begins as `image` says, or, where that is NULL, as a fresh Airbyte is: one workspace,
 * the public connectors. A file that holds a life already goes on with it; jobs that were running have lost
 * whoever ran them. NULL with a new text in *error where the file (NULL: memory) is not to be had.
 */
struct sandbox *sandbox_new(const struct start *start, const char *name, const char *file,
                            const struct image *image, char **error);
void sandbox_free(struct sandbox *sandbox);

/* Begins the life anew; `keep_clock` leaves the clock as it is. */
void sandbox_reset(struct sandbox *sandbox, const struct start *start, const struct image *image,
                   bool keep_clock);
