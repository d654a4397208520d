#include "support/api.h"

#include "support/breaking.h"

#include "api/routes.h"
#include "base/die.h"
#include "support/traffic.h"
#include "json/print.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PATIENCE_MS = 30000 };

static enum release dev_release(void)
{
    const char *name = getenv("FAKEBYTE_TEST_RELEASE");
    return name ? release_find(name) : 0;
}

struct api_options api_test_options(void)
{
    return (struct api_options){
        .routes = routes,
        .route_count = route_count,
        .access = {.auth = AUTH_NONE,
                   .username = "airbyte",
                   .password = "password",
                   .client_id = "tests",
                   .client_secret = "sesame",
                   .token_lifetime = 900 * SECOND},
        .check_replies = true,
        .poll_interval = 500,
        .slice = SLICE,
        .start = {.seed = 1,
                  .release = dev_release(),
                  .clock_mode = CLOCK_FROZEN,
                  .clock_time = (int64_t)TEST_TIME * SECOND,
                  .max_sandboxes = 1000,
                  .max_requests = 1000},
        .settings = {.sync_span = 10 * SECOND,
                     .max_attempts = 3,
                     .max_failed_jobs_in_a_row = 100,
                     .max_days_of_only_failed_jobs = 14,
                     .webapp_url = "http://localhost:8000"},
    };
}

struct api *api_with(const struct api_options *options)
{
    char *error = NULL;
    struct api *api = must_zalloc(sizeof *api);
    api->app = app_new(options, &error);
    if (!api->app)
        fail_msg("%s", error);
    return api;
}

struct api *api_new(void)
{
    struct api_options options = api_test_options();
    return api_with(&options);
}

void api_free(struct api *api)
{
    app_free(api->app);
    free(api);
}

int api_setup(void **state)
{
    *state = api_new();
    return 0;
}

int api_setup_release(void **state)
{
    static const char *const sandboxes[RELEASES] = {"@0.40", "@0.63", "@1.5", "@2.0"};
    enum release release = (enum release)(uintptr_t)*state;
    struct api *api = api_new();
    api->sandbox = sandboxes[release];
    *state = api;
    return 0;
}

int api_teardown(void **state)
{
    api_free(*state);
    return 0;
}

const char *api_find_header(const struct request *request, const char *name)
{
    size_t size = strlen(name);
    for (const char *const *header = request->headers; header && *header; header++)
        if (strncasecmp(*header, name, size) == 0 && (*header)[size] == ':')
            return *header + size + 1 + strspn(*header + size + 1, " ");
    return NULL;
}

/* How often faults were applied, in all sandboxes. */
static int64_t faults_fired(struct api *api)
{
    int64_t fired = 0;
    for (size_t i = 0; i < sandboxes_count(api->app->sandboxes); i++) {
        const struct faults *faults = &sandboxes_at(api->app->sandboxes, i)->faults;
        for (size_t j = 0; j < faults->count; j++)
            fired += faults->items[j]->fired;
    }
    return fired;
}

void api_each_header(const struct request *request,
                     void (*visit)(void *arg, const char *name, const char *value), void *arg)
{
    for (const char *const *header = request->headers; header && *header; header++) {
        size_t size = strcspn(*header, ":");
        char *name = must_strndup(*header, size);
        visit(arg, name, *header + size + 1 + strspn(*header + size + 1, " "));
        free(name);
    }
}

static void resumed(struct exchange *exchange)
{
    (void)exchange;
}

/* A sandbox that has much to catch up with answers in a later turn of its loop. */
static void await_reply(const struct api *api, const struct exchange *exchange)
{
    struct loop *loop = api->app->options.loop;
    int64_t end = loop_now() + PATIENCE_MS;
    while (loop && exchange->abandoned && loop_now() < end)
        loop_turn(loop, 1);
}

void api_answer(const struct api *api, struct exchange *exchange)
{
    app_answer(api->app, exchange);
    await_reply(api, exchange);
}

/* That the sandbox speaks which was asked. */
static enum release spoken_release(struct api *api, const char *path, const char *const *headers)
{
    struct request request = {0};
    memcpy(&request.headers, &headers, sizeof headers);
    const char *header = api_find_header(&request, "X-Fakebyte-Sandbox");
    const char *prefix = strncmp(path, "/sandboxes/", 11) == 0 ? path + 11 : "default";
    char *name = header ? must_strdup(header) : must_strndup(prefix, strcspn(prefix, "/"));
    struct sandbox *sandbox = sandboxes_find(api->app->sandboxes, name);
    free(name);
    return sandbox ? sandbox->world.release : 0;
}

struct reply api_request(struct api *api, const char *method, const char *path, const char *body,
                         const char *const *headers)
{
    const char *question = strchrnul(path, '?');
    char *bare = must_strndup(path, (size_t)(question - path));
    struct exchange exchange = {.request = {.method = method,
                                            .path = bare,
                                            .query = *question ? question + 1 : "",
                                            .body = body ? body : "",
                                            .body_size = body ? strlen(body) : 0,
                                            .client = "127.0.0.1",
                                            .header = api_find_header,
                                            .each_header = api_each_header},
                                .resume = resumed};
    memcpy(&exchange.request.headers, &headers, sizeof headers);
    breaking_try(api, &exchange);
    int64_t fired = faults_fired(api);
    api_answer(api, &exchange);
    api->status = exchange.reply.status;
    /* As a test wanted it: no other fills a sandbox or damages its file. */
    bool limit = exchange.reply.status == 507 || exchange.reply.status == 503;
    traffic_log(spoken_release(api, path, headers), method, path, &exchange.reply,
                limit || faults_fired(api) != fired);
    free(bare);
    return exchange.reply;
}

