#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A file's bytes, with a NUL behind them that *size does not count: a new text. NULL, and errno, where it
 * cannot be read. */
char *file_read(const char *path, size_t *size);

/* Writes a whole file with those rights: aside, then renamed, so that nobody ever reads half of it. False
 * with a new text in *error. */
bool file_replace(const char *path, const char *text, mode_t mode, char **error);
