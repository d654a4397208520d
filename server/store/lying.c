/* The format of the file: https://www.sqlite.org/fileformat2.html. Why: docs/decisions/long-lists.md */
#include "base/text.h"
#include "store/database.h"

#include <string.h>

/* The whole database, as it lies in memory. */
struct image {
    const unsigned char *bytes;
    size_t page_count;
};

/* Bytes yet to be read; none are left once something did not fit. */
struct span {
    const unsigned char *at, *end;
};

/* Of a row: the first bytes, and the page that has the others, 0 for none. */
struct payload {
    struct span begin;
    uint32_t rest;
};

/* Kinds of pages of a table. */
enum { INNER = 5, LEAF = 13 };

/* Where a page's cells are listed: the places of each, two bytes. */
enum { CELL_COUNT = 3, RIGHT_MOST = 8, INNER_CELLS = 12, LEAF_CELLS = 8 };

/* More floors than SQLite makes: 20. */
enum { MOST_FLOORS = 32 };

STATEMENT(TEXT_COLUMN, "SELECT t.rootpage, c.cid FROM sqlite_schema t, pragma_table_xinfo(t.name) c "
                       "WHERE t.type = 'table' AND t.name = ? AND c.name = ?");

static struct place look_up(struct store *store, const struct text_column *column)
{
    struct place place = {.column = column};
    struct rows *rows =
        store_rows(store, &TEXT_COLUMN, SQL_WITH(SQL_TEXT(column->table), SQL_TEXT(column->column)));
    for (; rows_next(rows);)
        place = (struct place){column, (uint32_t)rows_integer(rows, 0), (size_t)rows_integer(rows, 1)};
    return place;
}

/* Nothing moves it but another database. */
static const struct place *place_of(struct store *store, const struct text_column *column)
{
    if (store->place.column != column)
        store->place = look_up(store, column);
    return &store->place;
}

static uint64_t big_endian(struct span *span, size_t size)
{
    uint64_t number = 0;
    if ((size_t)(span->end - span->at) < size) {
        span->at = span->end;
        return 0;
    }
    for (size_t i = 0; i < size; i++)
        number = number << 8 | *span->at++;
    return number;
}

/* One to nine bytes; the ninth counts whole. */
static uint64_t variable(struct span *span)
{
    uint64_t number = 0;
    for (int i = 0; i < 8 && span->at < span->end; i++) {
        unsigned char byte = *span->at++;
        number = number << 7 | (byte & 0x7f);
        if (byte < 0x80)
            return number;
    }
    return number << 8 | big_endian(span, 1);
}

/* From an offset on; nothing for a page that is not there. */
static struct span page_from(const struct image *image, uint64_t page, size_t offset)
{
    if (page == 0 || page > image->page_count || offset > STORE_PAGE)
        return (struct span){image->bytes, image->bytes};
    const unsigned char *begin = image->bytes + (page - 1) * STORE_PAGE;
    return (struct span){begin + offset, begin + STORE_PAGE};
}

static uint64_t number_at(const struct image *image, uint64_t page, size_t offset, size_t size)
{
    struct span span = page_from(image, page, offset);
    return big_endian(&span, size);
}

static struct span cell(const struct image *image, uint64_t page, size_t list, uint64_t index)
{
    return page_from(image, page, number_at(image, page, list + 2 * (size_t)index, 2));
}

/* Of a leaf's cell, behind the size of its payload; of another, behind its child. */
static int64_t rowid_of(struct span cell, bool leaf)
{
    (void)(leaf ? variable(&cell) : big_endian(&cell, 4));
    return (int64_t)variable(&cell);
}

