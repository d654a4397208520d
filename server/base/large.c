#include "base/large.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What is done between two looks at the time. */
enum { PART = 1 << 20 };

bool large_copy(void *to, const void *from, size_t size, struct work *work)
{
    for (size_t at = 0; at < size && work_wanted(work); at += PART) {
        memcpy((char *)to + at, (const char *)from + at, size - at < PART ? size - at : PART);
        work_meet(work);
    }
    return work_wanted(work);
}

/* Pages that lie in the block as a whole; of its first and last, others have a part. */
void large_leave(void *block, size_t size, struct work *work)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), begin = (uintptr_t)block + page - 1;
    if (!work || size <= 2 * page + PART)
        return;
    char *at = (char *)block + (begin / page * page - (uintptr_t)block);
    for (size_t left = size - 2 * page; left > PART; at += PART, left -= PART) {
        madvise(at, PART, MADV_DONTNEED);
        work_meet(work);
    }
}
