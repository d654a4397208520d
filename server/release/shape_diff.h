#pragma once

#include "json/schema/schema.h"

/*
 * What differs between two shapes of one name or another: a list of texts, one a difference, such as
 * "! job.status: may be \"queued\", too". Those that begin with '!' can break a client that knows the first;
 * those with '+' are for clients that know the second. `reply` says who reads: a client reads replies and
 * writes requests. New reference.
 */
json_t *shape_diff(struct schema_library *before, struct schema_library *after, const char *name_before,
                   const char *name_after, bool reply);
