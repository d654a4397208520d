#pragma once

/* Puts the failing allocator and the failing file system into SQLite; before its first use. */
void sqlite_torture(void);
