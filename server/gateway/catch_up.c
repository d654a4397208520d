#include "gateway/catch_up.h"

#include "base/die.h"
#include "base/loop.h"
#include "base/moment.h"
#include "domain/run/simulation.h"
#include "gateway/after_commit.h"
#include "gateway/request_trace.h"

#include <stdlib.h>

struct catch_up_wait {
    struct sandbox *sandbox;
    void (*done)(void *arg, bool gone);
    void *arg;
    struct catch_up_wait *next;
};

bool catch_up_slice(struct app *app, struct sandbox *sandbox)
{
    struct world *world = &sandbox->world;
    int64_t limit = app->options.loop ? moment_monotonic() + CATCH_UP_SLICE : INT64_MAX;
    store_begin(world->store);
    bool done = simulation_settle_until(world, clock_read(&world->clock, moment_now()), limit);
    world_commit(world);
    after_commit_post(app, world);
    request_trace_commit(app, sandbox);
    return done;
}

bool catch_up_awaited(const struct app *app, const struct sandbox *sandbox)
{
    for (const struct catch_up_wait *wait = app->catch_up.first; wait; wait = wait->next)
        if (wait->sandbox == sandbox)
            return true;
    return false;
}

static struct catch_up_wait *unlink_wait(struct catch_up_wait **link)
{
    struct catch_up_wait *wait = *link;
    *link = wait->next;
    return wait;
}

/* Takes the first that waits for the sandbox (NULL: for any) out of the queue, or gives NULL. */
static struct catch_up_wait *take(struct app *app, const struct sandbox *sandbox, const void *arg)
{
    for (struct catch_up_wait **link = &app->catch_up.first; *link; link = &(*link)->next) {
        const struct catch_up_wait *wait = *link;
        if ((!sandbox || wait->sandbox == sandbox) && (!arg || wait->arg == arg))
            return unlink_wait(link);
    }
    return NULL;
}

static void tell(struct catch_up_wait *wait, bool gone)
{
    wait->done(wait->arg, gone);
    free(wait);
}

static void put_last(struct app *app, struct catch_up_wait *wait)
{
    struct catch_up_wait **link = &app->catch_up.first;
    while (*link)
        link = &(*link)->next;
    *link = wait;
}

static void arm(struct app *app)
{
    if (app->catch_up.first)
        loop_timer_at(app->options.loop, &app->catch_up.timer, 0);
}

/* Those who wait for one sandbox stay in their order, behind those who wait for others. */
static void put_all_last(struct app *app, const struct sandbox *sandbox)
{
    struct catch_up_wait *moved = NULL, **end = &moved;
    for (struct catch_up_wait *wait; (wait = take(app, sandbox, NULL)); end = &wait->next) {
        wait->next = NULL;
        *end = wait;
    }
    put_last(app, moved);
}

/* One slice for the sandbox of whoever is first; where that needs more, the others' come before its next. */
static void turn(void *arg)
{
    struct app *app = arg;
    struct sandbox *sandbox = app->catch_up.first->sandbox;
    if (catch_up_slice(app, sandbox))
        tell(unlink_wait(&app->catch_up.first), false);
    else
        put_all_last(app, sandbox);
    arm(app);
}

void catch_up_wait(struct app *app, struct sandbox *sandbox, void (*done)(void *arg, bool gone), void *arg)
{
    struct catch_up_wait *wait = must_zalloc(sizeof *wait);
    *wait = (struct catch_up_wait){.sandbox = sandbox, .done = done, .arg = arg};
    put_last(app, wait);
    app->catch_up.timer.callback = turn;
    app->catch_up.timer.arg = app;
    arm(app);
}

static void rest(struct app *app)
{
    if (!app->catch_up.first && app->options.loop)
        loop_timer_cancel(app->options.loop, &app->catch_up.timer);
}

void catch_up_forget(struct app *app, const void *arg)
{
    free(take(app, NULL, arg));
    rest(app);
}

void catch_up_gone(struct app *app, const struct sandbox *sandbox)
{
    for (struct catch_up_wait *wait; (wait = take(app, sandbox, NULL));)
        tell(wait, true);
    rest(app);
}
