#pragma once

#include "domain/job/job.h"

/* What people read in their channel. Each is a Slack message, {"text": "..."}, as a new text. */

/* Of a sync that is over, succeeded or failed. */
char *notification_text_job(struct world *world, const struct job *job);

/* Of a CatalogDiff and the connection it is about, a ConnectionRead. */
char *notification_text_schema(struct world *world, json_t *connection, const json_t *diff);
