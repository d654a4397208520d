#include "gateway/settle.h"

#include "base/moment.h"
#include "domain/notification/notification.h"
#include "domain/run/simulation.h"
#include "gateway/app.h"
#include "gateway/commit.h"
#include "gateway/route.h"
#include "sandbox/full.h"

static void queue_append(struct app *app, struct sandbox *sandbox)
{
    struct sandbox **link = &app->unsettled;
    while (*link)
        link = &(*link)->next_unsettled;
    sandbox->next_unsettled = NULL;
    *link = sandbox;
}

static void queue_remove(struct app *app, const struct sandbox *sandbox)
{
    struct sandbox **link = &app->unsettled;
    while (*link != sandbox)
        link = &(*link)->next_unsettled;
    *link = sandbox->next_unsettled;
}

/* When a slice that begins now ends. */
static int64_t slice_end(const struct app *app)
{
    return app->options.loop ? moment_monotonic() + app->options.slice : INT64_MAX;
}

static void set_goal(struct sandbox *sandbox)
{
    sandbox->goal = sandbox_time(sandbox);
}

static bool settle_slice(struct app *app, struct sandbox *sandbox, int64_t limit)
{
    if (store_broken(sandbox->world.store))
        return true;
    store_begin(sandbox->world.store);
    bool through = simulation_settle_until(&sandbox->world, sandbox->goal, limit);
    commit(app, sandbox);
    return through;
}

/* While a scaled clock's events are run, it stands: one that is faster than they can be run would never be
 * caught up with. */
static void clock_hold(struct world *world)
{
    if (world->clock.mode == CLOCK_SCALED)
        world->clock = clock_started(CLOCK_SCALED, world->clock.factor, world->now, moment_now());
}

static void waiting_end(struct call *call)
{
    (void)call; /* the list of suspended calls is where it waits */
}

static struct call *first_waiting(const struct app *app, const struct sandbox *sandbox)
{
    struct call *call = app->suspended.first;
    while (call && (call->sandbox != sandbox || call->let_go != waiting_end))
        call = call->next;
    return call;
}

/* Something is due, and there is room for it. */
static bool is_due(struct sandbox *sandbox)
{
    return sandbox->world.next_due <= sandbox_time(sandbox) && !full_waits(&sandbox->world);
}

static void settle_rest(struct app *app)
{
    if (app->unsettled)
        loop_timer_at(app->options.loop, &app->settle_timer, 0);
    else if (app->options.loop)
        loop_timer_cancel(app->options.loop, &app->settle_timer);
}

static bool queued(const struct app *app, const struct sandbox *sandbox)
{
    const struct sandbox *each = app->unsettled;
    while (each && each != sandbox)
        each = each->next_unsettled;
    return each != NULL;
}

/* Those who wait come in their order, one at least, as long as they make nothing due and the slice lasts.
 * False where one took the sandbox away. */
static bool resume_waiting(struct app *app, struct sandbox *sandbox, int64_t limit)
{
    struct call *call = first_waiting(app, sandbox);
    while (call) {
        call_resume(call);
        if (!queued(app, sandbox))
            return false;
        bool on = !sandbox->world.work && moment_monotonic() < limit && !is_due(sandbox);
        call = on ? first_waiting(app, sandbox) : NULL;
    }
    return true;
}

static void arrive(struct app *app, struct sandbox *sandbox, int64_t limit)
{
    clock_hold(&sandbox->world);
    if (!resume_waiting(app, sandbox, limit) || sandbox->world.work)
        return;
    if (!first_waiting(app, sandbox))
        settle_stop(app, sandbox);
    settle_when_due(app, sandbox);
}

/* One slice for the first sandbox; where that needs more, the others' come before its next. */
static void turn(void *arg)
{
    struct app *app = arg;
    struct sandbox *sandbox = app->unsettled;
    int64_t limit = slice_end(app);
    queue_remove(app, sandbox);
    queue_append(app, sandbox);
    if (!sandbox->world.work && settle_slice(app, sandbox, limit))
        arrive(app, sandbox, limit);
    settle_rest(app);
}

bool settle(struct app *app, struct sandbox *sandbox)
{
    if (sandbox->unsettled || sandbox->world.work)
        return false;
    set_goal(sandbox);
    if (sandbox->world.next_due > sandbox->goal) {
        sandbox->world.now = sandbox->goal;
        return true;
    }
    sandbox->unsettled = !settle_slice(app, sandbox, slice_end(app));
    if (!sandbox->unsettled)
        return true;
    queue_append(app, sandbox);
    app->settle_timer.callback = turn;
    app->settle_timer.arg = app;
    settle_rest(app);
    return false;
}

void settle_for_show(struct app *app, struct sandbox *sandbox)
{
    if (sandbox->world.store && !sandbox->world.work && !full_waits(&sandbox->world))
        settle(app, sandbox);
}

bool settle_within(struct call *call)
{
    set_goal(call->sandbox);
    return simulation_settle_until(call->world, call->sandbox->goal, slice_end(call->app));
}

void settle_await(struct call *call)
{
    bool at_once = route_is_at_once(call->route) && call->handler == call->route->handler;
    bool needless = at_once || exchange_replied(call->exchange);
    if (!needless && !settle(call->app, call->sandbox))
        call_suspend(call, waiting_end);
}

void settle_stop(struct app *app, struct sandbox *sandbox)
{
    if (!sandbox->unsettled)
        return;
    queue_remove(app, sandbox);
    sandbox->unsettled = false;
    settle_rest(app);
}

/* A sandbox that waits for room is not woken, since waking it gives none. */
void settle_when_due(struct app *app, struct sandbox *sandbox)
{
    bool awaited = sandbox->watchers.first || (app->options.poster && notification_awaited(&sandbox->world));
    if (sandbox->unsettled)
        set_goal(sandbox);
    if (awaited && !sandbox->unsettled && !full_waits(&sandbox->world))
        wakeup_arm(sandbox);
    else
        wakeup_disarm(sandbox);
}

/* Its file may be closed, or gone. */
static void wake(void *context, struct sandbox *sandbox)
{
    struct app *app = context;
    struct sandbox *woken = sandboxes_find(app->sandboxes, sandbox->name);
    if (woken && settle(app, woken))
        settle_when_due(app, woken);
}

struct wakeup settle_wakeup(struct app *app)
{
    return (struct wakeup){.loop = app->options.loop, .wake = wake, .context = app};
}
