/* What takes long in a large world is done in slices, beside everybody else's calls. */
#include "support/testing.h"

#include "base/die.h"
#include "support/site.h"

#include <stdlib.h>
#include <string.h>

enum { A_TURN_MS = 1 };

/* So many that loading them takes many slices, also where they are quick. */
static int many(void)
{
    return getenv("FAKEBYTE_MEMCHECK") ? 60 : 1000;
}

static const char WORLD[] =
    "{\"workspaces\": [{\"workspaceId\": \"10000000-0000-4000-8000-000000000000\", \"name\": \"Large\"}], "
    "\"sources\": [{\"sourceId\": \"20000000-0000-4000-8000-000000000000\", \"workspace\": \"Large\", \"name\": "
    "\"Faker\", \"connector\": \"source-faker\", \"connectionConfiguration\": {\"count\": 10}}], "
    "\"destinations\": [{\"destinationId\": \"30000000-0000-4000-8000-000000000000\", \"workspace\": \"Large\", "
    "\"name\": \"Files\", \"connector\": \"destination-local-json\", \"connectionConfiguration\": "
    "{\"destination_path\": \"/local\"}}], \"connections\": [{\"repeat\": %d, \"name\": \"c {n}\", \"source\": "
    "\"Faker\", \"destination\": \"Files\", \"status\": \"active\"}]%s}";

/* Seen once all connections are there. */
static const char WRONG[] =
    ", \"jobs\": [{\"connectionName\": \"nobody\", \"configType\": \"sync\", \"status\": "
    "\"succeeded\", \"endedSecondsAgo\": 60, \"attempts\": [{\"outcome\": \"succeeded\", "
    "\"seconds\": 1}]}]";

static int setup(void **state)
{
    struct site *site = must_zalloc(sizeof *site);
    struct api_options options = api_test_options();
    options.slice = 1;
    site_start_with(site, &options);
    *state = site;
    return 0;
}

static int teardown(void **state)
{
    site_stop(*state);
    free(*state);
    return 0;
}

static void expect_under_way(struct http_client *worker)
{
    http_client_turn(worker, A_TURN_MS);
    assert_int_equal(worker->in.size, 0);
}

/* Asks to load the world, or one that ends wrong, and sees it under way. */
static struct http_client *load(const struct site *site, const char *sandbox, const char *end)
{
    char *path = must_printf("/sandboxes/%s/__admin/fixtures", sandbox),
         *body = must_printf(WORLD, many(), end);
    struct http_client *client = site_ask(site, "POST", path, body);
    for (int i = 0; i < 3; i++)
        expect_under_way(client);
    free(path);
    free(body);
    return client;
}

static struct http_client *ask_for_connections(const struct site *site, const char *sandbox)
{
    char *path = must_printf("/sandboxes/%s/__admin/connections", sandbox);
    struct http_client *client = site_ask(site, "GET", path, "");
    free(path);
    return client;
}

static void expect_connections(struct http_client *client, int count)
{
    json_auto_t *list = site_told(client, 200);
    assert_int_equal(json_array_size(json_object_get(list, "connections")), count);
}

static void others_are_answered_on_the_way(void **state)
{
    struct site *site = *state;
    struct http_client *worker = load(site, "large", "");
    for (int i = 0; i < 3; i++) {
        json_decref(site_told(site_ask(site, "POST", "/api/v1/workspaces/list", "{}"), 200));
        json_decref(site_told(site_ask(site, "GET", "/sandboxes/large/__admin/livez", ""), 200));
        expect_under_way(worker);
    }
    json_decref(site_told(site_ask(site, "GET", "/sandboxes/large/__admin/ui/nothing.js", ""), 404));
    json_decref(site_told(site_ask(site, "GET", "/__admin/metrics", ""), 200));
    json_decref(site_told(worker, 200));
}

static void who_needs_the_sandbox_sees_all_of_it(void **state)
{
    struct site *site = *state;
    struct http_client *worker = load(site, "large", ""), *others[3];
    for (int i = 0; i < 3; i++)
        others[i] = ask_for_connections(site, "large");
    json_decref(site_told(worker, 200));
    for (int i = 0; i < 3; i++)
        expect_connections(others[i], many());
}

static void who_needs_the_sandbox_sees_nothing_of_what_fails(void **state)
{
    struct site *site = *state;
    struct http_client *worker = load(site, "large", WRONG), *other = ask_for_connections(site, "large");
    json_decref(site_told(worker, 422));
    expect_connections(other, 0);
}

