/* Registry files: what --connectors reads. */
#include "support.h"

#include "domain/registry/registry.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_app(); /* out of memory is fatal from here on */
    json_auto_t *document = json_loadb((const char *)data, size, JSON_DECODE_ANY, NULL);
    if (!document)
        return -1;
    char *error = NULL;
    struct registry *registry = registry_load(document, NULL, &error);
    if (!registry != !!error)
        abort();
    if (registry)
        registry_close(registry);
    free(error);
    return 0;
}
