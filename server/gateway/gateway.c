#include "base/text.h"
#include "gateway/access/auth.h"
#include "gateway/access/browser.h"
#include "gateway/access/client.h"
#include "gateway/app.h"
#include "gateway/call_steps.h"
#include "gateway/call_work.h"
#include "gateway/client_credentials.h"
#include "gateway/error_reply.h"
#include "gateway/request_target.h"
#include "gateway/request_trace.h"
#include "gateway/route_table.h"
#include "gateway/wrong_door.h"

#include <stdlib.h>
#include <string.h>

static bool is_control(const char *path)
{
    return text_begins(path, "/__admin");
}

static void fail_unknown_path(struct reply *reply, const char *advice)
{
    bool public = reply->errors == ERRORS_PUBLIC;
    fail(reply, 404, "%s%s%s", public ? "Page Not Found" : "Object not found.",
         *advice ? public ? ". " : " " : "", advice);
}

static void fail_wrong_method(struct reply *reply, const struct request *request, const char *allow)
{
    fail(reply, 405, "Method [%s] not allowed for URI [%s]. Allowed methods: [%s]", request->method,
         request->path, allow);
    reply_header(reply, "Allow", allow);
}

/* The sandbox that the request is for, made on first use; NULL with a failed reply. */
static struct sandbox *addressed_sandbox(struct app *app, struct reply *reply, const char *name)
{
    char *error = NULL;
    if (!*name) {
        fail(reply, 422,
             "A sandbox is named by a text of 1 to %d bytes, which may end in @ and a known release.",
             SANDBOX_TEXT);
        return NULL;
    }
    struct sandbox *sandbox = sandboxes_open(app->sandboxes, name, &error);
    if (!sandbox)
        fail(reply, 503, "No sandbox %s: %s", name, error);
    free(error);
    return sandbox;
}

/* What the client under test does: neither control calls nor what the page asks to show something. Only that
 * is remembered and meets faults. */
static bool is_the_clients(const struct request *request, const struct route *route)
{
    return !route_is_control(route) && !request->known[HEADER_FAKEBYTE_PAGE];
}

/* What is open to everybody is the same in every sandbox; who has no credentials makes none. */
static const char *sandbox_name(const struct request_target *target, bool allowed)
{
    return allowed ? target->name.text : "default";
}

/* Whose log a request that reaches no operation is in: the first call of a test may be a misspelt one, and
 * makes its sandbox as any other would; that of a stranger makes none. NULL where there is none. */
static struct sandbox *refusing_sandbox(struct app *app, const struct request_target *target, bool allowed)
{
    char *error = NULL;
    if (!allowed || !*target->name.text)
        return sandboxes_find(app->sandboxes, target->name.text);
    struct sandbox *sandbox = sandboxes_open(app->sandboxes, target->name.text, &error);
    free(error);
    return sandbox;
}

static void trace_refused(struct app *app, struct exchange *exchange, const struct route *route,
                          const struct request_target *target, bool allowed)
{
    struct sandbox *sandbox = is_control(target->path) ? NULL : refusing_sandbox(app, target, allowed);
    if (sandbox)
        request_trace_arrival(sandbox, exchange, route, target->path);
}

/* A request for a token names its sandbox behind its client id, too. */
static void take_client_sandbox(const struct app *app, const struct client_credentials *client,
                                struct caller *caller)
{
    const char *sandbox = client->id ? client_sandbox(&app->access, client->id) : "";
    if (*sandbox && *caller->sandbox == '\0' && strlen(sandbox) < sizeof caller->sandbox)
        memcpy(caller->sandbox, sandbox, strlen(sandbox) + 1);
}

static bool is_accepted_client(const struct app *app, const struct client_credentials *client,
                               const struct request_target *target)
{
    if (target->wrong_door || !client->id)
        return false;
    struct sandbox *sandbox = sandboxes_find(app->sandboxes, target->name.text);
    if (sandbox) {
        call_work_finish(app, sandbox);
        sandbox_fill(sandbox);
    }
    return client_accepted(&app->access, sandbox ? &sandbox->world : NULL, client->id, client->secret);
}

/* The row of a path; NULL where people look for a token who are lost, too. */
static const struct route *row_of(const struct app *app, const struct request *request,
                                  const struct request_target *target, char **allow)
{
    *allow = NULL;
    return target->wrong_door ? NULL : route_find(app->routes, request->method, target->path, allow);
}

