#pragma once

#include "domain/world/world.h"
#include "sandbox/request/request_log.h"

/* How many of the logged requests fit. */
int64_t requests_count(const struct request_log *log, const struct match *match);

/*
 * The requests that came closest to a match without fitting it, the closest first, three at most:
 * [{"request": LoggedRequest without bodies, "differences": ["method is GET, not POST", ...]}]. Only those
 * with a number above `after`. New reference.
 */
json_t *requests_nearest(struct world *world, const struct request_log *log, const struct match *match,
                         uint64_t after);

/* The closest of them as a sentence, " Nearest: POST /v1/jobs/get: path is ...", or nothing where there is
 * none.
 */
void requests_nearest_say(const json_t *nearest, struct text *text);

/* How many of the matches, from the first on, find a request each in this order; *last is the number of the
 * request that the last of them found, 0 for none. */
size_t requests_in_sequence(const struct request_log *log, const struct match *matches, size_t count,
                            uint64_t *last);
