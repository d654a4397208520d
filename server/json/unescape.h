#pragma once

#include <stddef.h>

/* Writes what the escape of a JSON string at `at` (its backslash) means in UTF-8, and gives where that ends:
 * never more than was read. *size is the escape's length, with that of both of a pair; 0, and nothing is
 * written, for what is none, and for \u0000. A NUL ends the text. */
char *json_unescape(char *to, const char *at, size_t *size);
