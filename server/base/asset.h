#pragma once

#include <stddef.h>

/* A file that travels in the binary: read-only bytes, a NUL behind the last one. */
struct asset {
    const char *name; /* its path below the project: "schema/api/jobs.json" */
    const unsigned char *begin;
    const unsigned char *end; /* the NUL */
};

/* All of them, by name; the last has no name. Made by the build. */
extern const struct asset assets[];

/* The asset of that name, or NULL. */
const struct asset *asset_find(const char *name);

/* The first asset after `previous` (NULL: from the start) whose name begins with `prefix`, or NULL. */
const struct asset *asset_next(const struct asset *previous, const char *prefix);

size_t asset_size(const struct asset *asset);
