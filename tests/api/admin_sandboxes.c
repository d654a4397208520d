#include "support/api.h"

#include "sandbox/sandbox_name.h"

#include "base/die.h"
#include "base/moment.h"
#include "base/rng.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static size_t workspaces_in(struct api *api, const char *sandbox)
{
    api->sandbox = sandbox;
    json_auto_t *list = call_ok(api, "/v1/workspaces/list", NULL);
    api->sandbox = NULL;
    return json_array_size(at(list, "workspaces"));
}

static void make_in(struct api *api, const char *sandbox, const char *name)
{
    api->sandbox = sandbox;
    free(make_workspace(api, name));
    api->sandbox = NULL;
}

static void a_sandbox_is_made_on_first_use_and_sees_nobody(void **state)
{
    struct api *api = *state;
    make_in(api, NULL, "Mine");
    assert_int_equal(workspaces_in(api, "one"), 1);
    make_in(api, "one", "Yours");
    assert_int_equal(workspaces_in(api, "one"), 2);
    assert_int_equal(workspaces_in(api, "two"), 1);
    assert_int_equal(workspaces_in(api, NULL), 2);
    json_auto_t *list = control(api, "GET", "/sandboxes", NULL, 200);
    assert_int_equal(json_array_size(at(list, "sandboxes")), 3);
    assert_string_equal(text_at(list, "sandboxes[0].name"), "default");
}

static size_t workspaces_by(struct api *api, const char *path, const char *const *headers)
{
    struct reply reply = api_request(api, "POST", path, NULL, headers);
    json_auto_t *list = json_loads(reply.body, 0, NULL);
    assert_int_equal(reply.status, 200);
    reply_clear(&reply);
    return json_array_size(at(list, "workspaces"));
}

static void header_beats_prefix_beats_user(void **state)
{
    struct api *api = *state;
    const char *list = "/api/v1/workspaces/list", *prefixed = "/sandboxes/prefix/api/v1/workspaces/list";
    const char *user[] = {"Authorization: Basic YWlyYnl0ZSt1c2VyOnBhc3N3b3Jk",
                          NULL}; /* airbyte+user:password */
    const char *both[] = {"Authorization: Basic YWlyYnl0ZSt1c2VyOnBhc3N3b3Jk", "X-Fakebyte-Sandbox: header",
                          NULL};
    make_in(api, "user", "1");
    for (int i = 0; i < 2; i++)
        make_in(api, "prefix", "2");
    for (int i = 0; i < 3; i++)
        make_in(api, "header", "3");
    assert_int_equal(workspaces_by(api, list, user), 2);
    assert_int_equal(workspaces_by(api, prefixed, user), 3);
    assert_int_equal(workspaces_by(api, prefixed, both), 4);
    assert_int_equal(workspaces_by(api, "/sandboxes/prefix/v1/workspaces/list/", NULL), 3);
}

static void the_user_behind_a_plus_sign_still_needs_the_password(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.access.auth = AUTH_BASIC;
    struct api *api = api_with(&options);
    const char *right[] = {"Authorization: Basic YWlyYnl0ZStvbmU6cGFzc3dvcmQ=",
                           NULL}; /* airbyte+one:password */
    const char *wrong[] = {"Authorization: Basic YWlyYnl0ZStvbmU6cGFzc3dvcmR4",
                           NULL}; /* airbyte+one:passwordx */
    const char *other[] = {"Authorization: Basic YWlyYm5ieCtvbmU6cGFzc3dvcmQ=",
                           NULL}; /* airbnbx+one:password */
    struct reply reply = api_request(api, "POST", "/api/v1/workspaces/list", NULL, right);
    assert_int_equal(reply.status, 200);
    reply_clear(&reply);
    for (int i = 0; i < 2; i++) {
        reply = api_request(api, "POST", "/api/v1/workspaces/list", NULL, i ? wrong : other);
        assert_int_equal(reply.status, 401);
        reply_clear(&reply);
    }
    assert_int_equal(sandboxes_count(api->app->sandboxes), 2);
    api_free(api);
}

