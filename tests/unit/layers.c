/* Data flows one way: what each folder of server/ may include, and who alone may include a library. */
#include "support/testing.h"

#include "base/die.h"

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *folder, *may;
} layers[] = {
    {"base", "base"},
    {"json", "base json"},
    {"store", "base store"},
    {"outbound", "base outbound"},
    {"domain", "base json store domain"},
    {"view", "base json store domain view"},
    {"sandbox", "base json store domain view sandbox"},
    {"api", "base json store domain view sandbox outbound api"},
    {"http", "base api http"},
    {"command", "base json store domain view sandbox outbound api http command"},
};

static const struct {
    const char *header, *folder;
} libraries[] = {
    {"microhttpd.h", "http"},    {"sqlite3.h", "store"},  {"pcre2.h", "json"},
    {"curl/curl.h", "outbound"}, {"dlfcn.h", "outbound"},
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

/* What the folder of "../server/api/admin/x.c" may include; NULL where no layer says. */
static const char *allowed_for(const char *path)
{
    const char *folder = path + strlen("../server/");
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++)
        if (strcspn(folder, "/") == strlen(layers[i].folder) &&
            strncmp(folder, layers[i].folder, strlen(layers[i].folder)) == 0)
            return layers[i].may;
    return NULL;
}

static size_t check_own(const char *path, const char *allowed, const char *included)
{
    const char *slash = strchr(included, '/');
    if (!slash || listed(allowed, included, (size_t)(slash - included)))
        return 0;
    print_error("%s includes %s\n", path, included);
    return 1;
}

static size_t check_library(const char *path, const char *included)
{
    const char *folder = path + strlen("../server/");
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        bool names = strncmp(included, libraries[i].header, strlen(libraries[i].header)) == 0;
        if (names && strncmp(folder, libraries[i].folder, strlen(libraries[i].folder)) != 0) {
            print_error("%s includes %s\n", path, included);
            return 1;
        }
    }
    return 0;
}

static size_t check_file(const char *path)
{
    char *line = NULL;
    size_t room = 0, wrong = 0;
    const char *allowed = allowed_for(path);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (allowed && getline(&line, &room, file) > 0) {
        if (strncmp(line, "#include \"", 10) == 0)
            wrong += check_own(path, allowed, line + 10);
        else if (strncmp(line, "#include <", 10) == 0)
            wrong += check_library(path, line + 10);
    }
    free(line);
    fclose(file);
    return wrong;
}

static void no_layer_includes_one_to_its_left(void **state)
{
    (void)state;
    static const char *const patterns[] = {"../server/*/*.[ch]", "../server/*/*/*.[ch]"};
    size_t wrong = 0, files = 0;
    for (size_t i = 0; i < 2; i++) {
        glob_t found;
        assert_int_equal(glob(patterns[i], 0, NULL, &found), 0);
        for (size_t j = 0; j < found.gl_pathc; j++, files++)
            wrong += check_file(found.gl_pathv[j]);
        globfree(&found);
    }
    assert_true(files > 200);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_layer_includes_one_to_its_left)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
