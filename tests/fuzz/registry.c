/* Registry files: what --connectors reads. */
#include "support.h"

#include "domain/registry/registry.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_app(); /* out of memory is fatal from here on */
    json_auto_t *registry = json_loadb((const char *)data, size, JSON_DECODE_ANY, NULL);
    if (!registry)
        return -1;
    char *error = NULL;
    struct catalogue *catalogue = catalogue_load(registry, &error);
    if (!catalogue != !!error)
        abort();
    if (catalogue)
        catalogue_close(catalogue);
    free(error);
    return 0;
}
