#include "base/blocks.h"

#include "base/die.h"

#include <malloc.h>
#include <stdlib.h>

/* Sizes in bytes: malloc's own up to SMALL, and in larger steps above. */
enum {
    SMALLEST = 24,
    SMALL_STEP = 16,
    SMALL = SMALLEST + (SMALL_SHELVES - 1) * SMALL_STEP,
    LARGE_STEP = 256
};
enum { MOST_SMALL = 512, MOST_LARGE = 8 };

struct block {
    struct block *next;
};

/* The shelf of the least size that holds so many bytes; beyond the last for more. */
static size_t shelf_for(size_t size)
{
    if (size <= SMALL)
        return size <= SMALLEST ? 0 : (size - SMALLEST + SMALL_STEP - 1) / SMALL_STEP;
    return SMALL_SHELVES + (size - SMALL - 1) / LARGE_STEP;
}

static size_t size_of(size_t place)
{
    if (place < SMALL_SHELVES)
        return SMALLEST + place * SMALL_STEP;
    return SMALL + (place - SMALL_SHELVES + 1) * LARGE_STEP;
}

void *blocks_take(struct blocks *blocks, size_t size)
{
    size_t place = shelf_for(size);
    if (place >= SMALL_SHELVES + LARGE_SHELVES)
        return must_alloc(size);
    struct shelf *shelf = &blocks->shelves[place];
    struct block *block = shelf->first;
    if (!block)
        return must_alloc(size_of(place));
    shelf->first = block->next;
    shelf->count--;
    return block;
}

/* The shelf of the largest size that a block of so many bytes holds; a block of less than SMALLEST has none.
 */
static size_t shelf_of(size_t size)
{
    if (size < SMALL + LARGE_STEP)
        return size < SMALL ? (size - SMALLEST) / SMALL_STEP : SMALL_SHELVES - 1;
    return SMALL_SHELVES - 1 + (size - SMALL) / LARGE_STEP;
}

void blocks_give(struct blocks *blocks, void *memory)
{
    size_t size = malloc_usable_size(memory), place = shelf_of(size);
    unsigned most = place < SMALL_SHELVES ? MOST_SMALL : MOST_LARGE;
    if (size < SMALLEST || place >= SMALL_SHELVES + LARGE_SHELVES || blocks->shelves[place].count == most) {
        free(memory);
        return;
    }
    struct block *block = memory;
    struct shelf *shelf = &blocks->shelves[place];
    block->next = shelf->first;
    shelf->first = block;
    shelf->count++;
}

#ifdef FAKEBYTE_WATCHED
/* Each block is to be seen from malloc to free. */
void *block_take(size_t size)
{
    return must_alloc(size);
}

void block_give(void *block)
{
    free(block);
}
#else
/* The one thing that has no owner: the hooks of libraries are the process's. */
static struct blocks all;

void *block_take(size_t size)
{
    return blocks_take(&all, size);
}

void block_give(void *block)
{
    blocks_give(&all, block);
}
#endif
