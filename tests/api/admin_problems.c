/* Verdicts: for each rule a story that provokes it and one that does not. */
#include "support/story.h"

#include "base/asset.h"
#include "base/die.h"
#include "base/file.h"
#include "gateway/route.h"
#include "verdict/verdict.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POLL(number) JOB(0, number, NULL)

static json_t *problems_of(struct api *api, const char *code)
{
    char *path = must_printf("/problems%s%s", *code ? "?code=" : "", code);
    json_t *reply = control(api, "GET", path, NULL, 200);
    free(path);
    return reply;
}

static size_t count_of(struct api *api, const char *code)
{
    json_auto_t *reply = problems_of(api, code);
    return json_array_size(at(reply, "problems"));
}

/* There is one problem of that code, with these words in its message. New reference. */
static json_t *the_problem(struct api *api, const char *code, const char *words)
{
    json_auto_t *reply = problems_of(api, code);
    if (json_array_size(at(reply, "problems")) != 1)
        fail_msg("%s: %zu problems", code, json_array_size(at(reply, "problems")));
    json_t *problem = at(reply, "problems[0]");
    if (!strstr(text_at(problem, "message"), words))
        fail_msg("%s: %s", code, text_at(problem, "message"));
    assert_string_equal(text_at(problem, "code"), code);
    return json_incref(problem);
}

static void expect(struct api *api, const char *code, const char *words)
{
    json_decref(the_problem(api, code, words));
}

static void expect_clean(struct api *api)
{
    json_auto_t *reply = problems_of(api, "");
    if (json_array_size(at(reply, "problems")) > 0)
        fail_msg("%s: %s", text_at(reply, "problems[0].code"), text_at(reply, "problems[0].message"));
}

static void fault(struct api *api, const char *text)
{
    json_decref(control(api, "POST", "/faults", json_loads(text, 0, NULL), 201));
}

static void what_is_done_well_is_clean(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, {.call = "/plans", .body = "{'id': 'p', 'runs': [{'gate': 'g'}]}", .status = 201}, SYNC,
         POLL(1), {.call = "/gates/g/open"}, {.advance = 10, .call = "jobs/get", .body = "{'id': 1}"},
         POLL(1));
    expect_clean(api);
    json_decref(control(api, "POST", "/verify-clean", NULL, 200));
    story_end(&story);
}

static void a_path_that_leads_nowhere(void **state)
{
    struct api *api = *state;
    json_decref(call_status(api, "/v1/job/get", json_pack("{si}", "id", 1), 404));
    json_decref(call_status(api, "/v1/job/get", json_pack("{si}", "id", 2), 404));
    json_auto_t *problem =
        the_problem(api, "unknown-path", "/v1/job/get leads nowhere; did you mean /v1/jobs/get?");
    assert_int_equal(json_array_size(at(problem, "requests")), 2);
    assert_int_equal(integer_at(problem, "requestCount"), 2);
    struct reply reply = api_request(api, "GET", "/api/v1/jobs/get", NULL, NULL);
    reply_clear(&reply);
    assert_int_equal(count_of(api, "unknown-path"), 2);
    api->sandbox = "new";
    json_decref(call_status(api, "/v1/job/get", NULL, 404));
    assert_int_equal(count_of(api, "unknown-path"), 1);
    api->sandbox = NULL;
}

static void what_is_refused(void **state)
{
    struct api *api = *state;
    call_done(api, "/v1/workspaces/list", NULL);
    assert_int_equal(count_of(api, "refused-body"), 0);
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{ss}", "id", "one"), 422));
    expect(api, "refused-body", "POST /v1/jobs/get was refused with 422: id ");
    fault(api, "{\"match\": {\"path\": \"/v1/health\"}, \"status\": 429}");
    struct reply reply = api_request(api, "GET", "/v1/health", NULL, NULL);
    assert_int_equal(reply.status, 429);
    reply_clear(&reply);
    assert_int_equal(count_of(api, "refused-body"), 1);
}

