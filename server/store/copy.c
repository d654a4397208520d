#include "base/die.h"
#include "base/large.h"
#include "store/database.h"

#include <stdlib.h>

/* Pages that are copied between two looks at the time. */
enum { PAGES_A_LOOK = 1024 };

bool store_load_copy(sqlite3 *database, const void *image, size_t size, struct work *work)
{
    unsigned char *copy = sqlite3_malloc64(size);
    if (!copy)
        die("out of memory");
    bool whole = large_copy(copy, image, size, work);
    if (whole)
        store_load(database, copy, size, SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    else
        sqlite3_free(copy);
    return whole;
}

static bool is_damage(int code)
{
    return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

/* Through the backup interface, so that a file stays the file it is; what it began is rolled back where it
 * does not come to its end. SQLITE_DONE; SQLITE_OK where the work was called off; or what is wrong with
 * `from`. */
static int copy_over(sqlite3 *to, sqlite3 *from, struct work *work)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int copied = backup ? SQLITE_OK : SQLITE_ERROR;
    for (; copied == SQLITE_OK && work_wanted(work); work_meet(work))
        copied = sqlite3_backup_step(backup, work ? PAGES_A_LOOK : -1);
    int ended = sqlite3_backup_finish(backup);
    if (is_damage(copied))
        return copied;
    if (ended != SQLITE_OK || (copied != SQLITE_DONE && copied != SQLITE_OK))
        die("copy: %s", sqlite3_errmsg(to));
    return copied;
}

bool store_copy_image(sqlite3 *database, const void *image, size_t size, struct work *work)
{
    struct store *from = store_open_image(image, size);
    bool copied = copy_over(database, from->database, work) == SQLITE_DONE;
    store_close(from);
    return copied;
}

/* Of a store that may turn out to be damaged. */
static bool copy_store(sqlite3 *to, struct store *from, struct work *work)
{
    int code = copy_over(to, from->database, work);
    if (is_damage(code))
        store_break(from, sqlite3_errstr(code));
    return code == SQLITE_DONE;
}

/* The image of a WAL file says so in its header, and a database in memory cannot be one: bytes 18 and 19 of
 * the file format, 1 for a rollback journal. */
static void say_no_wal(unsigned char *image, size_t size)
{
    if (size > 19)
        image[18] = image[19] = 1;
}

static void *copy_of(const void *bytes, size_t size, struct work *work)
{
    void *copy = must_alloc(size);
    if (large_copy(copy, bytes, size, work))
        return copy;
    free(copy);
    return NULL;
}

static void *image_of_memory(sqlite3 *database, size_t *size, struct work *work)
{
    sqlite3_int64 bytes = 0;
    unsigned char *lying = sqlite3_serialize(database, "main", &bytes, SQLITE_SERIALIZE_NOCOPY);
    unsigned char *made = lying ? NULL : sqlite3_serialize(database, "main", &bytes, 0);
    if (!lying && !made)
        die("serialize: out of memory");
    *size = (size_t)bytes;
    void *copy = copy_of(lying ? lying : made, *size, work);
    sqlite3_free(made);
    return copy;
}

/* A page of a file that cannot be read is a page of zeros to sqlite3_serialize(), and an error to a backup.
 */
static void *image_of_file(struct store *store, size_t *size, struct work *work)
{
    sqlite3 *memory = store_connect_memory();
    void *image = copy_store(memory, store, work) ? image_of_memory(memory, size, work) : NULL;
    sqlite3_close(memory);
    return image;
}

bool store_can_save(struct store *store)
{
    return store_bytes(store) <= STORE_MEMORY_LIMIT;
}

void *store_save(struct store *store, size_t *size)
{
    struct work *work = store->work;
    work_meet(work);
    void *image =
        store->file ? image_of_file(store, size, work) : image_of_memory(store->database, size, work);
    if (image)
        say_no_wal(image, *size);
    return image;
}

/* No work is in the middle of a statement of it, for it is to become another. */
static void give_back(struct store *store)
{
    store_give_to(store, NULL);
    store_rest(store);
}

static void close_large(sqlite3 *database, struct work *work)
{
    sqlite3_int64 size = 0;
    unsigned char *lying = sqlite3_serialize(database, "main", &size, SQLITE_SERIALIZE_NOCOPY);
    if (lying)
        large_leave(lying, (size_t)size, work);
    if (sqlite3_close(database) != SQLITE_OK)
        die("close: %s", sqlite3_errmsg(database));
}

/* Through a connection of its own: where an image is laid into one that was in use, what SQLite keeps of the
 * functions json_each() and json_tree() goes on pointing to what was there before. */
static bool begin_anew(struct store *store, const void *image, size_t size)
{
    struct work *work = store->work;
    sqlite3 *database = store_connect_memory(), *before = store->database;
    if (!store_load_copy(database, image, size, work)) {
        sqlite3_close(database);
        return false;
    }
    give_back(store);
    store->database = database;
    store->reads = false;
    store_look_anew(store);
    close_large(before, work);
    return true;
}

/* The log is as long as the copy: written back while there is work that rests, or the next commit would be.
 */
static void settle_down(struct store *store)
{
    sqlite3_wal_checkpoint_v2(store->database, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    give_back(store);
}

static bool replace(struct store *store, const void *image, size_t size)
{
    bool replaced = store_copy_image(store->database, image, size, store->work);
    if (replaced)
        settle_down(store);
    else if (work_wanted(store->work))
        store_break(store, sqlite3_errmsg(store->database));
    store_look_anew(store);
    return replaced;
}

bool store_restore(struct store *store, const void *image, size_t size)
{
    return (store->file ? replace : begin_anew)(store, image, size);
}

static bool become_file(struct store *store, struct store *other)
{
    store_end_reading(store);
    bool copied = copy_store(store->database, other, other->work);
    if (copied)
        settle_down(store);
    store_look_anew(store);
    return copied;
}

bool store_become(struct store *store, struct store *other)
{
    sqlite3_int64 size = 0;
    work_meet(other->work);
    unsigned char *lying = sqlite3_serialize(other->database, "main", &size, SQLITE_SERIALIZE_NOCOPY);
    return lying ? store_restore(store, lying, (size_t)size) : become_file(store, other);
}
