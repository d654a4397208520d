#include "base/asset.h"
#include "base/die.h"
#include "store/database.h"

#include <stdlib.h>

static int number(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *cursor = NULL;
    if (sqlite3_prepare_v2(database, sql, -1, &cursor, NULL) != SQLITE_OK ||
        sqlite3_step(cursor) != SQLITE_ROW)
        die("%s: %s", sqlite3_errmsg(database), sql);
    int number = sqlite3_column_int(cursor, 0);
    sqlite3_finalize(cursor);
    return number;
}

static int version_of(sqlite3 *database)
{
    return number(database, "PRAGMA user_version");
}

/* The first page comes with the settings; whatever else there is has more. */
bool store_is_empty(sqlite3 *database)
{
    return version_of(database) == 0 && number(database, "PRAGMA page_count") <= 1;
}

/* "schema/db/001_start.sql" leads to version 1. */
static int version_of_migration(const struct asset *migration)
{
    return atoi(migration->name + sizeof "schema/db/" - 1);
}

static const struct asset *next_migration(const struct asset *previous)
{
    return asset_next(previous, "schema/db/");
}

int store_newest_version(void)
{
    int newest = 0;
    for (const struct asset *migration = NULL; (migration = next_migration(migration));)
        if (version_of_migration(migration) > newest)
            newest = version_of_migration(migration);
    return newest;
}

int store_version(struct store *store)
{
    return version_of(store->database);
}

/* True where a row refers to one that is not there. */
static bool dangles(sqlite3 *database)
{
    sqlite3_stmt *cursor = NULL;
    int result = sqlite3_prepare_v2(database, "PRAGMA foreign_key_check", -1, &cursor, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_step(cursor);
    if (result != SQLITE_ROW && result != SQLITE_DONE)
        die("%s: foreign_key_check", sqlite3_errmsg(database));
    sqlite3_finalize(cursor);
    return result == SQLITE_ROW;
}

/* Too long a text to be shown: it goes by its name. */
static void run_migration(sqlite3 *database, const struct asset *migration)
{
    if (sqlite3_exec(database, (const char *)migration->begin, NULL, NULL, NULL) != SQLITE_OK)
        die("%s: %s", sqlite3_errmsg(database), migration->name);
}

static void apply(sqlite3 *database, const struct asset *migration)
{
    store_execute(database, "BEGIN");
    run_migration(database, migration);
    char *mark = must_printf("PRAGMA user_version = %d", version_of_migration(migration));
    store_execute(database, mark);
    free(mark);
    if (dangles(database))
        die("%s leaves rows without the rows that they refer to", migration->name);
    store_execute(database, "COMMIT");
}

/* Tables that others refer to can be replaced only while nothing looks after references. */
static void apply_since(sqlite3 *database, int version)
{
    store_execute(database, "PRAGMA foreign_keys = OFF");
    for (const struct asset *migration = NULL; (migration = next_migration(migration));)
        if (version_of_migration(migration) > version)
            apply(database, migration);
    store_execute(database, "PRAGMA foreign_keys = ON");
}

bool store_migrate(sqlite3 *database, char **error)
{
    int version = version_of(database);
    if (version > store_newest_version()) {
        *error = must_printf("its version is %d, and this program knows up to %d", version,
                             store_newest_version());
        return false;
    }
    if (version < store_newest_version())
        apply_since(database, version);
    return true;
}