static void bad_names_are_refused(void **state)
{
    struct api *api = *state;
    char long_name[SANDBOX_TEXT + 2];
    memset(long_name, 'x', sizeof long_name - 1);
    long_name[SANDBOX_TEXT + 1] = '\0';
    const char *names[] = {"", "mine@9.9", long_name};
    for (size_t i = 0; i < 3; i++) {
        char *header = must_printf("X-Fakebyte-Sandbox: %s", names[i]);
        const char *headers[] = {header, NULL};
        struct reply reply = api_request(api, "POST", "/api/v1/workspaces/list", NULL, headers);
        assert_int_equal(reply.status, 422);
        reply_clear(&reply);
        free(header);
    }
    json_decref(control(api, "PUT", "/sandboxes/mine@9.9", NULL, 422));
}

/* What tests are called by their runners; the header holds the text, a path its escaped form. */
static void names_of_tests_are_taken_as_they_are(void **state)
{
    struct api *api = *state;
    const char *headers[] = {"X-Fakebyte-Sandbox: TestX/sub[2]", NULL};
    struct reply reply =
        api_request(api, "POST", "/api/v1/workspaces/create", "{\"name\": \"Theirs\"}", headers);
    assert_int_equal(reply.status, 200);
    reply_clear(&reply);
    assert_int_equal(workspaces_in(api, "TestX%2Fsub[2]"), 2);
    json_auto_t *sandbox = control(api, "PUT", "/sandboxes/TestX%2Fsub[2]", NULL, 200);
    assert_memory_equal(text_at(sandbox, "name"), "TestX_sub_2-", 12);
    assert_int_equal(workspaces_in(api, text_at(sandbox, "name")), 2);
    json_decref(control(api, "DELETE", "/sandboxes/TestX%2Fsub[2]", NULL, 204));
    assert_int_equal(workspaces_in(api, "TestX%2Fsub[2]"), 1);
}

static void there_are_as_many_as_the_option_allows(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.start.max_sandboxes = 2;
    struct api *api = api_with(&options);
    json_decref(control(api, "PUT", "/sandboxes/one", NULL, 200));
    json_auto_t *error = control(api, "PUT", "/sandboxes/two", NULL, 503);
    assert_non_null(strstr(text_at(error, "message"), "--max-sandboxes"));
    json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 204));
    json_decref(control(api, "PUT", "/sandboxes/two", NULL, 200));
    api_free(api);
}

static void a_fork_begins_where_its_origin_is_and_goes_its_own_way(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_auto_t *fork = control(api, "POST", "/sandboxes/default/fork", one("as", "copy"), 201);
    assert_string_equal(text_at(fork, "name"), "copy");
    api->sandbox = "copy";
    json_decref(control(api, "POST", "/clock/advance", json_pack("{si}", "seconds", 10), 200));
    json_auto_t *there = call_ok(api, "/v1/jobs/get_light", json_pack("{si}", "id", 1));
    assert_string_equal(text_at(there, "job.status"), "succeeded");
    api->sandbox = NULL;
    json_auto_t *here = call_ok(api, "/v1/jobs/get_light", json_pack("{si}", "id", 1));
    assert_string_equal(text_at(here, "job.status"), "running");
    char *mine = make_workspace(api, "New");
    api->sandbox = "copy";
    char *theirs = make_workspace(api, "New");
    assert_string_not_equal(mine, theirs);
    free(theirs);
    free(mine);
    free(connection);
}

static json_t *listed_clock(struct api *api, const char *name)
{
    json_auto_t *list = control(api, "GET", "/sandboxes", NULL, 200);
    size_t index;
    json_t *sandbox;
    json_array_foreach (at(list, "sandboxes"), index, sandbox)
        if (strcmp(text_at(sandbox, "name"), name) == 0)
            return json_incref(at(sandbox, "clock"));
    fail_msg("no sandbox %s", name);
    return NULL;
}

