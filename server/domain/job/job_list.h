#pragma once

#include "domain/job/job.h"

/* Which jobs are asked for. Bounds are ms and inclusive. Start from job_filter_of(); to be freed. */
struct job_filter {
    const char *connection_id; /* borrowed; NULL: of all connections */
    char *types, *statuses;    /* JSON lists, the filter's own; NULL of statuses: any */
    int64_t created_from, created_to, updated_from, updated_to;
    bool by_update; /* in the order of their last change, else of their making; */
    bool oldest_first;
    int64_t size, offset; /* of the page; a size of -1: all */
};

/* All jobs of those types (a list of job_type()s) of a connection, newest first. */
struct job_filter job_filter_of(const char *connection_id, const json_t *types);
void job_filter_free(struct job_filter *filter);

/* Of those statuses alone; an empty list, or none, narrows nothing. */
void job_filter_by_status(struct job_filter *filter, const json_t *statuses);

/* The page; rows are read with job_read(), the filter outlives them. */
struct rows *job_list_rows(struct world *world, const struct job_filter *filter);

/* How many there are on all pages. */
int64_t job_list_count(struct world *world, const struct job_filter *filter);
