#pragma once

#include "domain/world/world.h"

/*
 * What a new discovery means for the connections of its source (docs/behaviour/schema-changes.md): of each
 * that is not deleted, breakingChange is set or cleared; it becomes inactive where the change breaks it, or
 * where its nonBreakingChangesPreference is `disable` and anything changed. None becomes active again. One
 * whose preference is to propagate follows what does not break it
 * (docs/decisions/releases.md#schema-propagation).
 */
struct schema_change {
    json_t *diff; /* CatalogDiff of the connection that was named, or NULL where it is none of the source's */
    json_t *connection; /* that connection afterwards */
};

/* What a discovery brought to light. All borrowed. */
struct schema_change_cause {
    const char *source_id;
    json_t *catalog; /* the new one, and its id */
    const char *catalog_id;
    const char *named; /* the connection that the request names */
    bool notify;       /* workspaces are told of changes, for connections that have notifySchemaChanges */
};

/* Takes the steps of looking at all streams of a catalog. False with PROBLEM_INVALID where the request has
 * not so many. */
bool streams_afford(struct world *world, const json_t *catalog);

/* The members of *change are new references. False with PROBLEM_INVALID where there is more to compare than a
 * request may; it is for the caller to roll back what was changed by then. */
bool schema_change_apply(struct world *world, const struct schema_change_cause *cause,
                         struct schema_change *change);
