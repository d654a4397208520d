#include "base/blocks.h"
#include "store/database.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* SQLite's memory: the program's blocks. Sizes are bytes, and what SQLite asks for is positive. For much
 * memory that is not there it gets NULL, and an error of its own; for a little the program ends. */

enum { MUCH = 64 << 10 };

/* From so much on it is a database, or a copy of one. The kernel's small pages are of one size everywhere. */
enum { DATABASE = 4 << 20, SMALL_PAGE = 4096 };

/* Looking up where each small page is costs a tenth of a long list. Where there are no large ones it stays
 * so. */
static void *in_large_pages(void *memory, int size)
{
    uintptr_t within = (uintptr_t)memory % SMALL_PAGE;
    if (memory && size >= DATABASE)
        (void)madvise((char *)memory - within, (size_t)size + within, MADV_HUGEPAGE);
    return memory;
}

static void *take(int size)
{
    return size < MUCH ? block_take((size_t)size) : in_large_pages(malloc((size_t)size), size);
}

static void *resize(void *memory, int size)
{
    return in_large_pages(realloc(memory, (size_t)size), size);
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
