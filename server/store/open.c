#include "base/die.h"
#include "store/database.h"
#include "store/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Small pages keep a thousand sandboxes small; foreign keys are off in SQLite unless asked for. */
static const char MEMORY_SETTINGS[] =
    "PRAGMA page_size = 1024; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
    "PRAGMA journal_mode = MEMORY; PRAGMA cache_size = -256";

/* NORMAL in WAL mode: what was committed survives the program's end, kill -9 included. Pages are as large as
 * in memory: a WAL database takes no image with others. The log grows to 16 MiB before it is written back:
 * twice as many writes a second as with SQLite's 1,000 pages, since each time waits for the disk. */
static const char FILE_SETTINGS[] =
    "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
    "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 16384; PRAGMA secure_delete = OFF";
static const char FILE_SYNCHRONOUS[] = "PRAGMA synchronous = NORMAL";

/* Before the first read, which settles both: SQLite then shares no memory about the log with others. */
static const char ALONE[] = "PRAGMA page_size = 1024; PRAGMA locking_mode = EXCLUSIVE";

/* Before all others where there is nothing to lose yet: six waits for the disk less. */
static const char NEW_FILE_SETTINGS[] = "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY";

/* Of an image in memory, which takes none of the settings above. Nobody else has it, so no read needs to look
 * whether it changed; what was deleted need not be wiped. Its pages are in memory anyway, and a commit that
 * split one of them looks through the whole cache. Nothing spills before a commit, so that only a commit can
 * find no room, and that can be foreseen. */
static const char IMAGE_SETTINGS[] =
    "PRAGMA cache_size = -64; PRAGMA cache_spill = OFF; PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = OFF";

/* Says in a file's header whose it is: "fakb". */
enum { APPLICATION = 0x66616b62 };
/* Bytes; at 200 MB a second. */
enum { LOOKED_THROUGH = 4 << 20 };

static const char MARK[] = "PRAGMA application_id = 0x66616b62";

/* Of the whole library, before its first use: one thread, no statistics, 2 GiB a database. */
static void configure_once(void)
{
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    store_use_blocks();
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_MEMDB_MAXSIZE, STORE_MEMORY_LIMIT);
}

sqlite3 *store_connect_memory(void)
{
    sqlite3 *database = NULL;
    configure_once();
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX;
    if (sqlite3_open_v2(":memory:", &database, flags, NULL) != SQLITE_OK ||
        sqlite3_exec(database, MEMORY_SETTINGS, NULL, NULL, NULL) != SQLITE_OK)
        die("no database in memory: %s", sqlite3_errmsg(database));
    return database;
}

void store_load(sqlite3 *database, unsigned char *image, size_t size, unsigned flags)
{
    if (sqlite3_deserialize(database, "main", image, (sqlite3_int64)size, (sqlite3_int64)size, flags) !=
        SQLITE_OK)
        die("database image: %s", sqlite3_errmsg(database));
    store_execute(database, IMAGE_SETTINGS);
}

struct store *store_open_memory(const void *image, size_t size)
{
    sqlite3 *database = store_connect_memory();
    store_load_copy(database, image, size, NULL);
    struct store *store = store_around(database);
    store_set_limit(store, STORE_MEMORY_LIMIT);
    return store;
}

struct store *store_open_image(const void *image, size_t size)
{
    sqlite3 *database = store_connect_memory();
    unsigned char *bytes = NULL;
    memcpy(&bytes, &image, sizeof bytes);
    store_load(database, bytes, size, SQLITE_DESERIALIZE_READONLY);
    return store_around(database);
}

struct store *store_open_empty(void)
{
    sqlite3 *database = store_connect_memory();
    char *error = NULL;
    if (!store_migrate(database, &error))
        die("%s", error);
    store_execute(database, MARK);
    store_execute(database, "VACUUM");
    return store_around(database);
}

static void keep(sqlite3 *database, struct sums *sums, struct work *const *work)
{
    sqlite3_file_control(database, "main", FILE_KEEP, &(struct file_keeping){sums, work});
}

/* Steals the sums. */
static struct store *around_file(sqlite3 *database, struct sums *sums)
{
    struct store *store = store_around(database);
    store->file = true;
    store->sums = sums;
    keep(database, sums, (struct work *const *)&store->work);
    return store;
}

static int open_database(const char *path, int flags, struct sums *sums, sqlite3 **database)
{
    int code = sqlite3_open_v2(path, database, flags | SQLITE_OPEN_NOMUTEX, file_system());
    if (code == SQLITE_OK)
        keep(*database, sums, NULL);
    return code == SQLITE_OK ? sqlite3_exec(*database, ALONE, NULL, NULL, NULL) : code;
}

void store_drop_sums(struct sums *sums)
{
    if (sums)
        sums_free(sums);
    free(sums);
}

