#pragma once

#include "gateway/call.h"
#include "sandbox/match/match.h"
#include "sandbox/request/request_log.h"

/* Which logged requests a call is about, from its query; the row lists REQUEST_FILTERS. */
struct request_filter {
    struct match match;
    char *id;             /* NULL for any */
    int64_t since, until; /* of their arrival, ms; the former included, the latter not */
    uint64_t after;       /* only those with a larger number */
    bool paging;          /* `after` was given: the oldest `limit` are meant, else the newest */
    size_t limit;
};

/* False, with a failed reply, where a value cannot be read; else to be freed. */
bool request_filter_read(const struct call *call, struct request_filter *filter);
void request_filter_free(struct request_filter *filter);

bool request_filter_takes(const struct request_filter *filter, const struct logged_request *request);

/* Calls take() with each request that the filter takes, oldest first, as many as its limit allows. Rests with
 * the work (NULL: none). */
void request_filter_each(const struct request_filter *filter, struct request_log *log, struct work *work,
                         void (*take)(void *context, const struct logged_request *request), void *context);
