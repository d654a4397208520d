#pragma once

#include "domain/world/world.h"

/*
 * What may be shown of what a client sent. A configuration is masked by the specification of the connector
 * that the body names (wholly, where that is not known), parameters of OAuth wholly, and everything besides
 * by the names that secrets go by. Decided when it is read: the log keeps what came as it came.
 */

/* A body, a client's or ours. `path` is the operation's. New reference. */
json_t *body_masked(struct world *world, const char *path, json_t *body);

/* A header's or a parameter's value: the value itself (borrowed), or what stands for it. */
const char *value_masked(const char *name, const char *value);

/* A query as it was sent ("a=1&token=2"), its secret values masked. A new text. */
char *query_masked(const char *query);
