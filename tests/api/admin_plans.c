#include "support/story.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

static void a_plan_is_stored_listed_replaced_and_deleted(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    json_auto_t *made =
        control(api, "POST", "/plans",
                story_json(&story, "{'match': {'connectionName': 'S*'}, 'runs': [{'attempts': "
                                   "[{'outcome': 'hang'}]}]}"),
                201);
    char *path = NULL;
    assert_true(asprintf(&path, "/plans/%s", text_at(made, "id")) > 0);
    json_auto_t *got = control(api, "GET", path, NULL, 200);
    assert_true(json_holds(got, made));
    assert_int_equal(integer_at(got, "matched"), 0);
    json_decref(control(api, "POST", "/plans", story_json(&story, "{'id': 'mine', 'runs': [{}]}"), 201));
    json_decref(control(api, "POST", "/plans",
                        story_json(&story, "{'id': 'mine', 'runs': [{'pendingSeconds': 3}]}"), 201));
    json_auto_t *both = control(api, "GET", "/plans", NULL, 200);
    assert_int_equal(json_array_size(at(both, "plans")), 2);
    assert_int_equal(integer_at(both, "plans[1].runs[0].pendingSeconds"), 3);
    control(api, "DELETE", path, NULL, 204);
    json_decref(control(api, "DELETE", path, NULL, 404));
    json_decref(control(api, "GET", path, NULL, 404));
    control(api, "DELETE", "/plans", NULL, 204);
    json_auto_t *none = control(api, "GET", "/plans", NULL, 200);
    assert_int_equal(json_array_size(at(none, "plans")), 0);
    free(path);
    story_end(&story);
}

static void failures_have_names(void **state)
{
    static const struct {
        const char *name, *expect;
    } cases[] = {
        {"oom",
         "{'failureOrigin': 'source', 'externalMessage': 'Something went wrong within the source connector', "
         "'internalMessage': 'io.airbyte.workers.internal.exception.SourceException: Source process exited "
         "with non-zero exit code 137'}"},
        {"config", "{'failureOrigin': 'source', 'failureType': 'config_error'}"},
        {"heartbeat", "{'failureOrigin': 'source', 'failureType': 'system_error'}"},
        {"destination-timeout", "{'failureOrigin': 'destination', 'failureType': 'system_error'}"},
        {"destination",
         "{'failureOrigin': 'destination', 'externalMessage': 'Something went wrong within the "
         "destination connector'}"},
        {"platform", "{'failureOrigin': 'airbyte_platform', 'failureType': 'system_error'}"},
        {"normalization", "{'failureOrigin': 'normalization'}"},
        {"refresh", "{'failureOrigin': 'source', 'failureType': 'refresh_schema'}"},
        {"source", "{'failureOrigin': 'source'}"},
    };
    struct api *api = *state;
    struct story story = story_begin(api);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *plan = must_printf("{'id': 'p', 'runs': [{'attempts': [{'seconds': 1, 'failure': '%s'}]}]}",
                                 cases[i].name);
        char *job = must_printf("{'id': %zu}", i + 1);
        char *expect = must_printf("{'attempts': [{'attempt': {'failureSummary': {'failures': [%s]}}}]}",
                                   cases[i].expect);
        PLAY(&story, PLAN(plan), SYNC);
        api_advance(api, 2);
        json_auto_t *info = call_ok(api, "/v1/jobs/get", story_json(&story, job));
        json_auto_t *expected = story_json(&story, cases[i].expect);
        assert_true(json_holds(at(info, "attempts[0].attempt.failureSummary.failures[0]"), expected));
        PLAY(&story, {.call = "jobs/cancel", .body = job});
        free(expect);
        free(job);
        free(plan);
    }
    json_auto_t *slip = control(api, "POST", "/plans",
                                story_json(&story, "{'runs': [{'attempts': [{'failure': 'ooom'}]}]}"), 422);
    assert_string_equal(text_at(slip, "message"),
                        "runs[0].attempts[0].failure: is no failure's name: \"ooom\"; did you "
                        "mean \"oom\"?");
    story_end(&story);
}

