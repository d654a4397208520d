#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What jansson says of a text that json_read() does not read: the value of what only jansson reads (new
 * reference), or NULL with its words in *error (which may be NULL), which are never about a wide number. */
json_t *json_judged(const char *text, size_t size, bool unique, json_error_t *error);
