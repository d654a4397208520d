#include "gateway/dispatch.h"

#include "base/log.h"
#include "domain/run/simulation.h"
#include "gateway/app.h"
#include "gateway/call_work.h"
#include "gateway/commit.h"
#include "gateway/error_reply.h"
#include "gateway/parameters.h"
#include "gateway/query.h"
#include "gateway/route.h"
#include "gateway/settle.h"
#include "release/projection.h"
#include "sandbox/full.h"
#include "json/drop.h"
#include "json/read.h"
#include "json/schema/schema.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Each member that is not folded costs some microseconds before a request is done with it. */
enum { MOST_MEMBERS = 400000 };

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
    struct schema_fault fault = {.path = path, .message = message};
    fail_invalid(reply, &(struct schema_faults){.count = 1, .items = &fault});
}

/* The control API takes JSON whatever its label, which curl and its like set as for forms; a form of a
 * foreign page comes to nothing before (docs/decisions/browsers.md). */
static bool labelled_rightly(const struct route *route, const struct request *request)
{
    static const char json[] = "application/json";
    const char *type = route_is_control(route) ? NULL : request->known[HEADER_CONTENT_TYPE];
    if (!type || strcmp(type, json) == 0 || (route->form && form_is_labelled(request)))
        return true;
    size_t size = strcspn(type, "; \t");
    return size == sizeof json - 1 && strncasecmp(type, json, size) == 0;
}

static json_t *parsed_body(const struct request *request, const struct route *route, struct work *work,
                           json_error_t *error)
{
    if (request->body_size == 0)
        return json_object();
    if (route->form && form_is_labelled(request))
        return form_read(request->body);
    const struct read_options options = {.folded = route->folded, .work = work, .most_members = MOST_MEMBERS};
    return json_read_with(request->body, request->body_size, &options, error);
}

/* Where nothing may be ignored, a member that comes twice is a mistake. */
static json_t *parsed_strictly(const struct request *request, struct work *work, json_error_t *error)
{
    const struct read_options options = {.work = work, .unique = true, .most_members = MOST_MEMBERS};
    if (request->body_size == 0)
        return json_object();
    return json_read_with(request->body, request->body_size, &options, error);
}

/* True where nothing of a request is ignored silently. */
static bool takes_strictly(const struct call *call)
{
    return call->app->options.strict || route_is_control(call->route);
}

/* Shapes of the sandbox's release are those of the Config API. */
static const struct schema *shape_of(const struct call *call, const char *name)
{
    bool released = call->route->api == API_CONFIG;
    return schema_library_find(released ? call->world->shapes : release_shapes_of(&call->app->shapes, 0),
                               name);
}

/* The body as JSON, or NULL with a failed reply. New reference. */
static json_t *read_body(struct call *call, bool strict)
{
    const struct route *route = call->route;
    struct exchange *exchange = call->exchange;
    json_error_t error = {0};
    if (exchange->request.body_size == 0 && !route_is_control(route)) {
        fail_without_body(&exchange->reply);
        return NULL;
    }
    json_t *body = strict && !route->form ? parsed_strictly(&exchange->request, call->work, &error)
                                          : parsed_body(&exchange->request, route, call->work, &error);
    if (!body)
        fail_malformed(&exchange->reply, &error);
    return body;
}

/* The body as the operation's shape wants it, or NULL with a failed reply. New reference. */
static json_t *admitted_body(struct call *call, const struct schema *shape)
{
    bool strict = takes_strictly(call);
    json_t *body = read_body(call, strict);
    struct schema_faults faults = {.steps = &call->world->steps};
    if (!body || schema_admit(shape, body, strict ? SCHEMA_STRICT : SCHEMA_LENIENT, &faults))
        return body;
    fail_invalid(&call->exchange->reply, &faults);
    schema_faults_free(&faults);
    json_decref(body);
    return NULL;
}

static void admit_body(struct call *call)
{
    const struct request *request = &call->exchange->request;
    const struct schema *shape = shape_of(call, call->route->request);
    if (!schema_admit_id(shape, request->body, request->body_size, &call->id))
        call->body = admitted_body(call, shape);
}

static bool has_body(const struct call *call)
{
    return call->body || call->id.name;
}

