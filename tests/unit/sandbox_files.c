/* Sandboxes that outlive the program: --db. */
#include "support/api.h"

#include "base/die.h"
#include "base/file.h"
#include "sandbox/sandbox_files.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct api *api_on(const char *file)
{
    struct api_options options = api_test_options();
    options.start.file = file;
    return api_with(&options);
}

static char *new_file(void)
{
    char folder[] = "/tmp/fakebyte-kept-[*]-XXXXXX"; /* letters that a glob would read */
    assert_non_null(mkdtemp(folder));
    return must_printf("%s/state.db", folder);
}

static void remove_all(char *file)
{
    char *command = must_printf("rm -r '%.*s'", (int)(strrchr(file, '/') - file), file);
    assert_int_equal(system(command), 0);
    free(command);
    free(file);
}

static size_t workspaces_of(struct api *api, const char *sandbox)
{
    api->sandbox = sandbox;
    json_auto_t *list = call_ok(api, "/v1/workspaces/list", NULL);
    api->sandbox = NULL;
    return json_array_size(at(list, "workspaces"));
}

static void what_was_answered_is_there_after_a_restart(void **state)
{
    (void)state;
    char *file = new_file();
    struct api *api = api_on(file);
    char *id = make_workspace(api, "Kept");
    api->sandbox = "other";
    free(make_workspace(api, "Also kept"));
    api_free(api);
    api = api_on(file);
    json_auto_t *again = call_ok(api, "/v1/workspaces/get", one("workspaceId", id));
    assert_string_equal(text_at(again, "name"), "Kept");
    json_auto_t *list = control(api, "GET", "/sandboxes", NULL, 200);
    assert_string_equal(text_at(list, "sandboxes[1].name"), "other");
    assert_int_equal(workspaces_of(api, "other"), 2);
    api_free(api);
    free(id);
    remove_all(file);
}

static void new_ids_never_repeat_after_a_restart(void **state)
{
    (void)state;
    char *file = new_file(), *ids[3];
    for (size_t i = 0; i < 3; i++) {
        struct api *api = api_on(file);
        ids[i] = make_workspace(api, "Another");
        api_free(api);
    }
    assert_string_not_equal(ids[0], ids[1]);
    assert_string_not_equal(ids[1], ids[2]);
    for (size_t i = 0; i < 3; i++)
        free(ids[i]);
    remove_all(file);
}

static void a_job_that_was_running_fails_as_an_orphan(void **state)
{
    (void)state;
    char *file = new_file();
    struct api *api = api_on(file);
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    api_free(api);
    api = api_on(file);
    json_auto_t *job = call_ok(api, "/v1/jobs/get", json_pack("{si}", "id", 1));
    assert_string_equal(text_at(job, "job.status"), "failed");
    json_t *failure = at(job, "attempts[0].attempt.failureSummary.failures[0]");
    assert_string_equal(text_at(failure, "failureOrigin"), "airbyte_platform");
    assert_string_equal(text_at(failure, "failureType"), "system_error");
    api_free(api);
    free(connection);
    remove_all(file);
}

static void a_deleted_sandbox_leaves_no_file(void **state)
{
    (void)state;
    char *file = new_file();
    struct api *api = api_on(file);
    json_decref(control(api, "PUT", "/sandboxes/one", NULL, 200));
    json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 204));
    char *command = must_printf("test -z \"$(ls '%s.d')\"", file);
    assert_int_equal(system(command), 0);
    free(command);
    api_free(api);
    remove_all(file);
}

static void resets_and_snapshots_work_on_files(void **state)
{
    (void)state;
    char *file = new_file();
    struct api *api = api_on(file);
    free(make_workspace(api, "One"));
    json_decref(control(api, "PUT", "/snapshots/one", NULL, 200));
    free(make_workspace(api, "Two"));
    json_decref(control(api, "POST", "/snapshots/one/restore", NULL, 200));
    assert_int_equal(workspaces_of(api, NULL), 2);
    json_decref(control(api, "POST", "/sandboxes/default/fork", one("as", "copy"), 201));
    assert_int_equal(workspaces_of(api, "copy"), 2);
    json_decref(control(api, "POST", "/reset", NULL, 204));
    assert_int_equal(workspaces_of(api, NULL), 1);
    api_free(api);
    api = api_on(file);
    assert_int_equal(workspaces_of(api, NULL), 1);
    assert_int_equal(workspaces_of(api, "copy"), 2);
    api_free(api);
    remove_all(file);
}

