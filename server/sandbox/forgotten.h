#pragma once

#include <stddef.h>
#include <stdint.h>

/* What a sandbox's owner does not want to hear of any more, or cannot mean: see verdict/verdict.h. Starts as
 * {0}. */
struct forgotten {
    uint64_t world;   /* requests up to this number were asked of a world that is not there any more */
    uint64_t request; /* verdicts on requests up to this number were forgotten */
    uint64_t *names;  /* and these, which are about no request */
    size_t count;
};

/* Forgets nothing any more, but which world it is. */
void forgotten_clear(struct forgotten *forgotten);
