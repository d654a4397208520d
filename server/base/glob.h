#pragma once

#include <stdbool.h>

/* True where `*` of the pattern can stand for runs of characters so that it reads as the text does. */
bool glob_fits(const char *pattern, const char *text);
