#include "base/file.h"

#include "base/die.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool file_replace(const char *path, const char *text, char **error)
{
    char *aside = must_printf("%s.tmp", path);
    FILE *file = fopen(aside, "w");
    bool written = file && fputs(text, file) >= 0;
    written = file && fclose(file) == 0 && written && rename(aside, path) == 0;
    if (!written)
        *error = must_printf("cannot write %s: %s", path, strerror(errno));
    if (!written && file)
        remove(aside);
    free(aside);
    return written;
}
