#include "support.h"

#include "api/routes.h"
#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char fixture[] =
    "{\"workspaces\": [{\"workspaceId\": \"a0000000-0000-4000-8000-000000000001\", \"name\": \"Fuzz\"}],"
    "\"sources\": [{\"sourceId\": \"50000000-0000-4000-8000-000000000001\", \"name\": \"Sample\","
    "  \"workspaceId\": \"a0000000-0000-4000-8000-000000000001\","
    "  \"sourceDefinitionId\": \"dfd88b22-b603-4c3d-aad7-3701784586b1\","
    "  \"connectionConfiguration\": {\"count\": 10}}],"
    "\"destinations\": [{\"destinationId\": \"de000000-0000-4000-8000-000000000001\", \"name\": \"Files\","
    "  \"workspaceId\": \"a0000000-0000-4000-8000-000000000001\","
    "  \"destinationDefinitionId\": \"a625d593-bba5-4a1c-a53d-2d246268a816\","
    "  \"connectionConfiguration\": {\"destination_path\": \"/out\"}}],"
    "\"operations\": [{\"operationId\": \"09000000-0000-4000-8000-000000000001\", \"name\": \"Normalize\","
    "  \"workspaceId\": \"a0000000-0000-4000-8000-000000000001\","
    "  \"operatorConfiguration\": {\"operatorType\": \"normalization\", \"normalization\": {\"option\": "
    "\"basic\"}}}],"
    "\"connections\": [{\"connectionId\": \"" FUZZ_CONNECTION "\", \"name\": \"Sample to Files\","
    "  \"sourceId\": \"50000000-0000-4000-8000-000000000001\","
    "  \"destinationId\": \"de000000-0000-4000-8000-000000000001\", \"status\": \"active\","
    "  \"scheduleType\": \"manual\", \"syncCatalog\": {\"streams\": [{\"stream\": {\"name\": \"users\","
    "  \"jsonSchema\": {\"type\": \"object\", \"properties\": {\"id\": {\"type\": \"integer\"}}},"
    "  \"supportedSyncModes\": [\"full_refresh\"]}, \"config\": {\"syncMode\": \"full_refresh\","
    "  \"destinationSyncMode\": \"append\", \"selected\": true}}]}}],"
    "\"jobs\": [{\"key\": \"monday\", \"connectionId\": \"" FUZZ_CONNECTION "\", \"configType\": \"sync\","
    "  \"status\": \"succeeded\", \"endedSecondsAgo\": 3600}]}";

static struct app *make(struct loop *loop)
{
    char *error = NULL;
    struct api_options options = {
        .routes = routes,
        .route_count = route_count,
        .access = {.auth = AUTH_NONE,
                   .username = "airbyte",
                   .password = "password",
                   .client_id = "tests",
                   .client_secret = "sesame",
                   .token_lifetime = 900 * SECOND},
        .check_replies = true,
        .loop = loop,
        .slice = SLICE,
        .start = {.seed = 1,
                  .clock_mode = CLOCK_FROZEN,
                  .clock_time = INT64_C(1677661200) * SECOND,
                  .max_sandboxes = 2},
        .settings = {.sync_span = 10 * SECOND,
                     .max_attempts = 3,
                     .max_failed_jobs_in_a_row = 100,
                     .max_days_of_only_failed_jobs = 14,
                     .webapp_url = "http://localhost:8000"},
    };
    struct app *app = app_new(&options, &error);
    if (!app || fuzz_post(app, "/__admin/fixtures", fixture) != 200 ||
        fuzz_call(app, "PUT", "/__admin/snapshots/begin", "", 0) >= 300) {
        fprintf(stderr, "no server to begin with: %s\n", error ? error : "");
        abort();
    }
    return app;
}

struct app *fuzz_app_on(struct loop *loop)
{
    static struct app *app;
    if (!app)
        app = make(loop);
    return app;
}

struct app *fuzz_app(void)
{
    return fuzz_app_on(NULL);
}

void fuzz_reset(struct app *app)
{
    if (fuzz_post(app, "/__admin/snapshots/begin/restore", "") != 200)
        abort();
}

static const char *no_header(const struct request *request, const char *name)
{
    (void)request;
    (void)name;
    return NULL;
}

static void no_headers(const struct request *request,
                       void (*visit)(void *arg, const char *name, const char *value), void *arg)
{
    (void)request;
    (void)visit;
    (void)arg;
}

static void resumed(struct exchange *exchange)
{
    (void)exchange;
}

/* Long work answers in a later turn of the loop; what waits for something that does not come is called off.
 */
static void await_reply(const struct app *app, struct exchange *exchange)
{
    enum { TURNS = 1000 };
    for (int turn = 0; app->options.loop && exchange->abandoned && turn < TURNS; turn++)
        loop_turn(app->options.loop, 0);
    if (exchange->abandoned)
        exchange->abandoned(exchange);
}

static struct reply answer(struct app *app, const char *method, const char *path, const char *body,
                           size_t size)
{
    struct exchange exchange = {.request = {.method = method,
                                            .path = path,
                                            .query = "",
                                            .body = body,
                                            .body_size = size,
                                            .client = "127.0.0.1",
                                            .header = no_header,
                                            .each_header = no_headers},
                                .resume = resumed};
    app_answer(app, &exchange);
    await_reply(app, &exchange);
    return exchange.reply;
}

/* Of its own, that is: 501 is the documented answer of three operations of the public API. */
static void refuse_server_errors(const char *method, const char *path, const char *body,
                                 const struct reply *reply)
{
    if (reply->status < 500 || reply->status == 501)
        return;
    fprintf(stderr, "%s %s\n%s\n%u %s\n", method, path, body, reply->status, reply->body ? reply->body : "");
    abort();
}

unsigned fuzz_call(struct app *app, const char *method, const char *path, const void *body, size_t size)
{
    char *text = must_alloc(size + 1);
    memcpy(text, body, size);
    text[size] = '\0';
    struct reply reply = answer(app, method, path, text, size);
    refuse_server_errors(method, path, text, &reply);
    unsigned status = reply.status;
    reply_clear(&reply);
    free(text);
    return status;
}

unsigned fuzz_post(struct app *app, const char *path, const char *body)
{
    return fuzz_call(app, "POST", path, body, strlen(body));
}

json_t *fuzz_get(struct app *app, const char *path)
{
    struct reply reply = answer(app, "GET", path, "", 0);
    json_t *value = reply.body ? json_loadb(reply.body, reply.body_size, JSON_DECODE_ANY, NULL) : NULL;
    if (reply.status != 200 || !value)
        abort();
    reply_clear(&reply);
    return value;
}
