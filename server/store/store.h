#pragma once

#include "base/text.h"
#include "base/work.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The store of one sandbox, or the connector registry: an SQLite database. A failing SQL statement is a
 * mistake of ours or the machine's and ends the program with the statement's text; what a client can do wrong
 * is found before.
 */
struct store;

/* A writable copy, in memory, of a database image (the build's images/start.db, or what store_save() gave).
 */
struct store *store_open_memory(const void *image, size_t size);

/* An image read where it lies: nothing is copied, nothing can be written. The bytes outlive the store. */
struct store *store_open_image(const void *image, size_t size);

/* An empty database in memory, brought to the newest version by the migrations. */
struct store *store_open_empty(void);

/* The file, brought to the newest version; one that is not there, or is empty, begins as a copy of the image.
 * WAL, so that a commit that was answered survives kill -9. A new file can be read by its owner alone. NULL
 * with a new text in *error where the file is not to be had, is no database, another program's (it is left
 * untouched then), damaged, or of a newer version. */
struct store *store_open_file(const char *path, const void *image, size_t size, char **error);

/* Closes a file for a while: what its pages were, by which store_reopen_file() (which steals that, in any
 * case) sees whether anybody has changed one. NULL with a new text in *error where the file is not to be had.
 */
struct sums;
struct sums *store_put_away(struct store *store);
struct store *store_reopen_file(const char *path, struct sums *sums, char **error);
void store_drop_sums(struct sums *sums);

void store_close(struct store *store);

/*
 * Until it is given to nobody (NULL) again, the store belongs to work, which rests in the middle of a
 * statement, too. Whoever else then runs a statement, or copies the store, makes the work come to its end
 * first: base/work.h.
 */
void store_give_to(struct store *store, struct work *work);

/* Whether queries end early, as if there were no more rows, once the work is called off. Within a
 * transaction, of which nothing will stay then, all statements do, and the store says that it is broken until
 * it is rolled back. */
void store_let_go(struct store *store, bool lets_go);

/* Bytes of all pages, the log's and the present transaction's included. */
int64_t store_bytes(struct store *store);

/* The whole database as bytes, to be freed with free(). Where a file is too large for one piece of memory,
 * store_can_save() is false, and saving it ends the program. NULL where it is found damaged (store_broken())
 * or the work that it is given to was called off. */
bool store_can_save(struct store *store);
void *store_save(struct store *store, size_t *size);

/* Replaces everything with an image (copied), or with what another store holds. No rows may be open. Work
 * that it is given to rests meanwhile, and has it no more once all is in its place. False, and nothing has
 * changed, where the work was called off on the way, or the other store is found damaged. */
bool store_restore(struct store *store, const void *image, size_t size);
bool store_become(struct store *store, struct store *other);

/* Gives back the memory of prepared statements; they are prepared again when used. */
void store_rest(struct store *store);

/*
 * Why a file cannot be read, once that was found (SQLite meets a page that does not fit, or the caller knows
 * better), or NULL; borrowed. From then on queries find nothing, and a transaction is rolled back where it
 * should be committed. Other faults of SQL end the program, and so do these in memory.
 */
const char *store_broken(const struct store *store);
void store_break(struct store *store, const char *why);

/* The newest version that the migrations (schema/db) lead to, and the store's. */
int store_newest_version(void);
int store_version(struct store *store);

/* A transaction; they do not nest. It costs nothing before its first statement that writes. */
void store_begin(struct store *store);
void store_commit(struct store *store);
void store_rollback(struct store *store);

/*
 * How many bytes a store may have: just under 2 GiB in memory, whatever the disk has in a file. The last
 * thirty-second part is a reserve, so that not everything ends where there is no room for more.
 */
void store_set_limit(struct store *store, int64_t bytes);
int64_t store_limit(const struct store *store);

/* Whether the present transaction may be committed. Asking costs hardly anything. */
enum store_fill {
    STORE_FILL_FITS,    /* yes: there is room, or it takes no more than it found taken */
    STORE_FILL_RESERVE, /* it could be, but takes of the reserve */
    STORE_FILL_NONE,    /* no: the COMMIT would fail */
};
enum store_fill store_fill(struct store *store);

/* True where nothing but the reserve is left, what the present transaction wrote included. */
bool store_full(struct store *store);

/* Grows with whatever may have changed what the store holds: another number where nothing did is possible,
 * the same number where something did is not. */
uint64_t store_changes(const struct store *store);

/* An SQL statement: a constant above the only function that uses it. Prepared on first use and kept. */
struct statement {
    const char *sql;
};
#define STATEMENT(name, text)                                                                                \
    static const struct statement name __attribute__((section("sql_statements"), used)) = {text}

/* Prepares every statement of the program, for tests: the number of them. */
size_t store_prepare_all(struct store *store);

/*
 * What a statement's question marks stand for, in their order: SQL_WITH(SQL_TEXT(id), SQL_INTEGER(now));
 * SQL_NOTHING for none. Texts are not copied: they stay as they are until the statement is done, which is
 * when store_run(), store_text() and store_integer() return, and for store_rows() when the rows have ended. A
 * text that rows_text() borrowed from other rows is good until those move on.
 */
struct argument {
    enum { ARGUMENT_END, ARGUMENT_TEXT, ARGUMENT_INTEGER } kind;
    const char *text; /* NULL binds an SQL NULL */
    int64_t integer;
};
#define SQL_TEXT(value) ((struct argument){.kind = ARGUMENT_TEXT, .text = (value)})
#define SQL_INTEGER(value) ((struct argument){.kind = ARGUMENT_INTEGER, .integer = (value)})
#define SQL_WITH(...) ((const struct argument[]){__VA_ARGS__, {.kind = ARGUMENT_END}})
#define SQL_NOTHING ((const struct argument[]){{.kind = ARGUMENT_END}})

/* Runs a statement that gives no rows. The number of rows changed. */
int store_run(struct store *store, const struct statement *statement, const struct argument *arguments);

/* The rows of a query. One statement has one cursor at a time; rows_next() at its end, or rows_end(), gives
 * it back. */
struct rows;
struct rows *store_rows(struct store *store, const struct statement *statement,
                        const struct argument *arguments);
bool rows_next(struct rows *rows);
void rows_end(struct rows *rows);

/* A column of the present row. Texts are borrowed until the next row; NULL for an SQL NULL. */
const char *rows_text(struct rows *rows, int column);
size_t rows_text_size(struct rows *rows, int column);
char *rows_copy(struct rows *rows, int column); /* a new text */
int64_t rows_integer(struct rows *rows, int column);
bool rows_is_null(struct rows *rows, int column);

/* The first column of the first row: a new text or NULL; a number or `fallback`. */
char *store_text(struct store *store, const struct statement *statement, const struct argument *arguments);

/* The same with its size; without data where store_text() gives NULL. */
struct text store_sized_text(struct store *store, const struct statement *statement,
                             const struct argument *arguments);
int64_t store_integer(struct store *store, const struct statement *statement,
                      const struct argument *arguments, int64_t fallback);

/* A column of texts: of a table with rowids, behind no virtual column. */
struct text_column {
    const char *table, *column;
};

/* True where all that it holds lies in memory: it is no file, and has no transaction that wrote. */
bool store_lies(const struct store *store);

/* Adds the text of the row with that rowid, read where it lies: SQLite copies each page of a long one three
 * times, and looks each up in its cache. False, and nothing added, where only a statement can tell: where
 * it does not lie, or there is no such row, or no text in it. */
bool store_add_lying(struct store *store, const struct text_column *column, int64_t rowid, struct text *text);
