#pragma once

#include "domain/world.h"

/*
 * What a new discovery means for the connections of its source (dossier B 6.4): of each that is not deleted,
 * breakingChange is set or cleared; it becomes inactive where the change breaks it, or where its
 * nonBreakingChangesPreference is `disable` and anything changed. None becomes active again.
 */
struct drift {
    json_t *diff; /* CatalogDiff of the connection that was named, or NULL where it is none of the source's */
    json_t *connection; /* that connection afterwards */
};

/* `catalog` is the new one. The members of *drift are new references. */
void drift_apply(struct world *world, const char *source_id, json_t *catalog, const char *named,
                 struct drift *drift);
