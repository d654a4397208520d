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

enum { CATALOG_STREAMS = 12, CATALOG_FIELDS = 30, MOST_PLACES = 102 };

/* What is made once, and what is kept, is not counted. */
enum { BEFORE = 2 };

#define FAKER "dfd88b22-b603-4c3d-aad7-3701784586b1"
#define LOCAL_JSON "a625d593-bba5-4a1c-a53d-2d246268a816"

/* What calls are about. */
struct place {
    char *workspace, *source, *destination, *connection;
    json_int_t job;
    char *path, *body; /* of the request */
};

/* Calls go from place to place. */
struct bench {
    struct app *app;
    size_t count;
    struct place places[MOST_PLACES];
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

__attribute__((noipa)) void answer_measured(struct app *app, struct exchange *exchange);

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

static json_t *source_of(const struct place *place)
{
    return json_pack("{ss ss ss s{si si}}", "sourceDefinitionId", FAKER, "workspaceId", place->workspace,
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

static json_t *connection_of(const struct place *place, int streams, int fields)
{
    json_t *list = json_array();
    for (int i = 0; i < streams; i++)
        json_array_append_new(list, stream_of(i, fields));
    return json_pack("{ss ss ss s{so}}", "sourceId", place->source, "destinationId", place->destination,
                     "status", "active", "syncCatalog", "streams", list);
}

static char *printed(json_t *value)
{
    char *text = json_dumps(value, JSON_COMPACT);
    json_decref(value);
    return text;
}

static char *nothing(const struct place *place)
{
    (void)place;
    return NULL;
}

static char *workspace_body(const struct place *place)
{
    return printed(json_pack("{ss}", "workspaceId", place->workspace));
}

static char *source_body(const struct place *place)
{
    return printed(json_pack("{ss}", "sourceId", place->source));
}

static char *connection_body(const struct place *place)
{
    return printed(json_pack("{ss}", "connectionId", place->connection));
}

static char *job_body(const struct place *place)
{
    return printed(json_pack("{sI}", "id", place->job));
}

/* The number is overwritten for each request. */
static char *new_workspace_body(const struct place *place)
{
    (void)place;
    return must_strdup("{\"name\":\"Bench 00000000\"}");
}

static char *new_source_body(const struct place *place)
{
    return printed(source_of(place));
}

static char *new_connection_body(const struct place *place)
{
    return printed(connection_of(place, CATALOG_STREAMS, CATALOG_FIELDS));
}

/* What is asked again is the same each time; else each request of a `different` one is about something else.
 */
static const struct operation {
    const char *name, *method, *path;
    char *(*body)(const struct place *place);
    bool different;
} operations[] = {
    {"health", "GET", "/api/v1/health", nothing, false},
    {"workspaces/get", "POST", "/api/v1/workspaces/get", workspace_body, true},
    {"workspaces/get again", "POST", "/api/v1/workspaces/get", workspace_body, false},
    {"sources/get", "POST", "/api/v1/sources/get", source_body, true},
    {"sources/get again", "POST", "/api/v1/sources/get", source_body, false},
    {"connections/get", "POST", "/api/v1/connections/get", connection_body, true},
    {"connections/get again", "POST", "/api/v1/connections/get", connection_body, false},
    {"jobs/get", "POST", "/api/v1/jobs/get", job_body, true},
    {"jobs/get again", "POST", "/api/v1/jobs/get", job_body, false},
    {"public workspaces get", "GET", "/api/public/v1/workspaces/{w}", nothing, true},
    {"public workspaces get again", "GET", "/api/public/v1/workspaces/{w}", nothing, false},
    {"public sources get", "GET", "/api/public/v1/sources/{s}", nothing, true},
    {"public connections get", "GET", "/api/public/v1/connections/{c}", nothing, true},
    {"public jobs get", "GET", "/api/public/v1/jobs/{j}", nothing, true},
    {"public jobs get again", "GET", "/api/public/v1/jobs/{j}", nothing, false},
    {"workspaces/create", "POST", "/api/v1/workspaces/create", new_workspace_body, false},
    {"sources/create", "POST", "/api/v1/sources/create", new_source_body, false},
    {"connections/create 31 KB", "POST", "/api/v1/connections/create", new_connection_body, false},
};

static void number(char *body, unsigned long time)
{
    static const char before[] = "\"Bench ";
    char digits[16];
    char *place = body ? strstr(body, before) : NULL;
    snprintf(digits, sizeof digits, "%08lu", time % 100000000);
    if (place)
        memcpy(place + strlen(before), digits, 8);
}

/* With the id of what "{w}", "{s}", "{c}" or "{j}" stands for. A new text. */
static char *path_of(const struct place *place, const char *path)
{
    const char *brace = strchrnul(path, '{');
    const char *texts[] = {['c'] = place->connection, ['s'] = place->source, ['w'] = place->workspace};
    if (!*brace)
        return must_strdup(path);
    if (brace[1] == 'j')
        return must_printf("%.*s%" JSON_INTEGER_FORMAT, (int)(brace - path), path, place->job);
    return must_printf("%.*s%s", (int)(brace - path), path, texts[(size_t)brace[1]]);
}

/* One request, asked at the i-th time. */
static void repeat_one(struct bench *bench, const struct operation *operation, unsigned long i)
{
    struct place *place = &bench->places[i % bench->count];
    number(place->body, i);
    struct exchange exchange = exchange_of(operation->method, place->path, place->body);
    if (i >= BEFORE) {
        answer_measured(bench->app, &exchange);
        return;
    }
    app_answer(bench->app, &exchange);
    if (exchange.reply.status != 200)
        die("%s: %u %s", operation->path, exchange.reply.status, exchange.reply.body);
    reply_clear(&exchange.reply);
}

static void repeat(struct bench *bench, const struct operation *operation, unsigned long times)
{
    for (size_t i = 0; i < bench->count; i++) {
        bench->places[i].body = operation->body(&bench->places[i]);
        bench->places[i].path = path_of(&bench->places[i], operation->path);
    }
    for (unsigned long i = 0; i < times + BEFORE; i++)
        repeat_one(bench, operation, i);
}

static struct api_options options(void)
{
    return (struct api_options){.routes = routes,
                                .route_count = route_count,
                                .access = {.username = "airbyte",
                                           .password = "password",
                                           .client_id = "tests",
                                           .client_secret = "sesame",
                                           .token_lifetime = 900 * SECOND},
                                .start = {.seed = 1,
                                          .clock_mode = CLOCK_FROZEN,
                                          .clock_time = INT64_C(1677661200000),
                                          .max_sandboxes = 10,
                                          .max_requests = 1000},
                                .settings = {.sync_span = 0, .max_attempts = 3}};
}

/* The first is there. */
static char *workspace_of(struct bench *bench, bool first)
{
    if (!first)
        return ask_text(bench, "/api/v1/workspaces/create", json_pack("{ss}", "name", "Bench"),
                        "workspaceId");
    json_auto_t *list = ask(bench, "/api/v1/workspaces/list", NULL);
    json_t *workspace = json_array_get(json_object_get(list, "workspaces"), 0);
    return must_strdup(json_string_value(json_object_get(workspace, "workspaceId")));
}

static void furnish(struct bench *bench, struct place *place)
{
    place->workspace = workspace_of(bench, place == bench->places);
    place->source = ask_text(bench, "/api/v1/sources/create", source_of(place), "sourceId");
    json_t *destination =
        json_pack("{ss ss ss s{ss}}", "destinationDefinitionId", LOCAL_JSON, "workspaceId", place->workspace,
                  "name", "Files", "connectionConfiguration", "destination_path", "/local/out");
    place->destination = ask_text(bench, "/api/v1/destinations/create", destination, "destinationId");
    place->connection =
        ask_text(bench, "/api/v1/connections/create", connection_of(place, 1, 4), "connectionId");
    json_auto_t *begun =
        ask(bench, "/api/v1/connections/sync", json_pack("{ss}", "connectionId", place->connection));
    place->job = json_integer_value(json_object_get(json_object_get(begun, "job"), "id"));
}

static void clear(struct bench *bench)
{
    for (size_t i = 0; i < bench->count; i++) {
        free(bench->places[i].workspace);
        free(bench->places[i].source);
        free(bench->places[i].destination);
        free(bench->places[i].connection);
        free(bench->places[i].path);
        free(bench->places[i].body);
    }
    app_free(bench->app);
}

static void run(const struct operation *operation, unsigned long times)
{
    char *error = NULL;
    struct api_options set = options();
    struct bench bench = {.app = app_new(&set, &error), .count = operation->different ? MOST_PLACES : 1};
    if (!bench.app)
        die("%s", error);
    for (size_t i = 0; i < bench.count; i++)
        furnish(&bench, &bench.places[i]);
    repeat(&bench, operation, times);
    clear(&bench);
}

int main(int count, char **arguments)
{
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++) {
        if (count < 3)
            puts(operations[i].name);
        else if (strcmp(arguments[1], operations[i].name) == 0)
            run(&operations[i], strtoul(arguments[2], NULL, 10));
    }
    return 0;
}
