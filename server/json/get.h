#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/*
 * Members of an object. One that is not there, is of another type, or is asked of what is no object (NULL
 * included) counts as missing. Texts are borrowed.
 */

/* Any member; borrowed. Of a constant name the length is known. */
static inline json_t *get(const json_t *object, const char *name)
{
    return json_object_getn(object, name, strlen(name));
}

/* NULL where it is missing. */
static inline const char *get_text(const json_t *object, const char *name)
{
    return json_string_value(get(object, name));
}

static inline const char *get_text_or(const json_t *object, const char *name, const char *otherwise)
{
    const char *text = get_text(object, name);
    return text ? text : otherwise;
}

/* Whether it is this text. */
static inline bool get_is(const json_t *object, const char *name, const char *text)
{
    const char *found = get_text(object, name);
    return found && strcmp(found, text) == 0;
}

/* 0 where it is missing. */
static inline int64_t get_integer(const json_t *object, const char *name)
{
    return json_integer_value(get(object, name));
}

static inline int64_t get_integer_or(const json_t *object, const char *name, int64_t otherwise)
{
    const json_t *number = get(object, name);
    return number ? json_integer_value(number) : otherwise;
}

/* Whether it is true. */
static inline bool get_true(const json_t *object, const char *name)
{
    return json_is_true(get(object, name));
}
