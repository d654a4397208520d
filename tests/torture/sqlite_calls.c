/* Our calls of SQLite that can fail for want of memory or disk. */
#include "torture/failing.h"
#include "torture/wrap.h"

#include <sqlite3.h>
#include <stddef.h>

/* What the failing call said; SQLITE_OK where only SQLite itself has said anything. */
static int said;

static int fails(void)
{
    static const int codes[] = {SQLITE_NOMEM, SQLITE_IOERR, SQLITE_FULL};
    bool now = failing_now(FAILING_SQLITE_CALL);
    if (now)
        said = codes[failing_count(FAILING_SQLITE_CALL) % 3];
    return now ? said : SQLITE_OK;
}

WRAPPED(const char *, sqlite3_errmsg, sqlite3 *database)
{
    return said ? sqlite3_errstr(said) : __real_sqlite3_errmsg(database);
}

/* Without memory there is no handle; else there is one, which wants to be closed. */
WRAPPED(int, sqlite3_open_v2, const char *path, sqlite3 **database, int flags, const char *vfs)
{
    int code = fails();
    *database = NULL;
    if (code == SQLITE_NOMEM)
        return code;
    int real = __real_sqlite3_open_v2(path, database, flags, vfs);
    return code ? code : real;
}

WRAPPED(int, sqlite3_exec, sqlite3 *database, const char *sql, sqlite3_callback callback, void *arg,
        char **error)
{
    int code = fails();
    return code ? code : __real_sqlite3_exec(database, sql, callback, arg, error);
}

WRAPPED(int, sqlite3_prepare_v2, sqlite3 *database, const char *sql, int size, sqlite3_stmt **cursor,
        const char **rest)
{
    int code = fails();
    return code ? code : __real_sqlite3_prepare_v2(database, sql, size, cursor, rest);
}

WRAPPED(int, sqlite3_prepare_v3, sqlite3 *database, const char *sql, int size, unsigned flags,
        sqlite3_stmt **cursor, const char **rest)
{
    int code = fails();
    return code ? code : __real_sqlite3_prepare_v3(database, sql, size, flags, cursor, rest);
}

WRAPPED(int, sqlite3_step, sqlite3_stmt *cursor)
{
    int code = fails();
    return code ? code : __real_sqlite3_step(cursor);
}

WRAPPED(int, sqlite3_bind_int64, sqlite3_stmt *cursor, int index, sqlite3_int64 value)
{
    int code = fails();
    return code ? code : __real_sqlite3_bind_int64(cursor, index, value);
}

WRAPPED(int, sqlite3_bind_null, sqlite3_stmt *cursor, int index)
{
    int code = fails();
    return code ? code : __real_sqlite3_bind_null(cursor, index);
}

WRAPPED(int, sqlite3_bind_text, sqlite3_stmt *cursor, int index, const char *text, int size,
        void (*destroy)(void *))
{
    int code = fails();
    return code ? code : __real_sqlite3_bind_text(cursor, index, text, size, destroy);
}

/* A text that there is no memory for is NULL, as an SQL NULL is. */
WRAPPED(const unsigned char *, sqlite3_column_text, sqlite3_stmt *cursor, int column)
{
    bool null = sqlite3_column_type(cursor, column) == SQLITE_NULL;
    return !null && fails() ? NULL : __real_sqlite3_column_text(cursor, column);
}

WRAPPED(unsigned char *, sqlite3_serialize, sqlite3 *database, const char *schema, sqlite3_int64 *size,
        unsigned flags)
{
    return fails() ? NULL : __real_sqlite3_serialize(database, schema, size, flags);
}

WRAPPED(int, sqlite3_deserialize, sqlite3 *database, const char *schema, unsigned char *bytes,
        sqlite3_int64 size, sqlite3_int64 room, unsigned flags)
{
    int code = fails();
    return code ? code : __real_sqlite3_deserialize(database, schema, bytes, size, room, flags);
}

WRAPPED(sqlite3_backup *, sqlite3_backup_init, sqlite3 *to, const char *to_name, sqlite3 *from,
        const char *from_name)
{
    return fails() ? NULL : __real_sqlite3_backup_init(to, to_name, from, from_name);
}

WRAPPED(int, sqlite3_backup_step, sqlite3_backup *backup, int pages)
{
    int code = fails();
    return code ? code : __real_sqlite3_backup_step(backup, pages);
}

WRAPPED(int, sqlite3_backup_finish, sqlite3_backup *backup)
{
    int code = fails();
    int real = __real_sqlite3_backup_finish(backup);
    return code ? code : real;
}
