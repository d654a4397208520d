/* Database files of every version this program knows of, and of one it does not. */
#include "support/testing.h"

#include "base/asset.h"
#include "base/die.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

STATEMENT(TABLES, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'");

static char *scratch_file(void)
{
    char folder[] = "/tmp/fakebyte-migrate-XXXXXX";
    assert_non_null(mkdtemp(folder));
    return must_printf("%s/state.db", folder);
}

static void remove_file(char *path)
{
    char *command = must_printf("rm -r '%.*s'", (int)(strrchr(path, '/') - path), path);
    assert_int_equal(system(command), 0);
    free(command);
    free(path);
}

/* Sets the version in the file's header: PRAGMA user_version, four bytes, big end first, at 60. */
static void say_version(const char *path, int version)
{
    unsigned char bytes[4] = {0, 0, (unsigned char)(version >> 8), (unsigned char)version};
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 60, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, sizeof bytes, file), sizeof bytes);
    assert_int_equal(fclose(file), 0);
}

static void a_new_file_is_brought_to_the_newest_version(void **state)
{
    (void)state;
    char *path = scratch_file(), *error = NULL;
    struct store *store = store_open_file(path, &error);
    assert_non_null(store);
    assert_int_equal(store_version(store), store_newest_version());
    assert_true(store_integer(store, &TABLES, NOTHING, 0) > 10);
    store_close(store);
    remove_file(path);
}

static void a_file_of_the_newest_version_is_left_as_it_is(void **state)
{
    (void)state;
    char *path = scratch_file(), *error = NULL;
    for (int i = 0; i < 2; i++) {
        struct store *store = store_open_file(path, &error);
        assert_non_null(store);
        assert_int_equal(store_version(store), store_newest_version());
        store_close(store);
    }
    remove_file(path);
}

static void a_file_of_a_newer_version_is_refused_and_untouched(void **state)
{
    (void)state;
    char *path = scratch_file(), *error = NULL;
    store_close(store_open_file(path, &error));
    say_version(path, store_newest_version() + 1);
    assert_null(store_open_file(path, &error));
    char *expected = must_printf("its version is %d, and this program knows up to %d",
                                 store_newest_version() + 1, store_newest_version());
    assert_string_equal(error, expected);
    free(expected);
    free(error);
    remove_file(path);
}

static void migrations_are_numbered_without_a_gap(void **state)
{
    (void)state;
    int count = 0;
    for (const struct asset *migration = NULL; (migration = asset_next(migration, "schema/db/")); count++)
        assert_int_equal(atoi(migration->name + strlen("schema/db/")), count + 1);
    assert_int_equal(count, store_newest_version());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_file_is_brought_to_the_newest_version),
        cmocka_unit_test(a_file_of_the_newest_version_is_left_as_it_is),
        cmocka_unit_test(a_file_of_a_newer_version_is_refused_and_untouched),
        cmocka_unit_test(migrations_are_numbered_without_a_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
