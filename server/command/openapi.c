#include "api/openapi/document.h"
#include "command/command.h"

#include <stdio.h>
#include <stdlib.h>

int command_openapi(const struct options *options)
{
    enum document_kind config_api = options->links ? DOCUMENT_LINKED : DOCUMENT_API;
    enum document_kind client_api = options->public ? DOCUMENT_PUBLIC : config_api;
    char *document =
        document_write(options->admin ? DOCUMENT_CONTROL : client_api, (enum release)options->airbyte);
    puts(document);
    free(document);
    return 0;
}
