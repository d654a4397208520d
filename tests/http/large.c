/* Worlds so large that to copy one takes many slices, beside everybody else's calls: all of it, or nothing.
 */
#include "support/testing.h"

#include "base/die.h"
#include "support/site.h"

#include <stdlib.h>
#include <string.h>

enum { A_TURN_MS = 1 };

static int64_t filling(void)
{
    return getenv("FAKEBYTE_MEMCHECK") ? 8 << 20 : 64 << 20;
}

STATEMENT(FILL, "INSERT INTO memory (key, value) VALUES ('filling', hex(zeroblob(?)))");
STATEMENT(FILLED, "SELECT length(value) FROM memory WHERE key = 'filling'");

/* Every sandbox begins so large. */
static bool fill(const void *context, struct world *world, struct faults *faults, char **error)
{
    (void)context, (void)faults, (void)error;
    if (store_integer(world->store, &FILLED, SQL_NOTHING, 0) == 0)
        store_run(world->store, &FILL, SQL_WITH(SQL_INTEGER(filling() / 2)));
    return true;
}

static void start(struct site *site, const char *file)
{
    struct api_options options = api_test_options();
    options.preparation.prepare = fill;
    options.start.file = file;
    options.slice = 1;
    site_start_with(site, &options);
}

/* Asked, and not answered at once; a bystander is. */
static struct http_client *begin(const struct site *site, const char *method, const char *path,
                                 const char *body)
{
    struct http_client *client = site_ask(site, method, path, body);
    http_client_turn(client, A_TURN_MS);
    json_decref(site_told(site_ask(site, "GET", "/sandboxes/bystander/__admin/version", ""), 200));
    assert_int_equal(client->in.size, 0);
    return client;
}

/* Asked by a client that leaves; until that is noticed. */
static void cut(struct site *site, const char *method, const char *path, const char *body)
{
    struct http_client *client = site_ask(site, method, path, body);
    for (int i = 0; i < 2; i++)
        http_client_turn(client, A_TURN_MS);
    assert_int_equal(client->in.size, 0);
    http_client_close(client);
    while (site->api->app->suspended.first)
        loop_turn(site->loop, A_TURN_MS);
}

static void done(const struct site *site, const char *method, const char *path, const char *body,
                 unsigned status)
{
    json_decref(site_told(site_ask(site, method, path, body), status));
}

static size_t workspaces(const struct site *site, const char *sandbox)
{
    char *path = must_printf("/sandboxes/%s/api/v1/workspaces/list", sandbox);
    json_auto_t *list = site_told(site_ask(site, "POST", path, "{}"), 200);
    free(path);
    return json_array_size(json_object_get(list, "workspaces"));
}

static int setup(void **state)
{
    struct site *site = must_zalloc(sizeof *site);
    start(site, NULL);
    workspaces(site, "bystander");
    *state = site;
    return 0;
}

static int teardown(void **state)
{
    site_stop(*state);
    free(*state);
    return 0;
}

static struct store *store_of(const struct site *site, const char *sandbox)
{
    return sandboxes_find(site->api->app->sandboxes, sandbox)->world.store;
}

static bool is_filled(const struct site *site, const char *sandbox)
{
    return store_integer(store_of(site, sandbox), &FILLED, SQL_NOTHING, 0) == filling();
}

static const char LIST[] = "/sandboxes/large/api/v1/workspaces/list",
                  CREATE[] = "/sandboxes/large/api/v1/workspaces/create",
                  SNAPSHOT[] = "/sandboxes/large/__admin/snapshots/one",
                  RESTORE[] = "/sandboxes/large/__admin/snapshots/one/restore",
                  RESET[] = "/sandboxes/large/__admin/reset",
                  FORK[] = "/sandboxes/large/__admin/sandboxes/large/fork", NAMED[] = "{\"name\": \"New\"}",
                  AS_TWIN[] = "{\"as\": \"twin\"}";

static void a_first_call_fills_its_sandbox(void **state)
{
    struct site *site = *state;
    struct http_client *first = begin(site, "POST", LIST, "{}"), *second = site_ask(site, "POST", LIST, "{}");
    json_decref(site_told(first, 200));
    json_decref(site_told(second, 200));
    assert_true(is_filled(site, "large"));
}

static void a_first_call_that_is_cut_leaves_it_to_the_next(void **state)
{
    struct site *site = *state;
    cut(site, "POST", LIST, "{}");
    assert_false(is_filled(site, "large"));
    assert_int_equal(workspaces(site, "large"), 1);
    assert_true(is_filled(site, "large"));
}

static void a_sandbox_that_nobody_called_is_forked_as_it_begins(void **state)
{
    struct site *site = *state;
    done(site, "PUT", "/__admin/sandboxes/large", "{\"airbyte\": \"0.63\"}", 200);
    json_decref(site_told(begin(site, "POST", "/__admin/sandboxes/large/fork", AS_TWIN), 201));
    assert_true(is_filled(site, "twin"));
    json_auto_t *twin = site_told(site_ask(site, "PUT", "/__admin/sandboxes/twin", "{}"), 200);
    assert_string_equal(text_at(twin, "airbyte"), "0.63");
}

