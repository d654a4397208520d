#include "command/command.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int (*const commands[])(const struct options *options) = {
    [COMMAND_SERVE] = command_serve,       [COMMAND_HEALTHCHECK] = command_healthcheck,
    [COMMAND_VALIDATE] = command_validate, [COMMAND_OPENAPI] = command_openapi,
    [COMMAND_RELEASES] = command_releases, [COMMAND_SWEEP] = command_sweep,
    [COMMAND_VERSION] = command_version,   [COMMAND_CONNECTORS] = command_connectors,
    [COMMAND_IMPORT] = command_import,     [COMMAND_COMPARE] = command_compare,
    [COMMAND_INIT] = command_init,         [COMMAND_HELP] = command_help,
};

int command_complain(char *error)
{
    struct text line = {0};
    for (const char *at = error; *at;)
        at += text_add_visible(&line, at, strlen(at));
    fprintf(stderr, "fakebyte: %s\n", line.data ? line.data : "");
    text_free(&line);
    free(error);
    return 1;
}

int command_run(char **arguments, char **environment)
{
    struct options options;
    char *error = NULL;
    if (!options_parse(arguments, environment, &options, &error)) {
        command_complain(error);
        return 2;
    }
    int status = commands[options.command](&options);
    options_free(&options);
    return status;
}
