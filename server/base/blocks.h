#pragma once

#include <stddef.h>

/*
 * Memory in small blocks that are many and soon freed: what is given back waits on a shelf of its size to be
 * taken again. Each is a block of malloc: what malloc gave may be given here, and what is taken here may go
 * to free(). Out of memory is fatal. docs/decisions/own-json.md#blocks says why.
 */
enum { SMALL_SHELVES = 16, LARGE_SHELVES = 16 };

struct shelf {
    struct block *first;
    unsigned count;
};

/* Start with {0}. At most 512 blocks of a size up to 264 bytes wait, and 8 of one up to 4,360. */
struct blocks {
    struct shelf shelves[SMALL_SHELVES + LARGE_SHELVES];
};

void *blocks_take(struct blocks *blocks, size_t size);
void blocks_give(struct blocks *blocks, void *block);

/* The program's, for jansson, SQLite and replies. */
void *block_take(size_t size);
void block_give(void *block);