static int64_t clock_time(struct api *api, const char *name)
{
    int64_t time = 0;
    json_auto_t *clock = listed_clock(api, name);
    assert_true(moment_parse(text_at(clock, "time"), &time));
    return time;
}

/* The list shows what each sandbox would show of itself, though nobody called it. */
static void the_list_shows_clocks_that_are_right(void **state)
{
    struct api *api = *state;
    api->sandbox = "other";
    char *connection = make_connection(api);
    json_decref(control(api, "PUT", "/clock", json_pack("{ss sf}", "mode", "scaled", "factor", 1e6), 200));
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_auto_t *clock = control(api, "GET", "/clock", NULL, 200);
    int64_t before = 0;
    assert_true(moment_parse(text_at(clock, "time"), &before));
    api->sandbox = NULL;
    usleep(20000);
    assert_true(clock_time(api, "other") >= before + 20000 * SECOND);
    int64_t later = clock_time(api, "other");
    usleep(2000);
    assert_true(clock_time(api, "other") > later);
    json_auto_t *settled = listed_clock(api, "other");
    assert_false(has(settled, "nextEvent"));
    free(connection);
}

static void forks_need_an_origin_and_another_name(void **state)
{
    struct api *api = *state;
    json_decref(control(api, "POST", "/sandboxes/nowhere/fork", one("as", "copy"), 404));
    json_decref(control(api, "POST", "/sandboxes/default/fork", one("as", "default"), 422));
    json_decref(control(api, "POST", "/sandboxes/default/fork", one("as", ""), 422));
    json_decref(control(api, "POST", "/sandboxes/default/fork", NULL, 422));
}

static void a_deleted_sandbox_begins_anew(void **state)
{
    struct api *api = *state;
    make_in(api, "one", "Yours");
    json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 204));
    json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 404));
    assert_int_equal(workspaces_in(api, "one"), 1);
    api->sandbox = "one";
    json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 204));
    api->sandbox = NULL;
    assert_null(sandboxes_find(api->app->sandboxes, "one"));
}

static void a_reset_gives_the_start_back_and_keeps_what_is_asked(void **state)
{
    struct api *api = *state;
    make_in(api, NULL, "Mine");
    json_decref(control(api, "POST", "/clock/advance", json_pack("{si}", "seconds", 5), 200));
    json_decref(control(api, "POST", "/reset", json_pack("{s[s]}", "keep", "clock"), 204));
    assert_int_equal(workspaces_in(api, NULL), 1);
    json_auto_t *kept = control(api, "GET", "/clock", NULL, 200);
    assert_string_equal(text_at(kept, "time"), "2023-03-01T09:00:05.000Z");
    json_decref(control(api, "POST", "/reset", NULL, 204));
    json_auto_t *back = control(api, "GET", "/clock", NULL, 200);
    assert_string_equal(text_at(back, "time"), "2023-03-01T09:00:00.000Z");
    json_decref(control(api, "POST", "/reset", json_pack("{s[s]}", "keep", "everything"), 422));
}

static size_t plans_in(struct api *api)
{
    json_auto_t *list = control(api, "GET", "/plans", NULL, 200);
    return json_array_size(at(list, "plans"));
}

static void a_reset_keeps_plans_where_asked(void **state)
{
    struct api *api = *state;
    json_decref(control(
        api, "POST", "/plans",
        json_loads("{\"match\":{},\"runs\":[{\"attempts\":[{\"outcome\":\"hang\"}]}]}", 0, NULL), 201));
    json_decref(control(api, "POST", "/reset", json_pack("{s[s]}", "keep", "plans"), 204));
    assert_int_equal(plans_in(api), 1);
    json_decref(control(api, "POST", "/reset", NULL, 204));
    assert_int_equal(plans_in(api), 0);
}