/* The first of the page's cells that is not below the row, or their number. */
static uint64_t find_cell(const struct image *image, uint64_t page, int64_t rowid, bool leaf)
{
    uint64_t low = 0, high = number_at(image, page, CELL_COUNT, 2);
    while (low < high) {
        uint64_t middle = (low + high) / 2;
        if (rowid_of(cell(image, page, leaf ? LEAF_CELLS : INNER_CELLS, middle), leaf) < rowid)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The leaf that has the row, if any has; 0 where pages do not fit. */
static uint64_t find_leaf(const struct image *image, uint64_t page, int64_t rowid)
{
    for (int floor = 0; floor < MOST_FLOORS; floor++) {
        uint64_t kind = number_at(image, page, 0, 1);
        if (kind != INNER)
            return kind == LEAF ? page : 0;
        uint64_t index = find_cell(image, page, rowid, false);
        struct span child = cell(image, page, INNER_CELLS, index);
        page = index == number_at(image, page, CELL_COUNT, 2) ? number_at(image, page, RIGHT_MOST, 4)
                                                              : big_endian(&child, 4);
    }
    return 0;
}

/* How much of a payload is on its leaf: all, or what makes the last of the other pages full, or little. */
static uint64_t size_on_leaf(uint64_t size)
{
    uint64_t page = STORE_PAGE, most = page - 35, least = (page - 12) * 32 / 255 - 23;
    uint64_t fitting = least + (size - least) % (page - 4);
    return size <= most ? size : fitting <= most ? fitting : least;
}

static struct payload find_row(const struct image *image, uint32_t root, int64_t rowid)
{
    const struct payload none = {page_from(image, 0, 0), 0};
    uint64_t page = find_leaf(image, root, rowid), index = find_cell(image, page, rowid, true);
    struct span span = cell(image, page, LEAF_CELLS, index);
    if (index >= number_at(image, page, CELL_COUNT, 2) || rowid_of(span, true) != rowid)
        return none;
    uint64_t size = variable(&span), local = size_on_leaf(size);
    (void)variable(&span);
    if (local > (uint64_t)(span.end - span.at))
        return none;
    struct span rest = {span.at + local, span.end};
    return (struct payload){{span.at, span.at + local}, local < size ? (uint32_t)big_endian(&rest, 4) : 0};
}

/* Of a value in a row, by its type. */
static uint64_t size_of_type(uint64_t type)
{
    static const unsigned char sizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
    return type < sizeof sizes ? sizes[type] : (type - 12) / 2;
}

/* Where the column's text is in the payload, and its size; false where it is no text. */
static bool find_text(struct span row, size_t place, uint64_t *begin, uint64_t *size)
{
    struct span header = row;
    uint64_t header_size = variable(&header), type = 0;
    if (header_size > (uint64_t)(row.end - row.at))
        return false;
    header.end = row.at + header_size;
    *begin = header_size;
    for (*size = 0; header.at < header.end; place--) {
        *begin += *size;
        type = variable(&header);
        *size = size_of_type(type);
        if (place == 0)
            return type > 12 && type % 2 == 1;
    }
    return false;
}

/* Pages of one text mostly follow each other, and each is far from the processor. */
static void fetch_early(const struct image *image, uint64_t page)
{
    enum { EARLY = 8, LINE = 64 };
    struct span soon = page_from(image, page + EARLY, 0);
    for (; soon.at < soon.end; soon.at += LINE)
        __builtin_prefetch(soon.at);
}

/* Copies what is left after `skip` bytes; false where there is less. */
static bool copy(const struct image *image, struct payload from, uint64_t skip, char *to, uint64_t size)
{
    for (;;) {
        uint64_t there = (uint64_t)(from.begin.end - from.begin.at), passed = skip < there ? skip : there;
        uint64_t part = there - passed < size ? there - passed : size;
        memcpy(to, from.begin.at + passed, part);
        to += part, size -= part, skip -= passed;
        if (size == 0 || from.rest == 0)
            return size == 0;
        fetch_early(image, from.rest);
        from.begin = page_from(image, from.rest, 0);
        from.rest = (uint32_t)big_endian(&from.begin, 4);
    }
}

static bool add(const struct image *image, const struct place *place, int64_t rowid, struct text *text)
{
    uint64_t begin, size, most = image->page_count * STORE_PAGE;
    struct payload row = find_row(image, place->root, rowid);
    if (!find_text(row.begin, place->index, &begin, &size) || begin > most || size > most - begin)
        return false;
    if (!copy(image, row, begin, text_room(text, (size_t)size), size))
        return false;
    text->size += (size_t)size;
    return true;
}

bool store_lies(const struct store *store)
{
    return !store->file && !store->begun;
}

bool store_add_lying(struct store *store, const struct text_column *column, int64_t rowid, struct text *text)
{
    sqlite3_int64 size = 0;
    if (store->work)
        store_go_on(store);
    if (!store_lies(store))
        return false;
    const struct place *place = place_of(store, column);
    const unsigned char *bytes = sqlite3_serialize(store->database, "main", &size, SQLITE_SERIALIZE_NOCOPY);
    const struct image image = {bytes, (size_t)size / STORE_PAGE};
    return bytes && add(&image, place, rowid, text);
}
