#include "support/api.h"

#include "domain/discovery/discovery.h"
#include "domain/notification/notification.h"
#include "domain/run/simulation.h"

#include <stdlib.h>
#include <string.h>

static struct world *world_of(struct api *api)
{
    return &sandboxes_find(api->app->sandboxes, "default")->world;
}

static json_t *listener(const char *webhook, bool on_success, bool on_failure)
{
    return json_pack("{ss sb sb s{ss}}", "notificationType", "slack", "sendOnSuccess", on_success,
                     "sendOnFailure", on_failure, "slackConfiguration", "webhook", webhook);
}

/* Gives the first workspace a list of notifications (stolen). */
static void listen_with(struct api *api, json_t *list)
{
    char *workspace = first_workspace(api);
    call_done(api, "/v1/workspaces/update",
              json_pack("{ss so}", "workspaceId", workspace, "notifications", list));
    free(workspace);
}

static void start_sync(struct api *api, const char *connection)
{
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
}

/* Moves the world on, in a transaction of its own; what it noted stays in the outbox. */
static struct outbox *run_for(struct api *api, int64_t span)
{
    struct world *world = world_of(api);
    clock_advance(&world->clock, span);
    store_begin(world->store);
    simulation_settle(world, world->clock.origin);
    store_commit(world->store);
    return &world->outbox;
}

static void expect_message(const struct outbox *outbox, size_t index, const char *url, const char *text)
{
    assert_true(index < outbox->count);
    assert_string_equal(outbox->items[index].url, url);
    json_auto_t *body = json_loads(outbox->items[index].body, 0, NULL);
    assert_string_equal(text_at(body, "text"), text);
    assert_int_equal(json_object_size(body), 1);
}

static void expect_piece(const struct outbox *outbox, size_t index, const char *piece)
{
    assert_true(index < outbox->count);
    if (!strstr(outbox->items[index].body, piece))
        fail_msg("no \"%s\" in %s", piece, outbox->items[index].body);
}

STATEMENT(
    KNOWN_NUMBERS,
    "UPDATE attempt SET script = json_set(script, '$.streams', json('[{\"name\":\"users\",\"mode\":\"\","
    "\"records\":1,\"bytes\":60,\"committed\":1}]')) WHERE status = 'running'");
STATEMENT(BREAK,
          "UPDATE attempt SET script = json_set(script, '$.outcome', 'failed') WHERE status = 'running'");

static void a_success_is_told_to_those_who_want_it(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o,o,o]", listener("http://a", true, false),
                               listener("http://b", false, true), listener("http://c", true, true)));
    start_sync(api, connection);
    store_run(world_of(api)->store, &KNOWN_NUMBERS, NOTHING);
    assert_int_equal(run_for(api, 9 * SECOND)->count, 0);
    const struct outbox *outbox = run_for(api, SECOND);
    assert_int_equal(outbox->count, 2);
    static const char text[] = "Sync succeeded: Sample <> Files, from Sample to Files: job 1 moved 1 record "
                               "(60 bytes) in 10 s.";
    expect_message(outbox, 0, "http://a", text);
    expect_message(outbox, 1, "http://c", text);
    free(connection);
}

static void a_failure_is_told_once_the_job_gives_up(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    listen_with(api,
                json_pack("[o,o]", listener("http://a", true, false), listener("http://b", false, true)));
    start_sync(api, connection);
    for (int attempt = 1; attempt <= 3; attempt++) {
        assert_int_equal(world_of(api)->outbox.count, 0);
        store_run(world_of(api)->store, &BREAK, NOTHING);
        run_for(api, 10 * SECOND);
    }
    const struct outbox *outbox = &world_of(api)->outbox;
    assert_int_equal(outbox->count, 1);
    expect_message(outbox, 0, "http://b",
                   "Sync failed: Sample <> Files, from Sample to Files: job 1 gave up after 3 attempts and "
                   "30 s. Something went wrong within the source connector");
    free(connection);
}

static void takes(int64_t span, const char *piece)
{
    struct api_options options = api_test_options();
    options.settings.sync_span = span;
    struct api *api = api_with(&options);
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o]", listener("http://a", true, true)));
    start_sync(api, connection);
    expect_piece(run_for(api, span), 0, piece);
    free(connection);
    api_free(api);
}

static void a_span_is_told_in_two_units(void **state)
{
    (void)state;
    takes(SECOND / 5, " in 0 s.");
    takes(59 * SECOND, " in 59 s.");
    takes(65 * SECOND, " in 1 min 5 s.");
    takes(2 * HOUR + 10 * MINUTE, " in 2 h 10 min.");
}

