#pragma once

#include "api/routes.h"
#include "base/text.h"
#include "domain/world/change.h"

/* What a server has answered and run since its start, over all sandboxes: for metrics and coverage. The
 * control API's calls are not in it. */
struct tally;

struct tally *tally_new(void);
void tally_free(struct tally *tally);

/* `route` is NULL where the path leads nowhere; `status` 0 where the connection was broken instead. */
void tally_request(struct tally *tally, const struct route *route, unsigned status, int64_t micros);
void tally_fault(struct tally *tally);
void tally_change(struct tally *tally, const struct change *change);

/* The shape Coverage. New reference. */
json_t *tally_coverage(const struct tally *tally);

/* Adds the families of requests, faults and jobs in Prometheus's text format. */
void tally_metrics(const struct tally *tally, struct text *text);
