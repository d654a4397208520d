#pragma once

#include "json/writer.h"

/*
 * JSON as PostgreSQL's jsonb keeps it, which is how the real server (docs/behaviour/http.md#members) gives
 * back configurations, specifications and JSON schemas: shorter names first, then bytewise.
 */
struct jsonb_member {
    const char *name;
    size_t length;
    json_t *value; /* borrowed */
};

/* Negative, zero or positive, as the left name comes before the right one, is the same, or comes after it. */
int jsonb_compare(const char *left, size_t left_length, const char *right, size_t right_length);

/* As many as the object has, in order; to be freed. */
struct jsonb_member *jsonb_members(const json_t *object);

/* A copy in that order, scalars shared. New reference. */
json_t *json_in_jsonb_order(const json_t *value);

/* A value (borrowed) in that order. */
void write_in_jsonb_order(struct writer *writer, const char *name, const json_t *value);
