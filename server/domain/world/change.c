#include "domain/world/change.h"

#include "base/die.h"

#include <stdlib.h>

void changes_note(struct changes *changes, const struct change *change)
{
    if (changes->count == changes->room) {
        changes->room = changes->room ? 2 * changes->room : 8;
        changes->items = must_realloc(changes->items, changes->room * sizeof *changes->items);
    }
    changes->items[changes->count++] = *change;
}

void changes_drop(struct changes *changes)
{
    changes->count = 0;
}

void changes_free(struct changes *changes)
{
    free(changes->items);
    *changes = (struct changes){0};
}
