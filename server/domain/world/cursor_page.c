#include "domain/world/cursor_page.h"

#include "json/get.h"

#include <stdio.h>
#include <string.h>

struct cursor_page cursor_page_of(const json_t *request)
{
    const char *sort = get_text_or(request, "sortKey", "");
    size_t size = strcspn(sort, "_");
    struct cursor_page page = {.cursor = get_text(request, "cursor"),
                               .size = get_integer(request, "pageSize"),
                               .descending = strcmp(sort + size, "_desc") == 0};
    snprintf(page.sort_key, sizeof page.sort_key, "%.*s", (int)size, sort);
    return page;
}

/* Whether the row is on the page: behind the cursor, and not too many. */
static bool on_page(const struct cursor_page *page, struct rows *rows, bool *begun, int64_t *written)
{
    if (!*begun) {
        *begun = strcmp(rows_text(rows, 1), page->cursor) == 0;
        return false;
    }
    return (page->size == 0 || *written < page->size) && ++*written;
}

void write_cursor_page(struct writer *writer, const char *name, struct rows *rows,
                       const struct cursor_page *page)
{
    int64_t count = 0, written = 0;
    bool begun = !page->cursor;
    write_array(writer, name);
    for (; rows_next(rows); count++)
        if (on_page(page, rows, &begun, &written))
            write_raw(writer, NULL, rows_text(rows, 0));
    write_array_end(writer);
    write_integer(writer, "page_size", page->size);
    write_integer(writer, "num_connections", count);
}
