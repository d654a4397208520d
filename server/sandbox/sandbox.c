#include "sandbox/sandbox.h"

#include "base/asset.h"
#include "base/die.h"
#include "base/moment.h"
#include "domain/simulation.h"
#include "domain/workspace.h"

#include <stdlib.h>

static struct store *open_store(const char *file, char **error)
{
    if (file)
        return store_open_file(file, error);
    const struct asset *image = asset_find("images/start.db");
    return store_open_memory(image->begin, asset_size(image));
}

static void start_clock(struct world *world, const struct start *start)
{
    int64_t wall = moment_now();
    int64_t time = start->clock_time == INT64_MIN ? wall : start->clock_time;
    world->clock = clock_started(start->clock_mode, start->clock_factor, time, wall);
    world->now = time;
}

/* A file may hold a life already: then its boot workspace is there, and its jobs have lost whoever ran them.
 */
static void start_life(struct world *world)
{
    store_begin(world->store);
    workspace_boot(world);
    simulation_start(world);
    store_commit(world->store);
}

struct sandbox *sandbox_new(const struct start *start, const char *name, char **error)
{
    struct store *store = open_store(start->file, error);
    if (!store)
        return NULL;
    struct sandbox *sandbox = must_zalloc(sizeof *sandbox);
    sandbox->name = must_strdup(name);
    sandbox->world.shared = start->shared;
    sandbox->world.store = store;
    sandbox->world.rng = rng_seeded(start->seed, name);
    start_clock(&sandbox->world, start);
    start_life(&sandbox->world);
    return sandbox;
}

void sandbox_free(struct sandbox *sandbox)
{
    if (!sandbox)
        return;
    problem_clear(&sandbox->world.problem);
    store_close(sandbox->world.store);
    free(sandbox->name);
    free(sandbox);
}
