#include "sandbox/snapshots.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

static struct snapshot *find(const struct snapshots *snapshots, const char *name)
{
    for (size_t i = 0; i < snapshots->count; i++)
        if (strcmp(snapshots->items[i].name, name) == 0)
            return &snapshots->items[i];
    return NULL;
}

static struct snapshot *add(struct snapshots *snapshots, const char *name)
{
    snapshots->items = must_realloc(snapshots->items, (snapshots->count + 1) * sizeof *snapshots->items);
    struct snapshot *added = &snapshots->items[snapshots->count++];
    *added = (struct snapshot){.name = must_strdup(name)};
    return added;
}

const struct snapshot *snapshots_take(struct snapshots *snapshots, const char *name, struct world *world)
{
    struct image taken = image_take(world);
    if (!taken.bytes)
        return NULL;
    struct snapshot *snapshot = find(snapshots, name);
    if (!snapshot)
        snapshot = add(snapshots, name);
    struct image before = snapshot->image;
    snapshot->image = taken;
    image_free(&before, world->work);
    return snapshot;
}

const struct snapshot *snapshots_find(const struct snapshots *snapshots, const char *name)
{
    return find(snapshots, name);
}

bool snapshots_drop(struct snapshots *snapshots, const char *name, struct work *work)
{
    struct snapshot *snapshot = find(snapshots, name);
    if (!snapshot)
        return false;
    struct image image = snapshot->image;
    free(snapshot->name);
    snapshots->count--;
    memmove(snapshot, snapshot + 1,
            (size_t)(snapshots->items + snapshots->count - snapshot) * sizeof *snapshot);
    image_free(&image, work);
    return true;
}

void snapshots_free(struct snapshots *snapshots)
{
    while (snapshots->count > 0)
        snapshots_drop(snapshots, snapshots->items[0].name, NULL);
    free(snapshots->items);
    *snapshots = (struct snapshots){0};
}
