#include "api/document.h"
#include "commands.h"

#include <stdio.h>
#include <stdlib.h>

int command_openapi(const struct options *options)
{
    char *document = document_write(options->admin);
    puts(document);
    free(document);
    return 0;
}
