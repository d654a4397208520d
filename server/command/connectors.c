#include "base/asset.h"
#include "base/die.h"
#include "command/app_options.h"
#include "command/command.h"
#include "domain/registry/registry.h"
#include "json/get.h"
#include "json/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

STATEMENT(PUBLIC_CONNECTORS,
          "SELECT kind, doc, spec FROM definition WHERE public AND NOT deleted ORDER BY doc ->> 'name'");

enum { KIND, DOC, SPEC };

static void print_required(const char *spec_text)
{
    json_auto_t *spec = json_stored(spec_text);
    const json_t *required = json_object_get(json_object_get(spec, "connectionSpecification"), "required");
    size_t index;
    json_t *name;
    json_array_foreach (required, index, name)
        printf("%s%s", index ? ", " : "requires ", json_string_value(name));
}

static void print_connector(const char *kind, const json_t *read, const char *spec)
{
    const char *id =
        get_text(read, strcmp(kind, "source") == 0 ? "sourceDefinitionId" : "destinationDefinitionId");
    printf("%-11s  %s  %-32s  %s:%s  ", kind, id, get_text(read, "name"), get_text(read, "dockerRepository"),
           get_text(read, "dockerImageTag"));
    print_required(spec);
    putchar('\n');
}

/* How many there are that `word` is in the name or the image of; "" is in all. */
static size_t list(struct registry *registry, const char *word)
{
    size_t count = 0;
    struct rows *rows = store_rows(registry_store(registry), &PUBLIC_CONNECTORS, SQL_NOTHING);
    while (rows_next(rows)) {
        json_auto_t *read = json_stored(rows_text(rows, DOC));
        bool meant =
            strcasestr(get_text(read, "name"), word) || strcasestr(get_text(read, "dockerRepository"), word);
        if (meant)
            print_connector(rows_text(rows, KIND), read, rows_text(rows, SPEC));
        count += meant;
    }
    return count;
}

static struct registry *open_registry(const struct options *options, char **error)
{
    struct api_options api;
    if (!app_options_of(options, NULL, &api, error))
        return NULL;
    const struct asset *image = asset_find("images/registry.db");
    return api.registry ? api.registry : registry_open(image->begin, asset_size(image));
}

int command_connectors(const struct options *options)
{
    char *error = NULL;
    const char *word = options->arguments.count ? options->arguments.items[0] : "";
    struct registry *registry = open_registry(options, &error);
    if (!registry)
        return command_complain(error);
    size_t count = list(registry, word);
    registry_close(registry);
    return count ? 0 : command_complain(must_printf("no connector has %s in its name", word));
}