/* Schema evolution without a catalogue to write down. */
static void discoveries_may_change_what_the_connector_finds(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(
        &story,
        PLAN(
            "{'id': 'd', 'discover': [{'addField': {'stream': 'users', 'field': 'shoe_size', 'type': 'number'}}, "
            "{'removeField': {'stream': 'users', 'field': 'id'}, 'removeStream': 'purchases'}, "
            "{'removeStream': 'nothing'}, {'addField': {'stream': 'users', 'field': 'id'}}]}"));
    json_auto_t *wider =
        call_ok(api, "/v1/sources/discover_schema", story_json(&story, "{'sourceId': '$source'}"));
    json_auto_t *narrower =
        call_ok(api, "/v1/sources/discover_schema", story_json(&story, "{'sourceId': '$source'}"));
    json_auto_t *failed =
        call_ok(api, "/v1/sources/discover_schema", story_json(&story, "{'sourceId': '$source'}"));
    char *text = json_dumps(wider, 0), *other = json_dumps(narrower, 0), *complaint = json_dumps(failed, 0);
    assert_non_null(strstr(text, "\"shoe_size\": {\"type\": \"number\"}"));
    assert_non_null(strstr(text, "\"purchases\""));
    assert_null(strstr(other, "\"purchases\""));
    assert_non_null(strstr(complaint, "the plan changes the stream nothing, which this source has not"));
    json_auto_t *twice =
        call_ok(api, "/v1/sources/discover_schema", story_json(&story, "{'sourceId': '$source'}"));
    assert_false(json_is_true(at(twice, "jobInfo.succeeded")));
    PLAY(&story,
         {.call = "/plans", .body = "{'discover': {'fails': 'x', 'removeStream': 'users'}}", .status = 422});
    free(complaint);
    free(other);
    free(text);
    story_end(&story);
}

static void a_later_release_has_types_of_its_own(void **state)
{
    struct api *api = *state;
    json_decref(control(api, "PUT", "/sandboxes/new", one("airbyte", "2.0"), 200));
    api->sandbox = "new";
    json_error_t error;
    json_auto_t *plan =
        control(api, "POST", "/plans",
                json_loads("{\"runs\": [{\"attempts\": [{\"failure\": \"heartbeat\"}]}]}", 0, &error), 201);
    assert_string_equal(text_at(plan, "runs[0].attempts[0].failure.type"), "heartbeat_timeout");
    api->sandbox = NULL;
}

static void checks_may_fail_so_often_and_then_succeed(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    struct step failed = {.call = "sources/check_connection",
                          .body = "{'sourceId': '$source'}",
                          .expect = "{'status': 'failed', 'message': 'away'}"};
    struct step succeeded = {.call = "sources/check_connection",
                             .body = "{'sourceId': '$source'}",
                             .expect = "{'status': 'succeeded'}"};
    PLAY(&story, PLAN("{'id': 'c', 'check': {'status': 'failed', 'message': 'away', 'times': 2}}"), failed,
         failed, succeeded, succeeded);
    PLAY(&story, PLAN("{'id': 'c', 'check': [{'status': 'succeeded', 'times': 1, 'then': 'failed'}]}"),
         succeeded,
         {.call = "sources/check_connection",
          .body = "{'sourceId': '$source'}",
          .expect = "{'status': 'failed'}"});
    PLAY(&story, PLAN("{'id': 'c', 'check': {'status': 'failed', 'message': 'away', 'then': 'succeeded'}}"),
         failed, succeeded);
    PLAY(&story, {.call = "/plans", .body = "{'check': {'status': 'failed', 'times': 0}}", .status = 422});
    story_end(&story);
}

