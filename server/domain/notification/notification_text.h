#pragma once

#include "domain/job/job.h"

/* What people read in their channel, in our own words; names are those of the connectors. Each is a Slack
 * message, {"text": "..."}, as a new text. */

/* Of a job that is over. */
char *notification_text_job(struct world *world, const struct job *job);

/* Of a connection that failed for half as long as is borne, or has become inactive for it; its last job. */
char *notification_text_disable_warning(struct world *world, const struct job *job);
char *notification_text_disabled(struct world *world, const struct job *job);

/* Of a CatalogDiff and the connection it is about, a ConnectionRead. */
char *notification_text_schema(struct world *world, json_t *connection, const json_t *diff);
