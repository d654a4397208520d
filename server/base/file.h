#pragma once

#include <stdbool.h>

/* Writes a whole file: aside, then renamed, so that nobody ever reads half of it. False with a new text in
 * *error. */
bool file_replace(const char *path, const char *text, char **error);
