#include "sandbox/kept.h"

#include "base/die.h"
#include "base/rng.h"

#include <errno.h>
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_name(const char *path, const char *name)
{
    char *beside = must_printf("%s.name", path);
    FILE *file = fopen(beside, "w");
    if (!file || fputs(name, file) < 0 || fclose(file) != 0)
        die("%s: %s", beside, strerror(errno));
    free(beside);
}

static char *other_file(const char *file, const char *name)
{
    char *folder = must_printf("%s.d", file);
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        die("%s: %s", folder, strerror(errno));
    char *path = must_printf("%s/%016" PRIx64 ".db", folder, hash_text(name, 0));
    free(folder);
    write_name(path, name);
    return path;
}

char *kept_file(const char *file, const char *name)
{
    if (!file)
        return NULL;
    return strcmp(name, "default") == 0 ? must_strdup(file) : other_file(file, name);
}

void kept_remove(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".name"};
    for (size_t i = 0; path && i < sizeof endings / sizeof *endings; i++) {
        char *file = must_printf("%s%s", path, endings[i]);
        unlink(file);
        free(file);
    }
}

static void read_name(const char *path, void (*callback)(void *context, const char *name), void *context)
{
    char name[128] = "";
    FILE *file = fopen(path, "r");
    if (file && fgets(name, sizeof name, file))
        callback(context, name);
    if (file)
        fclose(file);
}

void kept_each(const char *file, void (*callback)(void *context, const char *name), void *context)
{
    glob_t names;
    char *pattern = must_printf("%s.d/*.name", file ? file : "");
    if (file && glob(pattern, 0, NULL, &names) == 0) {
        for (size_t i = 0; i < names.gl_pathc; i++)
            read_name(names.gl_pathv[i], callback, context);
        globfree(&names);
    }
    free(pattern);
}