static void a_reset_repeats_the_same_ids(void **state)
{
    struct api *api = *state;
    char *before = make_workspace(api, "Mine");
    json_decref(control(api, "POST", "/reset", NULL, 204));
    char *after = make_workspace(api, "Mine");
    assert_string_equal(before, after);
    free(after);
    free(before);
}

/* A hundred sandboxes, used at random: each holds what it was given, whatever the others got. */
static void none_sees_another(void **state)
{
    struct api *api = *state;
    struct rng rng = rng_seeded(7, "sandboxes");
    size_t expected[100];
    char name[8];
    for (size_t i = 0; i < 100; i++)
        expected[i] = 1;
    for (size_t i = 0; i < 600; i++) {
        size_t chosen = (size_t)rng_between(&rng, 0, 99);
        snprintf(name, sizeof name, "s%zu", chosen);
        make_in(api, name, "Another");
        expected[chosen]++;
    }
    for (size_t i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "s%zu", i);
        assert_int_equal(workspaces_in(api, name), expected[i]);
    }
}

static void snapshots_keep_states_by_name(void **state)
{
    struct api *api = *state;
    json_auto_t *taken = control(api, "PUT", "/snapshots/empty", NULL, 200);
    assert_string_equal(text_at(taken, "name"), "empty");
    assert_true(integer_at(taken, "bytes") > 0);
    make_in(api, NULL, "Mine");
    json_decref(control(api, "POST", "/clock/advance", json_pack("{si}", "seconds", 5), 200));
    json_decref(control(api, "POST", "/snapshots/empty/restore", NULL, 200));
    assert_int_equal(workspaces_in(api, NULL), 1);
    json_auto_t *clock = control(api, "GET", "/clock", NULL, 200);
    assert_string_equal(text_at(clock, "time"), "2023-03-01T09:00:00.000Z");
    json_auto_t *list = control(api, "GET", "/snapshots", NULL, 200);
    assert_int_equal(json_array_size(at(list, "snapshots")), 1);
    json_decref(control(api, "GET", "/snapshots/empty", NULL, 200));
    json_decref(control(api, "DELETE", "/snapshots/empty", NULL, 204));
    json_decref(control(api, "GET", "/snapshots/empty", NULL, 404));
    json_decref(control(api, "POST", "/snapshots/empty/restore", NULL, 404));
    json_decref(control(api, "DELETE", "/snapshots/empty", NULL, 404));
    json_decref(control(api, "PUT", "/snapshots/a%20b", NULL, 422));
}

static int64_t seconds_in(struct api *api)
{
    json_auto_t *clock = control(api, "GET", "/clock", NULL, 200);
    int64_t time;
    assert_true(moment_parse(text_at(clock, "time"), &time));
    return time / 1000;
}

/* At a million seconds a second; half a second passes, which the snapshot knows nothing of. */
static void a_clock_that_runs_goes_on_from_where_the_snapshot_was(void **state)
{
    struct api *api = *state;
    json_decref(
        control(api, "PUT", "/clock", json_pack("{ss si}", "mode", "scaled", "factor", 1000000), 200));
    json_decref(control(api, "PUT", "/snapshots/here", NULL, 200));
    int64_t here = seconds_in(api);
    usleep(500000);
    json_decref(control(api, "POST", "/snapshots/here/restore", NULL, 200));
    assert_true(seconds_in(api) - here < 250000);
}

static void sandboxes_are_told_with_what_is_wrong_in_them(void **state)
{
    struct api *api = *state;
    json_decref(call_status(api, "/v1/conections/list", json_object(), 404));
    json_auto_t *plain = control(api, "GET", "/sandboxes", NULL, 200);
    assert_false(has(plain, "sandboxes[0].problems"));
    json_auto_t *judged = control(api, "GET", "/sandboxes?problems=true", NULL, 200);
    assert_int_equal(integer_at(judged, "sandboxes[0].problems"), 1);
    json_decref(control(api, "GET", "/sandboxes?problems=many", NULL, 422));
}