/* Makes a file of a sandbox as large as that without writing so much: a hole, and the number of pages in the
 * header, four bytes, big end first, at 28. */
static void blow_up(const char *path, uint32_t pages)
{
    unsigned char bytes[] = {(unsigned char)(pages >> 24), (unsigned char)(pages >> 16),
                             (unsigned char)(pages >> 8), (unsigned char)pages};
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 28, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, sizeof bytes, file), sizeof bytes);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(truncate(path, (off_t)pages * 1024), 0);
}

static void a_snapshot_of_what_is_too_large_is_refused(void **state)
{
    (void)state;
    enum { THREE_GIB = 3 << 20 };
    char *file = new_file();
    api_free(api_on(file));
    blow_up(file, THREE_GIB);
    struct api *api = api_on(file);
    sandboxes_find(api->app->sandboxes, "default")->unseen = false; /* a hole is no sound file */
    json_auto_t *refusal = control(api, "PUT", "/snapshots/one", NULL, 507);
    assert_non_null(strstr(text_at(refusal, "message"), "the sandbox default is too large for a snapshot"));
    free(make_workspace(api, "Another"));
    api_free(api);
    remove_all(file);
}

static void what_is_no_database_stops_the_start(void **state)
{
    (void)state;
    char *file = new_file(), *error = NULL;
    FILE *out = fopen(file, "w");
    for (int i = 0; i < 1000; i++)
        fputs("no database ", out);
    fclose(out);
    struct api_options options = api_test_options();
    options.start.file = file;
    assert_null(app_new(&options, &error));
    assert_non_null(strstr(error, "not a database"));
    free(error);
    remove_all(file);
}

/* The file of a sandbox beside the default one, with a workspace more than at the start in it. */
static char *keep_one(const char *file)
{
    struct api *api = api_on(file);
    api->sandbox = "one";
    free(make_workspace(api, "Kept"));
    api_free(api);
    return sandbox_files_path(file, "one");
}

static void overwrite(const char *path, long at, const char *bytes, size_t size)
{
    FILE *out = fopen(path, "r+b");
    assert_non_null(out);
    assert_int_equal(fseek(out, at, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
}

static void what_files_keep_is_there_without_being_used_first(void **state)
{
    (void)state;
    char *file = new_file(), *path = keep_one(file);
    struct api *api = api_on(file);
    json_auto_t *list = control(api, "GET", "/sandboxes", NULL, 200);
    assert_int_equal(json_array_size(at(list, "sandboxes")), 2);
    assert_string_equal(text_at(list, "sandboxes[1].name"), "one");
    assert_false(has(list, "sandboxes[1].clock"));
    assert_int_equal(sandboxes_count(api->app->sandboxes), 1);
    json_decref(control(api, "POST", "/sandboxes/one/fork", one("as", "two"), 201));
    assert_int_equal(workspaces_of(api, "two"), 2);
    api_free(api);
    api = api_on(file);
    api->sandbox = "two";
    json_decref(control(api, "POST", "/reset", NULL, 204));
    api->sandbox = NULL;
    assert_int_equal(workspaces_of(api, "two"), 1);
    json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 204));
    assert_int_equal(access(path, F_OK), -1);
    json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 404));
    json_decref(control(api, "POST", "/sandboxes/one/fork", one("as", "three"), 404));
    assert_int_equal(workspaces_of(api, "one"), 1);
    api_free(api);
    free(path);
    remove_all(file);
}

/* The number of pages that are free, which is not so; and a version to come. */
static void what_cannot_be_opened_is_a_503_of_its_own_and_can_be_deleted(void **state)
{
    (void)state;
    static const struct {
        long at;
        const char *bytes, *complaint;
    } cases[] = {
        {36, "\0\0\0\7", "damaged"}, {60, "\0\0\0\377", "its version is 255"}, {0, "Gone", "not a database"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *file = new_file(), *path = keep_one(file);
        overwrite(path, cases[i].at, cases[i].bytes, 4);
        struct api *api = api_on(file);
        json_auto_t *refusal = control(api, "PUT", "/sandboxes/one", NULL, 503);
        assert_non_null(strstr(text_at(refusal, "message"), cases[i].complaint));
        json_decref(control(api, "POST", "/sandboxes/one/fork", one("as", "two"), 503));
        assert_int_equal(workspaces_of(api, "default"), 1);
        json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 204));
        assert_int_equal(workspaces_of(api, "one"), 1);
        api_free(api);
        free(path);
        remove_all(file);
    }
}

