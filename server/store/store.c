#include "store/store.h"

#include "base/blocks.h"
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

/* Nothing of a transaction will stay whose work was called off, so nothing more is done for it. */
static bool given_up(const struct store *store)
{
    return (store->asked || store->lets_go) && !work_wanted(store->work);
}

const char *store_broken(const struct store *store)
{
    return given_up(store) ? "nobody waits for it any more" : store->broken;
}

void store_break(struct store *store, const char *why)
{
    if (!store->broken)
        store->broken = must_strdup(why);
}

/* Of a file whose bytes are not what was written: pages that do not fit, keys that are there twice or lead to
 * nothing, and tables without their columns, as SQL that is not malformed says. */
static bool is_damage(const struct store *store)
{
    static const int codes[] = {SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CONSTRAINT, SQLITE_ERROR};
    bool listed = false;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        listed = listed || (sqlite3_errcode(store->database) & 0xff) == codes[i];
    return store->broken || (store->file && listed);
}

static void fail(struct store *store, const char *sql)
{
    if (sqlite3_errcode(store->database) == SQLITE_INTERRUPT && given_up(store))
        return;
    if (!is_damage(store))
        die_of(store->database, sql);
    store_break(store, sqlite3_errmsg(store->database));
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

/* Other than 0 interrupts the statement. */
static int look_up(void *arg)
{
    const struct store *store = arg;
    work_meet(store->work);
    return store->queries && given_up(store);
}

void store_let_go(struct store *store, bool lets_go)
{
    store->lets_go = lets_go;
}

/* Instructions of SQLite between two looks at the time: some ten microseconds, or that many documents. */
enum { INSTRUCTIONS_A_LOOK = 200 };

void store_give_to(struct store *store, struct work *work)
{
    store->work = work;
    (work ? store_spill : store_spill_no_more)(store);
    sqlite3_progress_handler(store->database, INSTRUCTIONS_A_LOOK, work ? look_up : NULL, store);
}

void store_go_on(struct store *store)
{
    work_meet(store->work);
    store_spill_carefully(store);
}

/* What is at work in it keeps its statements. */
void store_rest(struct store *store)
{
    if (store->work)
        return;
    for (size_t i = 0; i < statement_count(); i++) {
        sqlite3_finalize(store->prepared[i].cursor);
        store->prepared[i].cursor = NULL;
    }
    store->place = (struct place){0};
    sqlite3_db_release_memory(store->database);
}

struct sums *store_put_away(struct store *store)
{
    struct sums *sums = store->sums;
    store_rest(store);
    if (sqlite3_close(store->database) != SQLITE_OK)
        die_of(store->database, "close");
    free(store->prepared);
    free(store->broken);
    free(store);
    return sums;
}

void store_close(struct store *store)
{
    if (store)
        store_drop_sums(store_put_away(store));
}

static struct rows *prepared(struct store *store, const struct statement *statement)
{
    struct rows *rows = &store->prepared[statement - __start_sql_statements];
    rows->store = store;
    if (!rows->cursor && sqlite3_prepare_v3(store->database, statement->sql, -1, SQLITE_PREPARE_PERSISTENT,
                                            &rows->cursor, NULL) != SQLITE_OK)
        fail(store, statement->sql);
    if (rows->cursor && sqlite3_stmt_busy(rows->cursor))
        die("a second cursor on %s", statement->sql);
    return rows;
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
    sqlite3_stmt *cursor = prepared(store, statement)->cursor;
    if (sqlite3_step(cursor) != SQLITE_DONE)
        fail(store, statement->sql);
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
        store_go_on(store);
    struct rows *rows = prepared(store, statement);
    sqlite3_stmt *cursor = rows->cursor;
    if (!cursor)
        return rows;
    note_use(store, sqlite3_stmt_readonly(cursor));
    int index = 1;
    for (; arguments->kind != ARGUMENT_END; arguments++, index++)
        if (bind_one(cursor, index, arguments) != SQLITE_OK)
            die_of(store->database, statement->sql);
    if (index - 1 != sqlite3_bind_parameter_count(cursor))
        die("%d arguments for %s", index - 1, statement->sql);
    return rows;
}

bool rows_next(struct rows *rows)
{
    struct store *store = rows->store;
    store->queries = rows->cursor && !store_broken(store);
    int result = store->queries ? sqlite3_step(rows->cursor) : SQLITE_DONE;
    store->queries = false;
    if (result == SQLITE_ROW)
        return true;
    if (result != SQLITE_DONE)
        fail(store, sqlite3_sql(rows->cursor));
    rows_end(rows);
    return false;
}

void rows_end(struct rows *rows)
{
    if (!rows->cursor)
        return;
    sqlite3_reset(rows->cursor);
}

/* A text that there is no memory for becomes NULL, too. */
const char *rows_text(struct rows *rows, int column)
{
    sqlite3_stmt *cursor = rows->cursor;
    sqlite3_value *value = sqlite3_column_value(cursor, column);
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return NULL;
    const unsigned char *text = sqlite3_value_text(value);
    if (!text)
        die_of(sqlite3_db_handle(cursor), sqlite3_sql(cursor));
    return (const char *)text;
}

/* As bytes, which SQLite gives where they stand: for a text it would make a copy with a NUL behind it first.
 */
static struct text copy_of(struct rows *rows, int column)
{
    sqlite3_stmt *cursor = rows->cursor;
    sqlite3_value *value = sqlite3_column_value(cursor, column);
    if (sqlite3_value_type(value) == SQLITE_NULL)
        return (struct text){0};
    const char *bytes = sqlite3_value_blob(value);
    size_t size = (size_t)sqlite3_value_bytes(value);
    if (!bytes && size > 0)
        die_of(sqlite3_db_handle(cursor), sqlite3_sql(cursor));
    struct text copy = {block_take(size + 1), size, size + 1};
    if (size > 0)
        memcpy(copy.data, bytes, size);
    copy.data[size] = '\0';
    return copy;
}

char *rows_copy(struct rows *rows, int column)
{
    return copy_of(rows, column).data;
}

size_t rows_text_size(struct rows *rows, int column)
{
    return (size_t)sqlite3_column_bytes(rows->cursor, column);
}

int64_t rows_integer(struct rows *rows, int column)
{
    return sqlite3_column_int64(rows->cursor, column);
}

bool rows_is_null(struct rows *rows, int column)
{
    return sqlite3_column_type(rows->cursor, column) == SQLITE_NULL;
}

int store_run(struct store *store, const struct statement *statement, const struct argument *arguments)
{
    struct rows *rows = store_rows(store, statement, arguments);
    if (rows_next(rows))
        die("rows from %s", statement->sql);
    return store_broken(store) ? 0 : sqlite3_changes(store->database);
}

struct text store_sized_text(struct store *store, const struct statement *statement,
                             const struct argument *arguments)
{
    struct rows *rows = store_rows(store, statement, arguments);
    if (!rows_next(rows))
        return (struct text){0};
    struct text text = copy_of(rows, 0);
    rows_end(rows);
    return text;
}

char *store_text(struct store *store, const struct statement *statement, const struct argument *arguments)
{
    return store_sized_text(store, statement, arguments).data;
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
    if (!store->work)
        store_spill_no_more(store);
}

void store_begin(struct store *store)
{
    if (store->asked)
        die("a transaction in a transaction");
    store->asked = true;
}

void store_commit(struct store *store)
{
    if (store_broken(store)) {
        store_rollback(store);
        return;
    }
    end_transaction(store, &COMMIT);
    store->committed = store->extent;
}

/* A statement that was interrupted has rolled back already, where it wrote. */
void store_rollback(struct store *store)
{
    store->begun = store->begun && !sqlite3_get_autocommit(store->database);
    end_transaction(store, &ROLLBACK);
    store->extent = store->committed;
}
