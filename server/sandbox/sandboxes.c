#include "sandbox/sandboxes.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

struct sandboxes {
    struct start start;
    size_t count;
    struct sandbox **items;
};

static void add(struct sandboxes *sandboxes, struct sandbox *sandbox)
{
    sandboxes->items = must_realloc(sandboxes->items, (sandboxes->count + 1) * sizeof(struct sandbox *));
    sandboxes->items[sandboxes->count++] = sandbox;
}

struct sandboxes *sandboxes_new(const struct start *start, char **error)
{
    struct sandbox *first = sandbox_new(start, "default", error);
    if (!first)
        return NULL;
    struct sandboxes *sandboxes = must_zalloc(sizeof *sandboxes);
    sandboxes->start = *start;
    add(sandboxes, first);
    return sandboxes;
}

void sandboxes_free(struct sandboxes *sandboxes)
{
    if (!sandboxes)
        return;
    for (size_t i = 0; i < sandboxes->count; i++)
        sandbox_free(sandboxes->items[i]);
    free(sandboxes->items);
    free(sandboxes);
}

struct sandbox *sandboxes_find(struct sandboxes *sandboxes, const char *name)
{
    for (size_t i = 0; i < sandboxes->count; i++)
        if (strcmp(sandboxes->items[i]->name, name) == 0)
            return sandboxes->items[i];
    return NULL;
}
