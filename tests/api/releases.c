/* Which release a sandbox speaks, and what becomes of it. */
#include "support/api.h"

#include "json/read.h"

#include "domain/world/release.h"

#include <stdlib.h>
#include <string.h>

static void expect_release(struct api *api, const char *name, const char *release)
{
    json_auto_t *list = control(api, "GET", "/sandboxes", NULL, 200);
    size_t index;
    json_t *sandbox;
    json_array_foreach (at(list, "sandboxes"), index, sandbox)
        if (strcmp(text_at(sandbox, "name"), name) == 0) {
            assert_string_equal(text_at(sandbox, "airbyte"), release);
            return;
        }
    fail_msg("no sandbox %s", name);
}

static void put(struct api *api, const char *name, const char *release)
{
    char path[128];
    snprintf(path, sizeof path, "/sandboxes/%s", name);
    json_auto_t *sandbox = control(api, "PUT", path, one("airbyte", release), 200);
    assert_string_equal(text_at(sandbox, "airbyte"), release);
}

static void a_sandbox_speaks_the_servers_release(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.start.release = release_find("1.5");
    struct api *api = api_with(&options);
    json_decref(control(api, "PUT", "/sandboxes/other", NULL, 200));
    expect_release(api, "default", "1.5");
    expect_release(api, "other", "1.5");
    put(api, "other", "0.40");
    json_decref(control(api, "POST", "/sandboxes/other/fork", one("as", "copy"), 201));
    expect_release(api, "copy", "0.40");
    api_free(api);
}

static void a_sandbox_may_speak_another(void **state)
{
    struct api *api = *state;
    put(api, "new", "2.0");
    put(api, "default", "0.63");
    expect_release(api, "default", "0.63");
    expect_release(api, "new", "2.0");
    json_decref(control(api, "PUT", "/sandboxes/new", NULL, 200));
    expect_release(api, "new", "2.0");
}

static void a_name_can_say_the_release(void **state)
{
    struct api *api = *state;
    api->sandbox = "mine@1.5";
    json_decref(call_ok(api, "/v1/source_definitions/list_latest", NULL));
    api->sandbox = "@2.0";
    json_decref(call_ok(api, "/v1/source_definitions/list_latest", NULL));
    api->sandbox = "mine@3.0";
    json_decref(call_status(api, "/v1/source_definitions/list_latest", NULL, 422));
    api->sandbox = NULL;
    expect_release(api, "mine@1.5", "1.5");
    expect_release(api, "@2.0", "2.0");
    json_auto_t *refused = control(api, "PUT", "/sandboxes/mine@1.5", one("airbyte", "2.0"), 422);
    assert_non_null(strstr(text_at(refused, "message"), "says that it speaks 1.5"));
}

static void an_unknown_release_is_refused(void **state)
{
    struct api *api = *state;
    json_auto_t *refused = control(api, "PUT", "/sandboxes/new", one("airbyte", "1.0"), 422);
    assert_string_equal(text_at(refused, "validationErrors[0].propertyPath"), "airbyte");
}

static void a_reset_keeps_the_release_and_a_snapshot_brings_its_own(void **state)
{
    struct api *api = *state;
    json_decref(control(api, "PUT", "/snapshots/old", NULL, 200));
    put(api, "default", "2.0");
    json_decref(control(api, "PUT", "/snapshots/new", NULL, 200));
    json_decref(control(api, "POST", "/reset", json_object(), 204));
    expect_release(api, "default", "2.0");
    json_decref(control(api, "POST", "/snapshots/old/restore", NULL, 200));
    expect_release(api, "default", "0.40");
    json_decref(control(api, "POST", "/snapshots/new/restore", NULL, 200));
    expect_release(api, "default", "2.0");
}

static void a_fixture_says_its_release(void **state)
{
    struct api *api = *state;
    json_decref(control(api, "POST", "/fixtures", one("airbyte", "1.5"), 200));
    expect_release(api, "default", "1.5");
    json_auto_t *whole = control(api, "GET", "/export", NULL, 200);
    assert_string_equal(text_at(whole, "airbyte"), "1.5");
}

static json_t *demo(void)
{
    char *error = NULL;
    json_t *document = json_read_file("../fixtures/demo.json", &error);
    if (!document)
        fail_msg("%s", error);
    return document;
}

/* What a later release leaves out of a document must not be missed when it is loaded. */
static void what_a_release_exports_it_loads_again(void **state)
{
    static const char *const names[] = {"a@0.63", "a@1.5", "a@2.0"}, *const others[] = {"b@0.63", "b@1.5",
                                                                                        "b@2.0"};
    struct api *api = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        api->sandbox = names[i];
        json_decref(control(api, "POST", "/fixtures", demo(), 200));
        json_t *whole = control(api, "GET", "/export", NULL, 200);
        api->sandbox = others[i];
        json_decref(control(api, "POST", "/fixtures", whole, 200));
    }
}

