#include "support/testing.h"

#include "base/asset.h"
#include "base/die.h"
#include "base/file.h"
#include "base/work.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

STATEMENT(MARK, "CREATE TABLE marked (at INTEGER)");
STATEMENT(COUNT_MARKS, "SELECT count(*) FROM sqlite_schema WHERE name = 'marked'");

/* A folder of its own and the path of a file in it. */
struct place {
    char folder[32];
    char *file;
};

static struct place make_place(void)
{
    struct place place = {.folder = "/tmp/fakebyte-store-XXXXXX"};
    assert_non_null(mkdtemp(place.folder));
    place.file = must_printf("%s/store.db", place.folder);
    return place;
}

static void remove_place(struct place *place)
{
    assert_int_equal(unlink(place->file), 0);
    assert_int_equal(rmdir(place->folder), 0);
    free(place->file);
}

static struct store *open_file(const struct place *place)
{
    char *error = NULL;
    const struct asset *start = asset_find("images/start.db");
    struct store *store = store_open_file(place->file, start->begin, asset_size(start), &error);
    assert_null(error);
    assert_non_null(store);
    return store;
}

static void *marked_image(size_t *size)
{
    struct store *store = store_open_empty();
    store_run(store, &MARK, SQL_NOTHING);
    void *image = store_save(store, size);
    store_close(store);
    return image;
}

static void a_file_takes_an_image_and_keeps_it(void **state)
{
    (void)state;
    struct place place = make_place();
    size_t size;
    void *image = marked_image(&size);
    struct store *store = open_file(&place);
    store_restore(store, image, size);
    assert_int_equal(store_integer(store, &COUNT_MARKS, SQL_NOTHING, -1), 1);
    store_close(store);

    struct store *again = open_file(&place);
    assert_int_equal(store_integer(again, &COUNT_MARKS, SQL_NOTHING, -1), 1);
    assert_int_equal(store_version(again), store_newest_version());
    store_close(again);
    free(image);
    remove_place(&place);
}

static void copy(const char *from, const char *to, const char *suffix)
{
    size_t size;
    char *source = must_printf("%s%s", from, suffix), *target = must_printf("%s%s", to, suffix);
    char *bytes = file_read(source, &size);
    assert_non_null(bytes);
    FILE *file = fopen(target, "wb");
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    free(bytes);
    free(source);
    free(target);
}

/* What would be found if the program ended here. */
static int64_t marks_in_copy(const struct place *place)
{
    struct place other = make_place();
    copy(place->file, other.file, "");
    copy(place->file, other.file, "-wal");
    struct store *store = open_file(&other);
    int64_t count = store_integer(store, &COUNT_MARKS, SQL_NOTHING, -1);
    store_close(store);
    remove_place(&other);
    return count;
}

static void what_is_committed_is_in_the_files_at_once(void **state)
{
    (void)state;
    struct place place = make_place();
    struct store *store = open_file(&place);
    store_begin(store);
    store_run(store, &MARK, SQL_NOTHING);
    assert_int_equal(marks_in_copy(&place), 0);
    store_commit(store);
    assert_int_equal(marks_in_copy(&place), 1);
    store_close(store);
    remove_place(&place);
}

STATEMENT(COUNT_PARTS, "SELECT count(*) FROM sqlite_schema, json_each('[1,2]') WHERE name = 'actor'");

static void a_restored_store_still_reads_json(void **state)
{
    (void)state;
    const struct asset *start = asset_find("images/start.db");
    struct store *store = store_open_memory(start->begin, asset_size(start));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(store_integer(store, &COUNT_PARTS, SQL_NOTHING, 0), 2);
        store_restore(store, start->begin, asset_size(start));
    }
    store_close(store);
}

/* What a program leaves that ended before the image was in its new file: nothing, or a first page. */
static void write_nothing(const char *path)
{
    assert_int_equal(fclose(fopen(path, "w")), 0);
}