/* Bytes 18 and 19 say that it has a rollback journal, 68 whose it is. */
static void another_programs_database_is_refused_untouched(void **state)
{
    (void)state;
    char *file = new_file(), *error = NULL;
    api_free(api_on(file));
    overwrite(file, 18, "\1\1", 2);
    overwrite(file, 68, "else", 4);
    size_t before_size, after_size;
    char *before = file_read(file, &before_size);
    struct api_options options = api_test_options();
    options.start.file = file;
    assert_null(app_new(&options, &error));
    assert_non_null(strstr(error, "another program's database"));
    char *after = file_read(file, &after_size);
    assert_int_equal(before_size, after_size);
    assert_memory_equal(before, after, before_size);
    free(after);
    free(before);
    free(error);
    remove_all(file);
}

/* As versions before the mark left it. */
static void an_older_file_is_ours_without_the_mark(void **state)
{
    (void)state;
    char *file = new_file();
    struct api *api = api_on(file);
    free(make_workspace(api, "Kept"));
    api_free(api);
    overwrite(file, 68, "\0\0\0\0", 4);
    api = api_on(file);
    assert_int_equal(workspaces_of(api, "default"), 2);
    api_free(api);
    size_t size;
    char *bytes = file_read(file, &size);
    assert_memory_equal(bytes + 68, "fakb", 4);
    free(bytes);
    remove_all(file);
}

static void assert_private(const char *path, const char *ending)
{
    struct stat found;
    char *whole = must_printf("%s%s", path, ending);
    assert_int_equal(stat(whole, &found), 0);
    assert_int_equal(found.st_mode & 077, 0);
    free(whole);
}

static void files_are_their_owners_alone(void **state)
{
    (void)state;
    char *file = new_file(), *path = sandbox_files_path(file, "one");
    struct api *api = api_on(file);
    api->sandbox = "one";
    free(make_workspace(api, "Secret"));
    static const char *const endings[] = {"", "-wal"};
    for (size_t i = 0; i < 2; i++) {
        assert_private(file, endings[i]);
        assert_private(path, endings[i]);
    }
    assert_private(path, ".name");
    assert_private(file, ".d");
    api_free(api);
    free(path);
    remove_all(file);
}

static unsigned status_of(struct api *api, const char *path)
{
    struct reply reply = api_request(api, "POST", path, "{}", NULL);
    unsigned status = reply.status;
    reply_clear(&reply);
    return status;
}

/* Page for page, in its head and further in: some are seen when the file is opened, none ends the program. */
static void a_flipped_byte_is_nobody_elses_end(void **state)
{
    (void)state;
    enum { PAGE = 1024 };
    char *file = new_file(), *path = keep_one(file);
    size_t size, refused = 0;
    char *bytes = file_read(path, &size);
    for (size_t at = 0; at < size; at += PAGE + 3) {
        char flipped = (char)(bytes[at] ^ 0x55);
        overwrite(path, (long)at, &flipped, 1);
        struct api *api = api_on(file);
        unsigned status = status_of(api, "/sandboxes/one/v1/workspaces/list");
        refused += status == 503;
        assert_true(status == 200 || status == 503);
        assert_int_equal(status_of(api, "/sandboxes/one/v1/sources/search"), status);
        assert_int_equal(workspaces_of(api, "default"), 1);
        api_free(api);
        overwrite(path, 0, bytes, size);
    }
    assert_in_range(refused, 3, size / PAGE);
    free(bytes);
    free(path);
    remove_all(file);
}

