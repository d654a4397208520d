#include "support/api.h"

#include "domain/discovery/discovery.h"
#include "domain/notification/notification.h"
#include "domain/run/simulation.h"

#include <stdio.h>
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

/* Whom the message goes to, in turn ("http://a http://b"). */
static void expect_targets(const struct outbox *outbox, size_t index, const char *expected)
{
    char targets[256] = "";
    assert_true(index < outbox->count);
    for (size_t i = 0; i < json_array_size(outbox->items[index].urls); i++) {
        strcat(targets, i ? " " : "");
        strcat(targets, json_string_value(json_array_get(outbox->items[index].urls, i)));
    }
    assert_string_equal(targets, expected);
}

/* The message, whose second part is the link to the connection's page. */
static void expect_text(struct api *api, size_t index, const char *connection, const char *expected)
{
    const struct outbox *outbox = &world_of(api)->outbox;
    assert_true(index < outbox->count);
    json_auto_t *body = json_loads(outbox->items[index].body, 0, NULL);
    char *workspace = first_workspace(api);
    json_auto_t *whole = json_sprintf("%s\nhttp://localhost:8000/workspaces/%s/connections/%s", expected,
                                      workspace, connection);
    assert_string_equal(text_at(body, "text"), json_string_value(whole));
    assert_int_equal(json_object_size(body), 1);
    free(workspace);
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

#define ENDS "Sample <> Files, from Sample Data (Faker) to Local JSON."

static void a_success_is_told_with_its_data(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o]", listener("http://a", true, false)));
    start_sync(api, connection);
    store_run(world_of(api)->store, &KNOWN_NUMBERS, SQL_NOTHING);
    assert_int_equal(run_for(api, 9 * SECOND)->count, 0);
    const struct outbox *outbox = run_for(api, SECOND);
    assert_int_equal(outbox->count, 1);
    expect_targets(outbox, 0, "http://a");
    expect_text(api, 0, connection,
                "Sync succeeded: " ENDS "\nJob 1 started on 2023-03-01T09:00:00.000Z and ran for 10 s. It "
                "moved 1 record (60 bytes).");
    free(connection);
}

/* In its two largest units. */
static void spans_are_told_in_words(void **state)
{
    static const struct {
        double seconds;
        const char *words;
    } spans[] = {
        {0.4, "ran for 0 s."},         {59.4, "ran for 59 s."},          {59.5, "ran for 1 min 0 s."},
        {185, "ran for 3 min 5 s."},   {3599.4, "ran for 59 min 59 s."}, {3600, "ran for 1 h 0 min."},
        {7800, "ran for 2 h 10 min."},
    };
    struct api *api = *state;
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o]", listener("http://a", true, false)));
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        json_t *plan = json_pack("{s[{s[{sf}]}]}", "runs", "attempts", "seconds", spans[i].seconds);
        json_decref(control(api, "POST", "/plans", plan, 201));
        start_sync(api, connection);
        const struct outbox *outbox = run_for(api, (int64_t)(spans[i].seconds * SECOND));
        expect_piece(outbox, 0, spans[i].words);
        outbox_clear(&world_of(api)->outbox);
        control(api, "DELETE", "/plans", NULL, 204);
    }
    free(connection);
}

/* Runs a sync that succeeds; whom the message goes to, "" for nobody. */
static void told_of_success(json_t *entries, const char *targets)
{
    struct api *api = api_new();
    char *connection = make_connection(api);
    listen_with(api, entries);
    start_sync(api, connection);
    const struct outbox *outbox = run_for(api, 10 * SECOND);
    assert_int_equal(outbox->count, *targets != '\0');
    if (*targets)
        expect_targets(outbox, 0, targets);
    free(connection);
    api_free(api);
}

static json_t *email(void)
{
    json_t *entry = listener("http://unused", true, true);
    json_object_set_new(entry, "notificationType", json_string("customerio"));
    return entry;
}

