/* Answers one operation so many times without a socket, for `valgrind --tool=callgrind`, which counts what
 * happens inside answer_measured(): bench_instructions OPERATION TIMES. Without arguments it prints the
 * operations. */
#include "api/routes.h"
#include "base/die.h"
#include "gateway/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CATALOG_STREAMS = 12, CATALOG_FIELDS = 30 };

#define FAKER "dfd88b22-b603-4c3d-aad7-3701784586b1"
#define LOCAL_JSON "a625d593-bba5-4a1c-a53d-2d246268a816"

struct bench {
    struct app *app;
    char *workspace, *source, *destination, *connection;
};

enum { HEADERS = 3 };
static const char *const headers[HEADERS][2] = {{"Authorization", "Basic YWlyYnl0ZTpwYXNzd29yZA=="},
                                                {"Content-Type", "application/json"},
                                                {"Host", "127.0.0.1"}};

static const char *header_of(const struct request *request, const char *name)
{
    (void)request;
    for (size_t i = 0; i < HEADERS; i++)
        if (strcasecmp(headers[i][0], name) == 0)
            return headers[i][1];
    return NULL;
}

static void each_header(const struct request *request,
                        void (*visit)(void *arg, const char *name, const char *value), void *arg)
{
    (void)request;
    for (size_t i = 0; i < HEADERS; i++)
        visit(arg, headers[i][0], headers[i][1]);
}

static struct exchange exchange_of(const char *method, const char *path, const char *body)
{
    return (struct exchange){.request = {.method = method,
                                         .path = path,
                                         .query = "",
                                         .body = body ? body : "",
                                         .body_size = body ? strlen(body) : 0,
                                         .client = "127.0.0.1",
                                         .header = header_of,
                                         .each_header = each_header}};
}

__attribute__((noinline)) void answer_measured(struct app *app, struct exchange *exchange);

void answer_measured(struct app *app, struct exchange *exchange)
{
    app_answer(app, exchange);
    reply_clear(&exchange->reply);
}

static json_t *ask(struct bench *bench, const char *path, json_t *body)
{
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    struct exchange exchange = exchange_of("POST", path, text);
    app_answer(bench->app, &exchange);
    if (exchange.reply.status != 200)
        die("%s: %u %s", path, exchange.reply.status, exchange.reply.body);
    json_t *reply = json_loadb(exchange.reply.body, exchange.reply.body_size, 0, NULL);
    reply_clear(&exchange.reply);
    json_decref(body);
    free(text);
    return reply;
}

static char *ask_text(struct bench *bench, const char *path, json_t *body, const char *member)
{
    json_auto_t *reply = ask(bench, path, body);
    return must_strdup(json_string_value(json_object_get(reply, member)));
}

static json_t *source_of(const struct bench *bench)
{
    return json_pack("{ss ss ss s{si si}}", "sourceDefinitionId", FAKER, "workspaceId", bench->workspace,
                     "name", "Sample", "connectionConfiguration", "count", 100, "seed", -1);
}

static json_t *stream_of(int number, int fields)
{
    json_t *properties = json_object();
    for (int i = 0; i < fields; i++) {
        char name[32];
        snprintf(name, sizeof name, "field_%d_of_many", i);
        json_object_set_new(properties, name,
                            json_pack("{s[ss] ss}", "type", "null", "string", "description", "A field"));
    }
    return json_pack("{s{so s{ss so} s[ss] sb s[s] s[[s]]} s{ss s[s] ss s[[s]] sb}}", "stream", "name",
                     json_sprintf("stream_%d", number), "jsonSchema", "type", "object", "properties",
                     properties, "supportedSyncModes", "full_refresh", "incremental", "sourceDefinedCursor",
                     1, "defaultCursorField", "field_0_of_many", "sourceDefinedPrimaryKey", "field_1_of_many",
                     "config", "syncMode", "incremental", "cursorField", "field_0_of_many",
                     "destinationSyncMode", "append_dedup", "primaryKey", "field_1_of_many", "selected", 1);
}

static json_t *connection_of(const struct bench *bench, int streams, int fields)
{
    json_t *list = json_array();
    for (int i = 0; i < streams; i++)
        json_array_append_new(list, stream_of(i, fields));
    return json_pack("{ss ss ss s{so}}", "sourceId", bench->source, "destinationId", bench->destination,
                     "status", "active", "syncCatalog", "streams", list);
}

static char *printed(json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);
    json_decref(value);
    return text;
}

static char *nothing(const struct bench *bench)
{
    (void)bench;
    return NULL;
}

static char *workspace_body(const struct bench *bench)
{
    return printed(json_pack("{ss}", "workspaceId", bench->workspace));
}

static char *source_body(const struct bench *bench)
{
    return printed(json_pack("{ss}", "sourceId", bench->source));
}

static char *connection_body(const struct bench *bench)
{
    return printed(json_pack("{ss}", "connectionId", bench->connection));
}

static char *job_body(const struct bench *bench)
{
    (void)bench;
    return printed(json_pack("{si}", "id", 1));
}

