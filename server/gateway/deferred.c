#include "gateway/deferred.h"

#include "base/die.h"
#include "gateway/dispatch.h"
#include "gateway/fault_injection.h"

#include <stdlib.h>
#include <string.h>

struct held {
    struct app *app;
    const struct route *route;
    struct exchange *exchange;
    void (*abandoned)(void *arg);
    void *arg;
};

static void let_go(struct exchange *exchange)
{
    struct held *held = exchange->holder;
    held->abandoned(held->arg);
    fault_injection_forget(exchange);
    free(held);
}

struct held *call_hold(struct call *call, void (*abandoned)(void *arg), void *arg)
{
    struct held *held = must_zalloc(sizeof *held);
    *held = (struct held){call->app, call->route, call->exchange, abandoned, arg};
    call->exchange->holder = held;
    call->exchange->abandoned = let_go;
    return held;
}

struct reply *held_reply(struct held *held)
{
    return &held->exchange->reply;
}

void held_send(struct held *held)
{
    struct app *app = held->app;
    struct exchange *exchange = held->exchange;
    exchange->abandoned = NULL;
    exchange->holder = NULL;
    dispatch_check(app, held->route, &exchange->reply);
    free(held);
    fault_injection_send(app, exchange);
}

void held_reply_document(struct held *held, char *document)
{
    reply_set(held_reply(held), route_success(held->route), "application/json", document, strlen(document));
}

void held_reply_json(struct held *held, json_t *value)
{
    held_reply_document(held, world_print(value));
    json_decref(value);
    held_send(held);
}
