#pragma once

#include <stdbool.h>

/* True where both are the same. Takes as long for a first wrong character as for a last one; only the length
 * of `given` shows. */
bool secret_same(const char *given, const char *wanted);
