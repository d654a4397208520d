/* Memory and files inside SQLite: its own allocator and file system, with calls that fail in between. */
#include "torture/failing.h"
#include "torture/sqlite.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static sqlite3_mem_methods real_memory;
static sqlite3_vfs *real_vfs;

static void *allocate(int size)
{
    return failing_now(FAILING_SQLITE_ALLOCATION) ? NULL : real_memory.xMalloc(size);
}

static void *reallocate(void *memory, int size)
{
    return failing_now(FAILING_SQLITE_ALLOCATION) ? NULL : real_memory.xRealloc(memory, size);
}

/* An open file, the real one behind it. */
struct file {
    sqlite3_file base;
    sqlite3_file *real;
};

static sqlite3_file *real(sqlite3_file *file)
{
    return ((struct file *)(void *)file)->real;
}

static bool fails(void)
{
    return failing_now(FAILING_FILE_CALL);
}

static int file_close(sqlite3_file *file)
{
    return real(file)->pMethods->xClose(real(file));
}

static int file_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    return fails() ? SQLITE_IOERR_READ : real(file)->pMethods->xRead(real(file), bytes, size, offset);
}

/* What fails has written the first half. */
static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    bool broken = fails(), full = failing_now(FAILING_DISK);
    int code = real(file)->pMethods->xWrite(real(file), bytes, broken || full ? size / 2 : size, offset);
    return full ? SQLITE_FULL : broken ? SQLITE_IOERR_WRITE : code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return fails() ? SQLITE_IOERR_TRUNCATE : real(file)->pMethods->xTruncate(real(file), size);
}

/* No power fails here, so there is nothing to wait for. */
static int file_sync(sqlite3_file *file, int flags)
{
    (void)file, (void)flags;
    return fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return fails() ? SQLITE_IOERR_FSTAT : real(file)->pMethods->xFileSize(real(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
    return fails() ? SQLITE_IOERR_LOCK : real(file)->pMethods->xLock(real(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int file_check_lock(sqlite3_file *file, int *held)
{
    return fails() ? SQLITE_IOERR_CHECKRESERVEDLOCK
                   : real(file)->pMethods->xCheckReservedLock(real(file), held);
}

static int file_control(sqlite3_file *file, int what, void *arg)
{
    return real(file)->pMethods->xFileControl(real(file), what, arg);
}

static int file_sector(sqlite3_file *file)
{
    return real(file)->pMethods->xSectorSize(real(file));
}

static int file_traits(sqlite3_file *file)
{
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

/* Version 1 has no shared memory: a WAL then wants the exclusive locking that the store asks for. */
static const sqlite3_io_methods methods = {1,
                                           file_close,
                                           file_read,
                                           file_write,
                                           file_truncate,
                                           file_sync,
                                           file_size,
                                           file_lock,
                                           file_unlock,
                                           file_check_lock,
                                           file_control,
                                           file_sector,
                                           file_traits,
                                           NULL,
                                           NULL,
                                           NULL,
                                           NULL,
                                           NULL,
                                           NULL};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *flags_out)
{
    (void)vfs;
    struct file *file = (struct file *)(void *)base;
    file->base.pMethods = NULL;
    if (fails())
        return SQLITE_CANTOPEN;
    file->real = (sqlite3_file *)(void *)(file + 1);
    int code = real_vfs->xOpen(real_vfs, name, file->real, flags, flags_out);
    if (file->real->pMethods)
        file->base.pMethods = &methods;
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    return fails() ? SQLITE_IOERR_DELETE : real_vfs->xDelete(real_vfs, name, sync);
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    (void)vfs;
    return fails() ? SQLITE_IOERR_ACCESS : real_vfs->xAccess(real_vfs, name, flags, result);
}

static void put_allocator(void)
{
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory);
    sqlite3_mem_methods memory = real_memory;
    memory.xMalloc = allocate;
    memory.xRealloc = reallocate;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &memory);
}

void sqlite_torture(void)
{
    static sqlite3_vfs vfs;
    put_allocator();
    real_vfs = sqlite3_vfs_find(NULL);
    vfs = *real_vfs;
    vfs.zName = "torture";
    vfs.szOsFile += (int)sizeof(struct file);
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
        abort();
}
