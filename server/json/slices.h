#pragma once

#include <stdbool.h>
#include <stddef.h>

/* A piece of a text; NULL where there is none. */
struct slice {
    const char *at;
    size_t size;
};

/*
 * Finds members of an object in its text, without making a tree: `slices[i]` is the value of `names[i]` as it
 * stands. The text is one that we printed: an object without white space, no name twice. `names` ends with
 * NULL.
 */
void json_slices(const char *object, const char *const *names, struct slice *slices);

/* The next item of a list in such a text: *at stands at its '[' in the beginning. False at the end. */
bool json_slice_item(const char **at, struct slice *item);
