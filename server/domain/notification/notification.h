#pragma once

#include "domain/job/job.h"

/*
 * What a workspace is told of its connections: its list of notifications names Slack webhooks and whether
 * each wants to hear of successes and of failures. The texts go into world->outbox; whoever commits the
 * transaction posts them.
 */

/* True where any workspace has a list. Costs a look at the store only after workspaces changed. */
bool notification_awaited(struct world *world);

/* After a rollback, or another state was put in place: what was noted is forgotten. */
void notification_forget(struct world *world);

/* A sync succeeded or failed for good: its job as it is now. Resets go unmentioned. */
void notification_job_ended(struct world *world, const struct job *job);

/* A discovery found a change (a CatalogDiff that is not empty) for a connection (a ConnectionRead, as it is
 * afterwards); every webhook of the workspace hears of it. */
void notification_schema_changed(struct world *world, json_t *connection, const json_t *diff);
