#include "sandbox/fixture_files.h"

#include "base/die.h"
#include "base/file.h"
#include "domain/simulation.h"
#include "json/read.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void fixture_files_free(struct fixture_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->paths[i]);
    free(files->paths);
    *files = (struct fixture_files){0};
}

static void add(struct fixture_files *files, char *path)
{
    files->paths = must_realloc(files->paths, (files->count + 1) * sizeof *files->paths);
    files->paths[files->count++] = path;
}

static bool refuse(struct fixture_mistake *mistake, const char *path, const char *reason)
{
    mistake->file = must_strdup(path);
    mistake->reason = must_strdup(reason);
    return false;
}

static int is_fixture(const struct dirent *entry)
{
    static const char ending[] = ".json";
    size_t size = strlen(entry->d_name);
    return entry->d_name[0] != '.' && size >= sizeof ending &&
           strcmp(entry->d_name + size + 1 - sizeof ending, ending) == 0;
}

/* Bytewise, whatever the locale. */
static int by_name(const struct dirent **left, const struct dirent **right)
{
    return strcmp((*left)->d_name, (*right)->d_name);
}

static bool add_folder(struct fixture_files *files, const char *folder, struct fixture_mistake *mistake)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_fixture, by_name);
    if (count < 0)
        return refuse(mistake, folder, strerror(errno));
    for (int i = 0; i < count; i++) {
        add(files, must_printf("%s/%s", folder, entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    return true;
}

bool fixture_files_add(struct fixture_files *files, const char *path, struct fixture_mistake *mistake)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return refuse(mistake, path, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return add_folder(files, path, mistake);
    add(files, must_strdup(path));
    return true;
}

bool fixture_files_add_if_there(struct fixture_files *files, const char *folder,
                                struct fixture_mistake *mistake)
{
    struct stat status;
    return stat(folder, &status) != 0 || fixture_files_add(files, folder, mistake);
}

static bool refuse_text(struct fixture_mistake *mistake, const char *path, const json_error_t *error)
{
    char *reason = must_printf("line %d, column %d: %s", error->line, error->column, error->text);
    refuse(mistake, path, reason);
    free(reason);
    return false;
}

static bool load_text(struct fixture *fixture, const char *path, const char *text, size_t size)
{
    json_error_t error;
    json_auto_t *document = json_read_unique(text, size, &error);
    if (!document)
        return refuse_text(&fixture->mistake, path, &error);
    bool loaded = fixture_load(fixture, document);
    fixture->mistake.file = loaded ? NULL : must_strdup(path);
    return loaded;
}

bool fixture_file_load(struct fixture *fixture, const char *path)
{
    size_t size;
    char *text = file_read(path, &size);
    if (!text)
        return refuse(&fixture->mistake, path, strerror(errno));
    bool loaded = load_text(fixture, path, text, size);
    free(text);
    return loaded;
}

bool fixture_files_load(const struct fixture_files *files, struct fixture *fixture)
{
    struct store *store = fixture->world->store;
    store_begin(store);
    for (size_t i = 0; i < files->count; i++)
        if (!fixture_file_load(fixture, files->paths[i])) {
            store_rollback(store);
            simulation_forget(fixture->world);
            return false;
        }
    store_commit(store);
    return true;
}
