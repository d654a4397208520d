#include "api/openapi/document.h"
#include "command/command.h"

#include <stdio.h>
#include <stdlib.h>

int command_openapi(const struct options *options)
{
    enum document_kind config_api = options->links ? DOCUMENT_LINKED : DOCUMENT_API;
    char *document =
        document_write(options->admin ? DOCUMENT_CONTROL : config_api, (enum release)options->airbyte);
    puts(document);
    free(document);
    return 0;
}
