#pragma once

#include <stddef.h>

/*
 * Memory for jansson, whose values are many, small and soon freed: what is given back waits on a shelf of its
 * size to be taken again, at most 512 blocks of a size. Each is a block of malloc, so that free() may be
 * called, too. Out of memory is fatal, so no JSON call needs a check. docs/decisions/own-json.md#blocks says
 * why.
 */
void json_blocks_use(void);

/* What jansson then calls. */
void *json_block_take(size_t size);
void json_block_give(void *block);
