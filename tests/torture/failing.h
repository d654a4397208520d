#pragma once

#include <stdbool.h>

/*
 * The n-th call of a kind fails, once; of FAILING_DISK it and every later one. The wrappers of this folder
 * ask before they do what they stand for. Nothing is counted, and nothing fails, but between failing_begin()
 * and failing_end().
 */
enum failing {
    FAILING_ALLOCATION,        /* of our own code */
    FAILING_SQLITE_ALLOCATION, /* inside SQLite */
    FAILING_SQLITE_CALL,       /* a call of SQLite by our code */
    FAILING_FILE_CALL,         /* what SQLite, or the keeping of sandboxes, asks of the file system */
    FAILING_DISK,              /* what needs room on the disk, which is full from then on */
    FAILING_KINDS
};

/* Begins to count anew. */
void failing_choose(enum failing kind, unsigned long at);
void failing_begin(void);
void failing_end(void);

/* Counts a call and says whether it is to fail. */
bool failing_now(enum failing kind);

/* How often it was asked, and whether the answer was ever yes. */
unsigned long failing_count(enum failing kind);
bool failing_happened(void);
