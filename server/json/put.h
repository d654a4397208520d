#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

/*
 * Members for an object, one by one: a third of what json_pack() costs, for documents that are made often.
 * Names and texts are UTF-8 that nobody needs to check: constants, and what a request brought.
 */

/* Steals the value. */
static inline void put(json_t *object, const char *name, json_t *value)
{
    json_object_setn_new_nocheck(object, name, strlen(name), value);
}

/* Takes a reference of the value; one that is not there (NULL) is left out. */
static inline void put_shared(json_t *object, const char *name, json_t *value)
{
    if (value)
        put(object, name, json_incref(value));
}

static inline void put_text(json_t *object, const char *name, const char *text)
{
    put(object, name, json_string_nocheck(text));
}

static inline void put_bool(json_t *object, const char *name, bool value)
{
    put(object, name, json_boolean(value));
}
