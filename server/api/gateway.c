#include "api/app.h"
#include "api/auth.h"
#include "api/dispatch.h"
#include "api/failure.h"
#include "base/die.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A browser's question whether it may call: answered without credentials, which it never sends (decision 22).
 */
static bool is_preflight(const struct request *request)
{
    return strcmp(request->method, "OPTIONS") == 0 && request->header(request, "Origin") &&
           request->header(request, "Access-Control-Request-Method");
}

static void answer_preflight(struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    const char *headers = request->header(request, "Access-Control-Request-Headers");
    reply_set(&exchange->reply, 200, NULL, NULL, 0);
    reply_header(&exchange->reply, "Access-Control-Allow-Methods",
                 request->header(request, "Access-Control-Request-Method"));
    if (headers)
        reply_header(&exchange->reply, "Access-Control-Allow-Headers", headers);
    reply_header(&exchange->reply, "Access-Control-Max-Age", "1800");
}

/* Any page may call, as with the real server; the control API is not for pages of others. */
static void allow_origin(struct exchange *exchange, const char *path)
{
    const char *origin = exchange->request.header(&exchange->request, "Origin");
    if (!origin || strncmp(path, "/__admin", 8) == 0)
        return;
    reply_header(&exchange->reply, "Access-Control-Allow-Origin", origin);
    reply_header(&exchange->reply, "Access-Control-Allow-Credentials", "true");
    reply_header(&exchange->reply, "Vary", "Origin");
}

/* "/api/v1/jobs/get/" is "/v1/jobs/get" (decisions 34, 35). A new text. */
static char *operation_path(const char *path)
{
    if (strncmp(path, "/api/", 5) == 0)
        path += 4;
    size_t size = strlen(path);
    if (size > 1 && path[size - 1] == '/')
        size--;
    return must_strndup(path, size);
}

static void fail_unknown_path(struct reply *reply, const char *path)
{
    bool other_api = strncmp(path, "/public", 7) == 0 || strstr(path, "/token");
    fail(reply, 404, "Object not found.%s", other_api ? " This server speaks the Config API, /api/v1/." : "");
}

static void fail_wrong_method(struct reply *reply, const struct request *request, char *allow)
{
    fail(reply, 405, "Method [%s] not allowed for URI [%s]. Allowed methods: [%s]", request->method,
         request->path, allow);
    reply_header(reply, "Allow", allow);
    free(allow);
}

static void answer_path(struct app *app, struct exchange *exchange, const char *path)
{
    char *allow = NULL;
    const struct route *route = route_find(exchange->request.method, path, &allow);
    if (!(route && route_is_open(route)) && !auth_passes(app, &exchange->request))
        fail_unauthorized(&exchange->reply);
    else if (route)
        dispatch(app, sandboxes_find(app->sandboxes, "default"), route, path, exchange);
    else if (allow)
        fail_wrong_method(&exchange->reply, &exchange->request, allow);
    else
        fail_unknown_path(&exchange->reply, path);
}

static void name_request(struct app *app, struct reply *reply)
{
    char id[17];
    snprintf(id, sizeof id, "%016" PRIx64, rng_next(&app->request_ids));
    reply_header(reply, "X-Request-Id", id);
}

void app_answer(struct app *app, struct exchange *exchange)
{
    char *path = operation_path(exchange->request.path);
    if (is_preflight(&exchange->request))
        answer_preflight(exchange);
    else
        answer_path(app, exchange, path);
    allow_origin(exchange, path);
    name_request(app, &exchange->reply);
    free(path);
}
