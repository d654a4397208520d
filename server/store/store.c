#include "store/store.h"

#include "base/die.h"
#include "store/database.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* The bounds of the section that STATEMENT() fills; the linker sets them, and these are the names it gives.
 */
/* NOLINTNEXTLINE(bugprone-reserved-identifier) */
extern const struct statement __start_sql_statements[], __stop_sql_statements[];

STATEMENT(BEGIN, "BEGIN");
STATEMENT(COMMIT, "COMMIT");
STATEMENT(ROLLBACK, "ROLLBACK");

static size_t statement_count(void)
{
    return (size_t)(__stop_sql_statements - __start_sql_statements);
}

static _Noreturn void die_of(sqlite3 *database, const char *sql)
{
    die("%s: %s", sqlite3_errmsg(database), sql);
}

void store_execute(sqlite3 *database, const char *sql)
{
    if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
        die_of(database, sql);
}

struct store *store_around(sqlite3 *database)
{
    struct store *store = must_zalloc(sizeof *store);
    store->database = database;
    store->limit = INT64_MAX;
    store->prepared = must_zalloc(statement_count() * sizeof *store->prepared);
    return store;
}

static int look_up(void *store)
{
    work_meet(((struct store *)store)->work);
    return 0;
}

/* Instructions of SQLite between two looks at the time: some ten microseconds, or that many documents. */
enum { INSTRUCTIONS_A_LOOK = 200 };

void store_give_to(struct store *store, struct work *work)
{
    store->work = work;
    store_spill(store, work != NULL);
    sqlite3_progress_handler(store->database, INSTRUCTIONS_A_LOOK, work ? look_up : NULL, store);
}

/* Before each statement, where work is under way. */
static void go_on_with(struct store *store)
{
    work_meet(store->work);
    if (store->spills)
        store_spill(store, true);
}

/* What is at work in it keeps its statements. */
void store_rest(struct store *store)
{
    if (store->work)
        return;
    for (size_t i = 0; i < statement_count(); i++) {
        sqlite3_finalize(store->prepared[i]);
        store->prepared[i] = NULL;
    }
    sqlite3_db_release_memory(store->database);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    store_rest(store);
    if (sqlite3_close(store->database) != SQLITE_OK)
        die_of(store->database, "close");
    free(store->prepared);
    free(store);
}

static sqlite3_stmt *prepared(struct store *store, const struct statement *statement)
{
    sqlite3_stmt **slot = &store->prepared[statement - __start_sql_statements];
    if (!*slot && sqlite3_prepare_v3(store->database, statement->sql, -1, SQLITE_PREPARE_PERSISTENT, slot,
                                     NULL) != SQLITE_OK)
        die_of(store->database, statement->sql);
    if (sqlite3_stmt_busy(*slot))
        die("a second cursor on %s", statement->sql);
    return *slot;
}

size_t store_prepare_all(struct store *store)
{
    for (const struct statement *statement = __start_sql_statements; statement < __stop_sql_statements;
         statement++)
        prepared(store, statement);
    return statement_count();
}

static void run_alone(struct store *store, const struct statement *statement)
{
    sqlite3_stmt *cursor = prepared(store, statement);
    if (sqlite3_step(cursor) != SQLITE_DONE)
        die_of(store->database, statement->sql);
    sqlite3_reset(cursor);
}

/* In memory nobody else reads or writes, so that one transaction serves all reads up to the next write, which
 * goes on in it: to begin and end one takes SQLite as long as finding a row. */
static void begin_to_read(struct store *store)
{
    store->reads = true;
    run_alone(store, &BEGIN);
}

void store_end_reading(struct store *store)
{
    if (store->reads)
        run_alone(store, &COMMIT);
    store->reads = false;
}

static void begin_to_write(struct store *store)
{
    if (!store->reads)
        run_alone(store, &BEGIN);
    store->begun = true;
    store->reads = false;
}

/* A file needs no BEGIN to be read. */
static void note_use(struct store *store, bool reads)
{
    store->changes += !reads;
    if (reads && !store->file && !store->reads && !store->begun)
        begin_to_read(store);
    else if (!reads && store->asked && !store->begun)
        begin_to_write(store);
    else if (!reads && !store->asked)
        store_end_reading(store);
}

