#pragma once

#include "domain/world/world.h"

/*
 * SynchronousJobRead: work that is done while the client waits. It is part of a reply only; the jobs family
 * does not know it. `configId` holds a Java Optional as text: docs/behaviour/discovery.md#their-jobs. New
 * references.
 */

/* Work that takes no time and leaves no log, such as reading a specification that is stored: `config_type`
 * "get_spec", `config_id` "Optional.empty". */
json_t *synchronous_job(struct world *world, const char *config_type, const char *config_id, bool succeeded);

/* Nothing had to be run: what was discovered before still holds. */
json_t *synchronous_job_cached(struct world *world);

/* A connector that was run, now. */
struct synchronous_run {
    const char *config_type;   /* "check_connection_source", "discover_schema", ... */
    const char *definition_id; /* of the connector */
    const char *image;         /* "airbyte/source-faker:2.0.1" */
    bool succeeded;            /* the run itself; a check that says "failed" is a run that succeeded */
    const char *complaint;     /* what the connector found wrong, or NULL */
};
json_t *synchronous_job_ran(struct world *world, const struct synchronous_run *run);
