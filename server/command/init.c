#include "base/asset.h"
#include "base/die.h"
#include "command/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool write_starter(FILE *file)
{
    const struct asset *starter = asset_find("fixtures/starter.json");
    return fwrite(starter->begin, 1, asset_size(starter), file) == asset_size(starter) && fflush(file) == 0;
}

/* Never over what is there. */
static bool write_new_file(const char *path)
{
    FILE *file = fopen(path, "wx");
    if (!file)
        return false;
    bool written = write_starter(file);
    return fclose(file) == 0 && written;
}

int command_init(const struct options *options)
{
    const char *path = options->arguments.count ? options->arguments.items[0] : NULL;
    if (path ? write_new_file(path) : write_starter(stdout))
        return 0;
    return command_complain(
        must_printf("cannot write %s: %s", path ? path : "standard output", strerror(errno)));
}
