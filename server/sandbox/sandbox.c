#include "sandbox/sandbox.h"

#include "base/asset.h"
#include "base/die.h"
#include "base/moment.h"
#include "domain/plan/plan.h"
#include "domain/run/simulation.h"
#include "domain/workspace/workspace.h"
#include "sandbox/soundness.h"

#include <stdlib.h>
#include <string.h>

/* A world begins as a copy: of the image given, or of the one that the build made. */
static struct store *open_store(const char *file, const struct image *image, char **error)
{
    const struct asset *empty = asset_find("images/start.db");
    const void *bytes = image ? image->bytes : empty->begin;
    size_t size = image ? image->size : asset_size(empty);
    return file ? store_open_file(file, bytes, size, error) : store_open_memory(bytes, size);
}

static void start_clock(struct world *world, const struct start *start)
{
    int64_t wall = moment_now();
    int64_t time = start->clock_time == INT64_MIN ? wall : start->clock_time;
    world->clock = clock_started(start->clock_mode, start->clock_factor, time, wall);
    world->now = time;
}

/* What the store says, unless the sandbox is to speak something else (`wanted`; RELEASES for no matter). */
static void begin_to_speak(struct world *world, const struct start *start, enum release wanted)
{
    world_recall_release(world);
    if (wanted == RELEASES)
        wanted = world->amended ? world->release : start->release;
    if (wanted != world->release)
        world_speak(world, wanted);
}

/* What is kept about it, not what it holds. */
static void world_wake(struct world *world, const struct start *start, enum release wanted)
{
    store_begin(world->store);
    world_recall(world);
    begin_to_speak(world, start, wanted);
    world_commit(world);
}

static void world_boot(struct world *world)
{
    store_begin(world->store);
    workspace_boot(world);
    if (world->lasting)
        plan_give_all(world);
    simulation_start(world);
    world_commit(world);
}

static void world_begin(struct world *world, const struct start *start, enum release wanted)
{
    world_wake(world, start, wanted);
    world_boot(world);
}

/* Each sandbox draws a stream of its own; that of "default" has made the ids of the start already. */
static struct rng first_numbers(const struct start *start, const char *name, const struct image *image)
{
    return image && strcmp(name, "default") == 0 ? image->rng : rng_seeded(start->seed, name);
}

enum release sandbox_name_release(const char *name)
{
    const char *suffix = strrchr(name, '@');
    return suffix ? release_find(suffix + 1) : RELEASES;
}

/* One that stands needs no look at the machine's. */
int64_t sandbox_time(const struct sandbox *sandbox)
{
    const struct clock *clock = &sandbox->world.clock;
    return clock->factor == 0 ? clock->origin : clock_read(clock, moment_now());
}

void sandbox_speak(struct sandbox *sandbox, enum release release)
{
    world_speak(&sandbox->world, release);
    sandbox->release = release;
}

/* What was kept may have been damaged meanwhile. */
static void look_through(struct sandbox *sandbox)
{
    struct world *world = &sandbox->world;
    char *complaint = soundness_complaint(world);
    sandbox->unseen = !work_wanted(world->work);
    if (complaint && !sandbox->unseen)
        store_break(world->store, complaint);
    free(complaint);
    if (!sandbox->unseen && !store_broken(world->store))
        world_boot(world);
}

void sandbox_fill(struct sandbox *sandbox)
{
    struct world *world = &sandbox->world;
    struct clock clock = world->clock;
    if (!sandbox->filling || !image_restore(sandbox->filling, world))
        return;
    sandbox->filling = NULL;
    world->clock = clock;
    world->rng = sandbox->first_rng;
    store_begin(world->store);
    if (world->release != sandbox->release)
        world_speak(world, sandbox->release);
    world_commit(world);
    world_boot(world);
    sandbox->first_rng = world->rng;
    sandbox->jobs_counted = false;
}

bool sandbox_ready(const struct sandbox *sandbox)
{
    return !sandbox->unseen && !sandbox->filling;
}

void sandbox_make_ready(struct sandbox *sandbox)
{
    if (sandbox->unseen)
        look_through(sandbox);
    sandbox_fill(sandbox);
}

/* Bytes that are copied, or looked through, within a moment; what is larger waits for a call that can rest
 * meanwhile. */
enum { SMALL = 4 << 20 };

/* False with a new text in *error where the file is damaged, as far as that is seen already. */
static bool begin(struct sandbox *sandbox, const struct start *start, const char *file, char **error)
{
    enum release wanted = sandbox_name_release(sandbox->name);
    if (wanted == RELEASES && sandbox->filling && sandbox->filling->amended)
        wanted = sandbox->filling->release;
    world_wake(&sandbox->world, start, wanted);
    sandbox->unseen = file != NULL;
    if (file && store_bytes(sandbox->world.store) <= SMALL)
        look_through(sandbox);
    else if (!file)
        world_boot(&sandbox->world);
    if (store_broken(sandbox->world.store))
        *error = must_printf("%s: it is damaged: %s", file, store_broken(sandbox->world.store));
    return !store_broken(sandbox->world.store);
}

/* With what has nothing to do with its world. */
static struct sandbox *sandbox_named(const struct start *start, const char *name)
{
    struct sandbox *sandbox = must_zalloc(sizeof *sandbox);
    sandbox->name = must_strdup(name);
    sandbox->wakeup = start->wakeup;
    sandbox->faults = faults_begin(start->seed, name);
    sandbox->faults.paths = start->shared->paths;
    sandbox->requests.limit = start->max_requests;
    return sandbox;
}

