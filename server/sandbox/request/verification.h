#pragma once

#include "domain/world/world.h"
#include "sandbox/request/request_log.h"

/* How many of the logged requests fit. Work that is under way in the world rests meanwhile, as it does below.
 */
int64_t requests_count(const struct world *world, struct request_log *log, const struct match *match);

/*
 * What must have been asked, made of the shape RequestVerification: a match with bounds, or a sequence of
 * matches with others between. Only a part of the log counts: what came after the first request that fits
 * `after` and before the next that fits `before`, and of that the `within` ms behind the one or, without it,
 * ahead of the other. Spans are measured on the machine's clock, on which the log keeps when requests came.
 */
struct verification {
    struct match *steps; /* a sequence's; else one match */
    size_t count;
    bool sequence;
    bool only;                  /* nothing else may be in that part */
    int64_t least, most;        /* how often a match is found; -1 where there is no such bound */
    int64_t min_interval;       /* ms between two that were found; 0 for none */
    int64_t within;             /* ms; -1 for any span */
    struct match after, before; /* without a path where they are not given */
};

/* `document` (borrowed) obeys the shape and makes sense beyond it. To be freed. */
struct verification verification_compile(json_t *document);
void verification_free(struct verification *verification);

/* What came of it. To be freed with verification_result_free(). */
struct verification_result {
    int64_t count;       /* requests that were found; of a sequence, its steps */
    struct text message; /* what is not as it must be, as lines to be read by people; empty where all is */
    json_t *requests;    /* those that are too many, 10 at most: LoggedRequests without bodies */
    json_t *nearest;     /* those that came closest: requests_nearest() */
};

/* True where the log is as it must be. */
bool verification_holds(const struct verification *verification, struct world *world, struct request_log *log,
                        struct verification_result *result);
void verification_result_free(struct verification_result *result);
