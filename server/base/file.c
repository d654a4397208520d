#include "base/file.h"

#include "base/die.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BLOCK = 64 << 10 };

static void read_all(FILE *file, struct text *text)
{
    size_t got;
    do {
        got = fread(text_room(text, BLOCK), 1, BLOCK, file);
        text->size += got;
    } while (got > 0);
    text_add(text, "");
}

char *file_read(const char *path, size_t *size)
{
    struct text text = {0};
    FILE *file = fopen(path, "r");
    if (!file)
        return NULL;
    read_all(file, &text);
    bool whole = !ferror(file);
    int reason = errno;
    fclose(file);
    if (!whole)
        text_free(&text);
    errno = reason;
    *size = text.size;
    return whole ? text.data : NULL;
}

bool file_replace(const char *path, const char *text, mode_t mode, char **error)
{
    char *aside = must_printf("%s.tmp", path);
    FILE *file = fopen(aside, "w");
    bool written = file && fchmod(fileno(file), mode) == 0 && fputs(text, file) >= 0;
    written = file && fclose(file) == 0 && written && rename(aside, path) == 0;
    if (!written)
        *error = must_printf("cannot write %s: %s", path, strerror(errno));
    if (!written && file)
        remove(aside);
    free(aside);
    return written;
}