static void an_id_that_is_not_known_or_was_deleted(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, {.call = "sources/get", .body = "{'sourceId': '$source'}"});
    assert_int_equal(count_of(api, "unknown-id"), 0);
    PLAY(&story, {.call = "jobs/get", .body = "{'id': 77}", .status = 404});
    expect(api, "unknown-id", "asked for 77, which is not known here");
    char *workspace = first_workspace(api);
    call_done(api, "/v1/workspaces/delete", one("workspaceId", workspace));
    json_decref(call_status(api, "/v1/workspaces/delete", one("workspaceId", UNKNOWN_ID), 404));
    assert_int_equal(count_of(api, "unknown-id"), 2);
    free(workspace);
    story_end(&story);
}

static void a_deleted_id_is_said_to_be_deleted(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, {.call = "connections/delete", .body = "{'connectionId': '$connection'}", .status = 204},
         {.call = "connections/sync", .body = "{'connectionId': '$connection'}", .status = 409});
    expect(api, "unknown-id", "which was deleted before");
    assert_int_equal(count_of(api, ""), 1);
    story_end(&story);
}

/* The status of a call with that token. */
static unsigned ask_with(struct api *api, const char *token)
{
    char *header = must_printf("Authorization: Bearer %s", token);
    const char *headers[] = {header, NULL};
    struct reply reply = api_request(api, "POST", "/api/v1/workspaces/list", NULL, headers);
    unsigned status = reply.status;
    reply_clear(&reply);
    free(header);
    return status;
}

static char *new_token(struct api *api)
{
    json_t *request = json_pack("{ss ss}", "client_id", "me", "client_secret", "secret");
    return take_text(call_ok(api, "/v1/applications/token", request), "access_token");
}

static void a_token_that_has_ended(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.access.auth = AUTH_TOKEN;
    options.access.client_id = "me";
    options.access.client_secret = "secret";
    options.access.token_lifetime = 900 * SECOND;
    struct api *api = api_with(&options);
    char *old = new_token(api);
    assert_int_equal(ask_with(api, old), 200);
    sandboxes_find(api->app->sandboxes, "default")->world.clock.origin += 1000 * SECOND;
    assert_int_equal(ask_with(api, old), 401);
    struct verdicts found =
        verdicts_find(api->app, sandboxes_find(api->app->sandboxes, "default"), NULL, NULL);
    assert_int_equal(found.count, 1);
    assert_string_equal(found.items[0].rule->code, "expired-token");
    verdicts_free(&found);
    char *fresh = new_token(api);
    assert_int_equal(ask_with(api, fresh), 200);
    found = verdicts_find(api->app, sandboxes_find(api->app->sandboxes, "default"), NULL, NULL);
    assert_int_equal(found.count, 0);
    verdicts_free(&found);
    free(fresh);
    free(old);
    api_free(api);
}

/* Of a table in which the next release has lost the operation. */
static void an_operation_that_the_next_release_has_not(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    struct route *rows = must_alloc(options.route_count * sizeof *rows);
    memcpy(rows, options.routes, options.route_count * sizeof *rows);
    for (size_t i = 0; i < options.route_count; i++)
        rows[i].until = strcmp(rows[i].path, "/v1/workspaces/list") == 0 ? RELEASE_2_0 : (enum release)0;
    options.routes = rows;
    options.check_replies = false;
    struct api *api = api_with(&options);
    call_done(api, "/v1/workspaces/list", NULL);
    assert_int_equal(count_of(api, "deprecated-operation"), 0);
    json_decref(control(api, "PUT", "/sandboxes/new", one("airbyte", "1.5"), 200));
    api->sandbox = "new";
    call_done(api, "/v1/workspaces/list", NULL);
    expect(api, "deprecated-operation",
           "/v1/workspaces/list is gone from Airbyte 2.0 on; this sandbox speaks 1.5");
    api_free(api);
    free(rows);
}