static void the_first_entry_is_told_and_others_only_if_it_fails(void **state)
{
    (void)state;
    told_of_success(json_pack("[o,o]", listener("http://a", false, false), listener("http://b", true, true)),
                    "");
    told_of_success(json_pack("[o,o]", listener("", true, true), listener("http://b", true, true)), "");
    told_of_success(json_pack("[o,o,o]", listener("http://a", true, false), listener("http://b", true, true),
                              listener("http://c", false, true)),
                    "http://a http://b");
    told_of_success(json_pack("[o,o]", email(), listener("http://b", true, false)), "http://b");
    told_of_success(json_pack("[o]", email()), "");
}

static void a_failure_is_told_once_the_job_gives_up(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o]", listener("http://b", false, true)));
    start_sync(api, connection);
    for (int attempt = 1; attempt <= 3; attempt++) {
        assert_int_equal(world_of(api)->outbox.count, 0);
        store_run(world_of(api)->store, &BREAK, SQL_NOTHING);
        run_for(api, 10 * SECOND);
    }
    assert_int_equal(world_of(api)->outbox.count, 1);
    expect_text(api, 0, connection,
                "Sync failed: " ENDS "\nJob 1 started on 2023-03-01T09:00:00.000Z and ran for 30 s. It was "
                "attempted 3 times: Something went wrong within the source connector");
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
    takes(SECOND / 5, " ran for 0 s.");
    takes(59 * SECOND, " ran for 59 s.");
    takes(65 * SECOND, " ran for 1 min 5 s.");
    takes(2 * HOUR + 10 * MINUTE, " ran for 2 h 10 min.");
}

static void a_link_starts_with_the_base_that_was_given(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.settings.webapp_url = "https://airbyte.example/ui/";
    struct api *api = api_with(&options);
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o]", listener("http://a", true, true)));
    start_sync(api, connection);
    expect_piece(run_for(api, MINUTE), 0, "\\nhttps://airbyte.example/ui/workspaces/");
    free(connection);
    api_free(api);
}

static void a_reset_that_succeeded_is_a_success(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o]", listener("http://a", true, false)));
    call_done(api, "/v1/connections/reset", one("connectionId", connection));
    assert_int_equal(run_for(api, MINUTE)->count, 1);
    expect_text(api, 0, connection,
                "Reset succeeded: " ENDS "\nJob 1 started on 2023-03-01T09:00:00.000Z and ran for 10 s. It "
                "moved 0 records (0 bytes).");
    free(connection);
}

/* A rollback would have emptied the outbox: what a call notes is posted with its own commit. */
static void a_job_that_was_cancelled_is_a_failure(void **state)
{
    struct api *api = *state;
    struct world *world = world_of(api);
    char *connection = make_connection(api);
    struct job job;
    listen_with(api, json_pack("[o]", listener("http://a", false, true)));
    start_sync(api, connection);
    run_for(api, 4 * SECOND);
    store_begin(world->store);
    assert_true(job_load(world, 1, &job));
    simulation_cancel(world, &job);
    store_commit(world->store);
    assert_int_equal(world->outbox.count, 1);
    expect_text(api, 0, connection,
                "Sync cancelled: " ENDS
                "\nJob 1 started on 2023-03-01T09:00:00.000Z and ran for 4 s. Job was "
                "cancelled.");
    job_free(&job);
    free(connection);
}

/* Fails as many jobs, one every so many ms; the numbers of those that were followed by a warning or by the
 * end, as "w3 d6". */
