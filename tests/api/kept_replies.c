/*
 * Two servers live the same life, one of which keeps replies: whatever is asked and changed, and whenever,
 * both say the same, to the byte and the header. And what is kept is bounded, and leaves no trace.
 */
#include "support/api.h"

#include "api/routes.h"
#include "base/die.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 600, KNOWN = 3, ID = 40 };

/* What steps name, each by its letter. */
static const struct kind {
    char letter;
    const char *member, *first;
} kinds[] = {
    {'W', "workspaceId", UNKNOWN_ID},  {'S', "sourceId", UNKNOWN_ID}, {'D', "destinationId", UNKNOWN_ID},
    {'C', "connectionId", UNKNOWN_ID}, {'T', "tagId", UNKNOWN_ID},    {'J', "jobId", "1"},
    {'O', "operationId", UNKNOWN_ID},
};

enum { KINDS = sizeof kinds / sizeof *kinds };

/* One life, lived twice. */
struct life {
    struct api *keeping, *making;
    const char *sandbox;
    struct rng rng;
    char known[KINDS][KNOWN][ID];
    size_t next[KINDS]; /* to be known, of each kind */
    size_t given;       /* replies that nobody made */
};

struct call_of_life {
    const char *method, *path,
        *body; /* bodies with single quotes; $W stands for a workspace, $n for a digit */
};

#define CATALOG                                                                                              \
    "'syncCatalog': {'streams': [{'stream': {'name': 'users', 'jsonSchema': {}}, 'config': {'syncMode': "    \
    "'full_refresh', 'destinationSyncMode': 'append'}}]}"

static const struct call_of_life changes[] = {
    {"POST", "/api/v1/workspaces/create",
     "{'name': 'w$n', 'organizationId': '00000000-0000-0000-0000-000000000000'}"},
    {"POST", "/api/v1/workspaces/update_name", "{'workspaceId': '$W', 'name': 'n$n'}"},
    {"POST", "/api/v1/sources/create",
     "{'workspaceId': '$W', 'name': 's$n', 'sourceDefinitionId': '" FAKER
     "', 'connectionConfiguration': {'count': 1$n}}"},
    {"POST", "/api/v1/sources/update",
     "{'sourceId': '$S', 'name': 'u$n', 'connectionConfiguration': {'count': 1$n}}"},
    {"POST", "/api/v1/destinations/create",
     "{'workspaceId': '$W', 'name': 'd$n', 'destinationDefinitionId': '" LOCAL_JSON
     "', 'connectionConfiguration': {'destination_path': '/local/$n'}}"},
    {"POST", "/api/v1/connections/create",
     "{'sourceId': '$S', 'destinationId': '$D', 'status': 'active', 'scheduleType': 'basic', 'scheduleData': "
     "{'basicSchedule': {'units': 1, 'timeUnit': 'hours'}}, " CATALOG "}"},
    {"POST", "/api/v1/connections/create",
     "{'sourceId': '$S', 'destinationId': '$D', 'status': 'active', " CATALOG "}"},
    {"POST", "/api/v1/connections/update", "{'connectionId': '$C', 'status': 'inactive'}"},
    {"POST", "/api/v1/connections/update", "{'connectionId': '$C', 'status': 'active', 'name': 'c$n'}"},
    {"POST", "/api/v1/connections/sync", "{'connectionId': '$C'}"},
    {"POST", "/api/v1/connections/sync", "{'connectionId': '$C'}"},
    {"POST", "/api/v1/connections/sync", "{'connectionId': '$C'}"},
    {"POST", "/api/v1/connections/reset", "{'connectionId': '$C'}"},
    {"POST", "/api/v1/connections/delete", "{'connectionId': '$C'}"},
    {"POST", "/api/v1/jobs/cancel", "{'id': $J}"},
    {"POST", "/api/v1/sources/discover_schema", "{'sourceId': '$S', 'disable_cache': true}"},
    {"POST", "/api/v1/sources/check_connection", "{'sourceId': '$S'}"},
    {"POST", "/api/v1/operations/create",
     "{'workspaceId': '$W', 'name': 'o$n', 'operatorConfiguration': {'operatorType': 'normalization', "
     "'normalization': {'option': 'basic'}}}"},
    {"POST", "/api/v1/state/create_or_update",
     "{'connectionId': '$C', 'connectionState': {'stateType': 'legacy', 'connectionId': '$C', 'state': {'at': "
     "$n}}}"},
    {"POST", "/api/v1/attempt/save_stats",
     "{'jobId': $J, 'attemptNumber': 0, 'stats': {'recordsEmitted': $n, 'bytesEmitted': $n}}"},
    {"POST", "/api/public/v1/tags", "{'workspaceId': '$W', 'name': 't$n', 'color': 'FF000$n'}"},
    {"POST", "/api/public/v1/jobs", "{'connectionId': '$C', 'jobType': 'sync'}"},
    {"DELETE", "/api/public/v1/tags/$T", NULL},
    {"DELETE", "/api/public/v1/sources/$S", NULL},
    {"POST", "/__admin/plans", "{'runs': [{'attempts': [{'seconds': 2$n, 'outcome': 'failed'}]}]}"},
    {"POST", "/__admin/faults", "{'match': {'path': '/v1/jobs/get'}, 'times': 1, 'status': 503}"},
    {"POST", "/__admin/faults",
     "{'match': {'path': '/v1/workspaces/*'}, 'times': 1, 'phase': 'after', 'status': 500}"},
    {"DELETE", "/__admin/plans", NULL},
    {"PUT", "/__admin/snapshots/s$n", NULL},
    {"POST", "/__admin/snapshots/s$n/restore", NULL},
    {"PUT", "/__admin/sandboxes/$N", "{'airbyte': '0.40'}"},
    {"PUT", "/__admin/sandboxes/$N", "{'airbyte': '1.5'}"},
    {"POST", "/__admin/clock/advance", "{'seconds': 4000}"},
    {"POST", "/__admin/sandboxes/$N/fork", "{'as': 'fork'}"},
};