static void a_mask_where_no_secret_is_stored(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_auto_t *made =
        call_ok(api, "/v1/sources/create",
                json_pack("{ss ss ss s{ss si ss ss ss}}", "workspaceId", workspace, "sourceDefinitionId",
                          POSTGRES_SOURCE, "name", "db", "connectionConfiguration", "host", "h", "port", 5432,
                          "database", "d", "username", "u", "password", "hidden"));
    json_t *configuration = at(made, "connectionConfiguration");
    assert_string_equal(text_at(configuration, "password"), "**********");
    call_done(api, "/v1/sources/update",
              json_pack("{ss ss sO}", "sourceId", text_at(made, "sourceId"), "name", "db",
                        "connectionConfiguration", configuration));
    assert_int_equal(count_of(api, "mask-sent-back"), 0);
    call_done(api, "/v1/sources/create",
              json_pack("{ss ss ss sO}", "workspaceId", workspace, "sourceDefinitionId", POSTGRES_SOURCE,
                        "name", "copy", "connectionConfiguration", configuration));
    expect(api, "mask-sent-back", "The source copy has a mask for its secret \"password\"");
    free(workspace);
}

/* So many jobs that a page of the usual size does not hold them. */
static void begin_and_cancel(const struct story *story, int count)
{
    for (int i = 1; i <= count; i++) {
        json_auto_t *job =
            call_ok(story->api, "/v1/connections/sync", one("connectionId", story->connection));
        call_done(story->api, "/v1/jobs/cancel", json_pack("{sI}", "id", integer_at(job, "job.id")));
    }
}

static void a_list_of_which_only_the_first_page_is_read(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    begin_and_cancel(&story, 25);
#define PAGE(size, offset)                                                                                   \
    {.call = "jobs/list",                                                                                    \
     .body = "{'configTypes': ['sync'], 'configId': '$connection', 'pagination': "                           \
             "{'pageSize': " #size ", 'rowOffset': " #offset "}}"}
    PLAY(&story, PAGE(1, 0), PAGE(50, 0));
    assert_int_equal(count_of(api, "first-page-only"), 0);
    PLAY(&story, PAGE(20, 0));
    expect(api, "first-page-only", "POST /v1/jobs/list gave the first page of more");
    PLAY(&story, PAGE(20, 20));
    assert_int_equal(count_of(api, "first-page-only"), 0);
#undef PAGE
    story_end(&story);
}

static void polls_that_follow_each_other_closely(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, SYNC);
    for (int i = 0; i < 8; i++)
        PLAY(&story, POLL(1));
    assert_int_equal(count_of(api, "polls-too-fast"), 0);
    json_decref(control(api, "PUT", "/clock", json_pack("{ss}", "mode", "real"), 200));
    json_decref(control(api, "DELETE", "/problems", NULL, 204));
    PLAY(&story, SYNC);
    for (int i = 0; i < 5; i++)
        PLAY(&story, POLL(2));
    assert_int_equal(count_of(api, "polls-too-fast"), 0);
    PLAY(&story, POLL(2));
    json_auto_t *problem =
        the_problem(api, "polls-too-fast", "Job 2 was asked after 6 times, 5 of them within 500 ms");
    assert_int_equal(integer_at(problem, "jobs[0]"), 2);
    story_end(&story);
}

static void polls_after_the_end(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, SYNC, POLL(1), POLL(1), POLL(1), POLL(1), POLL(1));
    api_advance(api, 60);
    PLAY(&story, POLL(1), POLL(1), POLL(1));
    assert_int_equal(count_of(api, "polls-after-end"), 0);
    PLAY(&story, POLL(1));
    expect(api, "polls-after-end",
           "Job 1 was asked after 3 more times when the client had been told that it had "
           "succeeded");
    story_end(&story);
}

static void a_second_sync_while_one_runs(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    struct step second = {
        .call = "connections/sync", .body = "{'connectionId': '$connection'}", .status = 409};
    PLAY(&story, SYNC, second);
    json_auto_t *problem = the_problem(api, "sync-while-running", story.connection);
    assert_int_equal(integer_at(problem, "jobs[0]"), 1);
    PLAY(&story, POLL(1));
    assert_int_equal(count_of(api, "sync-while-running"), 0);
    story_end(&story);
}

