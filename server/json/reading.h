#pragma once

#include <jansson.h>

/* For jansson's iterators and counts, which want values that may change, though they change nothing. */
static inline json_t *json_reading(const json_t *value)
{
    union {
        const json_t *borrowed;
        json_t *reading;
    } either = {value};
    return either.reading;
}