static void resets_and_cancellations_go_unmentioned(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o]", listener("http://a", true, true)));
    call_done(api, "/v1/connections/reset", one("connectionId", connection));
    assert_int_equal(run_for(api, MINUTE)->count, 0);
    json_auto_t *info = call_ok(api, "/v1/connections/sync", one("connectionId", connection));
    call_done(api, "/v1/jobs/cancel", json_pack("{sI}", "id", (json_int_t)integer_at(info, "job.id")));
    assert_int_equal(run_for(api, MINUTE)->count, 0);
    free(connection);
}

static void a_rolled_back_end_is_not_told(void **state)
{
    struct api *api = *state;
    struct world *world = world_of(api);
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o]", listener("http://a", true, true)));
    start_sync(api, connection);
    clock_advance(&world->clock, MINUTE);
    store_begin(world->store);
    simulation_settle(world, world->clock.origin);
    assert_int_equal(world->outbox.count, 1);
    store_rollback(world->store);
    simulation_forget(world);
    assert_int_equal(world->outbox.count, 0);
    assert_int_equal(run_for(api, 0)->count, 1);
    free(connection);
}

static void a_workspace_without_listeners_awaits_nothing(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    assert_false(notification_awaited(world_of(api)));
    listen_with(api, json_pack("[o]", listener("", true, true)));
    start_sync(api, connection);
    assert_int_equal(run_for(api, MINUTE)->count, 0);
    listen_with(api, json_pack("[o]", listener("http://a", true, true)));
    assert_true(notification_awaited(world_of(api)));
    listen_with(api, json_array());
    assert_false(notification_awaited(world_of(api)));
    free(connection);
}

static void another_workspaces_jobs_are_its_own(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_t *list = json_pack("[o]", listener("http://other", true, true));
    call_done(api, "/v1/workspaces/create", json_pack("{ss so}", "name", "Other", "notifications", list));
    assert_true(notification_awaited(world_of(api)));
    start_sync(api, connection);
    assert_int_equal(run_for(api, MINUTE)->count, 0);
    free(connection);
}

/* Discovers the connection's source anew; Faker offers one stream more than the connection was made with. */
static const struct outbox *discover(struct api *api, const char *connection, bool notify)
{
    struct world *world = world_of(api);
    struct discovery discovery;
    json_auto_t *read = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    json_auto_t *request = json_pack("{sO ss sb sb}", "sourceId", at(read, "sourceId"), "connectionId",
                                     connection, "disable_cache", true, "notifySchemaChange", notify);
    store_begin(world->store);
    assert_true(discovery_of_source(world, request, &discovery));
    store_commit(world->store);
    discovery_free(&discovery);
    return &world->outbox;
}

static void change(struct api *api, const char *connection, json_t *members)
{
    json_object_set_new(members, "connectionId", json_string(connection));
    call_done(api, "/v1/connections/update", members);
}

static void a_schema_change_is_told_to_all_listeners(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o,o]", listener("http://a", false, false), listener("", true, true)));
    assert_int_equal(discover(api, connection, false)->count, 0);
    const struct outbox *outbox = discover(api, connection, true);
    assert_int_equal(outbox->count, 1);
    expect_message(
        outbox, 0, "http://a",
        "Schema changed: Sample <> Files, from Sample to Files: 1 stream added, 0 streams removed, "
        "0 streams changed. Nothing breaks.");
    free(connection);
}

static void a_connection_may_want_no_word_of_its_schema(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o]", listener("http://a", false, false)));
    change(api, connection, json_pack("{sb}", "notifySchemaChanges", false));
    assert_int_equal(discover(api, connection, true)->count, 0);
    change(api, connection,
           json_pack("{sb ss}", "notifySchemaChanges", true, "nonBreakingChangesPreference", "disable"));
    expect_piece(discover(api, connection, true), 0, "Nothing breaks. The connection is inactive.");
    free(connection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_success_is_told_to_those_who_want_it),
        API_TEST(a_failure_is_told_once_the_job_gives_up),
        cmocka_unit_test(a_span_is_told_in_two_units),
        API_TEST(resets_and_cancellations_go_unmentioned),
        API_TEST(a_rolled_back_end_is_not_told),
        API_TEST(a_workspace_without_listeners_awaits_nothing),
        API_TEST(another_workspaces_jobs_are_its_own),
        API_TEST(a_schema_change_is_told_to_all_listeners),
        API_TEST(a_connection_may_want_no_word_of_its_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
