#include "command/command.h"

#include <stdio.h>
#include <stdlib.h>

static int (*const commands[])(const struct options *options) = {
    [COMMAND_SERVE] = command_serve,       [COMMAND_HEALTHCHECK] = command_healthcheck,
    [COMMAND_VALIDATE] = command_validate, [COMMAND_OPENAPI] = command_openapi,
    [COMMAND_VERSION] = command_version,   [COMMAND_HELP] = command_help,
};

int command_run(char **arguments, char **environment)
{
    struct options options;
    char *error = NULL;
    if (!options_parse(arguments, environment, &options, &error)) {
        fprintf(stderr, "fakebyte: %s\n", error);
        free(error);
        return 2;
    }
    int status = commands[options.command](&options);
    options_free(&options);
    return status;
}