static const struct call_of_life clocks[] = {
    {"POST", "/__admin/clock/advance", "{'seconds': $n}"},
    {"POST", "/__admin/clock/advance", "{'seconds': 0.$n}"},
    {"POST", "/__admin/clock/advance", "{'seconds': 1$n}"},
    {"POST", "/__admin/clock/advance", "{'to': 'next-event'}"},
    {"PUT", "/__admin/clock", "{'mode': 'skip'}"},
    {"PUT", "/__admin/clock", "{'mode': 'frozen'}"},
};

enum { CLOCKS = sizeof clocks / sizeof *clocks };

/* Whatever a read may want to know: what it does not ask for is dropped. */
static const char everything[] =
    "{'workspaceId': '$W', 'sourceId': '$S', 'destinationId': '$D', 'connectionId': '$C', 'id': $J, 'jobId': "
    "$J, 'attemptNumber': 0, 'operationId': '$O', 'sourceDefinitionId': '" FAKER
    "', 'destinationDefinitionId': '" LOCAL_JSON "', 'organizationId': "
    "'00000000-0000-0000-0000-000000000000', 'userId': '00000000-0000-0000-0000-000000000000', 'slug': "
    "'default', 'configTypes': ['sync', 'reset_connection'], 'configId': '$C'}";

static size_t below(struct life *life, size_t count)
{
    return (size_t)rng_between(&life->rng, 0, (int64_t)count - 1);
}

static const char *known_of(struct life *life, char letter)
{
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].letter == letter)
            return life->known[i][below(life, KNOWN)];
    return letter == 'N' ? life->sandbox : letter == 'n' ? &"4\0003\0002"[2 * below(life, 3)] : "";
}

