#pragma once

#include <stddef.h>

/* How long a byte of a string can become in JSON. */
enum { LONGEST_ESCAPE = sizeof "\\u0000" - 1 };

/* Writes a piece of a string as JSON has it, where there is room for LONGEST_ESCAPE times its size; gives
 * where that ends. */
char *quote_put(char *to, const char *at, const char *end);

/* The same of a whole string: in quotes, with a NUL behind them, which take three bytes more. */
char *quote_put_whole(char *to, const char *value, size_t size);