static void told_of_disabling(int jobs, int64_t every, int limit, int days, const char *expected)
{
    struct api_options options = api_test_options();
    options.settings.auto_disable = true;
    options.settings.max_failed_jobs_in_a_row = limit;
    options.settings.max_days_of_only_failed_jobs = days;
    struct api *api = api_with(&options);
    struct outbox *outbox = &world_of(api)->outbox;
    char *connection = make_connection(api), told[256] = "";
    json_decref(call_status(api, "/__admin/plans",
                            json_pack("{s[{s[{si s{ss}}]}]}", "runs", "attempts", "seconds", 1, "failure",
                                      "type", "config_error"),
                            201));
    listen_with(api,
                json_pack("[o,o]", listener("http://a", false, false), listener("http://b", false, false)));
    for (int i = 1; i <= jobs; i++) {
        start_sync(api, connection);
        run_for(api, every);
        bool warned = outbox->count && strstr(outbox->items[0].body, "Connection keeps failing");
        if (outbox->count) {
            assert_int_equal(outbox->count, warned ? 2 : 1);
            snprintf(told + strlen(told), 32, "%s%c%d", *told ? " " : "", warned ? 'w' : 'd', i);
        }
        outbox_clear(outbox);
    }
    assert_string_equal(told, expected);
    free(connection);
    api_free(api);
}

static void one_warning_comes_half_way_to_the_end(void **state)
{
    (void)state;
    told_of_disabling(8, HOUR, 6, 14, "w3 d6");
    told_of_disabling(5, HOUR, 1, 14, "d1");
    told_of_disabling(6, DAY, 100, 4, "w3 d5");
    told_of_disabling(12, 12 * HOUR, 8, 4, "w4 d8");
    told_of_disabling(14, 6 * HOUR, 20, 2, "w5 d9");
}

static void fail_a_sync(struct api *api, const char *connection)
{
    start_sync(api, connection);
    store_run(world_of(api)->store, &BREAK, SQL_NOTHING);
    assert_int_equal(run_for(api, 10 * SECOND)->count, 1);
}

static void the_end_of_a_connection_is_told_with_its_data(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.settings.auto_disable = true;
    options.settings.max_failed_jobs_in_a_row = 2;
    options.settings.max_attempts = 1;
    struct api *api = api_with(&options);
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o]", listener("http://a", false, false)));
    fail_a_sync(api, connection);
    expect_text(api, 0, connection,
                "Connection keeps failing: " ENDS " It will be disabled once 2 jobs in a row, or all jobs of "
                "14 days, have failed.\nJob 1 started on 2023-03-01T09:00:00.000Z and ran for 10 s. It was "
                "attempted 1 time: Something went wrong within the source connector");
    fail_a_sync(api, connection);
    expect_text(api, 0, connection,
                "Connection disabled: " ENDS " It kept failing and is inactive now.\nJob 2 started on "
                "2023-03-01T09:00:10.000Z and ran for 10 s. It was attempted 1 time: Something went wrong "
                "within the source connector");
    free(connection);
    api_free(api);
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

static void a_schema_change_is_told_to_the_first_slack_entry(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    listen_with(api, json_pack("[o,o,o]", email(), listener("http://a", false, false),
                               listener("http://b", true, true)));
    assert_int_equal(discover(api, connection, false)->count, 0);
    const struct outbox *outbox = discover(api, connection, true);
    assert_int_equal(outbox->count, 1);
    expect_targets(outbox, 0, "http://a");
    expect_text(api, 0, connection,
                "Schema changed: " ENDS
                "\n1 stream added, 0 streams removed, 0 streams changed. Nothing breaks.");
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
        API_TEST(a_success_is_told_with_its_data),
        API_TEST(spans_are_told_in_words),
        cmocka_unit_test(the_first_entry_is_told_and_others_only_if_it_fails),
        API_TEST(a_failure_is_told_once_the_job_gives_up),
        cmocka_unit_test(a_span_is_told_in_two_units),
        cmocka_unit_test(a_link_starts_with_the_base_that_was_given),
        API_TEST(a_reset_that_succeeded_is_a_success),
        API_TEST(a_job_that_was_cancelled_is_a_failure),
        cmocka_unit_test(one_warning_comes_half_way_to_the_end),
        cmocka_unit_test(the_end_of_a_connection_is_told_with_its_data),
        API_TEST(a_rolled_back_end_is_not_told),
        API_TEST(a_workspace_without_listeners_awaits_nothing),
        API_TEST(another_workspaces_jobs_are_its_own),
        API_TEST(a_schema_change_is_told_to_the_first_slack_entry),
        API_TEST(a_connection_may_want_no_word_of_its_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
