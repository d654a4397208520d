#include "store/file.h"

#include "base/text.h"

#include <sqlite3.h>

static const char NAME[] = "fakebyte";

/* Where the pages of a kind of file lie, all of it bytes: behind its head, each behind something of its own.
 */
struct layout {
    sqlite3_int64 head, before;
};
static const struct layout of_database = {0, 0}, of_log = {32, 24};

/* An open file, the real one behind it. */
struct file {
    sqlite3_file base;
    sqlite3_file *real;
    struct file *database; /* that it belongs to; itself, or its log's */
    const struct layout *layout;
    struct file_keeping keeping; /* the database's */
    struct file *its_log;        /* the database's; NULL where none is open */
    struct sums log;             /* a log's, which is gone when the file is closed */
    struct text gathered;        /* a log's, not yet written: */
    sqlite3_int64 gathered_at;   /* where it is to stand */
};

/* Bytes of a log that are written at once. SQLite writes each page for itself, and what stands before it. */
enum { GATHERED = 32 << 10 };

static struct file *file_of(sqlite3_file *base)
{
    return (struct file *)(void *)base;
}

static sqlite3_file *real(sqlite3_file *base)
{
    return file_of(base)->real;
}

static struct sums *sums_of(struct file *file)
{
    return file->layout == &of_log ? &file->log : file->keeping.sums;
}

static sqlite3_int64 stride(const struct layout *layout)
{
    return layout->before + SUMS_BLOCK;
}

/* The block in which a byte is, or before which it stands. */
static sqlite3_int64 block_of(const struct layout *layout, sqlite3_int64 offset)
{
    return offset < layout->head ? 0 : (offset - layout->head) / stride(layout);
}

/* True for so many whole blocks. */
static bool is_whole(const struct layout *layout, sqlite3_int64 offset, int size)
{
    sqlite3_int64 from = offset - layout->head - layout->before;
    bool fits = layout->before ? size == SUMS_BLOCK : size % SUMS_BLOCK == 0;
    return fits && from >= 0 && from % stride(layout) == 0;
}

static void rest(struct file *file)
{
    const struct file_keeping *keeping = &file->database->keeping;
    if (keeping->work)
        work_meet(work_running(*keeping->work));
}

static bool is_as_written(struct file *file, const char *bytes, int size, sqlite3_int64 offset)
{
    struct sums *sums = sums_of(file);
    size_t block = (size_t)block_of(file->layout, offset);
    bool same = true;
    for (int at = 0; at < size && sums && is_whole(file->layout, offset, size); at += SUMS_BLOCK)
        same = sums_agree(sums, block++, bytes + at) && same;
    return same;
}

static void note(struct file *file, const char *bytes, int size, sqlite3_int64 offset)
{
    struct sums *sums = sums_of(file);
    size_t block = (size_t)block_of(file->layout, offset);
    if (!sums)
        return;
    sums_forget(sums, block, (size_t)block_of(file->layout, offset + size - 1) + 1);
    for (int at = 0; at < size && is_whole(file->layout, offset, size); at += SUMS_BLOCK)
        sums_note(sums, block++, bytes + at);
}

/* Before anything else is done with the file, and before a commit is told. */
static int write_gathered(struct file *file)
{
    struct text *gathered = &file->gathered;
    if (gathered->size == 0)
        return SQLITE_OK;
    int size = (int)gathered->size;
    gathered->size = 0;
    return file->real->pMethods->xWrite(file->real, gathered->data, size, file->gathered_at);
}

static int gather(struct file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    struct text *gathered = &file->gathered;
    bool follows = offset == file->gathered_at + (sqlite3_int64)gathered->size;
    int code = SQLITE_OK;
    if (!follows || gathered->size + (size_t)size > GATHERED)
        code = write_gathered(file);
    if (gathered->size == 0)
        file->gathered_at = offset;
    text_add_bytes(gathered, bytes, (size_t)size);
    return code;
}

static int file_close(sqlite3_file *base)
{
    struct file *file = file_of(base);
    int code = write_gathered(file);
    if (file->layout == &of_log)
        file->database->its_log = NULL;
    text_free(&file->gathered);
    sums_free(&file->log);
    int closed = file->real->pMethods->xClose(file->real);
    return code == SQLITE_OK ? closed : code;
}

