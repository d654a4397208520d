/* Sandboxes whose stores are full. */
#include "support/story.h"

#include "base/die.h"
#include "fixture/fixture.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

enum { SMALL = 1 << 20 };

/* Once it holds what a test needs. */
static void limit(struct api *api, const char *sandbox, int64_t bytes)
{
    store_set_limit(sandboxes_find(api->app->sandboxes, sandbox)->world.store, bytes);
}

/* Of 5 kB. New reference. */
static json_t *large_workspace(void)
{
    char *email = must_printf("%05000d", 0);
    json_t *workspace = json_pack("{ss ss}", "name", "One more", "email", email);
    free(email);
    return workspace;
}

/* The status. */
static unsigned add_workspace(struct api *api, const char *sandbox)
{
    char *path = must_printf("/sandboxes/%s/v1/workspaces/create", sandbox);
    json_auto_t *workspace = large_workspace();
    char *body = json_dumps(workspace, 0);
    struct reply reply = api_request(api, "POST", path, body, NULL);
    unsigned status = reply.status;
    reply_clear(&reply);
    free(body);
    free(path);
    return status;
}

/* The number of workspaces that there was room for. Some take a page more than others: it is full where three
 * have none. */
static size_t fill(struct api *api)
{
    size_t count = 0;
    for (int refused = 0; refused < 3;) {
        unsigned status = add_workspace(api, "default");
        assert_true(status == 200 || status == 507);
        refused = status == 200 ? 0 : refused + 1;
        count += status == 200;
    }
    return count;
}

static size_t workspaces(struct api *api)
{
    json_auto_t *list = call_ok(api, "/v1/workspaces/list", NULL);
    return json_array_size(at(list, "workspaces"));
}

static void what_needs_more_room_is_refused_and_leaves_nothing(void **state)
{
    struct api *api = *state;
    limit(api, "default", SMALL);
    size_t made = fill(api);
    assert_in_range(made, 100, 250);
    assert_int_equal(workspaces(api), 1 + made);
    call_fails(
        api, "/v1/workspaces/create", large_workspace(), 507,
        "Insufficient Storage: the sandbox default is full: it holds no more than 1 MiB in memory. "
        "Reset it, restore a snapshot, take it away, or start with --db, where the disk is the limit.");
    assert_int_equal(workspaces(api), 1 + made);
}

static void others_and_what_needs_no_room_go_on(void **state)
{
    struct api *api = *state;
    char *home = first_workspace(api);
    char *source = make_source(api, home), *connection = make_connection(api);
    limit(api, "default", SMALL);
    fill(api);
    call_done(api, "/v1/sources/delete", one("sourceId", source));
    call_done(api, "/v1/connections/delete", one("connectionId", connection));
    assert_int_equal(add_workspace(api, "other"), 200);
    free(connection);
    free(source);
    free(home);
}

static void where_nothing_but_the_reserve_is_left_deletions_take_of_it(void **state)
{
    struct api *api = *state;
    char *connections[20];
    for (size_t i = 0; i < 20; i++)
        connections[i] = make_connection(api);
    limit(api, "default", SMALL);
    fill(api);
    for (size_t i = 0; i < 20; i++) {
        call_done(api, "/v1/connections/delete", one("connectionId", connections[i]));
        free(connections[i]);
    }
}

static void a_reset_a_restored_snapshot_and_a_fork_know_how_full_they_are(void **state)
{
    struct api *api = *state;
    limit(api, "default", SMALL);
    json_decref(control(api, "PUT", "/snapshots/empty", NULL, 200));
    size_t made = fill(api);
    json_decref(control(api, "PUT", "/snapshots/full", NULL, 200));
    json_decref(control(api, "POST", "/snapshots/empty/restore", NULL, 200));
    assert_int_equal(fill(api), made);
    json_decref(control(api, "POST", "/reset", NULL, 204));
    assert_int_equal(add_workspace(api, "default"), 200);
    json_decref(control(api, "POST", "/snapshots/full/restore", NULL, 200));
    assert_int_equal(add_workspace(api, "default"), 507);
    json_decref(control(api, "POST", "/sandboxes/default/fork", one("as", "copy"), 201));
    limit(api, "copy", SMALL);
    assert_int_equal(add_workspace(api, "copy"), 507);
}