/* What each "$W", and each "{workspaceId}" of a row's path, stands for now. A new text. */
static char *filled(struct life *life, const char *pattern)
{
    struct text text = {0};
    for (; pattern && *pattern; pattern++) {
        char quote = (char)(*pattern == '\'' ? '"' : *pattern);
        if (*pattern == '$')
            text_add(&text, known_of(life, *++pattern));
        else if (*pattern == '{' && text.size > 0 && text.data[0] == '/') {
            text_add(&text, known_of(life, (char)(pattern[1] & ~0x20)));
            pattern += strcspn(pattern, "}");
        } else
            text_add_bytes(&text, &quote, 1);
    }
    return text_take(&text);
}

static struct reply answer(struct api *api, const struct call_of_life *call, const char *const *headers)
{
    size_t size = strcspn(call->path, "?");
    char *path = must_strndup(call->path, size);
    struct exchange exchange = {.request = {.method = call->method,
                                            .path = path,
                                            .query = call->path[size] ? call->path + size + 1 : "",
                                            .body = call->body,
                                            .body_size = strlen(call->body),
                                            .client = "127.0.0.1",
                                            .header = api_find_header,
                                            .each_header = api_each_header}};
    memcpy(&exchange.request.headers, &headers, sizeof headers);
    app_answer(api->app, &exchange);
    free(path);
    return exchange.reply;
}

static void learn(struct life *life, const struct reply *reply)
{
    json_auto_t *value = reply->body ? json_loadb(reply->body, reply->body_size, 0, NULL) : NULL;
    json_t *job = json_object_get(json_object_get(value, "job"), "id");
    for (size_t i = 0; reply->status < 300 && i < KINDS; i++) {
        json_t *id = json_object_get(value, kinds[i].member);
        char *to = life->known[i][life->next[i] % KNOWN];
        if (kinds[i].letter == 'J')
            id = job ? job : id;
        if (json_is_string(id))
            snprintf(to, ID, "%s", json_string_value(id));
        if (json_is_integer(id))
            snprintf(to, ID, "%" PRId64, (int64_t)json_integer_value(id));
        life->next[i] += id != NULL;
    }
}

static void check_same(const struct call_of_life *call, const struct reply *one, const struct reply *other)
{
    bool same = one->status == other->status && one->body_size == other->body_size &&
                (one->body_size == 0 || memcmp(one->body, other->body, one->body_size) == 0);
    if (!same)
        print_error("%s %s %s\nkept: %u %s\nmade: %u %s\n", call->method, call->path, call->body, one->status,
                    one->body ? one->body : "", other->status, other->body ? other->body : "");
    assert_true(same);
    assert_string_equal(one->id, other->id);
    assert_string_equal(one->content_type ? one->content_type : "",
                        other->content_type ? other->content_type : "");
    assert_int_equal(one->header_count, other->header_count);
    for (size_t i = 0; i < one->header_count; i++)
        assert_string_equal(one->headers[i].value, other->headers[i].value);
}

static struct sandbox *sandbox_of(const struct api *api, const char *name)
{
    return sandboxes_find(api->app->sandboxes, name);
}

/* A handler takes the mark back before it is run. */
static bool handler_ran(struct sandbox *sandbox)
{
    bool ran = !sandbox->world.time_told;
    sandbox->world.time_told = true;
    return ran;
}

static void ask(struct life *life, const struct call_of_life *call, const char *const *headers)
{
    struct sandbox *sandbox = sandbox_of(life->keeping, life->sandbox);
    if (sandbox)
        handler_ran(sandbox);
    struct reply kept = answer(life->keeping, call, headers), made = answer(life->making, call, headers);
    check_same(call, &kept, &made);
    learn(life, &kept);
    life->given += sandbox && kept.status == 200 && !handler_ran(sandbox);
    reply_clear(&kept);
    reply_clear(&made);
}

/* With the names of the moment, in the life's sandbox, asked so many times. */
static void ask_filled(struct life *life, const struct call_of_life *pattern, size_t times,
                       const char *const *headers)
{
    char *path = filled(life, pattern->path), *body = filled(life, pattern->body);
    char *whole = must_printf("/sandboxes/%s%s", life->sandbox, path);
    for (size_t i = 0; i < times; i++)
        ask(life, &(struct call_of_life){pattern->method, whole, body}, headers);
    free(whole);
    free(path);
    free(body);
}

