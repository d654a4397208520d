#pragma once

#include "domain/registry/actor_kind.h"
#include "store/store.h"

/* A connector definition as it is stored, in a world or in the registry. */
struct definition {
    char *doc;       /* the read, as sent */
    char *spec;      /* protocol form */
    char *suggested; /* list of stream names, or NULL for all */
    bool public, custom, deleted;
};

void definition_free(struct definition *definition);

/* New texts. */
struct definition definition_copy(const struct definition *definition);

/* The definition of that kind and id, deleted ones included. False where the store has none; to be freed
 * where it has. */
bool definition_read(struct store *store, const struct actor_kind *kind, const char *id,
                     struct definition *definition);

/* Writes it over whatever was there under its id. */
void definition_store(struct store *store, const struct actor_kind *kind,
                      const struct definition *definition);
