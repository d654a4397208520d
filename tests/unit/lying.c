/* Texts read where they lie in memory, against what a statement says. */
#include "support/testing.h"

#include "base/asset.h"
#include "base/die.h"
#include "base/rng.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

/* In a table that has a long column and generated ones before the text, and a number behind it. */
STATEMENT(ADD, "INSERT OR REPLACE INTO workspace (rowid, doc, webhook_tokens, boot) "
               "VALUES (?1, json_object('workspaceId', ?1, 'slug', ?1, 'name', ?2), ?3, ?4)");
STATEMENT(DROP, "DELETE FROM workspace WHERE rowid = ?");
STATEMENT(GET, "SELECT webhook_tokens FROM workspace WHERE rowid = ?");

static const struct text_column TOKENS = {"workspace", "webhook_tokens"}, BOOT = {"workspace", "boot"},
                                NONE = {"workspace", "none"};

enum { MOST = 3000, LONGEST = 70000 };

static struct store *start(void)
{
    const struct asset *image = asset_find("images/start.db");
    return store_open_memory(image->begin, asset_size(image));
}

/* Letters that differ from one place to the next; new. */
static char *some_text(struct rng *rng, size_t size)
{
    char *text = must_alloc(size + 1);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)('a' + rng_next(rng) % 26);
    text[size] = '\0';
    return text;
}

static void add(struct store *store, struct rng *rng, int64_t rowid, size_t size)
{
    char *name = some_text(rng, rng_next(rng) % 4 ? rng_next(rng) % 20 : rng_next(rng) % 5000);
    char *text = some_text(rng, size);
    int64_t number = (int64_t)rng_next(rng) >> rng_next(rng) % 64;
    store_run(store, &ADD, SQL_WITH(SQL_INTEGER(rowid), SQL_TEXT(name), SQL_TEXT(text), SQL_INTEGER(number)));
    free(name);
    free(text);
}

/* True where there is one. */
static bool expect_same(struct store *store, int64_t rowid)
{
    struct text lying = {0};
    text_add(&lying, "before ");
    char *told = store_text(store, &GET, SQL_WITH(SQL_INTEGER(rowid)));
    bool there = told;
    assert_int_equal(store_add_lying(store, &TOKENS, rowid, &lying), there);
    assert_int_equal(lying.size, strlen("before ") + (there ? strlen(told) : 0));
    if (there)
        assert_memory_equal(lying.data + strlen("before "), told, strlen(told));
    text_free(&lying);
    free(told);
    return there;
}

static size_t count_same(struct store *store, int64_t first, int64_t last)
{
    size_t count = 0;
    for (int64_t rowid = first; rowid <= last; rowid++)
        count += expect_same(store, rowid);
    return count;
}

/* Every way in which a row can lie: whole on its page, or on one more, or on many. */
static void texts_of_all_sizes_are_read(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(1, "sizes");
    struct store *store = start();
    for (int64_t size = 0; size < MOST; size++)
        add(store, &rng, size, (size_t)size);
    assert_int_equal(count_same(store, -2, MOST + 2), MOST);
    for (int64_t i = 0; i < 30; i++)
        add(store, &rng, MOST + i, rng_next(&rng) % LONGEST);
    assert_int_equal(count_same(store, MOST, MOST + 50), 30);
    store_close(store);
}

static void rows_that_come_and_go_are_followed(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(2, "come and go");
    struct store *store = start();
    for (int i = 0; i < 20000; i++) {
        int64_t rowid = (int64_t)(rng_next(&rng) % 400) * (i % 3 ? 1 : -7000000000);
        if (rng_next(&rng) % 3)
            add(store, &rng, rowid, rng_next(&rng) % 50 ? rng_next(&rng) % 300 : rng_next(&rng) % 9000);
        else
            store_run(store, &DROP, SQL_WITH(SQL_INTEGER(rowid)));
        expect_same(store, rowid);
    }
    assert_in_range(count_same(store, 0, 400), 200, 399);
    add(store, &rng, INT64_MAX, 5000);
    add(store, &rng, INT64_MIN, 5000);
    assert_true(expect_same(store, INT64_MAX) && expect_same(store, INT64_MIN));
    store_close(store);
}

static void expect_none(struct store *store, const struct text_column *column)
{
    struct text text = {0};
    assert_false(store_add_lying(store, column, 1, &text));
    assert_int_equal(text.size, 0);
    text_free(&text);
}

static void what_is_no_text_is_left_to_statements(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(3, "no text");
    struct store *store = start();
    add(store, &rng, 1, 10);
    assert_true(expect_same(store, 1));
    expect_none(store, &BOOT);
    expect_none(store, &NONE);
    store_run(store, &ADD, SQL_WITH(SQL_INTEGER(1), SQL_TEXT("name"), SQL_TEXT(NULL), SQL_INTEGER(1)));
    expect_none(store, &TOKENS);
    store_close(store);
}

static void what_is_not_committed_is_left_to_statements(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(4, "transaction");
    struct store *store = start();
    store_begin(store);
    add(store, &rng, 1, 10000);
    assert_false(store_lies(store));
    expect_none(store, &TOKENS);
    store_commit(store);
    assert_true(store_lies(store));
    assert_true(expect_same(store, 1));
    store_close(store);
}

STATEMENT(PUT_AWAY, "ALTER TABLE workspace RENAME TO put_away");
STATEMENT(MAKE_ANEW, "CREATE TABLE IF NOT EXISTS workspace (boot INTEGER, doc TEXT, webhook_tokens TEXT)");

/* There the table begins at another page, and has other columns. */
static void another_database_is_looked_up_anew(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(5, "another");
    struct store *store = start(), *other = start();
    add(store, &rng, 1, 10000);
    assert_true(expect_same(store, 1));
    store_run(other, &PUT_AWAY, SQL_NOTHING);
    store_run(other, &MAKE_ANEW, SQL_NOTHING);
    add(other, &rng, 1, 20000);
    store_become(store, other);
    assert_true(expect_same(store, 1));
    store_close(other);
    store_close(store);
}

/* Bytes that SQLite would not write are no reason to read beyond the database, or for ever. */
static void damaged_pages_are_survived(void **state)
{
    (void)state;
    enum { IMAGES = 200, WRONG = 300 };
    struct rng rng = rng_seeded(6, "damage");
    struct store *store = start();
    size_t schema_ends = (size_t)store_bytes(store);
    for (int64_t i = 0; i < 200; i++)
        add(store, &rng, i, rng_next(&rng) % 9000);
    size_t size, found = 0;
    unsigned char *image = store_save(store, &size);
    store_close(store);
    for (int round = 0; round < IMAGES; round++) {
        for (int i = 0; i < WRONG; i++)
            image[schema_ends + rng_next(&rng) % (size - schema_ends)] = (unsigned char)rng_next(&rng);
        struct store *damaged = store_open_memory(image, size);
        struct text text = {0};
        for (int64_t i = 0; i < 200; i++)
            found += store_add_lying(damaged, &TOKENS, i, &text);
        text_free(&text);
        store_close(damaged);
    }
    assert_in_range(found, 1, IMAGES * 200 - 1);
    free(image);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_all_sizes_are_read),
        cmocka_unit_test(rows_that_come_and_go_are_followed),
        cmocka_unit_test(what_is_no_text_is_left_to_statements),
        cmocka_unit_test(what_is_not_committed_is_left_to_statements),
        cmocka_unit_test(another_database_is_looked_up_anew),
        cmocka_unit_test(damaged_pages_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
