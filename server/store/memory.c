#include "base/blocks.h"
#include "store/database.h"

#include <malloc.h>
#include <stdlib.h>

/* SQLite's memory: the program's blocks. Sizes are bytes, and what SQLite asks for is positive. For much
 * memory that is not there it gets NULL, and an error of its own; for a little the program ends. */

enum { MUCH = 64 << 10 };

static void *take(int size)
{
    return size < MUCH ? block_take((size_t)size) : malloc((size_t)size);
}

static void *resize(void *memory, int size)
{
    return realloc(memory, (size_t)size);
}

static int size_of(void *memory)
{
    return memory ? (int)malloc_usable_size(memory) : 0;
}

static int same(int size)
{
    return size;
}

static int begin(void *arg)
{
    (void)arg;
    return SQLITE_OK;
}

static void end(void *arg)
{
    (void)arg;
}

void store_use_blocks(void)
{
    static const sqlite3_mem_methods methods = {.xMalloc = take,
                                                .xFree = block_give,
                                                .xRealloc = resize,
                                                .xSize = size_of,
                                                .xRoundup = same,
                                                .xInit = begin,
                                                .xShutdown = end};
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}
