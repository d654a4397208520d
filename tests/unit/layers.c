/*
 * Data flows one way: server/ is a house of floors, and a file includes only headers of its own folder and of
 * lower floors. Who alone may include a library stands here too.
 */
#include "support/testing.h"

#include "base/die.h"
#include "base/file.h"

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The order, bottom up. Folders of one floor do not know each other. */
static const char *const floors[] = {
    "base",
    "json store http outbound",
    "json/schema",
    "domain/world domain/secret",
    "domain/job domain/schedule domain/workspace domain/plan domain/tag sandbox/match",
    "domain/access domain/registry domain/catalog sandbox/fault",
    "domain/actor domain/notification",
    "domain/connection sandbox/request",
    "domain/discovery domain/removal",
    "domain/run view",
    "sandbox fixture domain/web_backend",
    "release",
    "gateway/access",
    "gateway remote",
    "verdict",
    "api",
    "api/openapi",
    "api/v1 api/public api/admin command",
    "command/sweep command/remote",
};

enum { FLOORS = sizeof floors / sizeof *floors };

static const struct {
    const char *header, *folder;
} libraries[] = {
    {"microhttpd.h", "http/"},      {"sqlite3.h", "store/"}, {"pcre2.h", "json/"},
    {"curl/curl.h", "outbound/"},   {"zlib.h", "http/"},     {"dlfcn.h", "outbound/"},
    {"nettle/", "gateway/access/"},
};

static bool listed(const char *list, const char *word, size_t size)
{
    for (const char *at = list; *at; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        if (length == size && strncmp(at, word, size) == 0)
            return true;
        at += length;
    }
    return false;
}

/* The size of the folder's name in the path of a file below server/. */
static size_t folder_size(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) : 0;
}

/* -1 where no floor has it. */
static int floor_of(const char *folder, size_t size)
{
    for (int i = 0; i < FLOORS; i++)
        if (listed(floors[i], folder, size))
            return i;
    return -1;
}

/* `path` and `included` are relative to server/; `included` goes to the end of its line. */
static size_t check_own(const char *path, const char *included)
{
    char target[256];
    snprintf(target, sizeof target, "%.*s", (int)strcspn(included, "\""), included);
    size_t from = folder_size(path), to = folder_size(target);
    if (from == to && strncmp(path, target, to) == 0)
        return 0;
    int upper = floor_of(path, from), lower = floor_of(target, to);
    if (lower >= 0 && lower < upper)
        return 0;
    print_error("server/%s includes %s\n", path, target);
    return 1;
}

static size_t check_library(const char *path, const char *included)
{
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        bool names = strncmp(included, libraries[i].header, strlen(libraries[i].header)) == 0;
        if (names && strncmp(path, libraries[i].folder, strlen(libraries[i].folder)) != 0) {
            print_error("server/%s includes %s\n", path, included);
            return 1;
        }
    }
    return 0;
}

static size_t check_file(const char *path)
{
    char *line = NULL;
    size_t room = 0, wrong = 0;
    const char *below = path + strlen("../server/");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (getline(&line, &room, file) > 0) {
        if (strncmp(line, "#include \"", 10) == 0)
            wrong += check_own(below, line + 10);
        else if (strncmp(line, "#include <", 10) == 0)
            wrong += check_library(below, line + 10);
    }
    free(line);
    fclose(file);
    return wrong;
}

static bool made_at_build_time(const char *path)
{
    return strncmp(path, "../server/build/", strlen("../server/build/")) == 0;
}

static void no_folder_includes_one_above_it(void **state)
{
    (void)state;
    static const char *const patterns[] = {"../server/*/*.[ch]", "../server/*/*/*.[ch]"};
    size_t wrong = 0, files = 0;
    for (size_t i = 0; i < 2; i++) {
        glob_t found;
        assert_int_equal(glob(patterns[i], 0, NULL, &found), 0);
        for (size_t j = 0; j < found.gl_pathc; j++, files++)
            if (!made_at_build_time(found.gl_pathv[j]))
                wrong += check_file(found.gl_pathv[j]);
        globfree(&found);
    }
    assert_true(files > 200);
    assert_int_equal(wrong, 0);
}

/* Top down there, one row of a table each. */
static void the_architecture_page_shows_the_floors(void **state)
{
    (void)state;
    size_t size;
    char *page = file_read("../docs/architecture.md", &size);
    assert_non_null(page);
    const char *at = page;
    for (int i = FLOORS - 1; i >= 0; i--) {
        char *row = must_printf("\n| `%s` |", floors[i]);
        at = strstr(at, row);
        if (!at)
            fail_msg("docs/architecture.md has no row of the floor %s, or not in its place", floors[i]);
        free(row);
    }
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_folder_includes_one_above_it),
        cmocka_unit_test(the_architecture_page_shows_the_floors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
