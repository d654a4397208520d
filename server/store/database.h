#pragma once

#include "store/store.h"

#include <sqlite3.h>

/* Bytes of a page, in memory and in files: open.c. */
enum { STORE_PAGE = 1024 };

/* How large a store is, in pages; zero where it is far from its limit. */
struct extent {
    int64_t pages;
    int64_t used; /* of them; the others are free for what comes next */
};

/* A statement of a store, and its cursor. */
struct rows {
    struct store *store;
    sqlite3_stmt *cursor; /* NULL where it is not prepared */
};

/* Where a column is: the first page of its table, and its index in a row. */
struct place {
    const struct text_column *column; /* NULL: none looked up yet */
    uint32_t root;
    size_t index;
};

/* The inside of a store, for the files of this folder. */
struct store {
    sqlite3 *database;
    bool file;               /* it lies in a file; SQLite has a file's name for an image in memory, too */
    bool asked;              /* for a transaction */
    bool reads;              /* a BEGIN stands, under which nothing was written: see store.c */
    bool begun;              /* the transaction has written, and so has a BEGIN */
    uint64_t changes;        /* see store_changes() */
    int64_t limit;           /* pages that it may have; INT64_MAX for no limit */
    struct extent extent;    /* as last looked at */
    struct extent committed; /* of that, what is no longer to be rolled back */
    struct work *work;       /* that it is given to */
    bool queries;            /* a statement is being run that may be interrupted */
    bool lets_go;            /* see store_let_go() */
    bool spills;             /* what work writes, long before it commits, */
    bool holds;              /* but no more of it */
    struct rows *prepared;   /* by a statement's place in its section */
    struct sums *sums;       /* of a file's pages */
    struct place place;      /* of the column last looked up: lying.c */
    char *broken;            /* why nothing can be read of the file any more, or NULL */
};

/* Of the whole library, before its first use: where its memory comes from. */
void store_use_blocks(void);

/* Takes over an open connection, of a database in memory without a limit unless told otherwise. */
struct store *store_around(sqlite3 *database);

/* An empty database in memory; and an image put into one, with what SQLite may do with the bytes. */
sqlite3 *store_connect_memory(void);
void store_load(sqlite3 *database, unsigned char *image, size_t size, unsigned flags);

/* SQLite allocates no more than 256 bytes less than 2 GiB in one piece, and a database in memory is one. */
#define STORE_MEMORY_LIMIT ((INT64_C(2) << 30) - (64 << 10))

/* The same with a copy of the image; and the image copied into a database as it is, in one transaction. Both
 * rest with the work. False, and nothing has changed, where it was called off. */
bool store_load_copy(sqlite3 *database, const void *image, size_t size, struct work *work);
bool store_copy_image(sqlite3 *database, const void *image, size_t size, struct work *work);

/* Sees how large it is, once another database was put in place, and that it is another. */
void store_look_anew(struct store *store);

/* Ends what only reads, for what takes the database as a whole. */
void store_end_reading(struct store *store);

/* Before each statement, where work is under way. */
void store_go_on(struct store *store);

/* Runs SQL that gives no rows; where it fails, that ends the program. */
void store_execute(sqlite3 *database, const char *sql);

/* Bytes of what lies in the file or in memory: without the log, and what a transaction has not committed. -1
 * where the file does not say. */
int64_t store_file_size(sqlite3 *database);

/* Between transactions: lets a store in memory write down at once what a transaction changes, as files do, so
 * that the commit of much takes no longer than that of little; as long as a quarter of its room is left. */
void store_spill(struct store *store);

/* Back to where nothing is written before the commit; once the transaction is over. */
void store_spill_no_more(struct store *store);

/* Within a transaction: keeps the rest in the cache where room is running out, so that only the commit can
 * find none. */
void store_spill_carefully(struct store *store);

/* True where nothing was ever laid into it. */
bool store_is_empty(sqlite3 *database);

/* Runs the migrations that the database has not seen, each in a transaction; references hold
 * afterwards. False, with a new text in *error, where its version is newer than ours. */
bool store_migrate(sqlite3 *database, char **error);