/* Two readings of the same come one after the other, or with a few others between. */
static void read_something(struct life *life)
{
    static const char *const headers[][3] = {
        {NULL},
        {NULL},
        {"Host: one.example", NULL},
        {"Host: other.example", "Origin: http://localhost:3000", NULL},
        {"Accept: text/plain", NULL},
        {"Content-Type: text/xml", NULL},
        {"X-Fakebyte-Page: 1", NULL},
    };
    static const char *const queries[] = {"", "", "?limit=1", "?limit=1&offset=1", "?limit=none"};
    const struct route *route = &routes[below(life, route_count)];
    while (!route->reads)
        route = &routes[below(life, route_count)];
    bool public = route->api == API_PUBLIC;
    char *path = must_printf("/api%s%s", route->path, public ? queries[below(life, 5)] : "");
    const struct call_of_life call = {route->method, path, public ? NULL : everything};
    ask_filled(life, &call, 1 + below(life, 3), headers[below(life, 7)]);
    free(path);
}

/* What people poll, by one of two names of the server. */
static void poll_something(struct life *life)
{
    static const struct call_of_life polls[] = {
        {"POST", "/api/v1/jobs/get", "{'id': $J}"},
        {"POST", "/api/v1/jobs/get", "{'id': $J}"},
        {"POST", "/api/v1/jobs/get_light", "{'id': $J}"},
        {"GET", "/api/public/v1/jobs/$J", NULL},
        {"GET", "/api/public/v1/connections?limit=1", NULL},
        {"POST", "/api/v1/connections/get", "{'connectionId': '$C'}"},
    };
    static const char *const hosts[][2] = {{"Host: one.example", NULL}, {"Host: other.example", NULL}};
    ask_filled(life, &polls[below(life, 6)], 1 + below(life, 4), hosts[below(life, 2)]);
}

static void change_something(struct life *life)
{
    ask_filled(life, &changes[below(life, sizeof changes / sizeof *changes)], 1, NULL);
}

static void move_the_clock(struct life *life)
{
    ask_filled(life, &clocks[below(life, CLOCKS)], 1, NULL);
}

/* The newest, while time goes on and stands still. */
static void watch_a_job(struct life *life)
{
    static const struct call_of_life sync = {"POST", "/api/v1/connections/sync", "{'connectionId': '$C'}"};
    ask_filled(life, &sync, 1, NULL);
    for (size_t i = 0; i < 6; i++) {
        poll_something(life);
        move_the_clock(life);
    }
}

static void live(struct life *life)
{
    static void (*const steps[])(struct life * life) = {read_something, read_something, poll_something,
                                                        poll_something, watch_a_job,    change_something,
                                                        move_the_clock};
    static const size_t beginning[] = {0, 2, 4, 6, 9};
    for (size_t i = 0; i < KINDS; i++)
        for (size_t j = 0; j < KNOWN; j++)
            snprintf(life->known[i][j], ID, "%s", kinds[i].first);
    for (size_t i = 0; i < 3 * sizeof beginning / sizeof *beginning; i++)
        ask_filled(life, &changes[beginning[i / 3]], 2, NULL);
    for (size_t i = 0; i < STEPS; i++) {
        steps[below(life, sizeof steps / sizeof *steps)](life);
        assert_true(sandbox_of(life->keeping, life->sandbox)->kept_replies.size <= KEPT_BYTES);
    }
    assert_null(sandbox_of(life->making, life->sandbox)->kept_replies.places);
}

/* Neither says what came from where. */
static void check_traces(struct life *life)
{
    static const char *const pages[] = {"/export", "/coverage", "/clock", "/jobs"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char *path = must_printf("/sandboxes/%s/__admin%s", life->sandbox, pages[i]);
        ask(life, &(struct call_of_life){"GET", path, ""}, NULL);
        free(path);
    }
}

