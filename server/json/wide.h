#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * A number that neither an int64 nor a double holds as it was written is kept as its text: it is wide
 * (18446744073709551615, 1e400, a fraction of twenty digits). To jansson it is a string that begins with a
 * byte no other does; the checker takes it for the number it is, printing prints its text.
 */
bool json_is_wide(const json_t *value);

/* Strings that are none, wide numbers and folded objects, begin with a byte from here on. */
enum { JSON_FIRST_MARK = 0xfe };

/* A number of JSON's grammar as a wide one; new reference. */
json_t *json_wide(const char *text, size_t size);

/* The text of a wide number; borrowed. */
const char *json_wide_text(const json_t *value);

/* True where its text has neither a fraction nor an exponent. */
bool json_wide_is_integer(const json_t *value);

/* A number of any kind. */
bool json_is_any_number(const json_t *value);

/* The double that is next to a number of any kind, perhaps an infinite one. */
double json_number_approximate(const json_t *number);

/* Below, at or above zero, exact between numbers of all kinds. */
int json_number_compare(const json_t *left, const json_t *right);
