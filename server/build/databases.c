/* Lays out the databases that the server starts from; runs once, at build time: fakebyte-databases
 * REGISTRY.json FOLDER */
#include "base/die.h"
#include "domain/registry/registry.h"
#include "store/store.h"
#include "json/read.h"

#include <stdio.h>
#include <stdlib.h>

static void write_image(struct store *store, const char *folder, const char *name)
{
    size_t size;
    void *image = store_save(store, &size);
    char *path = must_printf("%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(image, 1, size, file) != size || fclose(file) != 0)
        die("cannot write %s", path);
    free(path);
    free(image);
}

int main(int count, char **arguments)
{
    if (count != 3)
        die("usage: fakebyte-databases REGISTRY.json FOLDER");
    char *error = NULL;
    json_auto_t *document = json_read_file(arguments[1], &error);
    if (!document)
        die("%s", error);
    struct registry *registry = registry_load(document, NULL, &error);
    if (!registry)
        die("%s: %s", arguments[1], error);
    struct store *start = store_open_empty();
    write_image(registry_store(registry), arguments[2], "registry.db");
    write_image(start, arguments[2], "start.db");
    store_close(start);
    registry_close(registry);
    return 0;
}
