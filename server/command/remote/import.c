#include "base/die.h"
#include "base/file.h"
#include "base/text.h"
#include "command/command.h"
#include "command/remote/reading.h"
#include "json/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool write_fixture(const struct reading *reading, const char *path, char **error)
{
    char *text = json_print_indented(reading->walk.document);
    bool written = file_replace(path, text, 0600, error);
    free(text);
    return written;
}

/* "airbyte.json: 3 workspaces, 200 connections; 412 requests" */
static void tell(const struct reading *reading, const char *path)
{
    const char *section, *separator = "";
    json_t *entries;
    printf("%s: Airbyte %s: ", path, release_name(reading->walk.release));
    json_object_foreach (reading->walk.document, section, entries)
        if (json_array_size(entries)) {
            printf("%s%s %zu", separator, section, json_array_size(entries));
            separator = ", ";
        }
    printf("; %zu requests\n", conversation_count(reading->conversation).sent);
}

/* Steals the error. */
static int fail(const struct reading *reading, const char *kept, char *error)
{
    int status = command_complain(error);
    if (reading->journal && journal_is_empty(reading->journal))
        unlink(kept);
    else if (reading->journal)
        command_complain(
            must_printf("what was read is kept in %s; the same command goes on from there", kept));
    return status;
}

static int import(const struct options *options, const char *path, const char *kept)
{
    char *error = NULL;
    struct reading reading;
    bool read = reading_open(&reading, options, options->arguments.items[0], kept, &error) &&
                reading_run(&reading, &error) && write_fixture(&reading, path, &error);
    int status = read ? 0 : fail(&reading, kept, error);
    if (read) {
        unlink(kept);
        reading_tell_left_out(&reading);
        tell(&reading, path);
    }
    reading_close(&reading);
    return status;
}

int command_import(const struct options *options)
{
    const char *path = options->arguments.count > 1 ? options->arguments.items[1] : "airbyte.json";
    if (access(path, F_OK) == 0)
        return command_complain(must_printf("%s is there already: name another file, or remove it", path));
    char *kept = must_printf("%s.partial", path);
    int status = import(options, path, kept);
    free(kept);
    return status;
}