/* The job begins, its answer does not come. */
static void lose_an_answer(const struct story *story)
{
    fault(story->api, "{\"match\": {\"path\": \"/v1/connections/sync\"}, \"times\": 1, \"phase\": \"after\", "
                      "\"status\": 502}");
    json_decref(call_status(story->api, "/v1/connections/sync", one("connectionId", story->connection), 502));
}

static void a_sync_that_is_retried_after_a_lost_answer(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    struct step again = {
        .call = "connections/sync", .body = "{'connectionId': '$connection'}", .status = 409};
    lose_an_answer(&story);
    assert_int_equal(count_of(api, "sync-retried-after-lost-answer"), 0);
    PLAY(&story, again);
    json_auto_t *problem = the_problem(api, "sync-retried-after-lost-answer", "without a look at what runs");
    assert_int_equal(integer_at(problem, "jobs[0]"), 1);
    assert_int_equal(json_array_size(at(problem, "requests")), 2);
    assert_int_equal(count_of(api, "sync-while-running"), 0);
    json_decref(control(api, "POST", "/reset", NULL, 204));
    story_end(&story);

    story = story_begin(api);
    lose_an_answer(&story);
    api_advance(api, 60);
    PLAY(&story, SYNC);
    expect(api, "sync-retried-after-lost-answer", "and ran a second time");
    story_end(&story);
}

static void a_look_after_a_lost_answer_is_fine(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    lose_an_answer(&story);
    PLAY(&story, {.call = "jobs/list", .body = "{'configTypes': ['sync'], 'configId': '$connection'}"},
         {.advance = 60, .call = "jobs/get", .body = "{'id': 1}"}, SYNC,
         {.advance = 60, .call = "jobs/get", .body = "{'id': 2}"});
    expect_clean(api);
    story_end(&story);
}

/* A 503 before the handler began nothing: to ask again is right. */
static void a_refused_sync_may_be_retried(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    fault(api, "{\"match\": {\"path\": \"/v1/connections/sync\"}, \"times\": 1, \"status\": 503}");
    PLAY(&story, {.call = "connections/sync", .body = "{'connectionId': '$connection'}", .status = 503}, SYNC,
         {.advance = 60, .call = "jobs/get", .body = "{'id': 1}"});
    expect_clean(api);
    story_end(&story);
}

static void a_job_that_is_given_up_and_not_cancelled(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story,
         {.call = "/plans",
          .body = "{'id': 'p', 'runs': [{'attempts': [{'outcome': 'hang'}]}]}",
          .status = 201},
         SYNC, POLL(1), POLL(1));
    json_auto_t *problem =
        the_problem(api, "never-cancelled", "was asked after 2 times, and was running the last time");
    assert_true(json_is_true(at(problem, "atEnd")));
    assert_int_equal(count_of(api, "job-left-running"), 0);
    PLAY(&story, {.call = "jobs/cancel", .body = "{'id': 1}"});
    expect_clean(api);
    story_end(&story);
}

static void a_job_that_is_left_running(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, SYNC);
    json_auto_t *problem =
        the_problem(api, "job-left-running", "is still running: nobody waited for its end");
    assert_int_equal(integer_at(problem, "jobs[0]"), 1);
    assert_int_equal(json_array_size(at(problem, "requests")), 1);
    api_advance(api, 60);
    expect_clean(api);
    story_end(&story);
}

static void what_a_schedule_began_nobody_has_to_wait_for(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, {.call = "connections/update",
                  .body = "{'connectionId': '$connection', 'scheduleType': 'basic', 'scheduleData': "
                          "{'basicSchedule': {'units': 1, 'timeUnit': 'hours'}}}"});
    json_auto_t *job = control(api, "GET", "/jobs/1", NULL, 200);
    assert_string_equal(text_at(job, "status"), "running");
    expect_clean(api);
    story_end(&story);
}

