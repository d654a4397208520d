#pragma once

#include "domain/world/world.h"

/* What there is in a world at a glance, over all workspaces, for the control API. Reading it is no poll. */

/* The newest `limit` jobs, newest first, each with its attempts: the shape JobOverviewList. Only those with
 * an id below `before`, where that is not 0. A new text. */
char *overview_jobs(struct world *world, int64_t limit, int64_t before);

/* One of them. NULL with PROBLEM_NOT_FOUND. */
char *overview_job(struct world *world, int64_t id);

/* The connections that are not deleted, with their schedule in words and their next run: the shape
 * ConnectionOverviewList. A new text. */
char *overview_connections(struct world *world);
