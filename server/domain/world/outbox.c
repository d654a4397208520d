#include "domain/world/outbox.h"

#include "base/die.h"

#include <stdlib.h>

void outbox_doubt_listeners(struct outbox *outbox)
{
    outbox->listeners = LISTENERS_UNKNOWN;
}

void outbox_add(struct outbox *outbox, json_t *urls, const char *body)
{
    outbox->items = must_realloc(outbox->items, (outbox->count + 1) * sizeof *outbox->items);
    outbox->items[outbox->count++] = (struct outgoing){urls, must_strdup(body)};
}

void outbox_clear(struct outbox *outbox)
{
    for (size_t i = 0; i < outbox->count; i++) {
        json_decref(outbox->items[i].urls);
        free(outbox->items[i].body);
    }
    free(outbox->items);
    outbox->items = NULL;
    outbox->count = 0;
}