/* True for a body that would be lost on an operation without one: clients send "{}" to those too. */
static bool body_lost(const struct call *call)
{
    const struct request *request = &call->exchange->request;
    bool looked_at = route_takes_body(call->route) || route_is_control(call->route);
    if (looked_at || !call->app->options.strict || request->body_size == 0)
        return false;
    json_auto_t *body = json_read_bytes(request->body, request->body_size);
    return json_object_size(body) > 0 || !(json_is_object(body) || json_is_null(body));
}

static bool body_refused(const struct call *call)
{
    const struct request *request = &call->exchange->request;
    struct reply *reply = &call->exchange->reply;
    bool taken = route_takes_body(call->route), there = request->body_size > 0;
    if (request->body_too_large)
        fail(reply, 413, "Request Entity Too Large: the body is over the limit that --max-body sets.");
    else if (request->body_code && taken)
        fail(reply, 415, "Content Encoding [%.80s] not allowed. Allowed encodings: [gzip, identity]",
             request->body_code);
    else if (request->body_unreadable)
        fail(reply, 422, "Invalid gzip. The body is not what its Content-Encoding says.");
    else if (there && taken && !labelled_rightly(call->route, request))
        fail(reply, 415, "Content Type [%s] not allowed. Allowed types: [application/json]",
             request->known[HEADER_CONTENT_TYPE]);
    else if (body_lost(call))
        fail(reply, 422, "This operation takes no body.");
    else
        return false;
    return true;
}

/* One of the words of an Accept header that let JSON through. */
static bool accepts_json(const char *accept)
{
    static const char *const words[] = {"*/*", "application/*", "application/json"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasestr(accept, words[i]))
            return true;
    return !*accept;
}

/* True, with a failed reply, where a client takes nothing of what the operation answers. */
static bool reply_unwanted(const struct call *call)
{
    const struct request *request = &call->exchange->request;
    bool json = route_gives_json(call->route) && !route_is_control(call->route);
    const char *accept = json ? request->known[HEADER_ACCEPT] : NULL;
    if (!accept || accepts_json(accept))
        return false;
    fail(&call->exchange->reply, 406,
         "Specified Accept Types [%.80s] not supported. Supported types: [application/json]", accept);
    return true;
}

/* True for the part of a call that its row is for, where that is a read. */
static bool is_read(const struct call *call)
{
    return call->route->reads && call->handler == call->route->handler && !call->app->options.no_kept_replies;
}

/* What was asked before is answered as before, while nothing has changed. */
static bool answered_before(struct call *call)
{
    return is_read(call) && kept_reply_find(&call->sandbox->kept_replies, call->world, call->route,
                                            call->exchange, &call->keeps);
}

static void admit(struct call *call)
{
    const struct route *route = call->route;
    struct exchange *exchange = call->exchange;
    bool strangers = takes_strictly(call) && route->api != API_PUBLIC;
    bool settled = exchange_replied(exchange) || has_body(call) || body_refused(call) ||
                   reply_unwanted(call) || answered_before(call) ||
                   (strangers && query_refused(route, exchange)) || !parameters_admit(call);
    if (!settled && route_takes_body(route))
        admit_body(call);
}

static void go_on(struct call *call)
{
    (void)call;
}

static void make_ready(struct call *call)
{
    sandbox_make_ready(call->sandbox);
}

void dispatch_make_ready(struct call *call)
{
    static const struct call_part ready = {.part = make_ready, .after = go_on, .undo = go_on, .lasts = true};
    if (!sandbox_ready(call->sandbox) && !call_works_beside(call) && !exchange_replied(call->exchange))
        call_work_begin(call, &ready);
}

void dispatch_find_whole(struct call *call)
{
    const char *broken = store_broken(call->world->store);
    if (broken && !exchange_replied(call->exchange))
        fail(&call->exchange->reply, 503, "The sandbox %s cannot be read: its file is damaged: %s",
             call->sandbox->name, broken);
}

void dispatch_admit(struct call *call)
{
    static const struct call_part admission = {.part = admit, .after = go_on, .undo = go_on};
    world_renew_steps(call->world);
    call_work_begin(call, &admission);
}