static void a_gate_that_nobody_opens(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, {.call = "/plans", .body = "{'runs': [{'gate': 'start'}]}", .status = 201}, SYNC,
         {.call = "/gates/strat/open"});
    json_auto_t *problem = the_problem(api, "unopened-gate",
                                       "1 job waits at the gate \"start\", which nobody opened; "
                                       "opened was \"strat\"");
    assert_int_equal(integer_at(problem, "jobs[0]"), 1);
    assert_int_equal(count_of(api, "job-left-running"), 0);
    PLAY(&story, {.call = "/gates/start/open"});
    assert_int_equal(count_of(api, "unopened-gate"), 0);
    story_end(&story);
}

static void a_plan_that_was_never_used(void **state)
{
    static const struct {
        const char *plan, *words;
    } cases[] = {
        {"{'id': 'p', 'match': {'connectionName': 'nothing like it'}, 'runs': [{}]}",
         "its connectionName \"nothing like it\" fits no connection; the nearest has \""},
        {"{'id': 'p', 'match': {'sourceName': 'x*'}, 'check': {'status': 'failed'}}",
         "its sourceName \"x*\" fits no source or destination"},
        {"{'id': 'p', 'match': {'sourceName': 'x*'}, 'discover': {'fails': 'no'}}", "fits no source"},
        {"{'id': 'p', 'runs': [{}]}", "fits it, but no job of it began since"},
        {"{'id': 'p', 'match': {'sourceId': '$source'}, 'check': {'status': 'failed'}}",
         "fits it, but no check of it was asked for since"},
    };
    struct api *api = *state;
    struct story story = story_begin(api);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_decref(control(api, "POST", "/plans", story_json(&story, cases[i].plan), 201));
        expect(api, "unused-plan", cases[i].words);
    }
    PLAY(&story, {.call = "sources/check_connection", .body = "{'sourceId': '$source'}"});
    assert_int_equal(count_of(api, "unused-plan"), 0);
    story_end(&story);
}

static void a_plan_behind_an_older_one(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, {.call = "/plans", .body = "{'id': 'first', 'runs': [{}]}", .status = 201},
         {.call = "/plans", .body = "{'id': 'second', 'runs': [{}]}", .status = 201}, SYNC,
         {.advance = 60, .call = "jobs/get", .body = "{'id': 1}"});
    expect(api, "unused-plan", "The plan \"second\" can never be used: the plan \"first\" is older and fits");
    json_decref(control(api, "POST", "/reset", NULL, 204));
    PLAY(&story, {.call = "/plans", .body = "{'id': 'alone', 'runs': [{}]}", .status = 201});
    expect(api, "unused-plan", "there is no connection that it could be for");
    story_end(&story);
}

static void plans_that_a_sandbox_begins_with_need_not_be_used(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story, {.call = "/plans", .body = "{'runs': [{}]}", .status = 201},
         {.call = "/snapshots/s/restore", .status = 404});
    assert_int_equal(count_of(api, "unused-plan"), 1);
    json_decref(control(api, "PUT", "/snapshots/s", NULL, 200));
    json_decref(control(api, "POST", "/snapshots/s/restore", NULL, 200));
    assert_int_equal(count_of(api, "unused-plan"), 0);
    fault(api, "{\"match\": {\"path\": \"*\"}, \"status\": 500}");
    json_decref(control(api, "POST", "/sandboxes/default/fork", one("as", "fork"), 201));
    assert_int_equal(count_of(api, "unused-fault"), 1);
    api->sandbox = "fork";
    expect_clean(api);
    api->sandbox = NULL;
    story_end(&story);
}

static void a_fault_that_was_never_applied(void **state)
{
    struct api *api = *state;
    fault(api, "{\"id\": \"a\", \"match\": {\"path\": \"/v1/jobs/get\"}, \"status\": 500, \"after\": 1}");
    call_done(api, "/v1/workspaces/list", NULL);
    expect(api, "unused-fault",
           "The fault \"a\" was never applied: no request fitted its match.\nNearest:\n  POST "
           "/v1/workspaces/list");
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 1), 404));
    expect(api, "unused-fault", "1 request fitted its match, and its after, every or probability chose none");
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 1), 500));
    assert_int_equal(count_of(api, "unused-fault"), 0);
    fault(api, "{\"id\": \"b\", \"match\": {\"path\": \"/v1/jobs/*\"}, \"status\": 501}");
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 1), 500));
    expect(api, "unused-fault", "what fits it, the older fault \"a\" took");
}

