#pragma once

#include "gateway/call.h"

/* Where the documents of a list come from; static. */
struct list_source {
    const char *shape; /* of each */
    /* The list, documents in the first column. */
    struct rows *(*rows)(struct call *call);
    /* The keys of the same list, in the first column, without its first `skipped`. */
    struct rows *(*keys)(struct call *call, int64_t skipped);
    /* The document of a key, in the only row; none where it is gone. */
    struct rows *(*row)(struct world *world, int64_t key);
    struct text_column stored; /* where the keys are rowids: the same document */
};

/*
 * As reply_list(), for documents that can be long. What is beyond the first megabyte is fetched while it is
 * sent, so that a long list costs no memory: the list is as it was when it was asked for, its documents are
 * as they are when they are sent.
 */
bool reply_long_list(struct call *call, const char *name, const struct list_source *source);
