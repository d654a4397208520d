#include "support/breaking.h"

#include "base/rng.h"
#include "store/database.h"
#include "torture/wrap.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* Of a call on trial: how many queries are left before one finds its store damaged; 0 for none. */
static struct trial {
    const struct api *api;
    int64_t left;
} trial;

enum { TRIES = 2, FEW_QUERIES = 8, MANY_QUERIES = 60 };

/* Of a sandbox; NULL for what is read beside them. */
static struct store *store_of(const sqlite3 *database)
{
    struct sandboxes *sandboxes = trial.api->app->sandboxes;
    for (size_t i = 0; i < sandboxes_count(sandboxes); i++) {
        struct store *store = sandboxes_at(sandboxes, i)->world.store;
        if (store && store->database == database)
            return store;
    }
    return NULL;
}

static bool is_query(sqlite3_stmt *statement)
{
    static const char *const others[] = {"BEGIN", "COMMIT", "ROLLBACK"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(sqlite3_sql(statement), others[i]) == 0)
            return false;
    return true;
}

WRAPPED(int, sqlite3_step, sqlite3_stmt *statement)
{
    struct store *store =
        trial.left > 0 && is_query(statement) ? store_of(sqlite3_db_handle(statement)) : NULL;
    if (!store || --trial.left > 0)
        return __real_sqlite3_step(statement);
    store_break(store, "on trial");
    return SQLITE_DONE;
}

static void mend(void)
{
    struct sandboxes *sandboxes = trial.api->app->sandboxes;
    for (size_t i = 0; i < sandboxes_count(sandboxes); i++) {
        struct store *store = sandboxes_at(sandboxes, i)->world.store;
        if (!store)
            continue;
        free(store->broken);
        store->broken = NULL;
    }
}

static void ask(const struct api *api, const struct exchange *asked, int64_t queries)
{
    struct exchange exchange = *asked;
    trial = (struct trial){api, queries};
    api_answer(api, &exchange);
    trial.left = 0;
    reply_clear(&exchange.reply);
    mend();
}

/* What waits for something to happen might do so for ever. */
static bool waits(const char *path)
{
    return strstr(path, "/wait") || strstr(path, "/events");
}

void breaking_try(const struct api *api, const struct exchange *exchange)
{
    static struct rng rng;
    const char *seed = getenv("FAKEBYTE_BREAK");
    if (!seed || waits(exchange->request.path))
        return;
    if (rng.state == 0)
        rng = rng_seeded(strtoull(seed, NULL, 10), "trials");
    for (int i = 0; i < TRIES; i++)
        ask(api, exchange, rng_between(&rng, 1, i == 0 ? FEW_QUERIES : MANY_QUERIES));
}