static void what_nobody_waits_for_any_more_leaves_nothing(void **state)
{
    struct site *site = *state;
    struct http_client *worker = load(site, "large", ""), *other = ask_for_connections(site, "large");
    http_client_turn(other, A_TURN_MS);
    http_client_close(worker);
    expect_connections(other, 0);
    expect_connections(ask_for_connections(site, "large"), 0);
}

static void two_sandboxes_take_turns(void **state)
{
    struct site *site = *state;
    struct http_client *first = load(site, "large", ""), *second = load(site, "other", "");
    expect_under_way(first);
    json_decref(site_told(first, 200));
    json_decref(site_told(second, 200));
    expect_connections(ask_for_connections(site, "other"), many());
}

static void a_reset_comes_after_it(void **state)
{
    struct site *site = *state;
    struct http_client *worker = load(site, "large", ""),
                       *reset = site_ask(site, "POST", "/sandboxes/large/__admin/reset", "");
    json_decref(site_told(worker, 200));
    json_decref(site_told(reset, 204));
    expect_connections(ask_for_connections(site, "large"), 0);
}

static void a_sandbox_that_is_taken_away_ends_it(void **state)
{
    struct site *site = *state;
    struct http_client *worker = load(site, "large", ""), *other = ask_for_connections(site, "large");
    http_client_turn(other, A_TURN_MS);
    json_decref(site_told(site_ask(site, "DELETE", "/__admin/sandboxes/large", ""), 204));
    json_auto_t *refusal = site_told(worker, 503), *same = site_told(other, 503);
    assert_string_equal(text_at(refusal, "message"), "The sandbox large was taken away.");
    assert_string_equal(text_at(same, "message"), "The sandbox large was taken away.");
    expect_connections(ask_for_connections(site, "large"), 0);
}

static void a_fork_has_all_of_it(void **state)
{
    struct site *site = *state;
    struct http_client *worker = load(site, "large", "");
    json_decref(
        site_told(site_ask(site, "POST", "/__admin/sandboxes/large/fork", "{\"as\": \"twin\"}"), 201));
    json_decref(site_told(worker, 200));
    expect_connections(ask_for_connections(site, "twin"), many());
}

static void a_fork_onto_it_ends_it(void **state)
{
    struct site *site = *state;
    struct http_client *worker = load(site, "large", "");
    json_decref(
        site_told(site_ask(site, "POST", "/__admin/sandboxes/default/fork", "{\"as\": \"large\"}"), 201));
    json_decref(site_told(worker, 503));
    expect_connections(ask_for_connections(site, "large"), 0);
}

static void who_speaks_to_it_by_another_sandbox_comes_after_it(void **state)
{
    struct site *site = *state;
    struct http_client *worker = load(site, "large", "");
    json_decref(site_told(site_ask(site, "PUT", "/__admin/sandboxes/large", "{\"airbyte\": \"0.63\"}"), 200));
    json_decref(site_told(worker, 200));
    expect_connections(ask_for_connections(site, "large"), many());
}

/* A body that is long is read in slices, whatever it asks. */
static void a_long_body_that_is_refused_leaves_its_sandbox_to_others(void **state)
{
    struct site *site = *state;
    size_t size = (size_t)(getenv("FAKEBYTE_MEMCHECK") ? 100000 : 4000000);
    char *body = must_alloc(size + 1);
    memset(body, '[', size);
    for (size_t i = 1; i < size; i += 2)
        memcpy(body + i, "1,", 2);
    body[size] = '\0';
    struct http_client *worker = site_ask(site, "POST", "/sandboxes/large/api/v1/workspaces/create", body);
    struct http_client *other = ask_for_connections(site, "large");
    json_decref(site_told(worker, 422));
    expect_connections(other, 0);
    free(body);
}

/* It writes down what it changes until three quarters of the room are taken. */
static void what_finds_no_room_leaves_nothing(void **state)
{
    struct site *site = *state;
    expect_connections(ask_for_connections(site, "large"), 0);
    store_set_limit(sandboxes_find(site->api->app->sandboxes, "large")->world.store, 1 << 20);
    struct http_client *worker = load(site, "large", "");
    json_decref(site_told(worker, getenv("FAKEBYTE_MEMCHECK") ? 200 : 507));
    if (!getenv("FAKEBYTE_MEMCHECK"))
        expect_connections(ask_for_connections(site, "large"), 0);
}

