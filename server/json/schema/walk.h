#pragma once

#include "json/schema/schema.h"

/*
 * A walk over a value that may be of another release than its shape: who walks makes it what the shape wants,
 * in place. Objects are met before their members, so that what is added is walked over as well.
 */
struct schema_walk {
    /* `object` is of the shape `name` (its name in the library), whose members schema_names() knows. */
    void (*object)(void *context, const char *name, const struct schema *schema, json_t *object);
    /* What stands for a word that its enumeration has not: borrowed, NULL for nothing. */
    const char *(*word)(void *context, const char *word, const struct schema *schema);
    void *context;
};

void schema_walk(const struct schema_walk *walk, const char *name, const struct schema *schema,
                 json_t *value);

/* True where the shape names that member. */
bool schema_names(const struct schema *schema, const char *member);

/* True where a value of that member may be of the value's type, or is not named. */
bool schema_types_member(const struct schema *schema, const char *member, const json_t *value);

/* True where an enumeration has that word. */
bool schema_enumerates(const struct schema *schema, const char *word);