/* The number is overwritten for each request. */
static char *new_workspace_body(const struct bench *bench)
{
    (void)bench;
    return must_strdup("{\"name\":\"Bench 00000000\"}");
}

static char *new_source_body(const struct bench *bench)
{
    return printed(source_of(bench));
}

static char *new_connection_body(const struct bench *bench)
{
    return printed(connection_of(bench, CATALOG_STREAMS, CATALOG_FIELDS));
}

static const struct operation {
    const char *name, *method, *path;
    char *(*body)(const struct bench *bench);
} operations[] = {
    {"health", "GET", "/api/v1/health", nothing},
    {"workspaces/get", "POST", "/api/v1/workspaces/get", workspace_body},
    {"sources/get", "POST", "/api/v1/sources/get", source_body},
    {"connections/get", "POST", "/api/v1/connections/get", connection_body},
    {"jobs/get", "POST", "/api/v1/jobs/get", job_body},
    {"public workspaces get", "GET", "/api/public/v1/workspaces/{w}", nothing},
    {"public sources get", "GET", "/api/public/v1/sources/{s}", nothing},
    {"public connections get", "GET", "/api/public/v1/connections/{c}", nothing},
    {"public jobs get", "GET", "/api/public/v1/jobs/1", nothing},
    {"workspaces/create", "POST", "/api/v1/workspaces/create", new_workspace_body},
    {"sources/create", "POST", "/api/v1/sources/create", new_source_body},
    {"connections/create 31 KB", "POST", "/api/v1/connections/create", new_connection_body},
};

static void number(char *body, unsigned long time)
{
    char digits[16];
    char *place = body ? strstr(body, "00000000") : NULL;
    snprintf(digits, sizeof digits, "%08lu", time % 100000000);
    if (place)
        memcpy(place, digits, 8);
}

/* With the id of what "{w}", "{s}" or "{c}" stands for. A new text. */
static char *path_of(const struct bench *bench, const char *path)
{
    const char *brace = strchr(path, '{');
    if (!brace)
        return must_strdup(path);
    const char *id = brace[1] == 'w' ? bench->workspace : brace[1] == 's' ? bench->source : bench->connection;
    return must_printf("%.*s%s", (int)(brace - path), path, id);
}

static void repeat(struct bench *bench, const struct operation *operation, unsigned long times)
{
    char *body = operation->body(bench), *path = path_of(bench, operation->path);
    for (unsigned long i = 0; i < times; i++) {
        number(body, i);
        struct exchange exchange = exchange_of(operation->method, path, body);
        if (i == 0) { /* what is made once is not counted */
            app_answer(bench->app, &exchange);
            if (exchange.reply.status != 200)
                die("%s: %u %s", operation->path, exchange.reply.status, exchange.reply.body);
            reply_clear(&exchange.reply);
            number(body, times);
            exchange = exchange_of(operation->method, path, body);
        }
        answer_measured(bench->app, &exchange);
    }
    free(path);
    free(body);
}

static struct api_options options(void)
{
    return (struct api_options){.routes = routes,
                                .route_count = route_count,
                                .username = "airbyte",
                                .password = "password",
                                .client_id = "tests",
                                .client_secret = "sesame",
                                .token_lifetime = 900 * SECOND,
                                .start = {.seed = 1,
                                          .clock_mode = CLOCK_FROZEN,
                                          .clock_time = INT64_C(1677661200000),
                                          .max_sandboxes = 10,
                                          .max_requests = 1000},
                                .settings = {.sync_span = 0, .max_attempts = 3}};
}

static void furnish(struct bench *bench)
{
    json_auto_t *list = ask(bench, "/api/v1/workspaces/list", NULL);
    json_t *first = json_array_get(json_object_get(list, "workspaces"), 0);
    bench->workspace = must_strdup(json_string_value(json_object_get(first, "workspaceId")));
    bench->source = ask_text(bench, "/api/v1/sources/create", source_of(bench), "sourceId");
    json_t *destination =
        json_pack("{ss ss ss s{ss}}", "destinationDefinitionId", LOCAL_JSON, "workspaceId", bench->workspace,
                  "name", "Files", "connectionConfiguration", "destination_path", "/local/out");
    bench->destination = ask_text(bench, "/api/v1/destinations/create", destination, "destinationId");
    bench->connection =
        ask_text(bench, "/api/v1/connections/create", connection_of(bench, 1, 4), "connectionId");
    json_decref(ask(bench, "/api/v1/connections/sync", json_pack("{ss}", "connectionId", bench->connection)));
}

static void clear(struct bench *bench)
{
    free(bench->workspace);
    free(bench->source);
    free(bench->destination);
    free(bench->connection);
    app_free(bench->app);
}

int main(int count, char **arguments)
{
    char *error = NULL;
    struct api_options set = options();
    struct bench bench = {.app = app_new(&set, &error)};
    if (!bench.app)
        die("%s", error);
    furnish(&bench);
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (count < 3)
            puts(operations[i].name);
        else if (strcmp(arguments[1], operations[i].name) == 0)
            repeat(&bench, &operations[i], strtoul(arguments[2], NULL, 10));
    }
    clear(&bench);
    return 0;
}