/* When it was, by the machine's clock, differs. */
static json_t *problems_of(struct api *api, const char *sandbox)
{
    size_t index;
    json_t *problem;
    api->sandbox = sandbox;
    json_t *problems = control(api, "GET", "/problems", NULL, 200);
    json_array_foreach (at(problems, "problems"), index, problem)
        json_object_del(problem, "at");
    return problems;
}

static void check_problems(const struct life *life)
{
    json_auto_t *one = problems_of(life->keeping, life->sandbox),
                *other = problems_of(life->making, life->sandbox);
    assert_true(json_equal(one, other));
}

/* The log tells the machine's time, too. */
static void check_logs(const struct life *life)
{
    const struct request_log *logs[] = {&sandbox_of(life->keeping, life->sandbox)->requests,
                                        &sandbox_of(life->making, life->sandbox)->requests};
    assert_int_equal(logs[0]->count_ever, logs[1]->count_ever);
    assert_int_equal(logs[0]->count, logs[1]->count);
    for (size_t i = 0; i < logs[0]->count; i++) {
        const struct logged_request *one = request_log_at(logs[0], i), *other = request_log_at(logs[1], i);
        assert_string_equal(one->id, other->id);
        assert_int_equal(one->status, other->status);
        assert_int_equal(one->at, other->at);
        assert_int_equal(one->reply_size, other->reply_size);
        assert_string_equal(one->fault ? one->fault : "", other->fault ? other->fault : "");
    }
}

static void live_twice(const char *sandbox, uint64_t seed)
{
    struct api_options options = api_test_options();
    options.check_replies = false;
    struct life life = {.sandbox = sandbox, .rng = rng_seeded(seed, sandbox), .keeping = api_with(&options)};
    options.no_kept_replies = true;
    life.making = api_with(&options);
    print_message("sandbox %s, seed %" PRIu64 "\n", sandbox, seed);
    live(&life);
    check_traces(&life);
    check_problems(&life);
    check_logs(&life);
    assert_true(life.given > STEPS / 4);
    api_free(life.keeping);
    api_free(life.making);
}

static void a_kept_reply_is_the_one_that_would_be_made(void **state)
{
    (void)state;
    static const char *const sandboxes[] = {"@0.40", "@0.63", "@1.5", "@2.0"};
    for (size_t i = 0; i < sizeof sandboxes / sizeof *sandboxes; i++)
        live_twice(sandboxes[i], 1 + i);
}

static int64_t begin_sync(struct api *api)
{
    char *connection = make_connection(api);
    json_auto_t *begun = call_ok(api, "/v1/connections/sync", one("connectionId", connection));
    free(connection);
    return integer_at(begun, "job.id");
}

static json_t *job_asked_often(struct api *api, const char *path, int64_t id)
{
    for (size_t i = 0; i < 3; i++)
        call_done(api, path, json_pack("{sI}", "id", (json_int_t)id));
    return call_ok(api, path, json_pack("{sI}", "id", (json_int_t)id));
}

static void a_running_job_is_told_as_time_goes_on(void **state)
{
    struct api *api = *state;
    int64_t id = begin_sync(api), before = -1;
    for (size_t i = 0; i < 4; i++) {
        json_auto_t *job = job_asked_often(api, "/v1/jobs/get", id);
        int64_t now = integer_at(job, "attempts[0].attempt.totalStats.recordsEmitted");
        assert_true(now > before);
        before = now;
        api_advance(api, 1);
    }
}

static void polls_move_a_clock_that_skips_though_the_reply_was_kept(void **state)
{
    struct api *api = *state;
    int64_t id = begin_sync(api);
    json_auto_t *still = job_asked_often(api, "/v1/jobs/get_light", id);
    assert_string_equal(text_at(still, "job.status"), "running");
    json_decref(control(api, "PUT", "/clock", json_pack("{ss}", "mode", "skip"), 200));
    json_auto_t *over = job_asked_often(api, "/v1/jobs/get_light", id);
    assert_string_equal(text_at(over, "job.status"), "succeeded");
}

