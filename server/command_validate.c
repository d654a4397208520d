#include "commands.h"

#include <stdio.h>

int command_validate(const struct options *options)
{
    (void)options;
    fputs("fakebyte: no fixtures yet\n", stderr);
    return 1;
}
