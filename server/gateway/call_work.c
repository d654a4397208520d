#include "gateway/call_work.h"

#include "base/moment.h"
#include "base/work.h"
#include "gateway/app.h"
#include "gateway/route.h"

/* Bytes of a body that is read within a slice. */
enum { LONG_BODY = 64 << 10 };

static void run(void *arg)
{
    struct call *call = arg;
    call->part->part(call);
}

static bool takes_long(const struct call *call)
{
    const struct call_part *part = call->part;
    bool slow = part->lasts || (part->by_row && call->route->slow);
    return (slow || call->exchange->request.body_size > LONG_BODY) && call->app->options.loop;
}

static void set_free(struct sandbox *sandbox)
{
    world_give_to(&sandbox->world, NULL);
    watchers_tell(&sandbox->watchers, &(struct notice){.kind = NOTICE_FREE});
}

bool call_works_beside(const struct call *call)
{
    return route_is_open(call->route) && !route_takes_body(call->route);
}

static void put_down(struct call *call)
{
    struct work *work = call->work;
    call->work = NULL;
    set_free(call->sandbox);
    work_free(work);
}

void call_work_hold(struct call *call, struct sandbox *other)
{
    if (call->work && other != call->sandbox)
        world_give_to(&other->world, call->work);
}

void call_work_let_go(struct call *call, struct sandbox *other)
{
    if (call->work && other != call->sandbox)
        set_free(other);
}

/* It was ended, or its client is gone. */
static void call_off(struct call *call)
{
    work_call_off(call->work);
    put_down(call);
    reply_set(&call->exchange->reply, 0, NULL, NULL, 0);
    call->part->undo(call);
}

static void waiting_end(struct call *call)
{
    (void)call; /* the list of suspended calls is where it waits */
}

/* The first that can go on: it rests, or waits for a sandbox that belongs to no other any more. */
static struct call *first_able(const struct app *app)
{
    struct call *call = app->suspended.first;
    while (call && call->let_go != call_off && (call->let_go != waiting_end || call->world->work))
        call = call->next;
    return call;
}

static struct call *resting_in(const struct app *app, const struct sandbox *sandbox)
{
    struct call *call = app->suspended.first;
    while (call && (call->let_go != call_off || call->work != sandbox->world.work))
        call = call->next;
    return call;
}

void call_work_finish(const struct app *app, const struct sandbox *sandbox)
{
    for (struct call *call; (call = resting_in(app, sandbox));)
        call_resume(call);
}

static void arm(struct app *app)
{
    if (first_able(app))
        loop_timer_at(app->options.loop, &app->work_timer, 0);
}

/* A slice of the work that rested longest, and calls that waited for as long as there is time left. */
static void turn(void *arg)
{
    struct app *app = arg;
    int64_t end = moment_monotonic() + app->options.slice;
    for (struct call *call = first_able(app); call; call = moment_monotonic() < end ? first_able(app) : NULL)
        call_resume(call);
    arm(app);
}

static void rest(struct call *call)
{
    struct app *app = call->app;
    call_suspend(call, call_off);
    app->work_timer.callback = turn;
    app->work_timer.arg = app;
    arm(app);
}

void call_work_go_on(struct call *call)
{
    if (!work_slice(call->work, call->app->options.slice)) {
        rest(call);
        return;
    }
    put_down(call);
    call->part->after(call);
}

void call_work_begin(struct call *call, const struct call_part *part)
{
    call->part = part;
    call->work = takes_long(call) ? work_new(run, call) : NULL;
    if (!call->work) {
        part->part(call);
        part->after(call);
        return;
    }
    world_give_to(call->world, call->work);
    call_work_go_on(call);
}

void call_work_await(struct call *call)
{
    if (call->world->work && !call_works_beside(call) && !exchange_replied(call->exchange))
        call_suspend(call, waiting_end);
}
