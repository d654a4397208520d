#pragma once

#include "base/work.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What one request may still cost, in steps of some ten nanoseconds: work whose size a client chooses takes
 * its steps first, and once they are used up it is given up with an answer that says so. Whatever counts
 * steps counts the same ones each time, so the answer does not depend on how fast the machine is.
 */
struct steps {
    uint64_t left;
    struct work *work; /* what is counted is part of it, and rests with it; NULL for none */
};

/* Enough for a body of the largest size that --max-body lets in by default, checked against its shape. */
static const struct steps steps_of_a_request = {UINT64_C(2500000), NULL};

/* False where there were fewer left than that; then none are left. */
static inline bool steps_take(struct steps *steps, uint64_t count)
{
    bool enough = steps->left >= count;
    steps->left = enough ? steps->left - count : 0;
    return enough;
}