/* Time, which no store keeps, stands again where it stood; what was loaded may have changed the release. */
static void roll_back(struct call *call)
{
    struct world *world = call->world;
    store_rollback(world->store);
    world->clock = call->clock;
    world->now = call->now;
    world->request = NULL;
    simulation_forget(world);
    if (world->amended)
        world_recall_release(world);
    problem_clear(&world->problem);
}

/* The reply as the sandbox's release has it; nothing to do where documents are the replies. */
static void speak_release(struct call *call)
{
    struct reply *reply = &call->exchange->reply;
    if (!call->world->amended || call->route->api != API_CONFIG || !route_gives_json(call->route) ||
        !reply->body)
        return;
    char *body = projection_of(call->world, call->route->reply, reply->body, reply->body_size);
    reply_set(reply, reply->status, "application/json", body, strlen(body));
}

/* What a long body holds takes long to be freed, too; unless somebody needs it still. */
static void drop_body(struct call *call)
{
    if (!call->work || call->let_go || call->step <= CALL_RUNS)
        return;
    json_drop(call->body, call->work);
    call->body = NULL;
}

static void run(struct call *call)
{
    call->done = call->handler(call) && full_admits(call->sandbox, route_deletes(call->route));
    if (call->done)
        speak_release(call);
    drop_body(call);
}

static void succeed(struct call *call)
{
    call->world->request = NULL;
    commit(call->app, call->sandbox);
    if (call->keeps && is_read(call))
        kept_reply_end(&call->sandbox->kept_replies, call->world, call->route, call->exchange, &call->since);
}

static void give_up(struct call *call)
{
    fail_with_problem(&call->exchange->reply, &call->world->problem);
    roll_back(call);
}

/* Found on the way: what was made of it is no answer. */
static void break_off(struct call *call)
{
    roll_back(call);
    reply_set(&call->exchange->reply, 0, NULL, NULL, 0);
    dispatch_find_whole(call);
}

static void end(struct call *call)
{
    bool broken = store_broken(call->world->store);
    (broken ? break_off : call->done ? succeed : give_up)(call);
    settle_when_due(call->app, call->sandbox);
    if (route_is_control(call->route))
        call->sandbox->jobs_counted = false;
}

/* While the sandbox belongs to another call, without a transaction; that call keeps its own problem. */
static void run_beside(struct call *call)
{
    struct problem *problem = &call->world->problem, others = *problem;
    *problem = (struct problem){0};
    if (!call->handler(call))
        fail_with_problem(&call->exchange->reply, problem);
    problem_clear(problem);
    *problem = others;
}

static void run_in_transaction(struct call *call)
{
    static const struct call_part handler = {.part = run, .after = end, .undo = roll_back, .by_row = true};
    call->clock = call->world->clock;
    call->now = call->world->now;
    call->since = kept_reply_begin(call->world, &call->exchange->reply);
    store_begin(call->world->store);
    call->world->request = call->exchange->trace.id;
    call_work_begin(call, &handler);
}

void dispatch_run(struct call *call)
{
    if (exchange_replied(call->exchange))
        return;
    (call->world->work ? run_beside : run_in_transaction)(call);
}

static void report_breach(struct app *app, const struct route *route, const struct schema_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        log_line(app->options.log, LOG_ERROR, "reply of %s breaks %s: %s %s", route->path, route->reply,
                 faults->items[i].path, faults->items[i].message);
}

/* A parameter may ask for another format than JSON. */
static bool is_of_another_format(const struct route *route, const struct reply *reply)
{
    return route->query && strstr(route->query, "format") &&
           (!reply->content_type || strcmp(reply->content_type, "application/json") != 0);
}

void dispatch_check(struct call *call)
{
    const struct route *route = call->route;
    struct reply *reply = &call->exchange->reply;
    bool promised = reply->status >= 200 && reply->status < 300 && route_gives_json(route);
    if (!call->app->options.check_replies || !promised || is_of_another_format(route, reply))
        return;
    json_auto_t *value = json_read(reply->body, reply->body_size, NULL);
    struct schema_faults faults = {0};
    if (value && schema_check_reply(shape_of(call, route->reply), value, &faults))
        return;
    report_breach(call->app, route, &faults);
    fail(reply, 500, "Reply of %s breaks its shape %s: %s %s", route->path, route->reply,
         faults.count ? faults.items[0].path : "", faults.count ? faults.items[0].message : "no JSON");
    schema_faults_free(&faults);
}