static int read_real(struct file *file, void *bytes, int size, sqlite3_int64 offset)
{
    int code = write_gathered(file);
    return code == SQLITE_OK ? file->real->pMethods->xRead(file->real, bytes, size, offset) : code;
}

static int file_read(sqlite3_file *base, void *bytes, int size, sqlite3_int64 offset)
{
    int code = read_real(file_of(base), bytes, size, offset);
    if (code == SQLITE_OK && !is_as_written(file_of(base), bytes, size, offset))
        code = SQLITE_CORRUPT;
    rest(file_of(base));
    return code;
}

/* What fails may have written a part. */
static int file_write(sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset)
{
    int code = file_of(base)->layout == &of_log
                   ? gather(file_of(base), bytes, size, offset)
                   : real(base)->pMethods->xWrite(real(base), bytes, size, offset);
    note(file_of(base), bytes, code == SQLITE_OK ? size : 0, offset);
    rest(file_of(base));
    return code;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct sums *sums = sums_of(file_of(base));
    if (sums)
        sums_forget(sums, (size_t)block_of(file_of(base)->layout, size), sums->count);
    int code = write_gathered(file_of(base));
    return code == SQLITE_OK ? real(base)->pMethods->xTruncate(real(base), size) : code;
}

static int file_sync(sqlite3_file *base, int flags)
{
    int code = write_gathered(file_of(base));
    return code == SQLITE_OK ? real(base)->pMethods->xSync(real(base), flags) : code;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    int code = write_gathered(file_of(base));
    return code == SQLITE_OK ? real(base)->pMethods->xFileSize(real(base), size) : code;
}

static int file_lock(sqlite3_file *base, int level)
{
    return real(base)->pMethods->xLock(real(base), level);
}

static int file_unlock(sqlite3_file *base, int level)
{
    return real(base)->pMethods->xUnlock(real(base), level);
}

static int file_check_lock(sqlite3_file *base, int *held)
{
    return real(base)->pMethods->xCheckReservedLock(real(base), held);
}

static int file_control(sqlite3_file *base, int what, void *arg)
{
    struct file *log = file_of(base)->its_log;
    if (what == SQLITE_FCNTL_COMMIT_PHASETWO && log)
        return write_gathered(log);
    if (what != FILE_KEEP)
        return real(base)->pMethods->xFileControl(real(base), what, arg);
    file_of(base)->keeping = *(const struct file_keeping *)arg;
    return SQLITE_OK;
}

static int file_sector(sqlite3_file *base)
{
    return real(base)->pMethods->xSectorSize(real(base));
}

static int file_traits(sqlite3_file *base)
{
    return real(base)->pMethods->xDeviceCharacteristics(real(base));
}

/* Version 1 has no shared memory: a log then wants the exclusive locking that the store asks for. */
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
};

static sqlite3_vfs *system_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

/* Journals and temporary files are the system's own. */
static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *flags_out)
{
    bool log = flags & SQLITE_OPEN_WAL;
    struct file *file = file_of(base);
    if (!log && !(flags & SQLITE_OPEN_MAIN_DB))
        return system_of(vfs)->xOpen(system_of(vfs), name, base, flags, flags_out);
    *file = (struct file){.real = (sqlite3_file *)(void *)(file + 1), .database = file};
    file->layout = log ? &of_log : &of_database;
    if (log)
        file->database = file_of(sqlite3_database_file_object(name));
    int code = system_of(vfs)->xOpen(system_of(vfs), name, file->real, flags, flags_out);
    if (!file->real->pMethods)
        return code;
    file->base.pMethods = &methods;
    if (log)
        file->database->its_log = file;
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
    return system_of(vfs)->xDelete(system_of(vfs), name, sync);
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    return system_of(vfs)->xAccess(system_of(vfs), name, flags, result);
}

static int full_path(sqlite3_vfs *vfs, const char *name, int size, char *path)
{
    return system_of(vfs)->xFullPathname(system_of(vfs), name, size, path);
}

/* SQLite keeps it as long as the program lives, and knows it by its name. */
const char *file_system(void)
{
    static sqlite3_vfs vfs;
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    if (sqlite3_vfs_find(NAME) || !below)
        return NAME;
    vfs = *below;
    vfs.pNext = NULL;
    vfs.zName = NAME;
    vfs.pAppData = below;
    vfs.szOsFile = below->szOsFile + (int)sizeof(struct file);
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_path;
    sqlite3_vfs_register(&vfs, 0);
    return NAME;
}