/* Requests that reach no operation are taken down, whosever the sandbox is. */
static void ask_for_nothing(const struct site *site, int count)
{
    for (int i = 0; i < count; i++)
        json_decref(site_told(site_ask(site, "POST", "/sandboxes/large/api/v1/nothing", "{}"), 404));
}

static struct http_client *ask_for_log(const struct site *site, const char *method, const char *what,
                                       const char *body)
{
    char *path = must_printf("/sandboxes/large/__admin/%s", what);
    struct http_client *client = site_ask(site, method, path, body);
    for (int i = 0; i < 3; i++)
        expect_under_way(client);
    free(path);
    return client;
}

/* So long that one takes a slice to be shown, and a few are all that the log holds. */
static void fill_log(const struct site *site, size_t count)
{
    size_t size = (size_t)(getenv("FAKEBYTE_MEMCHECK") ? 100000 : 1000000);
    char *body = must_alloc(size + 1);
    memset(body, ' ', size);
    memcpy(body, "{\"of\": [", 8);
    for (size_t i = 8; i + 3 < size; i += 2)
        memcpy(body + i, "1,", 2);
    memcpy(body + size - 4, "1 ]}", 5);
    for (size_t i = 0; i < count; i++)
        json_decref(site_told(site_ask(site, "POST", "/sandboxes/large/api/v1/workspaces/list", body), 200));
    free(body);
}

static void a_log_is_read_as_it_was_while_it_goes_on(void **state)
{
    enum { HELD = 4, MORE = 8 };
    struct site *site = *state;
    fill_log(site, HELD);
    struct request_log *log = &sandboxes_find(site->api->app->sandboxes, "large")->requests;
    log->limit = HELD;
    struct http_client *reader = ask_for_log(site, "GET", "requests", ""),
                       *har = site_ask(site, "GET", "/sandboxes/large/__admin/requests.har", "");
    ask_for_nothing(site, MORE);
    assert_int_equal(reader->in.size, 0);
    json_auto_t *list = site_told(reader, 200), *archive = site_told(har, 200);
    assert_int_equal(json_array_size(json_object_get(list, "requests")), HELD);
    assert_non_null(at(list, "requests[0].body.of"));
    assert_int_equal(json_array_size(at(archive, "log.entries")), HELD);
    assert_null(log->gone);
}

static void who_leaves_while_a_log_is_read_is_let_go(void **state)
{
    struct site *site = *state;
    fill_log(site, 4);
    http_client_close(ask_for_log(site, "POST", "requests/verify",
                                  "{\"match\": {\"path\": \"*\", \"body\": {\"no\": 1}}, \"count\": 1}"));
    json_decref(site_told(site_ask(site, "DELETE", "/sandboxes/large/__admin/requests", ""), 204));
    const struct request_log *log = &sandboxes_find(site->api->app->sandboxes, "large")->requests;
    assert_int_equal(log->readers, 0);
    assert_null(log->gone);
}

static void a_server_can_stop_on_the_way(void **state)
{
    struct http_client *worker = load(*state, "large", ""), *other = ask_for_connections(*state, "large");
    http_client_turn(other, A_TURN_MS);
    http_client_close(worker);
    http_client_close(other);
}

#define WORK_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORK_TEST(others_are_answered_on_the_way),
        WORK_TEST(who_needs_the_sandbox_sees_all_of_it),
        WORK_TEST(who_needs_the_sandbox_sees_nothing_of_what_fails),
        WORK_TEST(what_nobody_waits_for_any_more_leaves_nothing),
        WORK_TEST(two_sandboxes_take_turns),
        WORK_TEST(a_reset_comes_after_it),
        WORK_TEST(a_sandbox_that_is_taken_away_ends_it),
        WORK_TEST(a_fork_has_all_of_it),
        WORK_TEST(a_fork_onto_it_ends_it),
        WORK_TEST(who_speaks_to_it_by_another_sandbox_comes_after_it),
        WORK_TEST(a_long_body_that_is_refused_leaves_its_sandbox_to_others),
        WORK_TEST(what_finds_no_room_leaves_nothing),
        WORK_TEST(a_log_is_read_as_it_was_while_it_goes_on),
        WORK_TEST(who_leaves_while_a_log_is_read_is_let_go),
        WORK_TEST(a_server_can_stop_on_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
