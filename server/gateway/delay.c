#include "gateway/delay.h"

#include "base/die.h"
#include "base/loop.h"
#include "gateway/dispatch.h"
#include "gateway/error_reply.h"
#include "gateway/request_trace.h"

#include <stdlib.h>

struct delay {
    struct app *app;
    struct sandbox *sandbox; /* outlives the delay: delays_end() */
    const struct route *route;
    char *path;
    struct exchange *exchange;
    struct loop_timer timer;
    unsigned status; /* of the reply that is there; both 0 where the operation has not been run */
    enum reply_break breaks;
    struct delay *next, *previous; /* in the app's list */
};

static void link_in(struct delay *delay)
{
    delay->next = delay->app->delays;
    if (delay->next)
        delay->next->previous = delay;
    delay->app->delays = delay;
}

static void link_out(const struct delay *delay)
{
    if (delay->next)
        delay->next->previous = delay->previous;
    if (delay->previous)
        delay->previous->next = delay->next;
    else
        delay->app->delays = delay->next;
}

static void delay_free(struct delay *delay)
{
    free(delay->path);
    free(delay);
}

/* Gives the exchange back what it was held with; nobody holds it then. */
static struct exchange *let_go(struct delay *delay)
{
    struct exchange *exchange = delay->exchange;
    loop_timer_cancel(delay->app->options.loop, &delay->timer);
    link_out(delay);
    exchange->holder = NULL;
    exchange->abandoned = NULL;
    exchange->reply.status = delay->status;
    exchange->reply.breaks = delay->breaks;
    return exchange;
}

static void abandoned(struct exchange *exchange)
{
    struct delay *delay = exchange->holder;
    let_go(delay);
    delay_free(delay);
}

static void over(void *arg)
{
    struct delay *delay = arg;
    struct app *app = delay->app;
    struct exchange *exchange = let_go(delay);
    if (!exchange_replied(exchange))
        dispatch(app, delay->sandbox, delay->route, delay->path, exchange);
    delay_free(delay);
    if (exchange_replied(exchange))
        request_trace_send(app, exchange);
}

bool delay_hold(struct app *app, struct sandbox *sandbox, const struct route *route, const char *path,
                struct exchange *exchange, int64_t ms)
{
    if (!app->options.loop || ms <= 0)
        return false;
    struct delay *delay = must_zalloc(sizeof *delay);
    *delay = (struct delay){.app = app,
                            .sandbox = sandbox,
                            .route = route,
                            .path = must_strdup(path),
                            .exchange = exchange,
                            .timer = {.callback = over, .arg = delay},
                            .status = exchange->reply.status,
                            .breaks = exchange->reply.breaks};
    link_in(delay);
    exchange->reply.status = 0;
    exchange->reply.breaks = BREAK_NONE;
    exchange->holder = delay;
    exchange->abandoned = abandoned;
    loop_timer_at(app->options.loop, &delay->timer, loop_now() + ms);
    return true;
}

static void cut_short(struct delay *delay)
{
    struct app *app = delay->app;
    struct exchange *exchange = let_go(delay);
    delay_free(delay);
    if (!exchange_replied(exchange))
        fail(&exchange->reply, 503, "The sandbox was reset before this request was handled.");
    request_trace_send(app, exchange);
}

void delays_end(struct app *app, const struct sandbox *sandbox)
{
    for (struct delay *next, *delay = app->delays; delay; delay = next) {
        next = delay->next;
        if (delay->sandbox == sandbox)
            cut_short(delay);
    }
}

size_t delays_count(const struct app *app)
{
    size_t count = 0;
    for (const struct delay *delay = app->delays; delay; delay = delay->next)
        count++;
    return count;
}
