#pragma once

#include "sandbox/fixture.h"

/* Where a packaged server looks for fixtures besides those it is told. */
#define FIXTURES_FOLDER "/etc/fakebyte/fixtures.d"

/* Fixture files, in the order in which they are loaded. Starts as {0}. */
struct fixture_files {
    char **paths;
    size_t count;
};
void fixture_files_free(struct fixture_files *files);

/* Adds a file, or the *.json of a folder in lexical order. False with a mistake where it is not to be had. */
bool fixture_files_add(struct fixture_files *files, const char *path, struct fixture_mistake *mistake);

/* Adds a folder if it is there. */
bool fixture_files_add_if_there(struct fixture_files *files, const char *folder,
                                struct fixture_mistake *mistake);

/* Loads one file in the caller's transaction, as fixture_load(). */
bool fixture_file_load(struct fixture *fixture, const char *path);

/* Loads them all in one transaction of its own: all or nothing. */
bool fixture_files_load(const struct fixture_files *files, struct fixture *fixture);
