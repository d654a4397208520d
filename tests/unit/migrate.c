/* Database files of every version this program knows of, and of one it does not. */
#include "support/testing.h"

#include "base/asset.h"
#include "base/die.h"
#include "base/text.h"
#include "store/store.h"
#include "support/api.h"

#include <sqlite3.h>
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

static struct store *open_file(const char *path, char **error)
{
    const struct asset *start = asset_find("images/start.db");
    return store_open_file(path, start->begin, asset_size(start), error);
}

static void a_new_file_is_brought_to_the_newest_version(void **state)
{
    (void)state;
    char *path = scratch_file(), *error = NULL;
    struct store *store = open_file(path, &error);
    assert_non_null(store);
    assert_int_equal(store_version(store), store_newest_version());
    assert_true(store_integer(store, &TABLES, SQL_NOTHING, 0) > 10);
    store_close(store);
    remove_file(path);
}

static void a_file_of_the_newest_version_is_left_as_it_is(void **state)
{
    (void)state;
    char *path = scratch_file(), *error = NULL;
    for (int i = 0; i < 2; i++) {
        struct store *store = open_file(path, &error);
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
    store_close(open_file(path, &error));
    say_version(path, store_newest_version() + 1);
    assert_null(open_file(path, &error));
    char *expected = must_printf("its version is %d, and this program knows up to %d",
                                 store_newest_version() + 1, store_newest_version());
    assert_non_null(strstr(error, expected));
    free(expected);
    free(error);
    remove_file(path);
}

/* A file of the tests, which are run in their folder; a new text. */
static char *read_whole(const char *path)
{
    struct text text = {0};
    char line[4096];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        text_add(&text, line);
    fclose(file);
    return text_take(&text);
}

/* Lays out what a program of that version wrote: tests/upgrade/NNN.sql. */
static void write_old_file(const char *path, int version)
{
    char *dump = must_printf("upgrade/%03d.sql", version), *sql = read_whole(dump);
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    say_version(path, version);
    free(sql);
    free(dump);
}

static struct api *api_of_file(const char *path)
{
    struct api_options options = api_test_options();
    options.start.file = path;
    return api_with(&options);
}

static void expect_what_was_kept(struct api *api)
{
    static const char workspace[] = "a0000000-0000-4000-8000-000000000001";
    json_auto_t *documents = call_ok(api, "/v1/connections/list", one("workspaceId", workspace));
    json_auto_t *overview = call_ok(api, "/v1/web_backend/connections/list", one("workspaceId", workspace));
    assert_string_equal(text_at(documents, "connections[0].name"), "Nightly");
    assert_string_equal(text_at(documents, "connections[0].syncCatalog.streams[0].stream.name"), "products");
    assert_string_equal(text_at(documents, "connections[1].name"), "By hand");
    assert_string_equal(text_at(overview, "connections[0].scheduleType"), "cron");
    assert_string_equal(text_at(overview, "connections[0].latestSyncJobStatus"), "succeeded");
    assert_string_equal(text_at(overview, "connections[0].schemaChange"), "no_change");
    assert_string_equal(text_at(overview, "connections[1].status"), "inactive");
}

static void expect_that_life_goes_on(struct api *api)
{
    json_auto_t *documents =
        call_ok(api, "/v1/connections/list", one("workspaceId", "a0000000-0000-4000-8000-000000000001"));
    const char *id = text_at(documents, "connections[0].connectionId");
    json_auto_t *job = call_ok(api, "/v1/connections/sync", one("connectionId", id));
    assert_int_equal(integer_at(job, "job.id"), 2);
    call_done(api, "/v1/connections/delete", one("connectionId", id));
}

static void a_file_of_each_version_goes_on(void **state)
{
    (void)state;
    for (int version = 1; version < store_newest_version(); version++) {
        char *path = scratch_file();
        write_old_file(path, version);
        struct api *api = api_of_file(path);
        expect_what_was_kept(api);
        expect_that_life_goes_on(api);
        api_free(api);
        remove_file(path);
    }
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
        cmocka_unit_test(a_file_of_each_version_goes_on),
        cmocka_unit_test(migrations_are_numbered_without_a_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
