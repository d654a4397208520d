#pragma once

#include "base/text.h"
#include "domain/world/change.h"
#include "gateway/route_table.h"

/* What a server has answered and run since its start, over all sandboxes: for metrics and coverage. The
 * control API's calls are not in it. */
struct metrics;

struct metrics *metrics_new(const struct route_table *routes); /* borrowed, outlives it */
void metrics_free(struct metrics *metrics);

/* `route` is NULL where the path leads nowhere; `status` 0 where the connection was broken instead. */
void metrics_request(struct metrics *metrics, const struct route *route, unsigned status, int64_t micros);
void metrics_fault(struct metrics *metrics);
void metrics_change(struct metrics *metrics, const struct change *change);

/* The shape Coverage. New reference. */
json_t *metrics_coverage(const struct metrics *metrics);

/* Adds the families of requests, faults and jobs in Prometheus's text format. */
void metrics_write(const struct metrics *metrics, struct text *text);
