#include "commands.h"

#include <stdio.h>
#include <stdlib.h>

extern char **environ;

static int (*const commands[])(const struct options *options) = {
    [COMMAND_SERVE] = command_serve,       [COMMAND_HEALTHCHECK] = command_healthcheck,
    [COMMAND_VALIDATE] = command_validate, [COMMAND_OPENAPI] = command_openapi,
    [COMMAND_VERSION] = command_version,   [COMMAND_HELP] = command_help,
};

int main(int count, char **arguments)
{
    struct options options;
    char *error = NULL;
    (void)count;
    if (!options_parse(arguments, environ, &options, &error)) {
        fprintf(stderr, "fakebyte: %s\n", error);
        free(error);
        return 2;
    }
    int status = commands[options.command](&options);
    options_free(&options);
    return status;
}