/* What is refused: the path at fault and a piece of the reason. */
static void senseless_plans_are_refused_with_path_and_reason(void **state)
{
    static const struct {
        const char *plan, *path, *piece;
    } cases[] = {
        {"{}", "runs", "runs, of a check or of a discover"},
        {"{'runs': []}", "runs", "minimum of 1"},
        {"{'rums': []}", "rums", "did you mean \"runs\"?"},
        {"{'match': {'conectionName': 'x'}, 'runs': [{}]}", "match.conectionName", "\"connectionName\"?"},
        {"{'match': {'sourceId': 'x'}, 'runs': [{}]}", "match.sourceId", "uuid"},
        {"{'runs': [{'attempts': []}]}", "runs[0].attempts", "minimum of 1"},
        {"{'runs': [{'attempts': [{'outcome': 'sucess'}]}]}", "runs[0].attempts[0].outcome", "succeeded"},
        {"{'runs': [{'attempts': [{'secods': 1}]}]}", "runs[0].attempts[0].secods", "\"seconds\"?"},
        {"{'runs': [{'attempts': [{'seconds': '1'}]}]}", "runs[0].attempts[0].seconds", "number expected"},
        {"{'runs': [{'attempts': [{'seconds': -1}]}]}", "runs[0].attempts[0].seconds", "minimum value of 0"},
        {"{'runs': [{'gate': 'a b'}]}", "runs[0].gate", "pattern"},
        {"{'runs': [{'attempts': [{'outcome': 'hang', 'gate': 'g'}]}]}", "runs[0].attempts[0].gate", "hangs"},
        {"{'runs': [{'attempts': [{'outcome': 'hang', 'failure': {}}]}]}", "runs[0].attempts[0].failure",
         "hangs"},
        {"{'runs': [{'attempts': [{'outcome': 'succeeded', 'failure': {}}]}]}", "runs[0].attempts[0].failure",
         "succeeds"},
        {"{'runs': [{'attempts': [{'outcome': 'hang', 'streams': [{'name': 'a', 'records': 1, 'committed': "
         "1}]}]}]}",
         "runs[0].attempts[0].streams[0].committed", "hangs"},
        {"{'runs': [{}, {'attempts': [{}, {}]}]}", "runs[1].attempts[1]", "never comes"},
        {"{'runs': [{'attempts': [{'failure': {'origin': 'me'}}]}]}", "runs[0].attempts[0].failure.origin",
         "enumeration"},
        {"{'runs': [{'attempts': [{'failure': {'stackTrace': 'a', 'stacktrace': 'b'}}]}]}",
         "runs[0].attempts[0].failure.stackTrace", "the same"},
        {"{'runs': [{'attempts': [{'streams': [{'records': 1}]}]}]}", "runs[0].attempts[0].streams[0].name",
         "missing"},
        {"{'runs': [{'attempts': [{'streams': [{'name': 'a', 'records': 1, 'committed': 2}]}]}]}",
         "runs[0].attempts[0].streams[0].committed", "no more records"},
        {"{'runs': [{'attempts': [{'streams': [{'name': 'a'}, {'name': 'a'}]}]}]}",
         "runs[0].attempts[0].streams[1].name", "twice"},
        {"{'runs': [{'attempts': [{'streams': [{'name': 'a', 'records': 0, 'bytes': 2}]}]}]}",
         "runs[0].attempts[0].streams[0].bytes", "no bytes come"},
        {"{'match': {'connectionName': 'x'}, 'check': {'status': 'failed'}}", "match.connectionName",
         "check"},
        {"{'match': {'destinationName': 'x'}, 'discover': {'fails': 'x'}}", "match.destinationName",
         "discovery"},
        {"{'discover': {'fails': 'x', 'catalog': {'streams': []}}}", "discover[0]",
         "or changes what the connector finds"},
        {"{'discover': [{'fails': 'x'}, {}]}", "discover[1]", "or changes what the connector finds"},
        {"{'check': {'status': 'nope'}}", "check.status", "enumeration"},
        {"{'check': [{'status': 'failed'}, {}]}", "check[1].status", "missing"},
        {"{'check': []}", "check", "minimum of 1"},
        {"{'check': 'failed'}", "check", "object expected"},
        {"{'discover': {'catalog': {'streams': [{'stream': {'jsonSchema': {}}}]}}}",
         "discover.catalog.streams[0].stream.name", "missing"},
        {"{'check': {'status': 'failed', 'mesage': 'x'}}", "check.mesage", "\"message\"?"},
    };
    struct story story = {.api = *state};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *reply = control(*state, "POST", "/plans", story_json(&story, cases[i].plan), 422);
        const char *path = text_at(reply, "validationErrors[0].propertyPath");
        const char *message = text_at(reply, "validationErrors[0].message");
        if (strcmp(path, cases[i].path) != 0 || !strstr(message, cases[i].piece))
            print_error("%s: %s: %s\n", cases[i].plan, path, message);
        assert_string_equal(path, cases[i].path);
        assert_non_null(strstr(message, cases[i].piece));
    }
    json_auto_t *none = control(*state, "GET", "/plans", NULL, 200);
    assert_int_equal(json_array_size(at(none, "plans")), 0);
}

#define MOVES(match, stream)                                                                                 \
    "{'match': {" match "}, 'runs': [{}, {'attempts': [{'streams': [{'name': 'users'}, {'name': " stream     \
    "}]}]}]}"

