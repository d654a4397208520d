#pragma once

#include "domain/actor_kind.h"
#include "domain/world.h"

/*
 * Connector definitions: the catalogue's, and over them those that this world made or changed. Evidence:
 * dossier of the real server's SourceDefinitionsHandler and DestinationDefinitionsHandler.
 */
struct definition {
    char *doc;       /* the read, as sent */
    char *spec;      /* protocol form */
    char *suggested; /* list of stream names, or NULL for all */
    bool public, custom, deleted;
};

void definition_free(struct definition *definition);

/* The definition of that kind and id, deleted ones included. False with PROBLEM_NOT_FOUND where there is
 * none. To be freed where it was found. */
bool definition_load(struct world *world, const struct actor_kind *kind, const char *id,
                     struct definition *definition);

/* Writes it into the world, over whatever was there under its id. */
void definition_store(struct world *world, const struct actor_kind *kind,
                      const struct definition *definition);

/* What definition_load() found, ready to check configurations with. Borrowed from the catalogue. */
const struct spec *definition_spec(struct world *world, const struct definition *definition);