static void fail_not_admitted(struct exchange *exchange, enum admission admission)
{
    const char *const *known = exchange->request.known;
    if (admission == MISDIRECTED)
        fail(&exchange->reply, 421,
             "This server is not \"%.255s\". Call it by localhost, by --host, or by a name that "
             "--allowed-hosts lists.",
             known[HEADER_HOST]);
    else
        fail(&exchange->reply, 403,
             "A page of another site (%.255s) may not call this server, unless --allowed-hosts lists its "
             "host.",
             known[HEADER_ORIGIN] ? known[HEADER_ORIGIN] : "no origin");
}

/* The operation that the request reaches; NULL with a failed reply. */
static const struct route *reached_route(struct app *app, struct exchange *exchange,
                                         const struct request_target *target, bool allowed, bool control)
{
    char *allow;
    const struct request *request = &exchange->request;
    const struct route *route = row_of(app, request, target, &allow);
    if (route && route_is_open(route))
        return route;
    enum admission admission = browser_admits(&app->access, request, control);
    if (route && allowed && admission == ADMITTED)
        return route;
    const char *advice = wrong_door_advice(request, target->path);
    trace_refused(app, exchange, route, target, allowed && admission == ADMITTED);
    if (admission != ADMITTED)
        fail_not_admitted(exchange, admission);
    else if (!allowed)
        fail_unauthorized(&exchange->reply, advice);
    else if (allow)
        fail_wrong_method(&exchange->reply, request, allow);
    else
        fail_unknown_path(&exchange->reply, advice);
    free(allow);
    return NULL;
}

/* The row of the sandbox's release; NULL with a failed reply where only others have the operation, which is
 * in the log like any path that nobody knows. */
static const struct route *spoken_route(struct app *app, struct sandbox *sandbox, const struct route *route,
                                        struct exchange *exchange)
{
    enum release release = sandbox->world.release;
    const struct route *spoken = route_of_release(app->routes, route, release);
    if (release_hides_errors(release) && route->api == API_CONFIG)
        exchange->reply.error_id = uuid_new(&app->request_ids);
    if (spoken)
        return spoken;
    bool early = release < route->since;
    request_trace_arrival(sandbox, exchange, NULL, route->path);
    fail(&exchange->reply, 404, "Object not found. Airbyte has this operation %s %s; this sandbox speaks %s.",
         early ? "from" : "until before", release_name(early ? route->since : route->until),
         release_name(release));
    return NULL;
}

static void begin(struct app *app, struct sandbox *sandbox, const struct route *route,
                  struct request_target *target, struct exchange *exchange)
{
    if (is_the_clients(&exchange->request, route))
        request_trace_arrival(sandbox, exchange, route, target->path);
    call_begin(app, sandbox, route, target, exchange);
}

static enum error_form errors_of(const struct request_target *target, bool control)
{
    if (control)
        return ERRORS_PLAIN;
    bool public = target->wrong_door || text_begins(target->path, "/public");
    return public ? ERRORS_PUBLIC : ERRORS_AIRBYTE;
}

static void answer(struct app *app, struct exchange *exchange, struct request_target *target, bool allowed)
{
    const struct route *route = NULL;
    struct sandbox *sandbox = NULL;
    bool control = is_control(target->path);
    exchange->reply.errors = errors_of(target, control);
    exchange->reply.asked = exchange->request.path;
    browser_allow(&app->access, exchange, control);
    if (browser_asks(&exchange->request))
        browser_answer(exchange);
    else if ((route = reached_route(app, exchange, target, allowed, control)))
        sandbox = addressed_sandbox(app, &exchange->reply, sandbox_name(target, allowed));
    if (sandbox && (route = spoken_route(app, sandbox, route, exchange)))
        begin(app, sandbox, route, target, exchange);
    else
        request_trace_answer(app, exchange, NULL);
}

void app_answer(struct app *app, struct exchange *exchange)
{
    request_trace_begin(app, exchange);
    request_know_headers(&exchange->request, &app->headers);
    struct client_credentials client = client_credentials_of(&exchange->request);
    struct caller caller;
    auth_caller(&app->access, &exchange->request, &caller);
    take_client_sandbox(app, &client, &caller);
    struct request_target target = request_target_of(&exchange->request, caller.sandbox);
    target.wrong_door = wrong_door_for_token(&exchange->request, target.path, target.path_size);
    bool allowed = caller.allowed || is_accepted_client(app, &client, &target);
    client_credentials_free(&client);
    answer(app, exchange, &target, allowed);
    request_target_free(&target);
}