static void streams_that_the_connection_has_not_are_refused(void **state)
{
    struct story story = story_begin(*state);
    const char *refused =
        "{'validationErrors': [{'propertyPath': 'runs[1].attempts[0].streams[1].name', 'message': "
        "'no connection that the plan is for has this stream; did you mean \\\"products\\\"?'}]}";
    PLAY(
        &story, {0, "/plans", MOVES("'connectionId': '$connection'", "'prodcts'"), refused, 422},
        {0, "/plans", MOVES("'connectionName': 'Sample*'", "'prodcts'"), refused, 422},
        {0, "/plans", MOVES("'connectionName': 'Sample*', 'sourceId': '$source'", "'prodcts'"), refused, 422},
        {0, "/plans", MOVES("'connectionId': '$connection'", "'products', 'namespace': 'n'"), "{}", 422},
        {0, "/plans", MOVES("'connectionId': '$connection'", "'products'"), NULL, 201},
        {0, "/plans", MOVES("'connectionName': 'Not yet'", "'prodcts'"), NULL, 201},
        {0, "/plans", MOVES("'connectionName': 'Sample*', 'sourceName': 'No'", "'prodcts'"), NULL, 201},
        {0, "/plans", MOVES("", "'prodcts'"), NULL, 201});
    story_end(&story);
}

static void jobs_take_runs_in_turn_and_the_last_repeats(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story,
         {0, "/plans",
          "{'match': {'connectionName': 'Sample*Files', 'configType': 'sync'}, 'runs': ["
          "{'attempts': [{'seconds': 1, 'streams': [{'name': 'users', 'records': 5, 'bytes': 50}]}]},"
          "{'attempts': [{'seconds': 2, 'streams': []}]}]}",
          NULL, 201},
         {0, "/plans", "{'runs': [{'attempts': [{'outcome': 'hang'}]}]}", NULL, 201}, SYNC,
         JOB(1, 1,
             "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'recordsSynced': 5, 'bytesSynced': "
             "50, 'totalStats': {'recordsCommitted': 5}, 'streamStats': [{'streamName': 'users', 'stats': "
             "{'recordsEmitted': 5, 'bytesEmitted': 50, 'recordsCommitted': 5}}]}}]}"),
         SYNC, JOB(1, 2, "{'job': {'status': 'running'}}"),
         JOB(1, 2,
             "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'recordsSynced': 0, "
             "'streamStats': []}}]}"),
         SYNC, JOB(2, 3, "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'recordsSynced': 0}}]}"),
         {0, "connections/reset", "{'connectionId': '$connection'}", NULL, 0},
         JOB(100, 4, "{'job': {'status': 'running', 'configType': 'reset_connection'}}"));
    story_end(&story);
}

