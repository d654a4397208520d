#pragma once

#include "base/work.h"
#include "store/sums.h"

/*
 * The files of stores as SQLite sees them: the system's, but a page that somebody else has changed since it
 * was last written or read is damaged (SQLITE_CORRUPT), and work rests at each page.
 */

/* What sqlite3_open_v2() is to be given for its last argument. */
const char *file_system(void);

/* For sqlite3_file_control() of a database that is open: where its sums are kept, and whose work it is given
 * to. Borrowed, until it is closed. */
struct file_keeping {
    struct sums *sums;
    struct work *const *work;
};
enum { FILE_KEEP = 0x66616b62 };
