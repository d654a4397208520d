#pragma once

#include "domain/world/world.h"

/*
 * What sources were found to offer: each content once, under one id for all, and who found it when. Catalogs
 * are stored in API form without configs, complete and in jsonb order.
 */

/* Who found a catalog, with which image, by which configuration: what the cache goes by. Borrowed. */
struct catalog_find {
    const char *source_id;
    const char *version;
    const char *hash;
};

/* A catalog as it is to be stored. A new text. */
char *discovered_catalog_text(struct world *world, const json_t *catalog);

/* The id of a catalog stored as that text, given where its content is new. A new text. */
char *discovered_catalog_store(struct world *world, const char *text);

/* Notes that it was found now. */
void discovered_catalog_note(struct world *world, const struct catalog_find *find, const char *catalog_id);

/* The id of what was found so before, the newest. A new text, or NULL. */
char *discovered_catalog_known(struct world *world, const struct catalog_find *find);

/* A stored catalog. New reference, or NULL. */
json_t *discovered_catalog_get(struct world *world, const char *catalog_id);

/* ActorCatalogWithUpdatedAt, in the protocol's form, of a source's newest find; {} where there is none. New
 * reference. */
json_t *discovered_catalog_newest(struct world *world, const char *source_id);
