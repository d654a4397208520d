#pragma once

#include "domain/world/world.h"
#include "sandbox/request/request_log.h"

/*
 * The requests that came closest to a match without fitting it, the closest first, three at most:
 * [{"request": LoggedRequest without bodies, "differences": ["method is GET, not POST", ...]}]. Only those
 * with a number above `after`. New reference. Work that is under way in the world rests: the log is a view
 * then.
 */
json_t *requests_nearest(struct world *world, const struct request_log *log, const struct match *match,
                         uint64_t after);

/* The same as lines, "\n  POST /v1/jobs/get: path is ...", below a heading; nothing where there is none. */
void requests_nearest_say(const json_t *nearest, struct text *text);
