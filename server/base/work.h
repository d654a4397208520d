#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * Work that is left and gone on with later: it runs for a slice of time, and rests wherever it has got to,
 * with all that is on its stack. Its stack is that of a thread which runs only while work_slice() waits for
 * it, so that there is never more than one thing done at a time: docs/decisions/work-in-slices.md.
 */
struct work;

/* Once, before the first work: threads share one heap then, so that what one has freed is not lost to the
 * others. */
void work_prepare(void);

/* Work that has not begun. NULL where the machine gives no thread. */
struct work *work_new(void (*run)(void *arg), void *arg);

/* Goes on for so many ms. True once it is through. */
bool work_slice(struct work *work, int64_t ms);

/* Goes on to its end, of which nobody wants to know any more. */
void work_call_off(struct work *work);

/* It is through, or has not begun. */
void work_free(struct work *work);

/* For whatever touches what the work is at (NULL: no work is). The work itself rests here once its slice is
 * over; for anybody else it comes to its end first, so that nobody meets what is half done. */
void work_meet(struct work *work);

/* The work itself, where it is what runs now; NULL where others do, or no work is. For what takes long and
 * touches nothing of what the work is at: work_meet() then rests within it, and does nothing for others. */
struct work *work_running(struct work *work);

/* False where it was called off: it may leave out what it has not done. True for NULL. */
bool work_wanted(const struct work *work);
