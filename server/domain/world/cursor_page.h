#pragma once

#include "store/store.h"
#include "json/writer.h"

/* A page of a list that later releases go through by cursors. */
struct cursor_page {
    const char *cursor; /* id of the last item of the page before; NULL: from the start */
    int64_t size;       /* at most; 0: all */
    char sort_key[32];  /* "actorName" of the sortKey "actorName_desc"; "" for none */
    bool descending;
};

/* What a request with cursor, pageSize and sortKey asks for; the cursor is borrowed. */
struct cursor_page cursor_page_of(const json_t *request);

/* Writes the items of the page, documents in the first column of `rows` and ids in the second, as a list of
 * that name; then how many were asked for, and how many there are on all pages. Ends the rows. */
void write_cursor_page(struct writer *writer, const char *name, struct rows *rows,
                       const struct cursor_page *page);