static void plans_that_are_taken_away_make_room(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    json_auto_t *plan = story_json(&story, "{'runs': [{'attempts': [{'logLines': []}]}]}");
    json_t *lines = at(plan, "runs[0].attempts[0].logLines");
    for (int i = 0; i < 1000; i++)
        json_array_append_new(lines, json_string("a line that says what a sync did, and takes its room"));
    json_decref(control(api, "POST", "/plans", json_incref(plan), 201));
    limit(api, "default", SMALL);
    fill(api);
    json_decref(control(api, "DELETE", "/plans", NULL, 204));
    assert_in_range(fill(api), 5, 30);
    story_end(&story);
}

/* Every hour; each sync leaves a job and an attempt. */
static struct story begin_hourly(struct api *api)
{
    struct story story = story_begin(api);
    PLAY(&story, {.call = "connections/update",
                  .body = "{'connectionId': '$connection', 'scheduleType': 'basic', 'scheduleData': "
                          "{'basicSchedule': {'units': 1, 'timeUnit': 'hours'}}}"});
    return story;
}

static char *time_of(struct api *api)
{
    return take_text(control(api, "GET", "/clock", NULL, 200), "time");
}

static void a_clock_does_not_go_where_there_is_no_room_for_what_falls_due(void **state)
{
    struct api *api = *state;
    struct story story = begin_hourly(api);
    char *before = time_of(api);
    limit(api, "default", SMALL);
    PLAY(&story,
         {.call = "/clock/advance",
          .body = "{'seconds': 36000000}",
          .expect = "{'exceptionClassName': null, 'exceptionStack': null}",
          .status = 507},
         {.call = "jobs/get_last_replication_job",
          .body = "{'connectionId': '$connection'}",
          .expect = "{'job': {'id': 1}}"},
         {.call = "/clock/advance", .body = "{'seconds': 36000}"},
         {.call = "jobs/get", .body = "{'id': 9}", .expect = "{'job': {'status': 'succeeded'}}"});
    char *after = time_of(api);
    assert_string_equal(before, "2023-03-01T09:00:00.000Z");
    assert_string_equal(after, "2023-03-01T19:00:00.000Z");
    free(before);
    free(after);
    story_end(&story);
}

/* The clock goes on by itself, and what happens then comes with the next call, whatever that is. */
static void what_happens_by_itself_waits_for_room(void **state)
{
    struct api *api = *state;
    struct story story = begin_hourly(api);
    limit(api, "default", SMALL);
    PLAY(&story, {.advance = 36000000,
                  .call = "jobs/get",
                  .body = "{'id': 9}",
                  .expect = "{'job': {'status': 'succeeded'}}"});
    assert_in_range(fill(api), 0, 1);
    PLAY(&story, {.call = "/clock/advance", .body = "{'seconds': 1}", .status = 507},
         {.call = "connections/get", .body = "{'connectionId': '$connection'}"},
         {.call = "connections/delete", .body = "{'connectionId': '$connection'}", .status = 204},
         {.call = "/reset", .body = "{}", .status = 204},
         {.call = "/clock/advance", .body = "{'seconds': 1}"});
    assert_in_range(fill(api), 100, 250);
    story_end(&story);
}

static void a_skipping_clock_stands_still_where_there_is_no_room(void **state)
{
    struct api *api = *state;
    struct story story = begin_hourly(api);
    json_decref(control(api, "PUT", "/clock", one("mode", "skip"), 200));
    char *before = time_of(api);
    limit(api, "default", 1);
    for (int i = 0; i < 3; i++)
        PLAY(&story, {.call = "jobs/get", .body = "{'id': 1}", .expect = "{'job': {'status': 'running'}}"});
    char *after = time_of(api);
    assert_string_equal(after, before);
    free(before);
    free(after);
    story_end(&story);
}

