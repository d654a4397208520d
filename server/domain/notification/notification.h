#pragma once

#include "domain/job/job.h"

/*
 * What a workspace is told of its connections: its list of notifications names Slack webhooks and whether
 * each wants to hear of successes and of failures. Who hears of what is JobNotifier's rule, see
 * docs/behaviour/notifications.md#after-a-job. The texts go into world->outbox; whoever commits the
 * transaction posts them.
 */

/* True where any workspace has a list. Costs a look at the store only after workspaces changed. */
bool notification_awaited(struct world *world);

/* After a rollback, or another state was put in place: what was noted is forgotten. */
void notification_forget(struct world *world);

/* A sync or a reset is over for good: its job as it is now. A cancelled one is a failure. */
void notification_job_ended(struct world *world, const struct job *job);

/* A connection has failed for half as long as is borne, or became inactive for it; its last job. */
void notification_disable_warning(struct world *world, const struct job *job);
void notification_disabled(struct world *world, const struct job *job);

/* A discovery found a change (a CatalogDiff that is not empty) for a connection (a ConnectionRead, as it is
 * afterwards). */
void notification_schema_changed(struct world *world, json_t *connection, const json_t *diff);
