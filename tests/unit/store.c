#include "support/testing.h"

#include "base/die.h"
#include "store/store.h"

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
    struct store *store = store_open_file(place->file, &error);
    assert_null(error);
    assert_non_null(store);
    return store;
}

static void *marked_image(size_t *size)
{
    struct store *store = store_open_empty();
    store_run(store, &MARK, NOTHING);
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
    assert_int_equal(store_integer(store, &COUNT_MARKS, NOTHING, -1), 1);
    store_close(store);

    struct store *again = open_file(&place);
    assert_int_equal(store_integer(again, &COUNT_MARKS, NOTHING, -1), 1);
    assert_int_equal(store_version(again), store_newest_version());
    store_close(again);
    free(image);
    remove_place(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_file_takes_an_image_and_keeps_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
