#include "base/asset.h"
#include "base/die.h"
#include "command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int command_init(const struct options *options)
{
    const struct asset *starter = asset_find("fixtures/starter.json");
    const char *path = options->arguments.count ? options->arguments.items[0] : NULL;
    FILE *file = path ? fopen(path, "wx") : stdout;
    if (!file)
        return command_complain(must_printf("cannot write %s: %s", path, strerror(errno)));
    size_t written = fwrite(starter->begin, 1, asset_size(starter), file);
    bool whole = written == asset_size(starter) && fflush(file) == 0;
    if (path && fclose(file) != 0)
        whole = false;
    return whole ? 0
                 : command_complain(
                       must_printf("cannot write %s: %s", path ? path : "standard output", strerror(errno)));
}