static void what_is_forgotten_is_not_found_again(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    json_decref(call_status(api, "/v1/job/get", NULL, 404));
    PLAY(&story,
         {.call = "/plans",
          .body = "{'id': 'x', 'match': {'connectionName': 'y'}, 'runs': [{}]}",
          .status = 201},
         SYNC);
    assert_int_equal(count_of(api, ""), 3);
    json_decref(control(api, "DELETE", "/problems", NULL, 204));
    expect_clean(api);
    json_decref(control(api, "DELETE", "/problems", NULL, 204));
    expect_clean(api);
    json_decref(call_status(api, "/v1/job/get", NULL, 404));
    expect(api, "unknown-path", "leads nowhere");
    assert_int_equal(count_of(api, ""), 1);
    json_decref(control(api, "POST", "/reset", NULL, 204));
    expect_clean(api);
    story_end(&story);
}

/* The log keeps the requests; what they said of a world that is gone says nothing of this one. */
static void another_world_is_another_beginning(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    json_decref(control(api, "PUT", "/snapshots/s", NULL, 200));
    json_decref(call_status(api, "/v1/job/get", NULL, 404));
    PLAY(&story, SYNC, POLL(1));
    assert_int_equal(count_of(api, ""), 2);
    json_decref(control(api, "POST", "/snapshots/s/restore", NULL, 200));
    expect_clean(api);
    story_end(&story);
}

static void verify_clean_tells_all_in_its_message(void **state)
{
    struct api *api = *state;
    json_decref(control(api, "POST", "/verify-clean", NULL, 200));
    json_decref(call_status(api, "/v1/job/get", NULL, 404));
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 5), 404));
    json_auto_t *refused = control(api, "POST", "/verify-clean", NULL, 422);
    const char *message = text_at(refused, "message");
    const char *beginning = "2 problems in sandbox default\n\nunknown-path: POST /v1/job/get leads nowhere";
    assert_memory_equal(message, beginning, strlen(beginning));
    assert_non_null(strstr(
        message, "\n\nunknown-id: POST /v1/jobs/get asked for 5, which is not known here.\n  Airbyte: "));
    assert_non_null(strstr(message, "\n  Do this: "));
    assert_non_null(strstr(message, "\n  Requests: "));
    assert_int_equal(json_array_size(at(refused, "problems")), 2);
    json_decref(control(api, "POST", "/verify-clean", json_pack("{s[s]}", "allow", "unknown-path"), 422));
    json_decref(control(api, "POST", "/verify-clean",
                        json_pack("{s[ss]}", "allow", "unknown-path", "unknown-id"), 200));
    json_auto_t *slip =
        control(api, "POST", "/verify-clean", json_pack("{s[s]}", "allow", "unknown-pat"), 422);
    assert_string_equal(text_at(slip, "message"),
                        "allow[0]: is no problem's code: \"unknown-pat\"; did you mean \"unknown-path\"?");
}

static char *report(struct api *api, const char *format)
{
    char *path = must_printf("/__admin/problems?format=%s", format);
    struct reply reply = api_request(api, "GET", path, NULL, NULL);
    assert_int_equal(reply.status, 200);
    char *text = must_strdup(reply.body);
    reply_clear(&reply);
    free(path);
    return text;
}

