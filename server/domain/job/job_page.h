#pragma once

#include "domain/job/job.h"

/* Which jobs a list of the public API has. Texts that are NULL do not narrow it down. */
struct job_page {
    const char *connection_id;
    const char *workspace_ids; /* a JSON list of ids */
    const char *config_type;
    const char *status;
    int64_t created_from, created_to, updated_from, updated_to; /* ms, both included */
    bool by_update, descending;
    int64_t limit, offset;
};

/* Read with job_read(). */
struct rows *job_page(struct world *world, const struct job_page *page);

/* What all attempts of a job have brought to the destination for good. */
struct job_committed {
    int64_t records, bytes;
};
struct job_committed job_committed(struct world *world, int64_t job_id);