static void what_is_asked_a_third_time_is_not_made_again(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    struct sandbox *sandbox = sandbox_of(api, "default");
    for (size_t i = 0; i < 4; i++) {
        handler_ran(sandbox);
        call_done(api, "/v1/workspaces/get", one("workspaceId", workspace));
        assert_int_equal(handler_ran(sandbox), i < 2);
    }
    free(workspace);
}

enum { THINGS = 1000, BITS = 12 };

/* {"<name>": "<id>"} in one of many ways, all of one size, which differ by their white space. A new text. */
static char *worded(const char *name, const char *id, int number)
{
    char space[BITS + 1] = "";
    for (int i = 0; i < BITS; i++)
        space[i] = (number >> i & 1) != 0 ? ' ' : '\t';
    return must_printf("{\"%s\": \"%s\"%s}", name, id, space);
}

/* Takes the body. */
static void ask_for(struct api *api, const char *path, char *body)
{
    struct reply reply = answer(api, &(struct call_of_life){"POST", path, body}, NULL);
    assert_int_equal(reply.status, 200);
    reply_clear(&reply);
    free(body);
}

static bool answered_anew(struct api *api, const char *workspace, int number)
{
    struct sandbox *sandbox = sandbox_of(api, "default");
    handler_ran(sandbox);
    ask_for(api, "/api/v1/workspaces/get", worded("workspaceId", workspace, number));
    return handler_ran(sandbox);
}

/* Of a thousand that displace one another, most find a place in the end. */
static void many_things_can_be_polled_in_turn(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    int anew = 0;
    for (int round = 0; round < 6; round++) {
        anew = 0;
        for (int i = 0; i < THINGS; i++)
            anew += answered_anew(api, workspace, i);
    }
    free(workspace);
    assert_true(anew < THINGS / 3);
}

static void a_sandbox_that_sleeps_keeps_nothing(void **state)
{
    struct api *api = *state;
    for (size_t i = 0; i < 3; i++)
        json_decref(call_ok(api, "/v1/workspaces/list", NULL));
    assert_true(sandbox_of(api, "default")->kept_replies.size > 0);
    const struct sandbox *slept = sandbox_of(api, "default");
    for (size_t i = 0; i < 64; i++) {
        char name[16];
        snprintf(name, sizeof name, "other-%zu", i);
        api->sandbox = name;
        json_decref(call_ok(api, "/v1/workspaces/list", NULL));
    }
    assert_int_equal(slept->kept_replies.size, 0);
}

/* Asks so many questions about a job, one after the other, and then the same again. */
static void ask_twice(struct api *api, const char *job, int count)
{
    for (int i = 0; i < 2 * count; i++)
        ask_for(api, "/api/v1/jobs/get_debug_info", worded("id", job, i % count));
}

/* What holds stays as long as it holds, though there is no room for all. */
static void what_is_kept_is_bounded(void **state)
{
    struct api *api = *state;
    const struct kept_replies *kept = &sandbox_of(api, "default")->kept_replies;
    char *workspace = first_workspace(api), *job = must_printf("%" PRId64, begin_sync(api));
    api_advance(api, HOUR / SECOND);
    ask_twice(api, job, 3 * THINGS);
    assert_in_range(kept->size, KEPT_BYTES - KEPT_BYTES / 8, KEPT_BYTES);
    call_done(api, "/v1/workspaces/update_name",
              json_pack("{ss ss}", "workspaceId", workspace, "name", "new"));
    ask_twice(api, job, THINGS / 10);
    assert_in_range(kept->size, 1, KEPT_BYTES / 8);
    free(job);
    free(workspace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(what_is_asked_a_third_time_is_not_made_again),
        API_TEST(many_things_can_be_polled_in_turn),
        API_TEST(a_running_job_is_told_as_time_goes_on),
        API_TEST(polls_move_a_clock_that_skips_though_the_reply_was_kept),
        API_TEST(a_sandbox_that_sleeps_keeps_nothing),
        API_TEST(what_is_kept_is_bounded),
        cmocka_unit_test(a_kept_reply_is_the_one_that_would_be_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
