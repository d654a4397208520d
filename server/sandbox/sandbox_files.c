#include "sandbox/sandbox_files.h"

#include "base/die.h"
#include "base/file.h"
#include "base/rng.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The default sandbox lies in the file itself. */
static bool lies_beside(const char *file, const char *name)
{
    return file && strcmp(name, "default") != 0;
}

static char *folder_of(const char *file)
{
    return must_printf("%s.d", file);
}

char *sandbox_files_path(const char *file, const char *name)
{
    if (!lies_beside(file, name))
        return file ? must_strdup(file) : NULL;
    char *folder = folder_of(file);
    char *path = must_printf("%s/%016" PRIx64 ".db", folder, hash_text(name, 0));
    free(folder);
    return path;
}

bool sandbox_files_folder(const char *file, const char *name, char **error)
{
    if (!lies_beside(file, name))
        return true;
    char *folder = folder_of(file);
    bool there = mkdir(folder, 0777) == 0 || errno == EEXIST;
    if (!there)
        *error = must_printf("%s: %s", folder, strerror(errno));
    free(folder);
    return there;
}

bool sandbox_files_name(const char *file, const char *name, char **error)
{
    if (!lies_beside(file, name))
        return true;
    char *path = sandbox_files_path(file, name);
    char *beside = must_printf("%s.name", path);
    bool written = file_replace(beside, name, error);
    free(beside);
    free(path);
    return written;
}

void sandbox_files_remove(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".name"};
    for (size_t i = 0; path && i < sizeof endings / sizeof *endings; i++) {
        char *file = must_printf("%s%s", path, endings[i]);
        if (unlink(file) != 0 && errno != ENOENT)
            die("%s: %s", file, strerror(errno));
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

static int is_name_file(const struct dirent *entry)
{
    const char *ending = strrchr(entry->d_name, '.');
    return ending && strcmp(ending, ".name") == 0;
}

void sandbox_files_each(const char *file, void (*callback)(void *context, const char *name), void *context)
{
    char *folder = folder_of(file ? file : "");
    struct dirent **entries;
    int count = file ? scandir(folder, &entries, is_name_file, alphasort) : -1;
    for (int i = 0; i < count; i++) {
        char *path = must_printf("%s/%s", folder, entries[i]->d_name);
        read_name(path, callback, context);
        free(path);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    free(folder);
}
