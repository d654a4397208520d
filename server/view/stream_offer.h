#pragma once

#include "domain/world/world.h"

/* What a source offers and a destination takes. */
struct source_offer {
    json_t *catalog; /* as discovered, with the configs that discovery proposes */
    char *catalog_id;
    json_t *destination_modes; /* a list of words; NULL where no destination was named */
};

/* Discovers, from the cache unless `again`; `destination_id` may be NULL. False with a problem. To be freed
 * where true. */
bool source_offer_load(struct world *world, const char *source_id, const char *destination_id, bool again,
                       struct source_offer *offer);
void source_offer_free(struct source_offer *offer);