static json_t *send(struct api *api, const char *method, char *path, json_t *body)
{
    char *text = body ? json_print(body) : NULL;
    struct reply reply = api_request(api, method, path, text, NULL);
    json_t *value = reply.body ? json_read(reply.body, reply.body_size, NULL) : NULL;
    if (reply.status >= 500 || (reply.body && !value))
        print_error("%s %s: %u %s\n", path, text ? text : "", reply.status, reply.body ? reply.body : "");
    reply_clear(&reply);
    json_decref(body);
    free(path);
    free(text);
    return value;
}

/* "/v1/jobs/get" in the sandbox that the calls go to. A new text. */
static char *full_path(const struct api *api, const char *base, const char *path)
{
    const char *prefix = api->sandbox ? "/sandboxes/" : "";
    return must_printf("%s%s%s%s", prefix, api->sandbox ? api->sandbox : "", base, path);
}

static json_t *call(struct api *api, const char *path, json_t *body)
{
    return send(api, "POST", full_path(api, "/api", path), body);
}

static void complain(const char *path, unsigned status, const json_t *value)
{
    char *text = value ? json_print(value) : NULL;
    print_error("%s: status %u: %s\n", path, status, text ? text : "");
    free(text);
}

/* `value`, the reply to the last call, which must have had that status. */
static json_t *with_status(struct api *api, const char *path, json_t *value, unsigned status)
{
    if (api->status != status)
        complain(path, api->status, value);
    assert_int_equal(api->status, status);
    return value;
}

json_t *call_status(struct api *api, const char *path, json_t *body, unsigned status)
{
    return with_status(api, path, call(api, path, body), status);
}

json_t *control(struct api *api, const char *method, const char *path, json_t *body, unsigned status)
{
    return with_status(api, path, send(api, method, full_path(api, "/__admin", path), body), status);
}

json_t *rest(struct api *api, const char *method, const char *path, json_t *body, unsigned status)
{
    return with_status(api, path, send(api, method, full_path(api, "/api/public/v1", path), body), status);
}

void rest_fails(struct api *api, const char *method, const char *path, json_t *body, unsigned status,
                const char *title, const char *piece)
{
    json_auto_t *problem = rest(api, method, path, body, status);
    if (!has(problem, "title") || strcmp(text_at(problem, "title"), title) != 0 ||
        !strstr(text_at(problem, "data.message"), piece))
        complain(path, status, problem);
    assert_string_equal(text_at(problem, "title"), title);
    assert_non_null(strstr(text_at(problem, "data.message"), piece));
}

json_t *call_ok(struct api *api, const char *path, json_t *body)
{
    json_t *value = call(api, path, body);
    if (api->status != 200 && api->status != 204)
        complain(path, api->status, value);
    assert_true(api->status == 200 || api->status == 204);
    return value;
}

void call_done(struct api *api, const char *path, json_t *body)
{
    json_decref(call_ok(api, path, body));
}

void call_fails(struct api *api, const char *path, json_t *body, unsigned status, const char *piece)
{
    json_auto_t *reply = call_status(api, path, body, status);
    char *text = json_print(reply);
    if (!strstr(text_at(reply, "message"), piece))
        print_error("%s: no \"%s\" in %s\n", path, piece, text);
    assert_non_null(strstr(text_at(reply, "message"), piece));
    free(text);
}

/* One step of a path: a name, or an index in brackets. */
static const json_t *step(const json_t *value, const char **path)
{
    if (**path == '[') {
        char *end;
        size_t index = strtoul(*path + 1, &end, 10);
        *path = end + 1;
        return json_array_get(value, index);
    }
    *path += **path == '.';
    size_t size = strcspn(*path, ".[");
    char *name = must_strndup(*path, size);
    *path += size;
    const json_t *member = json_object_get(value, name);
    free(name);
    return member;
}

static const json_t *find(const json_t *value, const char *path)
{
    while (value && *path)
        value = step(value, &path);
    return value;
}

json_t *at(const json_t *value, const char *path)
{
    const json_t *found = find(value, path);
    if (!found)
        complain(path, 0, value);
    assert_non_null(found);
    json_t *member;
    memcpy(&member, &found, sizeof member);
    return member;
}

bool has(const json_t *value, const char *path)
{
    return find(value, path) != NULL;
}

const char *text_at(const json_t *value, const char *path)
{
    json_t *member = at(value, path);
    assert_true(json_is_string(member));
    return json_string_value(member);
}

int64_t integer_at(const json_t *value, const char *path)
{
    json_t *member = at(value, path);
    assert_true(json_is_integer(member));
    return json_integer_value(member);
}

void api_advance(struct api *api, double seconds)
{
    char *error = NULL;
    const char *name = api->sandbox ? api->sandbox : "default";
    struct sandbox *sandbox = sandboxes_open(api->app->sandboxes, name, &error);
    clock_advance(&sandbox->world.clock, (int64_t)(seconds * SECOND));
}