static void an_export_of_the_oldest_release_says_none(void **state)
{
    json_auto_t *whole = control(*state, "GET", "/export", NULL, 200);
    assert_false(has(whole, "airbyte"));
}

static json_t *unknown_job(struct api *api, const char *sandbox)
{
    api->sandbox = sandbox;
    return call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 7), 404);
}

static void an_unknown_id_is_told_by_a_number_alone_from_2_0_on(void **state)
{
    struct api *api = *state;
    json_auto_t *old = unknown_job(api, "@1.5"), *new = unknown_job(api, "@2.0"),
                *next = unknown_job(api, "@2.0");
    assert_string_equal(text_at(old, "message"), "Internal Server Error: Could not find job with id: 7");
    assert_false(has(old, "errorId"));
    assert_int_equal(json_object_size(new), 1);
    assert_int_equal(strlen(text_at(new, "errorId")), 36);
    assert_string_not_equal(text_at(new, "errorId"), text_at(next, "errorId"));
}

static void conflicts_and_invalid_input_go_on_saying_what_is_wrong(void **state)
{
    struct api *api = *state;
    api->sandbox = "@2.0";
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_auto_t *conflict = call_status(api, "/v1/connections/sync", one("connectionId", connection), 409);
    assert_non_null(strstr(text_at(conflict, "message"), "A sync is already running"));
    assert_int_equal(strlen(text_at(conflict, "errorId")), 36);
    json_auto_t *invalid = call_status(api, "/v1/jobs/get", json_object(), 422);
    assert_string_equal(text_at(invalid, "validationErrors[0].propertyPath"), "id");
    free(connection);
}

/* A world that spoke a later release says what it holds in the words of an older one. */
static void an_older_release_is_spoken_again(void **state)
{
    struct api *api = *state;
    put(api, "default", "2.0");
    char *connection = make_connection(api);
    call_done(
        api, "/v1/connections/update",
        json_pack("{ss ss}", "connectionId", connection, "nonBreakingChangesPreference", "propagate_fully"));
    call_done(api, "/v1/connections/clear", one("connectionId", connection));
    put(api, "default", "0.40");
    json_auto_t *read = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    assert_string_equal(text_at(read, "nonBreakingChangesPreference"), "ignore");
    assert_false(has(read, "backfillPreference"));
    json_auto_t *job = call_ok(api, "/v1/jobs/get", json_pack("{si}", "id", 1));
    assert_string_equal(text_at(job, "job.configType"), "reset_connection");
    assert_true(has(job, "attempts[0].logs.logLines"));
    free(connection);
}

/* What was made in an older release is told with all that the newer one requires. */
static void an_upgrade_takes_everything_with_it(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    api_advance(api, 10);
    put(api, "default", "2.0");
    json_auto_t *read = call_ok(api, "/v1/web_backend/connections/get", one("connectionId", connection));
    assert_int_equal(integer_at(read, "createdAt"), TEST_TIME);
    assert_int_equal(integer_at(read, "source.createdAt"), TEST_TIME);
    assert_string_equal(text_at(read, "source.status"), "active");
    assert_true(json_is_true(at(read, "destinationActorDefinitionVersion.supportsRefreshes")));
    json_auto_t *job = call_ok(api, "/v1/jobs/get", json_pack("{si}", "id", 1));
    assert_int_equal(integer_at(job, "job.aggregatedStats.recordsCommitted"),
                     integer_at(job, "attempts[0].attempt.totalStats.recordsCommitted"));
    assert_int_equal(json_array_size(at(job, "job.streamAggregatedStats")), 2);
    assert_string_equal(text_at(job, "attempts[0].logType"), "structured");
    const json_t *event = at(job, "attempts[0].logs.events[0]");
    assert_int_equal(integer_at(event, "timestamp"), (int64_t)TEST_TIME * 1000);
    assert_string_equal(text_at(event, "level"), "info");
    assert_string_equal(text_at(event, "logSource"), "platform");
    assert_string_equal(text_at(event, "caller.methodName"), "get");
    assert_int_equal(integer_at(event, "caller.lineNumber"), 136);
    assert_string_equal(text_at(event, "message"), "job log file is /tmp/workspace/1/0/logs.log");
    free(connection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sandbox_speaks_the_servers_release),
        API_TEST(a_sandbox_may_speak_another),
        API_TEST(a_name_can_say_the_release),
        API_TEST(an_unknown_release_is_refused),
        API_TEST(a_reset_keeps_the_release_and_a_snapshot_brings_its_own),
        API_TEST(a_fixture_says_its_release),
        API_TEST(what_a_release_exports_it_loads_again),
        API_TEST(an_export_of_the_oldest_release_says_none),
        API_TEST(an_unknown_id_is_told_by_a_number_alone_from_2_0_on),
        API_TEST(conflicts_and_invalid_input_go_on_saying_what_is_wrong),
        API_TEST(an_older_release_is_spoken_again),
        API_TEST(an_upgrade_takes_everything_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
