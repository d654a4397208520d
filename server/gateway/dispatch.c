#include "gateway/dispatch.h"

#include "base/die.h"
#include "base/log.h"
#include "domain/run/simulation.h"
#include "gateway/after_commit.h"
#include "gateway/catch_up.h"
#include "gateway/error_reply.h"
#include "gateway/fault_injection.h"
#include "gateway/full.h"
#include "gateway/query.h"
#include "gateway/request_trace.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The parser's words without the piece of the body that it quotes: that may be a secret. */
static void fail_malformed(struct reply *reply, json_error_t *error)
{
    char *quote = strstr(error->text, " near ");
    if (quote)
        *quote = '\0';
    fail(reply, 422, "Invalid json. %s (line %d, column %d)", error->text, error->line, error->column);
}

static void fail_without_body(struct reply *reply)
{
    char path[] = "", message[] = "a JSON body is required";
    struct schema_fault fault = {path, message, NULL};
    fail_invalid(reply, &(struct schema_faults){1, &fault});
}

static bool labelled_json(const struct request *request)
{
    static const char json[] = "application/json";
    const char *type = request->header(request, "Content-Type");
    if (!type)
        return true;
    size_t size = strcspn(type, "; \t");
    return size == sizeof json - 1 && strncasecmp(type, json, size) == 0;
}

static json_t *parsed_body(const struct request *request, const char *folded, json_error_t *error)
{
    if (request->body_size == 0)
        return json_object();
    return json_read_folding(request->body, request->body_size, folded, error);
}

/* The body as the operation's shape wants it, or NULL with a failed reply. New reference. */
static json_t *admitted_body(struct app *app, const struct route *route, struct exchange *exchange)
{
    json_error_t error = {0};
    if (exchange->request.body_size == 0 && !route_is_control(route)) {
        fail_without_body(&exchange->reply);
        return NULL;
    }
    json_t *body = parsed_body(&exchange->request, route->folded, &error);
    if (!body) {
        fail_malformed(&exchange->reply, &error);
        return NULL;
    }
    struct schema_faults faults = {0};
    const struct schema *shape = schema_library_find(app->shapes, route->request);
    bool strict = app->options.strict || route_is_control(route);
    if (schema_admit(shape, body, strict ? SCHEMA_STRICT : SCHEMA_LENIENT, &faults))
        return body;
    fail_invalid(&exchange->reply, &faults);
    schema_faults_free(&faults);
    json_decref(body);
    return NULL;
}

static void commit(struct call *call)
{
    world_commit(call->world);
    after_commit_post(call->app, call->world);
    request_trace_commit(call->app, call->sandbox);
}

/* Time, which no store keeps, stands again where it stood. */
static void roll_back(struct world *world, const struct clock *clock, int64_t now)
{
    store_rollback(world->store);
    world->clock = *clock;
    world->now = now;
    simulation_forget(world);
}

static void run(struct call *call)
{
    struct world *world = call->world;
    struct clock clock = world->clock;
    int64_t now = world->now;
    store_begin(world->store);
    if (call->route->handler(call) && full_admits(call)) {
        commit(call);
        return;
    }
    roll_back(world, &clock, now);
    fail_with_problem(&call->exchange->reply, &world->problem);
    problem_clear(&world->problem);
}

static void report_breach(struct app *app, const struct route *route, const struct schema_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        log_line(app->options.log, LOG_ERROR, "reply of %s breaks %s: %s %s", route->path, route->reply,
                 faults->items[i].path, faults->items[i].message);
}

void dispatch_check(struct app *app, const struct route *route, struct reply *reply)
{
    bool promised = reply->status >= 200 && reply->status < 300 && route_gives_json(route);
    if (!app->options.check_replies || !promised)
        return;
    json_auto_t *value = json_read(reply->body, reply->body_size, NULL);
    struct schema_faults faults = {0};
    if (value && schema_check_reply(schema_library_find(app->shapes, route->reply), value, &faults))
        return;
    report_breach(app, route, &faults);
    fail(reply, 500, "Reply of %s breaks its shape %s: %s %s", route->path, route->reply,
         faults.count ? faults.items[0].path : "", faults.count ? faults.items[0].message : "no JSON");
    schema_faults_free(&faults);
}

static bool body_refused(const struct route *route, struct exchange *exchange)
{
    const struct request *request = &exchange->request;
    if (request->body_too_large)
        fail(&exchange->reply, 413,
             "Request Entity Too Large: the body is over the limit that --max-body sets.");
    else if (request->body_size > 0 && route_takes_body(route) && !labelled_json(request))
        fail(&exchange->reply, 415, "Content Type [%s] not allowed. Allowed types: [application/json]",
             request->header(request, "Content-Type"));
    else
        return false;
    return true;
}

/* A call that waits until its sandbox has caught up. */
struct waiting_call {
    struct app *app;
    struct sandbox *sandbox;
    const struct route *route;
    char *path;
    struct exchange *exchange;
};

static void waiting_call_free(struct waiting_call *waiting)
{
    free(waiting->path);
    free(waiting);
}

static void dispatch_caught_up(struct app *app, struct sandbox *sandbox, const struct route *route,
                               const char *path, struct exchange *exchange);

static void end_wait(void *arg, bool gone)
{
    struct waiting_call *waiting = arg;
    struct exchange *exchange = waiting->exchange;
    exchange->abandoned = NULL;
    exchange->holder = NULL;
    if (gone)
        fail(&exchange->reply, 503, "The sandbox was taken away.");
    else
        dispatch_caught_up(waiting->app, waiting->sandbox, waiting->route, waiting->path, exchange);
    if (exchange->reply.status)
        fault_injection_send(waiting->app, exchange);
    waiting_call_free(waiting);
}

static void abandon_wait(struct exchange *exchange)
{
    struct waiting_call *waiting = exchange->holder;
    catch_up_forget(waiting->app, waiting);
    fault_injection_forget(exchange);
    waiting_call_free(waiting);
}

static void wait_for_sandbox(struct app *app, struct sandbox *sandbox, const struct route *route,
                             const char *path, struct exchange *exchange)
{
    struct waiting_call *waiting = must_zalloc(sizeof *waiting);
    *waiting = (struct waiting_call){app, sandbox, route, must_strdup(path), exchange};
    exchange->holder = waiting;
    exchange->abandoned = abandon_wait;
    catch_up_wait(app, sandbox, end_wait, waiting);
}

void dispatch(struct app *app, struct sandbox *sandbox, const struct route *route, const char *path,
              struct exchange *exchange)
{
    if (route_is_open(route) || (!catch_up_awaited(app, sandbox) && catch_up_slice(app, sandbox)))
        dispatch_caught_up(app, sandbox, route, path, exchange);
    else
        wait_for_sandbox(app, sandbox, route, path, exchange);
}

static void dispatch_caught_up(struct app *app, struct sandbox *sandbox, const struct route *route,
                               const char *path, struct exchange *exchange)
{
    struct call call = {.app = app,
                        .sandbox = sandbox,
                        .world = &sandbox->world,
                        .route = route,
                        .path = path,
                        .exchange = exchange};
    if (body_refused(route, exchange) || (route_is_control(route) && query_refused(route, exchange)))
        return;
    json_auto_t *body = route_takes_body(route) ? admitted_body(app, route, exchange) : NULL;
    if (route_takes_body(route) && !body)
        return;
    call.body = body;
    run(&call);
    after_commit(app, sandbox);
    if (route_is_control(route))
        sandbox->jobs_counted = false;
    dispatch_check(app, route, &exchange->reply);
}