uint64_t store_changes(const struct store *store)
{
    return store->changes;
}

static int bind_one(sqlite3_stmt *cursor, int index, const struct argument *argument)
{
    if (argument->kind == ARGUMENT_INTEGER)
        return sqlite3_bind_int64(cursor, index, argument->integer);
    if (!argument->text)
        return sqlite3_bind_null(cursor, index);
    return sqlite3_bind_text(cursor, index, argument->text, -1, SQLITE_STATIC);
}

struct rows *store_rows(struct store *store, const struct statement *statement,
                        const struct argument *arguments)
{
    if (store->work)
        go_on_with(store);
    sqlite3_stmt *cursor = prepared(store, statement);
    note_use(store, sqlite3_stmt_readonly(cursor));
    int index = 1;
    for (; arguments->kind != ARGUMENT_END; arguments++, index++)
        if (bind_one(cursor, index, arguments) != SQLITE_OK)
            die_of(store->database, statement->sql);
    if (index - 1 != sqlite3_bind_parameter_count(cursor))
        die("%d arguments for %s", index - 1, statement->sql);
    return (struct rows *)cursor;
}

static sqlite3_stmt *cursor_of(struct rows *rows)
{
    return (sqlite3_stmt *)rows;
}

bool rows_next(struct rows *rows)
{
    int result = sqlite3_step(cursor_of(rows));
    if (result == SQLITE_ROW)
        return true;
    if (result != SQLITE_DONE)
        die_of(sqlite3_db_handle(cursor_of(rows)), sqlite3_sql(cursor_of(rows)));
    rows_end(rows);
    return false;
}

void rows_end(struct rows *rows)
{
    sqlite3_reset(cursor_of(rows));
    sqlite3_clear_bindings(cursor_of(rows));
}

/* A text that there is no memory for becomes NULL, too. */
const char *rows_text(struct rows *rows, int column)
{
    if (rows_is_null(rows, column))
        return NULL;
    sqlite3_stmt *cursor = cursor_of(rows);
    const unsigned char *text = sqlite3_column_text(cursor, column);
    if (!text)
        die_of(sqlite3_db_handle(cursor), sqlite3_sql(cursor));
    return (const char *)text;
}

size_t rows_text_size(struct rows *rows, int column)
{
    return (size_t)sqlite3_column_bytes(cursor_of(rows), column);
}

int64_t rows_integer(struct rows *rows, int column)
{
    return sqlite3_column_int64(cursor_of(rows), column);
}

bool rows_is_null(struct rows *rows, int column)
{
    return sqlite3_column_type(cursor_of(rows), column) == SQLITE_NULL;
}

int store_run(struct store *store, const struct statement *statement, const struct argument *arguments)
{
    struct rows *rows = store_rows(store, statement, arguments);
    if (rows_next(rows))
        die("rows from %s", statement->sql);
    return sqlite3_changes(store->database);
}

char *store_text(struct store *store, const struct statement *statement, const struct argument *arguments)
{
    struct rows *rows = store_rows(store, statement, arguments);
    if (!rows_next(rows))
        return NULL;
    char *text = rows_is_null(rows, 0) ? NULL : must_strdup(rows_text(rows, 0));
    rows_end(rows);
    return text;
}

int64_t store_integer(struct store *store, const struct statement *statement,
                      const struct argument *arguments, int64_t fallback)
{
    struct rows *rows = store_rows(store, statement, arguments);
    if (!rows_next(rows))
        return fallback;
    int64_t number = rows_is_null(rows, 0) ? fallback : rows_integer(rows, 0);
    rows_end(rows);
    return number;
}

static void end_transaction(struct store *store, const struct statement *how)
{
    if (!store->asked)
        die("%s without a transaction", how->sql);
    if (store->begun)
        run_alone(store, how);
    store->asked = store->begun = false;
}

void store_begin(struct store *store)
{
    if (store->asked)
        die("a transaction in a transaction");
    store->asked = true;
}

void store_commit(struct store *store)
{
    end_transaction(store, &COMMIT);
    store->committed = store->extent;
}

void store_rollback(struct store *store)
{
    end_transaction(store, &ROLLBACK);
    store->extent = store->committed;
}
