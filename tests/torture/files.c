/* What the keeping of sandboxes asks of the file system by itself, without SQLite. */
#include "torture/failing.h"
#include "torture/wrap.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

static bool fails(int reason)
{
    if (!failing_now(FAILING_FILE_CALL))
        return false;
    errno = reason;
    return true;
}

static bool no_room(void)
{
    bool full = failing_now(FAILING_DISK);
    if (full)
        errno = ENOSPC;
    return full;
}

WRAPPED(int, mkdir, const char *path, mode_t mode)
{
    return fails(EACCES) || no_room() ? -1 : __real_mkdir(path, mode);
}

WRAPPED(FILE *, fopen, const char *path, const char *mode)
{
    return fails(EMFILE) || (mode[0] == 'w' && no_room()) ? NULL : __real_fopen(path, mode);
}

WRAPPED(int, fputs, const char *text, FILE *file)
{
    return fails(EIO) || no_room() ? EOF : __real_fputs(text, file);
}

/* The file is closed all the same. */
WRAPPED(int, fclose, FILE *file)
{
    bool lost = fails(EIO) || no_room();
    int reason = errno;
    int result = __real_fclose(file);
    errno = lost ? reason : errno;
    return lost ? EOF : result;
}

WRAPPED(int, rename, const char *from, const char *to)
{
    return fails(EACCES) ? -1 : __real_rename(from, to);
}

WRAPPED(int, unlink, const char *path)
{
    return fails(EACCES) ? -1 : __real_unlink(path);
}
