#include "gateway/call_steps.h"

#include "base/die.h"
#include "gateway/call_work.h"
#include "gateway/dispatch.h"
#include "gateway/error_reply.h"
#include "gateway/fault_injection.h"
#include "gateway/request_trace.h"
#include "gateway/route.h"
#include "gateway/settle.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static void (*const steps[])(struct call *call) = {
    [CALL_MEETS_FAULTS] = fault_injection_arrival,
    [CALL_WAITS_FOR_OTHERS] = call_work_await,
    [CALL_MAKES_READY] = dispatch_make_ready,
    [CALL_FINDS_IT_WHOLE] = dispatch_find_whole,
    [CALL_SETTLES] = settle_await,
    [CALL_WAITS_FOR_OTHERS_AGAIN] = call_work_await,
    [CALL_IS_ADMITTED] = dispatch_admit,
    [CALL_RUNS] = dispatch_run,
    [CALL_IS_CHECKED] = dispatch_check,
    [CALL_MEETS_LATE_FAULTS] = fault_injection_answer,
};

static void list_append(struct call_list *list, struct call *call)
{
    call->previous = list->last;
    call->next = NULL;
    *(list->last ? &list->last->next : &list->first) = call;
    list->last = call;
}

static void list_remove(struct call_list *list, const struct call *call)
{
    *(call->previous ? &call->previous->next : &list->first) = call->next;
    *(call->next ? &call->next->previous : &list->last) = call->previous;
}

/* Most calls end before the next begins, which then has the room of the last. */
static struct call *room_for_call(struct app *app)
{
    struct call *room = app->spare ? app->spare : must_alloc(sizeof *room);
    app->spare = NULL;
    return room;
}

static void call_free(struct call *call)
{
    call->sandbox->calls--;
    fault_hit_free(&call->fault);
    json_decref(call->body);
    json_decref(call->parameters);
    request_target_free(&call->target);
    free(call->app->spare);
    call->app->spare = call;
}

void calls_leave(struct app *app, struct sandbox *doomed)
{
    watchers_tell(&doomed->watchers, &(struct notice){.kind = NOTICE_ENDED});
    calls_end(app, doomed, CALLS_ALL, "was taken away");
    call_work_finish(app, doomed); /* of calls of other sandboxes */
}

static void take_away(struct app *app, struct sandbox *doomed, struct reply *reply)
{
    char *error = NULL;
    char *name = must_strdup(doomed->name);
    calls_leave(app, doomed);
    settle_stop(app, doomed);
    if (!sandboxes_delete(app->sandboxes, name, &error))
        fail(reply, 503, "The sandbox %s is still there: %s", name, error);
    free(error);
    free(name);
}

static void finish(struct call *call)
{
    struct app *app = call->app;
    struct exchange *exchange = call->exchange;
    bool held = call->held;
    struct sandbox *doomed = call->doomed, *known = doomed ? NULL : call->sandbox;
    call_free(call);
    if (doomed)
        take_away(app, doomed, &exchange->reply);
    request_trace_answer(app, exchange, known);
    if (held)
        exchange->resume(exchange);
}

static void take_step(struct call *call)
{
    if (call->work)
        call_work_go_on(call);
    else
        steps[call->step++](call);
}

static void go_on(struct call *call)
{
    call->under_way = true;
    while ((call->step != CALL_IS_DONE || call->work) && !call->let_go)
        take_step(call);
    call->under_way = false;
    if (!call->let_go)
        finish(call);
}

void call_begin(struct app *app, struct sandbox *sandbox, const struct route *route,
                struct request_target *target, struct exchange *exchange)
{
    struct call *call = room_for_call(app);
    memset(call, 0, offsetof(struct call, target));
    call->id.name = NULL;
    call->app = app;
    call->sandbox = sandbox;
    call->world = &sandbox->world;
    call->route = route;
    call->exchange = exchange;
    call->path = target->path;
    call->handler = route->handler;
    call->target = *target;
    target->cut_path = target->prefix = NULL;
    sandbox->calls++;
    call->meets_faults = *exchange->trace.sandbox != '\0';
    go_on(call);
}

/* Nobody has it any more: neither whoever suspended it nor the list. */
static void come_back(struct call *call)
{
    list_remove(&call->app->suspended, call);
    call->let_go = NULL;
    call->exchange->holder = NULL;
    call->exchange->abandoned = NULL;
}

static void take_back(struct call *call)
{
    call->let_go(call);
    come_back(call);
}

static void abandoned(struct exchange *exchange)
{
    struct call *call = exchange->holder;
    struct app *app = call->app;
    take_back(call);
    struct sandbox *doomed = call->doomed;
    call_free(call);
    if (doomed)
        take_away(app, doomed, &exchange->reply);
}

void call_suspend(struct call *call, void (*let_go)(struct call *call))
{
    call->let_go = let_go;
    call->held = true;
    call->exchange->holder = call;
    call->exchange->abandoned = abandoned;
    list_append(&call->app->suspended, call);
}

void call_resume(struct call *call)
{
    come_back(call);
    if (!call->under_way)
        go_on(call);
}

bool call_again(struct call *call, bool (*next)(struct call *call))
{
    call->handler = next;
    call->step = CALL_WAITS_FOR_OTHERS;
    return true;
}

static void delay_is_over(void *arg)
{
    call_resume(arg);
}

static void delay_end(struct call *call)
{
    loop_timer_cancel(call->app->options.loop, &call->timer);
}

void call_delay(struct call *call, int64_t ms)
{
    if (!call->app->options.loop || ms <= 0)
        return;
    call->timer.callback = delay_is_over;
    call->timer.arg = call;
    loop_timer_at(call->app->options.loop, &call->timer, loop_now() + ms);
    call_suspend(call, delay_end);
}

static bool is_among(const struct call *call, const struct sandbox *sandbox, enum calls_ended which)
{
    bool second = call->handler != call->route->handler;
    return (!sandbox || call->sandbox == sandbox) && (which == CALLS_ALL || second);
}

static struct call *find(const struct app *app, const struct sandbox *sandbox, enum calls_ended which)
{
    struct call *call = app->suspended.first;
    while (call && !is_among(call, sandbox, which))
        call = call->next;
    return call;
}

static void end(struct call *call, const char *why)
{
    take_back(call);
    if (!exchange_replied(call->exchange))
        fail(&call->exchange->reply, 503, "The sandbox %s %s.", call->sandbox->name, why);
    call->step = CALL_IS_DONE;
    finish(call);
}

/* Ending one can end others, so that the list is read anew each time. */
void calls_end(struct app *app, const struct sandbox *sandbox, enum calls_ended which, const char *why)
{
    for (struct call *call; (call = find(app, sandbox, which));)
        end(call, why);
}