static void a_snapshot_is_whole_or_not_there(void **state)
{
    struct site *site = *state;
    workspaces(site, "large");
    cut(site, "PUT", SNAPSHOT, "{}");
    done(site, "GET", SNAPSHOT, "", 404);
    struct http_client *taker = begin(site, "PUT", SNAPSHOT, "{}"),
                       *changer = site_ask(site, "POST", CREATE, NAMED);
    json_decref(site_told(taker, 200));
    json_decref(site_told(changer, 200));
    cut(site, "POST", RESTORE, "");
    assert_int_equal(workspaces(site, "large"), 2);
    done(site, "POST", RESTORE, "", 200);
    assert_int_equal(workspaces(site, "large"), 1);
    assert_true(is_filled(site, "large"));
}

static void a_reset_is_whole_or_did_not_happen(void **state)
{
    struct site *site = *state;
    done(site, "POST", CREATE, NAMED, 200);
    done(site, "POST", "/sandboxes/large/__admin/clock/advance", "{\"seconds\": 60}", 200);
    cut(site, "POST", RESET, "{}");
    assert_int_equal(workspaces(site, "large"), 2);
    struct http_client *resetter = begin(site, "POST", RESET, "{\"keep\": [\"clock\"]}"),
                       *reader = site_ask(site, "GET", "/sandboxes/large/__admin/clock", "");
    json_decref(site_told(resetter, 204));
    json_auto_t *clock = site_told(reader, 200);
    assert_string_equal(text_at(clock, "time"), "2023-03-01T09:01:00.000Z");
    assert_int_equal(workspaces(site, "large"), 1);
    assert_true(is_filled(site, "large"));
}

static void a_fork_is_whole_or_not_there(void **state)
{
    struct site *site = *state;
    workspaces(site, "large");
    cut(site, "POST", FORK, AS_TWIN);
    done(site, "DELETE", "/__admin/sandboxes/twin", "", 404);
    done(site, "POST", "/sandboxes/twin/api/v1/workspaces/create", NAMED, 200);
    cut(site, "POST", FORK, AS_TWIN);
    assert_int_equal(workspaces(site, "twin"), 2);
    done(site, "POST", FORK, AS_TWIN, 201);
    assert_int_equal(workspaces(site, "twin"), 1);
}

static void what_is_forked_can_be_taken_away_by_others(void **state)
{
    struct site *site = *state;
    workspaces(site, "large");
    struct http_client *forker = begin(site, "POST", "/__admin/sandboxes/large/fork", AS_TWIN);
    done(site, "DELETE", "/sandboxes/bystander/__admin/sandboxes/large", "", 204);
    json_decref(site_told(forker, 201));
    assert_true(is_filled(site, "twin"));
}

static void a_sandbox_that_is_taken_away_goes_whoever_leaves(void **state)
{
    struct site *site = *state;
    static const char PATH[] = "/sandboxes/bystander/__admin/sandboxes/large";
    workspaces(site, "large");
    done(site, "PUT", SNAPSHOT, "{}", 200);
    struct http_client *deleter = site_ask(site, "DELETE", PATH, "");
    for (int i = 0; i < 2; i++)
        http_client_turn(deleter, A_TURN_MS);
    http_client_close(deleter);
    while (site->api->app->suspended.first)
        loop_turn(site->loop, A_TURN_MS);
    done(site, "DELETE", PATH, "", 404);
    workspaces(site, "large");
    done(site, "DELETE", "/sandboxes/large/__admin/sandboxes/large", "", 204);
    done(site, "DELETE", PATH, "", 404);
}

static void a_server_can_stop_on_the_way(void **state)
{
    struct site *site = *state;
    workspaces(site, "large");
    http_client_close(begin(site, "PUT", SNAPSHOT, "{}"));
}

static void expect_looked_through(const char *file, const char *method, const char *path, const char *body,
                                  unsigned status)
{
    struct site site = {0};
    start(&site, file);
    workspaces(&site, "bystander");
    workspaces(&site, "helper");
    assert_false(sandbox_ready(sandboxes_find(site.api->app->sandboxes, "default")));
    cut(&site, method, path, body);
    assert_false(sandbox_ready(sandboxes_find(site.api->app->sandboxes, "default")));
    json_decref(site_told(site_ask(&site, method, path, body), status));
    assert_true(sandbox_ready(sandboxes_find(site.api->app->sandboxes, "default")));
    site_stop(&site);
}

static void a_kept_file_is_looked_through_before_it_is_used_or_forked(void **state)
{
    (void)state;
    char folder[] = "/tmp/fakebyte-large-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *file = must_printf("%s/state.db", folder), *command = must_printf("rm -r '%s'", folder);
    struct site site = {0};
    start(&site, file);
    site_stop(&site);
    expect_looked_through(file, "POST", "/api/v1/workspaces/list", "{}", 200);
    expect_looked_through(file, "POST", "/sandboxes/helper/__admin/sandboxes/default/fork", AS_TWIN, 201);
    assert_int_equal(system(command), 0);
    free(command);
    free(file);
}

#define LARGE_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        LARGE_TEST(a_first_call_fills_its_sandbox),
        LARGE_TEST(a_first_call_that_is_cut_leaves_it_to_the_next),
        LARGE_TEST(a_sandbox_that_nobody_called_is_forked_as_it_begins),
        LARGE_TEST(a_snapshot_is_whole_or_not_there),
        LARGE_TEST(a_reset_is_whole_or_did_not_happen),
        LARGE_TEST(a_fork_is_whole_or_not_there),
        LARGE_TEST(what_is_forked_can_be_taken_away_by_others),
        LARGE_TEST(a_sandbox_that_is_taken_away_goes_whoever_leaves),
        LARGE_TEST(a_server_can_stop_on_the_way),
        cmocka_unit_test(a_kept_file_is_looked_through_before_it_is_used_or_forked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
