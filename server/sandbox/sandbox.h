#pragma once

#include "domain/job/job.h"
#include "sandbox/fault/fault.h"
#include "sandbox/forgotten.h"
#include "sandbox/kept_replies.h"
#include "sandbox/snapshots.h"
#include "sandbox/wakeup.h"
#include "sandbox/watch.h"

/* One isolated Airbyte under a name: a world and what surrounds it. */
struct sandbox {
    char *name;
    struct world world;
    struct rng first_rng; /* the random numbers as a reset puts them back, */
    enum release release; /* and the release */
    struct snapshots snapshots;
    struct faults faults;
    struct request_log requests;
    struct forgotten forgotten;
    struct kept_replies kept_replies;
    struct watchers watchers;
    struct history *history;
    int64_t jobs[JOB_STATUSES];  /* as they were last counted */
    bool jobs_counted;           /* and there is nothing new since */
    bool awake;                  /* it may hold prepared statements */
    bool unseen;                 /* its file is large, and nobody has looked yet whether it is damaged */
    const struct image *filling; /* large, and still to be copied into it; borrowed, NULL for none */
    struct sums *sums;           /* of a file that is closed for a while */
    bool opened;                 /* its file is; else, and where it is kept in one, world.store is NULL */
    size_t calls;                /* that are under way */
    bool unsettled;              /* what fell due takes turns with that of others */
    int64_t goal;                /* up to when it is run then */
    struct sandbox *next_unsettled;
    struct wakeup wakeup;
    struct loop_timer due; /* the wakeup's */
};

/* What a new sandbox starts from. */
struct start {
    const struct shared *shared;
    uint64_t seed; /* each sandbox draws from it and its own name */
    enum clock_mode clock_mode;
    double clock_factor;
    int64_t clock_time;   /* ms; INT64_MIN for the machine's time */
    const char *file;     /* keeps the default sandbox, and FILE.d/ the others; NULL for memory */
    enum release release; /* that is spoken where nothing says otherwise */
    size_t max_sandboxes;
    struct wakeup wakeup;
    size_t max_requests; /* that each remembers */
};

/*
 * A sandbox whose world begins as `image` says, or, where that is NULL, as a fresh Airbyte is: one workspace,
 * the public connectors. The image stays where it is as long as the sandbox is. A file that holds a world
 * already goes on with it; jobs that were running have lost whoever ran them. NULL with a new text in *error
 * where the file (NULL: memory) is not to be had.
 */
struct sandbox *sandbox_new(const struct start *start, const char *name, const char *file,
                            const struct image *image, char **error);
void sandbox_free(struct sandbox *sandbox);

/* Gives back what one that is freed next holds in memory of worlds; rests where it belongs to work. */
void sandbox_empty(struct sandbox *sandbox);

/*
 * False for one that is large and waits for its first call: to look whether its file was damaged, which then
 * says so (store_broken()), or to copy into it what it begins from, until when it is a fresh Airbyte. Both
 * rest where it belongs to work, and are still to be done where that is called off. The latter alone is
 * sandbox_fill().
 */
bool sandbox_ready(const struct sandbox *sandbox);
void sandbox_make_ready(struct sandbox *sandbox);
void sandbox_fill(struct sandbox *sandbox);

/* The release that a sandbox of that name speaks: what stands behind its '@'. RELEASES where nothing does, or
 * nothing known.
 */
enum release sandbox_name_release(const char *name);

/* What its clock shows at this moment; ms. */
int64_t sandbox_time(const struct sandbox *sandbox);

/* From now on, and after a reset. Within a transaction. */
void sandbox_speak(struct sandbox *sandbox, enum release release);

/* Tells those who watch what has changed since the last time; to be called after a commit. `heard` gets each
 * change first. */
void sandbox_tell(struct sandbox *sandbox, void (*heard)(void *context, const struct change *change),
                  void *context);

/* Notes what the world is about to send, and tells those who watch. */
void sandbox_note_webhooks(struct sandbox *sandbox);

/* Counts the jobs of each status, where something has changed. */
void sandbox_learn_jobs(struct sandbox *sandbox);

/* Adds their numbers: the present ones or, while the sandbox belongs to work, the last. */
void sandbox_count_jobs(struct sandbox *sandbox, int64_t counts[JOB_STATUSES]);

/* Another state in the place of the sandbox's: an image's, or the state, clock and faults of another sandbox.
 * Work that holds both rests while it copies. False, and nothing has changed, where it was called off, or the
 * other's file is found damaged. */
bool sandbox_restore(struct sandbox *sandbox, const struct image *image);
bool sandbox_become(struct sandbox *sandbox, struct sandbox *other);

/* Begins the world anew, likewise; `keep_clock` leaves the clock as it is. */
bool sandbox_reset(struct sandbox *sandbox, const struct start *start, const struct image *image,
                   bool keep_clock);
