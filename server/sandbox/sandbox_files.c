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
    bool there = mkdir(folder, 0700) == 0 || errno == EEXIST;
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
    bool written = file_replace(beside, name, 0600, error);
    free(beside);
    free(path);
    return written;
}

bool sandbox_files_kept(const char *file, const char *name)
{
    char *path = lies_beside(file, name) ? sandbox_files_path(file, name) : NULL;
    bool kept = path && access(path, F_OK) == 0;
    free(path);
    return kept;
}

static bool remove_file(const char *path, const char *ending, char **error)
{
    char *file = must_printf("%s%s", path, ending);
    bool removed = unlink(file) == 0 || errno == ENOENT;
    if (!removed && !*error)
        *error = must_printf("%s: %s", file, strerror(errno));
    free(file);
    return removed;
}

/* The database itself goes last: as long as it is there, so is the sandbox. */
bool sandbox_files_remove(const char *path, char **error)
{
    static const char *const endings[] = {"-wal", "-shm", ".name", ""};
    bool removed = true;
    for (size_t i = 0; path && removed && i < sizeof endings / sizeof *endings; i++)
        removed = remove_file(path, endings[i], error);
    return removed;
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
