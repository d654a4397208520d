#include "store/sums.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

/* Keeps apart whatever was apart before. */
static uint64_t mixed(uint64_t sum, uint64_t word)
{
    sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return sum ^ sum >> 32;
}

enum { LANES = 4 };

/* Four sums side by side, of which the processor takes one while it waits for the others. */
static uint32_t sum_of(const void *bytes)
{
    uint64_t sum = 0, sums[LANES] = {0}, words[LANES];
    for (size_t i = 0; i < SUMS_BLOCK; i += sizeof words) {
        memcpy(words, (const char *)bytes + i, sizeof words);
        for (size_t lane = 0; lane < LANES; lane++)
            sums[lane] = mixed(sums[lane], words[lane]);
    }
    for (size_t lane = 0; lane < LANES; lane++)
        sum = mixed(sum, sums[lane]);
    uint32_t folded = (uint32_t)sum;
    return folded ? folded : 1;
}

static uint32_t *place_of(struct sums *sums, size_t block)
{
    if (block >= sums->count) {
        size_t count = block + block / 2 + 64;
        sums->items = must_realloc(sums->items, count * sizeof *sums->items);
        memset(sums->items + sums->count, 0, (count - sums->count) * sizeof *sums->items);
        sums->count = count;
    }
    return &sums->items[block];
}

void sums_note(struct sums *sums, size_t block, const void *bytes)
{
    *place_of(sums, block) = sum_of(bytes);
}

bool sums_agree(struct sums *sums, size_t block, const void *bytes)
{
    uint32_t *known = place_of(sums, block), sum = sum_of(bytes);
    if (!*known)
        *known = sum;
    return *known == sum;
}

void sums_forget(struct sums *sums, size_t first, size_t end)
{
    for (size_t i = first; i < end && i < sums->count; i++)
        sums->items[i] = 0;
}

void sums_free(struct sums *sums)
{
    free(sums->items);
    *sums = (struct sums){0};
}
