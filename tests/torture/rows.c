#include "torture/rows.h"

#include "base/die.h"
#include "store/database.h"

#include <stdlib.h>
#include <string.h>

static void add_row(sqlite3_stmt *cursor, struct text *out)
{
    for (int column = 0; column < sqlite3_column_count(cursor); column++) {
        const char *value = (const char *)sqlite3_column_text(cursor, column);
        text_add_format(out, "%s%s", column ? " | " : "", value ? value : "NULL");
    }
    text_add(out, "\n");
}

/* The number of rows. */
static size_t add_rows(sqlite3 *database, const char *sql, struct text *out)
{
    sqlite3_stmt *cursor = NULL;
    size_t count = 0;
    if (sqlite3_prepare_v2(database, sql, -1, &cursor, NULL) != SQLITE_OK)
        die("%s: %s", sqlite3_errmsg(database), sql);
    for (; sqlite3_step(cursor) == SQLITE_ROW; count++)
        add_row(cursor, out);
    if (sqlite3_finalize(cursor) != SQLITE_OK)
        text_add_format(out, "%s: %s\n", sqlite3_errmsg(database), sql);
    return count;
}

static void add_tables(sqlite3 *database, bool memory, struct text *out)
{
    struct text names = {0};
    char *rest = NULL;
    add_rows(database,
             "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
             &names);
    for (char *name = strtok_r(names.data, "\n", &rest); name; name = strtok_r(NULL, "\n", &rest)) {
        if (!memory && strcmp(name, "memory") == 0)
            continue;
        char *sql = must_printf("SELECT * FROM %s", name);
        text_add_format(out, "-- %s\n", name);
        add_rows(database, sql, out);
        free(sql);
    }
    text_free(&names);
}

void rows_dump(struct store *store, bool memory, struct text *out)
{
    struct text wrong = {0};
    add_rows(store->database, "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'", &wrong);
    add_rows(store->database, "PRAGMA foreign_key_check", &wrong);
    if (wrong.size)
        text_add_format(out, "not sound: %s", wrong.data);
    else
        add_tables(store->database, memory, out);
    text_free(&wrong);
}
