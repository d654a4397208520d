#include "json/blocks.h"

#include "base/die.h"

#include <jansson.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>

/* The sizes that malloc has, in bytes, and how many blocks of each wait. */
enum { SMALLEST = 24, STEP = 16, SIZES = 16, MOST = 512 };

struct block {
    struct block *next;
};

struct shelf {
    struct block *first;
    unsigned count;
};

/* The one place of what has no owner: jansson's hooks are the process's. */
static struct shelf shelves[SIZES];

void *json_block_take(size_t size)
{
    size_t place = size <= SMALLEST ? 0 : (size - SMALLEST + STEP - 1) / STEP;
    if (place >= SIZES)
        return must_alloc(size);
    struct block *block = shelves[place].first;
    if (!block)
        return must_alloc(SMALLEST + place * STEP);
    shelves[place].first = block->next;
    shelves[place].count--;
    return block;
}

/* The shelf of a block, or NULL where it goes back to malloc. */
static struct shelf *shelf_of(void *memory)
{
    size_t size = malloc_usable_size(memory), place = (size - SMALLEST) / STEP;
    bool fits = size >= SMALLEST && place < SIZES && shelves[place].count < MOST;
    return fits ? &shelves[place] : NULL;
}

void json_block_give(void *memory)
{
    struct shelf *shelf = memory ? shelf_of(memory) : NULL;
    if (!shelf) {
        free(memory);
        return;
    }
    struct block *block = memory;
    block->next = shelf->first;
    shelf->first = block;
    shelf->count++;
}

/* Where memory is watched, each block is to be seen from malloc to free. */
#ifdef FAKEBYTE_WATCHED
void json_blocks_use(void)
{
    json_set_alloc_funcs(must_alloc, free);
}
#else
void json_blocks_use(void)
{
    json_set_alloc_funcs(json_block_take, json_block_give);
}
#endif
