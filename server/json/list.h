#pragma once

#include "json/get.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

/* What a list holds; one that is not there (NULL) holds nothing. */

static inline bool list_has(const json_t *list, const json_t *value)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (json_equal(json_array_get(list, i), value))
            return true;
    return false;
}

/* Whether one of its texts is this one. */
static inline bool list_has_text(const json_t *list, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *found = json_string_value(json_array_get(list, i));
        if (found && strcmp(found, text) == 0)
            return true;
    }
    return false;
}

/* What a list holds as a set, to look many things up: {text of each: true}. New reference. */
json_t *list_set(const json_t *list);
bool set_has(const json_t *set, const json_t *value);

/* Of the integers that its objects have under this name; where it is missing, 0. */
static inline int64_t list_sum(const json_t *list, const char *name)
{
    int64_t sum = 0;
    for (size_t i = 0; i < json_array_size(list); i++)
        sum += get_integer(json_array_get(list, i), name);
    return sum;
}