/* The change of that section and kind; there must be one of it. Borrowed. */
static json_t *change_of(const json_t *diff, const char *section, const char *kind)
{
    size_t index;
    json_t *change;
    json_array_foreach (at(diff, "changes"), index, change)
        if (strcmp(text_at(change, "section"), section) == 0 && strcmp(text_at(change, "change"), kind) == 0)
            return change;
    fail_msg("nothing of %s was %s", section, kind);
    return NULL;
}

static void a_snapshot_is_compared_with_another_or_with_now(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api), *workspace = first_workspace(api);
    json_decref(control(api, "PUT", "/snapshots/a", NULL, 200));
    json_auto_t *nothing = control(api, "GET", "/snapshots/a/diff", NULL, 200);
    assert_int_equal(json_array_size(at(nothing, "changes")), 0);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    call_done(api, "/v1/workspaces/update_name",
              json_pack("{ss ss}", "workspaceId", workspace, "name", "Renamed"));
    json_decref(
        call_ok(api, "/v1/sources/create",
                json_pack("{ss ss ss s{ss si ss ss ss}}", "workspaceId", workspace, "sourceDefinitionId",
                          POSTGRES_SOURCE, "name", "db", "connectionConfiguration", "host", "h", "port", 5432,
                          "database", "d", "username", "u", "password", "hidden")));
    json_decref(control(api, "PUT", "/snapshots/b", NULL, 200));
    json_auto_t *diff = control(api, "GET", "/snapshots/a/diff/b", NULL, 200);
    assert_string_equal(text_at(change_of(diff, "sources", "added"), "name"), "db");
    assert_int_equal(integer_at(change_of(diff, "jobs", "added"), "id"), 1);
    json_t *renamed = change_of(diff, "workspaces", "changed");
    assert_string_equal(text_at(renamed, "members[0].path"), "slug");
    assert_string_equal(text_at(renamed, "members[1].path"), "name");
    assert_string_equal(text_at(renamed, "members[1].after"), "Renamed");
    json_auto_t *since_then = control(api, "GET", "/snapshots/b/diff/a", NULL, 200);
    assert_string_equal(text_at(change_of(since_then, "sources", "removed"), "name"), "db");
    json_decref(control(api, "GET", "/snapshots/c/diff", NULL, 404));
    json_decref(control(api, "GET", "/snapshots/a/diff/c", NULL, 404));
    free(workspace);
    free(connection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(sandboxes_are_told_with_what_is_wrong_in_them),
        API_TEST(a_sandbox_is_made_on_first_use_and_sees_nobody),
        API_TEST(header_beats_prefix_beats_user),
        cmocka_unit_test(the_user_behind_a_plus_sign_still_needs_the_password),
        API_TEST(bad_names_are_refused),
        API_TEST(a_snapshot_is_compared_with_another_or_with_now),
        API_TEST(names_of_tests_are_taken_as_they_are),
        cmocka_unit_test(there_are_as_many_as_the_option_allows),
        API_TEST(a_fork_begins_where_its_origin_is_and_goes_its_own_way),
        API_TEST(the_list_shows_clocks_that_are_right),
        API_TEST(forks_need_an_origin_and_another_name),
        API_TEST(a_deleted_sandbox_begins_anew),
        API_TEST(a_reset_gives_the_start_back_and_keeps_what_is_asked),
        API_TEST(a_reset_keeps_plans_where_asked),
        API_TEST(a_reset_repeats_the_same_ids),
        API_TEST(none_sees_another),
        API_TEST(snapshots_keep_states_by_name),
        API_TEST(a_clock_that_runs_goes_on_from_where_the_snapshot_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
