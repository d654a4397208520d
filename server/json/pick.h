#pragma once

#include "json/schema.h"

/*
 * Projects a value onto an API shape: the members that the schema names, in the schema's order; nulls and
 * members it does not name are left out; free-form parts are copied in jsonb order (json_in_jsonb_order). A
 * new reference. So a reply's key order is that of schema/api/, whatever order a handler built it in.
 */
json_t *schema_pick(const struct schema *schema, const json_t *value);

/*
 * A copy, scalars shared, with every object's members as PostgreSQL's jsonb keeps them: shorter keys first,
 * then bytewise, which is how the real server gives back configurations, specifications and JSON schemas. A
 * new reference.
 */
json_t *json_in_jsonb_order(const json_t *value);

/* The nearest of `known` (NULL-ended) to a mistyped name, by edit distance; NULL where none is near.
 * Borrowed. */
const char *nearest_name(const char *name, const char *const *known);