static bool settle_file(sqlite3 *database)
{
    const char *first = store_file_size(database) ? "" : NEW_FILE_SETTINGS;
    return sqlite3_exec(database, first, NULL, NULL, NULL) == SQLITE_OK &&
           sqlite3_exec(database, FILE_SETTINGS, NULL, NULL, NULL) == SQLITE_OK;
}

/* Whose it is: what is empty, marked, or as versions before the mark left it. Nothing is written before that
 * is known. */
static const char WHOSE[] =
    "SELECT application_id, tables, user_version > 0 AND known = 3 "
    "FROM pragma_application_id, pragma_user_version, (SELECT count(*) AS tables FROM sqlite_schema), "
    "(SELECT count(*) AS known FROM sqlite_schema WHERE name IN ('workspace', 'connection', 'memory'))";

static bool is_ours(sqlite3_stmt *cursor)
{
    int application = sqlite3_column_int(cursor, 0);
    bool empty = sqlite3_column_int(cursor, 1) == 0, older = sqlite3_column_int(cursor, 2);
    return application == APPLICATION || (application == 0 && (empty || older));
}

/* A new text that says what is wrong, or NULL. */
static char *stranger(sqlite3 *database)
{
    char *wrong = NULL;
    sqlite3_stmt *cursor = NULL;
    bool read = sqlite3_prepare_v2(database, WHOSE, -1, &cursor, NULL) == SQLITE_OK &&
                sqlite3_step(cursor) == SQLITE_ROW;
    if (!read)
        wrong = must_strdup(sqlite3_errmsg(database));
    else if (!is_ours(cursor))
        wrong = must_strdup("it is another program's database");
    sqlite3_finalize(cursor);
    return wrong;
}

/* The same for a file whose pages do not fit together. To look through a larger one takes too long. */
static char *damage(sqlite3 *database)
{
    char *wrong = NULL;
    sqlite3_stmt *cursor = NULL;
    if (store_file_size(database) > LOOKED_THROUGH)
        return NULL;
    bool read = sqlite3_prepare_v2(database, "PRAGMA quick_check(1)", -1, &cursor, NULL) == SQLITE_OK &&
                sqlite3_step(cursor) == SQLITE_ROW;
    const char *found = read ? (const char *)sqlite3_column_text(cursor, 0) : sqlite3_errmsg(database);
    if (!found || strcmp(found, "ok") != 0)
        wrong = must_printf("it is damaged: %s", found ? found : "");
    sqlite3_finalize(cursor);
    return wrong;
}

/* SQLite gives its log the rights of the file, which holds secrets. */
static void make_private(const char *path)
{
    int file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
}

static char *connect_file(const char *path, struct sums *sums, sqlite3 **database)
{
    configure_once();
    make_private(path);
    if (open_database(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, sums, database) != SQLITE_OK)
        return must_strdup(sqlite3_errmsg(*database));
    char *wrong = stranger(*database);
    if (!wrong && !settle_file(*database))
        wrong = must_strdup(sqlite3_errmsg(*database));
    return wrong ? wrong : damage(*database);
}

static bool is_marked(sqlite3 *database)
{
    sqlite3_stmt *cursor = NULL;
    bool marked = sqlite3_prepare_v2(database, WHOSE, -1, &cursor, NULL) == SQLITE_OK &&
                  sqlite3_step(cursor) == SQLITE_ROW && sqlite3_column_int(cursor, 0) == APPLICATION;
    sqlite3_finalize(cursor);
    return marked;
}

/* The image comes in one transaction: there is nothing of it or all. */
static char *bring_up(sqlite3 *database, const void *image, size_t size)
{
    char *wrong = NULL;
    if (store_is_empty(database))
        store_copy_image(database, image, size, NULL);
    store_execute(database, FILE_SYNCHRONOUS);
    if (store_migrate(database, &wrong) && !is_marked(database))
        store_execute(database, MARK);
    return wrong;
}

struct store *store_open_file(const char *path, const void *image, size_t size, char **error)
{
    sqlite3 *database = NULL;
    struct sums *sums = must_zalloc(sizeof *sums);
    char *wrong = connect_file(path, sums, &database);
    if (!wrong)
        wrong = bring_up(database, image, size);
    if (!wrong)
        return around_file(database, sums);
    *error = must_printf("%s: %s", path, wrong);
    free(wrong);
    sqlite3_close(database);
    store_drop_sums(sums);
    return NULL;
}

struct store *store_reopen_file(const char *path, struct sums *sums, char **error)
{
    sqlite3 *database = NULL;
    if (open_database(path, SQLITE_OPEN_READWRITE, sums, &database) == SQLITE_OK && settle_file(database) &&
        !store_is_empty(database)) {
        store_execute(database, FILE_SYNCHRONOUS);
        return around_file(database, sums);
    }
    *error = must_printf("%s: %s", path, sqlite3_errmsg(database));
    sqlite3_close(database);
    store_drop_sums(sums);
    return NULL;
}