static void write_first_page(const char *path)
{
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(database, "PRAGMA page_size = 1024; PRAGMA journal_mode = WAL", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(database);
}

static void leave(const char *path)
{
    assert_int_equal(access(path, F_OK), -1);
}

STATEMENT(JOURNAL_MODE, "PRAGMA journal_mode");
STATEMENT(PAGE_SIZE, "PRAGMA page_size");

static void expect_marked_file(const char *path, const void *image, size_t size)
{
    char *error = NULL;
    struct store *store = store_open_file(path, image, size, &error);
    char *mode = store_text(store, &JOURNAL_MODE, SQL_NOTHING);
    assert_int_equal(store_integer(store, &COUNT_MARKS, SQL_NOTHING, -1), 1);
    assert_int_equal(store_integer(store, &PAGE_SIZE, SQL_NOTHING, -1), 1024);
    assert_int_equal(store_version(store), store_newest_version());
    assert_string_equal(mode, "wal");
    store_close(store);
    free(mode);
}

static void a_file_with_nothing_in_it_begins_as_the_image(void **state)
{
    (void)state;
    static void (*const befores[])(const char *path) = {leave, write_nothing, write_first_page};
    size_t size;
    void *image = marked_image(&size);
    for (size_t i = 0; i < 3; i++) {
        struct place place = make_place();
        befores[i](place.file);
        expect_marked_file(place.file, image, size);
        remove_place(&place);
    }
    free(image);
}

STATEMENT(ADD, "INSERT INTO connector_image"
               " SELECT ifnull(max(image), 0) + 1, json_quote(hex(zeroblob(?))) FROM connector_image");
STATEMENT(REMOVE_FIRST, "DELETE FROM connector_image WHERE image = '1'");

/* KiB; the schema takes 66 of it, and the reserve 32. */
enum { LIMIT = 1024 };

static struct store *limited_store(void)
{
    struct store *empty = store_open_empty();
    size_t size;
    void *image = store_save(empty, &size);
    struct store *store = store_open_memory(image, size);
    store_set_limit(store, (int64_t)LIMIT << 10);
    store_close(empty);
    free(image);
    return store;
}

/* In a transaction that is left open. */
static enum store_fill fill_with(struct store *store, int kib)
{
    store_begin(store);
    store_run(store, &ADD, SQL_WITH(SQL_INTEGER((int64_t)kib << 9)));
    return store_fill(store);
}

static void add(struct store *store, int kib)
{
    assert_int_equal(fill_with(store, kib), STORE_FILL_FITS);
    store_commit(store);
}

static void room_ends_at_the_reserve_and_then_altogether(void **state)
{
    (void)state;
    struct store *store = limited_store();
    add(store, 890);
    assert_false(store_full(store));
    assert_int_equal(fill_with(store, 40), STORE_FILL_RESERVE);
    assert_true(store_full(store));
    store_rollback(store);
    assert_false(store_full(store));
    assert_int_equal(fill_with(store, LIMIT), STORE_FILL_NONE);
    store_rollback(store);
    add(store, 1);
    store_close(store);
}

static void what_is_deleted_makes_room(void **state)
{
    (void)state;
    struct store *store = limited_store();
    add(store, 300);
    assert_int_equal(fill_with(store, 620), STORE_FILL_RESERVE);
    store_commit(store);
    assert_int_equal(fill_with(store, 4), STORE_FILL_RESERVE);
    store_run(store, &REMOVE_FIRST, SQL_NOTHING);
    assert_int_equal(store_fill(store), STORE_FILL_FITS);
    store_commit(store);
    assert_false(store_full(store));
    add(store, 200);
    store_close(store);
}

STATEMENT(ADD_MARK, "INSERT INTO memory (key, value) VALUES (?, 'there')");
STATEMENT(MARKS, "SELECT count(*) FROM memory");

static void add_mark(struct store *store, const char *key)
{
    store_run(store, &ADD_MARK, SQL_WITH(SQL_TEXT(key)));
}

static int64_t marks(struct store *store)
{
    return store_integer(store, &MARKS, SQL_NOTHING, -1);
}

/* Whatever was read before, and whether in a transaction or not. */
static void reads_hold_up_no_write(void **state)
{
    (void)state;
    size_t size;
    const struct asset *start = asset_find("images/start.db");
    struct store *store = store_open_memory(start->begin, asset_size(start));
    int64_t before = marks(store);
    add_mark(store, "alone");
    store_begin(store);
    assert_int_equal(marks(store), before + 1);
    add_mark(store, "undone");
    assert_int_equal(marks(store), before + 2);
    store_rollback(store);
    store_begin(store);
    add_mark(store, "done");
    store_commit(store);
    assert_int_equal(marks(store), before + 2);
    void *image = store_save(store, &size);
    store_restore(store, image, size);
    assert_int_equal(marks(store), before + 2);
    free(image);
    store_close(store);
}

static void changes_are_counted_and_reads_are_not(void **state)
{
    (void)state;
    size_t size;
    const struct asset *start = asset_find("images/start.db");
    struct store *store = store_open_memory(start->begin, asset_size(start));
    uint64_t before = store_changes(store);
    marks(store);
    store_begin(store);
    marks(store);
    store_commit(store);
    assert_int_equal(store_changes(store), before);
    add_mark(store, "one");
    assert_true(store_changes(store) > before);
    before = store_changes(store);
    void *image = store_save(store, &size);
    store_restore(store, image, size);
    assert_true(store_changes(store) > before);
    free(image);
    store_close(store);
}

STATEMENT(ADD_FOR_EVER,
          "WITH RECURSIVE number (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < 1 << 40) "
          "INSERT INTO memory (key, value) SELECT n, 'never' FROM number WHERE n % 100 = 0");

struct endless {
    struct store *store;
    struct work *work;
    int ran; /* statements that did something */
};

static void add_for_ever(void *arg)
{
    struct endless *endless = arg;
    for (int i = 0; i < 3; i++)
        endless->ran += store_run(endless->store, &ADD_FOR_EVER, SQL_NOTHING) > 0;
}

/* Else it would never come to its end. */
static void a_transaction_that_nobody_waits_for_is_given_up(void **state)
{
    (void)state;
    const struct asset *start = asset_find("images/start.db");
    struct endless endless = {.store = store_open_memory(start->begin, asset_size(start))};
    int64_t before = marks(endless.store);
    store_begin(endless.store);
    endless.work = work_new(add_for_ever, &endless);
    store_give_to(endless.store, endless.work);
    assert_false(work_slice(endless.work, 5));
    assert_null(store_broken(endless.store));
    work_call_off(endless.work);
    assert_non_null(store_broken(endless.store));
    store_give_to(endless.store, NULL);
    work_free(endless.work);
    store_rollback(endless.store);
    assert_int_equal(endless.ran, 0);
    assert_null(store_broken(endless.store));
    assert_int_equal(marks(endless.store), before);
    add_mark(endless.store, "after");
    assert_int_equal(marks(endless.store), before + 1);
    store_close(endless.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_takes_an_image_and_keeps_it),
        cmocka_unit_test(what_is_committed_is_in_the_files_at_once),
        cmocka_unit_test(a_transaction_that_nobody_waits_for_is_given_up),
        cmocka_unit_test(a_restored_store_still_reads_json),
        cmocka_unit_test(a_file_with_nothing_in_it_begins_as_the_image),
        cmocka_unit_test(room_ends_at_the_reserve_and_then_altogether),
        cmocka_unit_test(what_is_deleted_makes_room),
        cmocka_unit_test(reads_hold_up_no_write),
        cmocka_unit_test(changes_are_counted_and_reads_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