struct sandbox *sandbox_new(const struct start *start, const char *name, const char *file,
                            const struct image *image, char **error)
{
    bool late = !file && image && image->size > SMALL;
    struct store *store = open_store(file, late ? NULL : image, error);
    if (!store)
        return NULL;
    struct sandbox *sandbox = sandbox_named(start, name);
    sandbox->world = (struct world){
        .shared = start->shared, .store = store, .lasting = file != NULL, .steps = steps_of_a_request};
    sandbox->filling = late ? image : NULL;
    sandbox->world.rng = sandbox->first_rng = first_numbers(start, name, image);
    sandbox->world.next_due = INT64_MAX;
    start_clock(&sandbox->world, start);
    sandbox->history = history_new(&sandbox->world.clock);
    if (!begin(sandbox, start, file, error)) {
        sandbox_free(sandbox);
        return NULL;
    }
    if (!late)
        sandbox->first_rng = sandbox->world.rng;
    sandbox->release = sandbox->world.release;
    return sandbox;
}

void sandbox_empty(struct sandbox *sandbox)
{
    struct snapshots *snapshots = &sandbox->snapshots;
    const struct asset *least = asset_find("images/start.db");
    while (snapshots->count > 0)
        snapshots_drop(snapshots, snapshots->items[0].name, sandbox->world.work);
    if (!sandbox->world.lasting && store_bytes(sandbox->world.store) > SMALL)
        store_restore(sandbox->world.store, least->begin, asset_size(least));
}

void sandbox_free(struct sandbox *sandbox)
{
    if (!sandbox)
        return;
    wakeup_disarm(sandbox);
    watchers_tell(&sandbox->watchers, &(struct notice){.kind = NOTICE_ENDED});
    snapshots_free(&sandbox->snapshots);
    faults_free(&sandbox->faults);
    request_log_free(&sandbox->requests);
    forgotten_clear(&sandbox->forgotten);
    kept_replies_clear(&sandbox->kept_replies);
    history_free(sandbox->history);
    changes_free(&sandbox->world.changes);
    problem_clear(&sandbox->world.problem);
    outbox_clear(&sandbox->world.outbox);
    store_close(sandbox->world.store);
    store_drop_sums(sandbox->sums);
    free(sandbox->name);
    free(sandbox);
}

static void tell_mark(struct sandbox *sandbox, const struct mark *mark)
{
    if (mark)
        watchers_tell(&sandbox->watchers, &(struct notice){.kind = NOTICE_MARKED, .mark = mark});
}

void sandbox_note_webhooks(struct sandbox *sandbox)
{
    const struct outbox *outbox = &sandbox->world.outbox;
    for (size_t i = 0; i < outbox->count; i++)
        tell_mark(sandbox, history_webhook(sandbox->history, &sandbox->world.clock, &outbox->items[i]));
}

void sandbox_tell(struct sandbox *sandbox, void (*heard)(void *context, const struct change *change),
                  void *context)
{
    struct changes *changes = &sandbox->world.changes;
    sandbox->jobs_counted = sandbox->jobs_counted && !changes->count;
    for (size_t i = 0; i < changes->count; i++) {
        heard(context, &changes->items[i]);
        watchers_tell(&sandbox->watchers,
                      &(struct notice){.kind = NOTICE_CHANGED, .change = &changes->items[i]});
    }
    changes_drop(changes);
    tell_mark(sandbox, history_look(sandbox->history, &sandbox->world.clock));
}

void sandbox_learn_jobs(struct sandbox *sandbox)
{
    if (sandbox->jobs_counted)
        return;
    memset(sandbox->jobs, 0, sizeof sandbox->jobs);
    job_count_all(&sandbox->world, sandbox->jobs);
    sandbox->jobs_counted = true;
}

void sandbox_count_jobs(struct sandbox *sandbox, int64_t counts[JOB_STATUSES])
{
    if (!sandbox->world.work)
        sandbox_learn_jobs(sandbox);
    for (int status = 0; status < JOB_STATUSES; status++)
        counts[status] += sandbox->jobs[status];
}

/* The plans that came with the state were not made for what comes, and what was asked so far was not asked of
 * it. */
static void begin_anew(struct sandbox *sandbox)
{
    sandbox->jobs_counted = false;
    plan_give_all(&sandbox->world);
    forgotten_clear(&sandbox->forgotten);
    sandbox->forgotten.world = sandbox->requests.count_ever;
    history_clear(sandbox->history);
    sandbox->history->seen = sandbox->world.clock;
    watchers_tell(&sandbox->watchers, &(struct notice){.kind = NOTICE_RESET});
}

bool sandbox_restore(struct sandbox *sandbox, const struct image *image)
{
    if (!image_restore(image, &sandbox->world))
        return false;
    begin_anew(sandbox);
    return true;
}

bool sandbox_become(struct sandbox *sandbox, struct sandbox *other)
{
    if (!image_pass_on(&other->world, &sandbox->world))
        return false;
    sandbox->filling = NULL;
    sandbox->unseen = false;
    sandbox->world.rng = rng_seeded(other->world.rng.state, sandbox->name);
    faults_copy(&sandbox->faults, &other->faults);
    begin_anew(sandbox);
    return true;
}

bool sandbox_reset(struct sandbox *sandbox, const struct start *start, const struct image *image,
                   bool keep_clock)
{
    struct world *world = &sandbox->world;
    struct clock clock = world->clock;
    if (!image_restore(image, world))
        return false;
    world->rng = sandbox->first_rng;
    start_clock(world, start);
    if (keep_clock)
        world->clock = clock;
    world_begin(world, start, sandbox->release);
    begin_anew(sandbox);
    return true;
}