static size_t descriptors(void)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static void more_sandboxes_than_files_can_be_open_are_all_there(void **state)
{
    enum { MANY = 202, MOST = 2 * 192 + 40 };
    (void)state;
    char *file = new_file(), *gone = sandbox_files_path(file, "s5");
    struct api *api = api_on(file);
    char name[16];
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "s%d", i);
        api->sandbox = name;
        free(make_workspace(api, name));
    }
    assert_in_range(descriptors(), 2 * 192, MOST);
    api->sandbox = NULL;
    json_auto_t *list = control(api, "GET", "/sandboxes", NULL, 200);
    assert_int_equal(json_array_size(at(list, "sandboxes")), MANY + 1);
    assert_true(has(list, "sandboxes[1].clock.time"));
    struct reply metrics = api_request(api, "GET", "/__admin/metrics", NULL, NULL);
    assert_int_equal(metrics.status, 200);
    reply_clear(&metrics);
    assert_int_equal(unlink(gone), 0);
    assert_int_equal(workspaces_of(api, "s5"), 1); /* a life anew */
    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "s%d", i);
        assert_int_equal(workspaces_of(api, name), 2);
    }
    assert_in_range(descriptors(), 2 * 192, MOST);
    api_free(api);
    free(gone);
    remove_all(file);
}

static void a_file_that_stays_is_told_and_can_be_tried_again(void **state)
{
    (void)state;
    char *file = new_file(), *path = keep_one(file);
    char *obstacle = must_printf("%s.name", path);
    struct api *api = api_on(file);
    assert_int_equal(workspaces_of(api, "one"), 2);
    assert_int_equal(unlink(obstacle), 0);
    assert_int_equal(mkdir(obstacle, 0700), 0);
    for (int i = 0; i < 2; i++) { /* opened, and then not */
        json_auto_t *refusal = control(api, "DELETE", "/sandboxes/one", NULL, 503);
        assert_non_null(strstr(text_at(refusal, "message"), "The sandbox one is still there: "));
    }
    assert_int_equal(rmdir(obstacle), 0);
    json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 204));
    assert_int_equal(access(path, F_OK), -1);
    api_free(api);
    free(obstacle);
    free(path);
    remove_all(file);
}

static void refused_while_taken(const char *file, const char *place)
{
    struct api *api = api_on(file);
    char *command = must_printf("mkdir -p $(dirname '%s') && ln -s /dev/full/x '%s'", place, place);
    assert_int_equal(system(command), 0);
    json_auto_t *refusal = control(api, "PUT", "/sandboxes/one", NULL, 503);
    assert_non_null(strstr(text_at(refusal, "message"), ".db.d/"));
    assert_int_equal(unlink(place), 0);
    json_decref(control(api, "PUT", "/sandboxes/one", NULL, 200));
    api_free(api);
    free(command);
}

static void a_sandbox_without_a_place_is_refused(void **state)
{
    (void)state;
    static const char *const endings[] = {"", ".name.tmp"};
    for (size_t i = 0; i < 2; i++) {
        char *file = new_file();
        char *path = sandbox_files_path(file, "one");
        char *place = must_printf("%s%s", path, endings[i]);
        refused_while_taken(file, place);
        free(place);
        free(path);
        remove_all(file);
    }
}

int main(void)
{

    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_answered_is_there_after_a_restart),
        cmocka_unit_test(new_ids_never_repeat_after_a_restart),
        cmocka_unit_test(a_job_that_was_running_fails_as_an_orphan),
        cmocka_unit_test(a_deleted_sandbox_leaves_no_file),
        cmocka_unit_test(resets_and_snapshots_work_on_files),
        cmocka_unit_test(a_snapshot_of_what_is_too_large_is_refused),
        cmocka_unit_test(what_is_no_database_stops_the_start),
        cmocka_unit_test(a_sandbox_without_a_place_is_refused),
        cmocka_unit_test(what_files_keep_is_there_without_being_used_first),
        cmocka_unit_test(what_cannot_be_opened_is_a_503_of_its_own_and_can_be_deleted),
        cmocka_unit_test(a_flipped_byte_is_nobody_elses_end),
        cmocka_unit_test(more_sandboxes_than_files_can_be_open_are_all_there),
        cmocka_unit_test(another_programs_database_is_refused_untouched),
        cmocka_unit_test(an_older_file_is_ours_without_the_mark),
        cmocka_unit_test(files_are_their_owners_alone),
        cmocka_unit_test(a_file_that_stays_is_told_and_can_be_tried_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
