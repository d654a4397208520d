#include "store/database.h"

enum { PAGE = STORE_PAGE, RESERVE = 32 };

STATEMENT(PAGES, "PRAGMA page_count");
STATEMENT(FREE_PAGES, "PRAGMA freelist_count");

static bool limited(const struct store *store)
{
    return store->limit != INT64_MAX;
}

/* In pages. */
static int64_t reserve_begins(const struct store *store)
{
    return store->limit - store->limit / RESERVE;
}

int64_t store_file_size(sqlite3 *database)
{
    sqlite3_file *file = NULL;
    sqlite3_int64 size = -1;
    sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    file->pMethods->xFileSize(file, &size);
    return size;
}

/* Bytes that a store in memory is not larger than: what is committed, and all of the cache, out of which
 * nothing spills. Known in a hundredth of the time that the pragmas take. */
static int64_t size_at_most(sqlite3 *database)
{
    int cached = 0, most = 0;
    sqlite3_db_status(database, SQLITE_DBSTATUS_CACHE_USED, &cached, &most, 0);
    return store_file_size(database) + cached;
}

/* Of no interest before the reserve. */
static struct extent extent_of(struct store *store)
{
    if (size_at_most(store->database) <= reserve_begins(store) * PAGE)
        return (struct extent){0};
    int64_t pages = store_integer(store, &PAGES, SQL_NOTHING, 0);
    return (struct extent){pages, pages - store_integer(store, &FREE_PAGES, SQL_NOTHING, 0)};
}

/* As IMAGE_SETTINGS has it; 2 MiB of a cache; and a cache that all fits into. Whether it spills is settled
 * between transactions only, its size at any time. */
static const char KEEP[] = "PRAGMA cache_spill = OFF; PRAGMA cache_size = -64";
static const char SPILL[] = "PRAGMA cache_spill = ON; PRAGMA cache_size = -2048";
static const char HOLD[] = "PRAGMA cache_size = -4194304";

/* A quarter of all is left for what a single statement adds. */
static bool is_roomy(struct store *store)
{
    return limited(store) && size_at_most(store->database) < store->limit * PAGE / 4 * 3;
}

void store_spill(struct store *store)
{
    if (store->file || store->begun || store->spills || !is_roomy(store))
        return;
    store_end_reading(store);
    store_execute(store->database, SPILL);
    store->spills = true;
}

void store_spill_no_more(struct store *store)
{
    if (!store->spills || store->begun)
        return;
    store_end_reading(store);
    store_execute(store->database, KEEP);
    store->spills = store->holds = false;
}

void store_spill_carefully(struct store *store)
{
    if (!store->spills || store->holds || is_roomy(store))
        return;
    store_execute(store->database, HOLD);
    store->holds = true;
}

static void look(struct store *store)
{
    if (store->begun && limited(store))
        store->extent = extent_of(store);
}

int64_t store_bytes(struct store *store)
{
    return store_integer(store, &PAGES, SQL_NOTHING, 0) * PAGE;
}

void store_look_anew(struct store *store)
{
    store->changes++;
    if (limited(store))
        store->extent = store->committed = extent_of(store);
}

void store_set_limit(struct store *store, int64_t bytes)
{
    store->limit = bytes / PAGE;
    store_look_anew(store);
}

int64_t store_limit(const struct store *store)
{
    return limited(store) ? store->limit * PAGE : INT64_MAX;
}

bool store_full(struct store *store)
{
    look(store);
    return store->extent.used > reserve_begins(store);
}

enum store_fill store_fill(struct store *store)
{
    bool full = store_full(store);
    const struct extent *now = &store->extent, *before = &store->committed;
    if (now->pages > store->limit && now->pages > before->pages)
        return STORE_FILL_NONE;
    return full && now->used > before->used ? STORE_FILL_RESERVE : STORE_FILL_FITS;
}
