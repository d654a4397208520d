#pragma once

#include "base/work.h"

#include <stddef.h>

/* Blocks of memory so large that work rests while they are copied, and before they are freed. */

/* False where the work was called off on the way: the rest is not copied then. */
bool large_copy(void *to, const void *from, size_t size, struct work *work);

/* Gives the machine back what is in a block that is freed next, and is not read any more: to give back much
 * at once takes long. */
void large_leave(void *block, size_t size, struct work *work);