static void reports_have_three_formats(void **state)
{
    struct api *api = *state;
    char *nothing = report(api, "text"), *passed = report(api, "junit");
    assert_string_equal(nothing, "");
    assert_non_null(strstr(
        passed,
        "<testsuite name=\"default\" tests=\"1\" failures=\"0\">\n    <testcase name=\"no-problems\""));
    json_decref(call_status(api, "/v1/a<\"&>", NULL, 404));
    char *text = report(api, "text"), *junit = report(api, "junit"), *json = report(api, "json");
    assert_memory_equal(text, "unknown-path: POST /v1/a<\"&> leads nowhere", 42);
    assert_non_null(strstr(junit, "<testcase classname=\"default\" name=\"unknown-path\">"));
    assert_non_null(strstr(junit, "message=\"POST /v1/a&lt;&quot;&amp;&gt; leads nowhere"));
    assert_non_null(strstr(json, "{\"problems\":[{\"code\":\"unknown-path\""));
    json_decref(control(api, "GET", "/problems?format=yaml", NULL, 422));
    json_auto_t *slip = control(api, "GET", "/problems?code=unused-plans", NULL, 422);
    assert_non_null(strstr(text_at(slip, "message"), "did you mean \"unused-plan\"?"));
    free(json);
    free(junit);
    free(text);
    free(passed);
    free(nothing);
}

/* A log of three holds the polls of a job whose sync fell out of it. */
static void a_full_log_is_enough(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.start.max_requests = 3;
    struct api *api = api_with(&options);
    struct story story = story_begin(api);
    PLAY(&story, SYNC);
    for (int i = 0; i < 10; i++)
        PLAY(&story, POLL(1));
    expect(api, "never-cancelled", "was asked after 3 times");
    assert_int_equal(count_of(api, ""), 1);
    story_end(&story);
    api_free(api);
}

static void of_one_rule_there_are_only_so_many(void **state)
{
    struct api *api = *state;
    for (int i = 0; i < 2 * VERDICTS_OF_RULE; i++) {
        char *path = must_printf("/v1/elsewhere/%d", i);
        json_decref(call_status(api, path, NULL, 404));
        free(path);
    }
    assert_int_equal(count_of(api, ""), VERDICTS_OF_RULE);
}

static void every_rule_has_its_place_in_the_docs(void **state)
{
    (void)state;
    size_t size;
    char *page = file_read("../docs/verdicts.md", &size);
    assert_non_null(page);
    for (size_t i = 0; i < verdict_rule_count; i++) {
        char *heading = must_printf("\n### %s\n", verdict_rules[i].code);
        if (!strstr(page, heading))
            fail_msg("docs/verdicts.md has no section %s", verdict_rules[i].code);
        free(heading);
    }
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(what_is_done_well_is_clean),
        API_TEST(a_path_that_leads_nowhere),
        API_TEST(what_is_refused),
        API_TEST(an_id_that_is_not_known_or_was_deleted),
        API_TEST(a_deleted_id_is_said_to_be_deleted),
        cmocka_unit_test(a_token_that_has_ended),
        cmocka_unit_test(an_operation_that_the_next_release_has_not),
        API_TEST(a_mask_where_no_secret_is_stored),
        API_TEST(a_list_of_which_only_the_first_page_is_read),
        API_TEST(polls_that_follow_each_other_closely),
        API_TEST(polls_after_the_end),
        API_TEST(a_second_sync_while_one_runs),
        API_TEST(a_sync_that_is_retried_after_a_lost_answer),
        API_TEST(a_look_after_a_lost_answer_is_fine),
        API_TEST(a_refused_sync_may_be_retried),
        API_TEST(a_job_that_is_given_up_and_not_cancelled),
        API_TEST(a_job_that_is_left_running),
        API_TEST(what_a_schedule_began_nobody_has_to_wait_for),
        API_TEST(a_gate_that_nobody_opens),
        API_TEST(a_plan_that_was_never_used),
        API_TEST(a_plan_behind_an_older_one),
        API_TEST(plans_that_a_sandbox_begins_with_need_not_be_used),
        API_TEST(a_fault_that_was_never_applied),
        API_TEST(what_is_forgotten_is_not_found_again),
        API_TEST(another_world_is_another_beginning),
        API_TEST(verify_clean_tells_all_in_its_message),
        API_TEST(reports_have_three_formats),
        cmocka_unit_test(a_full_log_is_enough),
        API_TEST(of_one_rule_there_are_only_so_many),
        cmocka_unit_test(every_rule_has_its_place_in_the_docs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
