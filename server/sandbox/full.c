#include "sandbox/full.h"

#include "base/moment.h"
#include "domain/run/simulation.h"

#include <inttypes.h>

void *full_refuse(struct sandbox *sandbox)
{
    return problem_set(&sandbox->world.problem, PROBLEM_FULL,
                       "the sandbox %s is full: it holds no more than %" PRId64 " MiB in memory. Reset it, "
                       "restore a snapshot, take it away, or start with --db, where the disk is the limit.",
                       sandbox->name, store_limit(sandbox->world.store) >> 20);
}

bool full_admits(struct sandbox *sandbox, bool deletes)
{
    enum store_fill room = store_fill(sandbox->world.store);
    bool spared = room == STORE_FILL_RESERVE && deletes;
    return room == STORE_FILL_FITS || spared || full_refuse(sandbox);
}

bool full_waits(struct world *world)
{
    return simulation_stuck(world, clock_read(&world->clock, moment_now()));
}