static void every_key_of_a_match_must_agree(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    static const struct {
        const char *match;
        bool fits;
    } cases[] = {
        {"{}", true},
        {"{'connectionId': '$connection'}", true},
        {"{'connectionId': '$source'}", false},
        {"{'sourceId': '$source', 'destinationId': '$destination'}", true},
        {"{'sourceId': '$source', 'destinationId': '$source'}", false},
        {"{'sourceName': 'Sample', 'destinationName': 'Files'}", true},
        {"{'sourceName': 'sample'}", false},
        {"{'sourceName': 'S*m*e'}", true},
        {"{'sourceName': 'S*m*x'}", false},
        {"{'sourceName': '*'}", true},
        {"{'sourceName': 'Sample*'}", true},
        {"{'sourceName': 'Sample?'}", false},
        {"{'sourceDefinitionId': '" FAKER "', 'destinationDefinitionId': '" LOCAL_JSON "'}", true},
        {"{'sourceDefinitionId': '" POKEAPI "'}", false},
        {"{'configType': 'reset_connection'}", false},
        {"{'configType': 'sync'}", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *plan = story_json(&story, "{'runs': [{'pendingSeconds': 1}]}");
        json_object_set_new(plan, "match", story_json(&story, cases[i].match));
        json_decref(control(api, "POST", "/plans", plan, 201));
        json_auto_t *job = call_ok(api, "/v1/connections/sync", one("connectionId", story.connection));
        if (cases[i].fits != (json_array_size(at(job, "attempts")) == 0))
            print_error("%s\n", cases[i].match);
        assert_string_equal(text_at(job, "job.status"), cases[i].fits ? "pending" : "running");
        call_done(api, "/v1/jobs/cancel", json_pack("{sO}", "id", at(job, "job.id")));
        control(api, "DELETE", "/plans", NULL, 204);
    }
    story_end(&story);
}

static void gates_hold_jobs_until_they_are_opened(void **state)
{
    struct api *api = *state;
    struct story story = story_begin(api);
    PLAY(&story,
         {0, "/plans", "{'runs': [{'gate': 'start', 'attempts': [{'seconds': 5, 'gate': 'end'}]}]}", NULL,
          201},
         {0, "connections/sync", "{'connectionId': '$connection'}",
          "{'job': {'status': 'pending'}, 'attempts': []}", 0},
         JOB(1000, 1, "{'job': {'status': 'pending'}, 'attempts': []}"));
    json_auto_t *gates = control(api, "GET", "/gates", NULL, 200);
    json_auto_t *expected = story_json(&story, "{'gates': [{'name': 'end', 'open': false, 'waiting': []}, "
                                               "{'name': 'start', 'open': false, 'waiting': [1]}]}");
    assert_true(json_equal(gates, expected));
    PLAY(&story, {0, "/gates/start/open", NULL, "{'name': 'start', 'open': true, 'waiting': []}", 0},
         JOB(0, 1, "{'job': {'status': 'running'}, 'attempts': [{'attempt': {'createdAt': 1677662200}}]}"),
         JOB(100, 1, "{'job': {'status': 'running'}}"),
         {0, "/gates/end/open", NULL, "{'open': true, 'waiting': []}", 0},
         JOB(0, 1, "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'endedAt': 1677662300}}]}"),
         SYNC, JOB(5, 2, "{'job': {'status': 'succeeded'}}"), {0, "/gates/a%20b/open", NULL, NULL, 422});
    story_end(&story);
}

/* Writes down which jobs begin to run. */
struct ear {
    struct watcher watcher;
    int64_t begun[4];
    size_t count;
};

static void hear(struct watcher *watcher, const struct notice *notice)
{
    struct ear *ear = (struct ear *)watcher;
    const struct change *change = notice->change;
    if (notice->kind == NOTICE_CHANGED && change->kind == CHANGE_JOB &&
        strcmp(change->status, "running") == 0)
        ear->begun[ear->count++ % 4] = change->job_id;
}

static void a_gate_lets_jobs_go_in_the_order_of_their_numbers(void **state)
{
    struct api *api = *state;
    char *connections[] = {make_connection(api), make_connection(api), make_connection(api)};
    struct ear ear = {.watcher = {.notice = hear}};
    watch(&sandboxes_find(api->app->sandboxes, "default")->watchers, &ear.watcher);
    json_decref(control(api, "POST", "/plans", json_pack("{s[{ss}]}", "runs", "gate", "start"), 201));
    for (size_t i = 0; i < 3; i++) {
        call_done(api, "/v1/connections/sync", one("connectionId", connections[i]));
        free(connections[i]);
    }
    assert_int_equal(ear.count, 0);
    json_decref(control(api, "POST", "/gates/start/open", NULL, 200));
    assert_int_equal(ear.count, 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(ear.begun[i], i + 1);
    watch_end(&ear.watcher);
}

static void a_gate_is_listed_while_a_job_waits_at_it(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, {0, "/plans", "{'runs': [{'gate': 'start'}]}", NULL, 201}, SYNC);
    control(*state, "DELETE", "/plans", NULL, 204);
    json_auto_t *gates = control(*state, "GET", "/gates", NULL, 200);
    json_auto_t *expected =
        story_json(&story, "{'gates': [{'name': 'start', 'open': false, 'waiting': [1]}]}");
    assert_true(json_equal(gates, expected));
    PLAY(&story, {0, "jobs/cancel", "{'id': 1}", NULL, 0});
    json_auto_t *none = control(*state, "GET", "/gates", NULL, 200);
    assert_int_equal(json_array_size(at(none, "gates")), 0);
    story_end(&story);
}

static void a_job_that_waits_at_a_gate_can_be_cancelled(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, {0, "/plans", "{'runs': [{'gate': 'start'}, {'attempts': [{'gate': 'end'}]}]}", NULL, 201},
         SYNC, {0, "jobs/cancel", "{'id': 1}", "{'job': {'status': 'cancelled'}, 'attempts': []}", 0}, SYNC,
         JOB(100, 2, "{'job': {'status': 'running'}}"),
         {0, "jobs/cancel", "{'id': 2}", "{'job': {'status': 'cancelled'}}", 0},
         {0, "/gates/start/open", NULL, "{'waiting': []}", 0},
         {0, "/gates/end/open", NULL, "{'waiting': []}", 0}, JOB(0, 2, "{'job': {'status': 'cancelled'}}"));
    story_end(&story);
}

