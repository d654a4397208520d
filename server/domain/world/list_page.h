#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Which part of a list of the public API: what is in these workspaces (a JSON list of ids; NULL for all of
 * them). */
struct list_page {
    const char *workspace_ids;
    bool deleted; /* with those that were deleted */
    int64_t limit, offset;
};
