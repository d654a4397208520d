#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What the blocks of a file were when they were last written or read: a sum of each, so that one that was
 * changed by anybody else shows. In memory alone: a file that is put back from a copy is as good as any.
 * Starts as {0}.
 */
struct sums {
    uint32_t *items; /* 0 where nothing is known of the block */
    size_t count;
};

enum { SUMS_BLOCK = 1024 };

/* A block as it is written. */
void sums_note(struct sums *sums, size_t block, const void *bytes);

/* False where it was something else; one of which nothing is known is noted. */
bool sums_agree(struct sums *sums, size_t block, const void *bytes);

/* Nothing is known any more of those from `first` to before `end`. */
void sums_forget(struct sums *sums, size_t first, size_t end);

void sums_free(struct sums *sums);