static void checks_are_taken_in_turn_and_the_last_repeats(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story,
         {0, "/plans",
          "{'match': {'sourceName': 'Sam*'}, 'check': [{'status': 'failed', 'message': 'no route'}, "
          "{'status': 'succeeded'}]}",
          NULL, 201},
         {0, "sources/check_connection", "{'sourceId': '$source'}",
          "{'status': 'failed', 'message': 'no route'}", 0},
         {0, "destinations/check_connection", "{'destinationId': '$destination'}", "{'status': 'succeeded'}",
          0},
         {0, "sources/check_connection", "{'sourceId': '$source'}", "{'status': 'succeeded'}", 0},
         {0, "sources/check_connection", "{'sourceId': '$source'}", "{'status': 'succeeded'}", 0},
         {0, "/plans",
          "{'match': {'destinationDefinitionId': '" LOCAL_JSON "'}, 'check': {'status': 'failed'}}", NULL,
          201},
         {0, "scheduler/destinations/check_connection",
          "{'destinationDefinitionId': '" LOCAL_JSON
          "', 'connectionConfiguration': {'destination_path': '/'}, 'workspaceId': '" UNKNOWN_ID "'}",
          "{'status': 'failed'}", 0});
    story_end(&story);
}

#define FOUND(...)                                                                                           \
    "{'catalog': {'streams': [{'stream': {'name': 'users', 'jsonSchema': {'type': 'object', 'properties': {" \
    "'id': {'type': 'number'}" __VA_ARGS__ "}}, 'supportedSyncModes': ['full_refresh']}}]}}"

static void discoveries_evolve_as_planned_and_even_without_asking_anew(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story,
         {0, "/plans",
          "{'match': {'sourceId': '$source'}, 'discover': [" FOUND() ", {'fails': 'gone'}, " FOUND(
              ", 'age': {'type': 'number'}") "]}",
          NULL, 201},
         {0, "sources/discover_schema", "{'sourceId': '$source', 'connectionId': '$connection'}",
          "{'jobInfo': {'succeeded': true}, 'catalog': {'streams': [{'stream': {'name': 'users', "
          "'jsonSchema': {'properties': {'age': null}}}}]}}",
          0},
         {0, "sources/discover_schema", "{'sourceId': '$source'}",
          "{'jobInfo': {'succeeded': false}, 'catalog': null}", 0},
         {0, "sources/discover_schema", "{'sourceId': '$source', 'disable_cache': true}",
          "{'catalog': {'streams': [{'stream': {'jsonSchema': {'properties': {'age': {'type': "
          "'number'}}}}}]}}",
          0});
    story_end(&story);
}

static void a_plan_taken_by_a_request_that_fails_is_not_taken(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story,
         {0, "/plans", "{'runs': [{'attempts': [{'seconds': 50}]}, {'attempts': [{'seconds': 1}]}]}", NULL,
          201},
         SYNC, {0, "connections/sync", "{'connectionId': '$connection'}", NULL, 409},
         JOB(50, 1, "{'job': {'status': 'succeeded'}}"), SYNC, JOB(1, 2, "{'job': {'status': 'succeeded'}}"));
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_plan_is_stored_listed_replaced_and_deleted),
        API_TEST(senseless_plans_are_refused_with_path_and_reason),
        API_TEST(streams_that_the_connection_has_not_are_refused),
        API_TEST(failures_have_names),
        API_TEST(a_later_release_has_types_of_its_own),
        API_TEST(discoveries_may_change_what_the_connector_finds),
        API_TEST(checks_may_fail_so_often_and_then_succeed),
        API_TEST(jobs_take_runs_in_turn_and_the_last_repeats),
        API_TEST(every_key_of_a_match_must_agree),
        API_TEST(gates_hold_jobs_until_they_are_opened),
        API_TEST(a_gate_lets_jobs_go_in_the_order_of_their_numbers),
        API_TEST(a_gate_is_listed_while_a_job_waits_at_it),
        API_TEST(a_job_that_waits_at_a_gate_can_be_cancelled),
        API_TEST(checks_are_taken_in_turn_and_the_last_repeats),
        API_TEST(discoveries_evolve_as_planned_and_even_without_asking_anew),
        API_TEST(a_plan_taken_by_a_request_that_fails_is_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