/* Counts what it is told of jobs and attempts. */
struct ear {
    struct watcher watcher;
    size_t changes;
};

static void hear(struct watcher *watcher, const struct notice *notice)
{
    struct ear *ear = (struct ear *)watcher;
    ear->changes += notice->kind == NOTICE_CHANGED;
}

static void a_job_that_there_was_no_room_for_is_told_to_nobody(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    struct ear ear = {.watcher = {.notice = hear}};
    char *line = must_printf("%0100000d", 0); /* that a job takes along */
    json_decref(control(api, "POST", "/plans",
                        json_pack("{s[{s[{s[s]}]}]}", "runs", "attempts", "logLines", line), 201));
    free(line);
    watch(&sandboxes_find(api->app->sandboxes, "default")->watchers, &ear.watcher);
    limit(api, "default", 1);
    call_fails(api, "/v1/connections/sync", one("connectionId", connection), 507, "is full");
    limit(api, "default", INT64_MAX);
    free(make_workspace(api, "Something else"));
    assert_int_equal(ear.changes, 0);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    assert_int_equal(ear.changes, 3);
    watch_end(&ear.watcher);
    free(connection);
}

static json_t *large_fixture(void)
{
    json_t *list = json_array();
    for (int i = 0; i < 250; i++) {
        json_t *workspace = large_workspace();
        json_object_set_new(workspace, "name", json_sprintf("One of many, %d", i));
        json_array_append_new(list, workspace);
    }
    return json_pack("{so s[{s{ss} si}]}", "workspaces", list, "faults", "match", "path", "/v1/health",
                     "status", 500);
}

static void a_fixture_that_is_too_large_is_refused_as_a_whole(void **state)
{
    struct api *api = *state;
    limit(api, "default", SMALL);
    json_auto_t *refusal = control(api, "POST", "/fixtures", large_fixture(), 507);
    assert_non_null(strstr(text_at(refusal, "message"), "the sandbox default is full"));
    json_auto_t *faults = control(api, "GET", "/faults", NULL, 200);
    assert_int_equal(json_array_size(at(faults, "faults")), 0);
    assert_int_equal(workspaces(api), 1);
}

static bool load_large(const void *context, struct world *world, struct faults *faults, char **error)
{
    (void)context;
    struct fixture fixture = {.world = world, .faults = faults};
    json_auto_t *document = large_fixture();
    store_set_limit(world->store, SMALL);
    store_begin(world->store);
    bool loaded = fixture_load(&fixture, document);
    store_rollback(world->store);
    if (!loaded)
        *error = fixture_mistake_text(fixture.mistakes.items);
    fixture_free(&fixture);
    return loaded;
}

static void a_start_that_is_too_large_is_none(void **state)
{
    (void)state;
    char *error = NULL;
    struct api_options options = api_test_options();
    options.preparation = (struct preparation){load_large, NULL};
    assert_null(app_new(&options, &error));
    assert_string_equal(error, "a sandbox holds no more than 1 MiB in memory");
    free(error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(what_needs_more_room_is_refused_and_leaves_nothing),
        API_TEST(others_and_what_needs_no_room_go_on),
        API_TEST(where_nothing_but_the_reserve_is_left_deletions_take_of_it),
        API_TEST(a_reset_a_restored_snapshot_and_a_fork_know_how_full_they_are),
        API_TEST(plans_that_are_taken_away_make_room),
        API_TEST(a_clock_does_not_go_where_there_is_no_room_for_what_falls_due),
        API_TEST(what_happens_by_itself_waits_for_room),
        API_TEST(a_skipping_clock_stands_still_where_there_is_no_room),
        API_TEST(a_job_that_there_was_no_room_for_is_told_to_nobody),
        API_TEST(a_fixture_that_is_too_large_is_refused_as_a_whole),
        cmocka_unit_test(a_start_that_is_too_large_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
