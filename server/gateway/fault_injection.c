#include "gateway/fault_injection.h"

#include "base/die.h"
#include "gateway/delay.h"
#include "gateway/dispatch.h"
#include "gateway/request_trace.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A request on its way through the faults. */
struct passage {
    struct app *app;
    struct sandbox *sandbox;
    const struct route *route;
    const char *path;
    struct exchange *exchange;
};

/* What is kept of a passage while somebody holds its reply. */
struct late_fault {
    char *sandbox;
    const struct route *route;
    char *path;
    struct fault_hit hit;
};

static const char *header_of(const void *source, const char *name)
{
    const struct request *request = source;
    return request->header(request, name);
}

static bool choose(const struct passage *passage, enum fault_moment moment, struct fault_hit *hit)
{
    const struct request *request = &passage->exchange->request;
    struct asked asked = {
        .method = request->method,
        .path = passage->path,
        .status = passage->exchange->reply.status,
        .body = request->body,
        .body_size = request->body_size,
        .header = header_of,
        .source = request,
    };
    bool chosen = faults_choose(&passage->sandbox->faults, moment, &asked, hit);
    asked_free(&asked);
    return chosen;
}

/* A text is sent as it stands, anything else as JSON. */
static void set_body(struct reply *reply, unsigned status, const json_t *body)
{
    const char *text = json_string_value(body);
    char *sent = text ? must_strdup(text) : body ? world_print(body) : NULL;
    reply_set(reply, status, text ? "text/plain" : "application/json", sent, sent ? strlen(sent) : 0);
}

static void set_headers(struct reply *reply, json_t *headers)
{
    const char *name;
    json_t *value;
    json_object_foreach (headers, name, value) {
        if (strcasecmp(name, "Content-Type") == 0)
            reply->content_type = NULL;
        reply_header(reply, name, json_string_value(value));
    }
}

static enum reply_break break_of(const char *name)
{
    static const char *const names[] = {
        [BREAK_CONNECTION_RESET_BY_PEER] = "CONNECTION_RESET_BY_PEER",
        [BREAK_EMPTY_RESPONSE] = "EMPTY_RESPONSE",
        [BREAK_MALFORMED_RESPONSE_CHUNK] = "MALFORMED_RESPONSE_CHUNK",
        [BREAK_RANDOM_DATA_THEN_CLOSE] = "RANDOM_DATA_THEN_CLOSE",
    };
    for (size_t i = 1; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return (enum reply_break)i;
    die("no way to break a connection: %s", name);
}

/* Puts the fault's answer, or the way its connection is broken, in the place of whatever reply is there; a
 * fault with a delay alone leaves it. */
static void inflict(const struct fault_hit *hit, struct reply *reply)
{
    const json_t *status = json_object_get(hit->document, "status");
    const json_t *connection = json_object_get(hit->document, "connection");
    if (status) {
        set_body(reply, (unsigned)json_integer_value(status), json_object_get(hit->document, "body"));
        set_headers(reply, json_object_get(hit->document, "headers"));
    }
    if (connection) {
        reply_set(reply, 0, NULL, NULL, 0);
        reply->breaks = break_of(json_string_value(connection));
    }
}

static bool hold(const struct passage *passage, int64_t ms)
{
    return delay_hold(passage->app, passage->sandbox, passage->route, passage->path, passage->exchange, ms);
}

static void run(const struct passage *passage)
{
    dispatch(passage->app, passage->sandbox, passage->route, passage->path, passage->exchange);
}

/* The reply is there. Takes the hit over. False where the reply is held back. */
static bool finish(const struct passage *passage, struct fault_hit *hit)
{
    bool held = false;
    if (hit->document || choose(passage, FAULT_ON_ANSWER, hit)) {
        request_trace_fault(passage->app, passage->exchange, hit->id);
        inflict(hit, &passage->exchange->reply);
        held = hold(passage, hit->delay);
    }
    fault_hit_free(hit);
    return !held;
}

/* Takes the hit over. */
static void keep(const struct passage *passage, const struct fault_hit *hit)
{
    struct late_fault *late = must_zalloc(sizeof *late);
    *late = (struct late_fault){.sandbox = must_strdup(passage->sandbox->name),
                                .route = passage->route,
                                .path = must_strdup(passage->path),
                                .hit = *hit};
    passage->exchange->fault = late;
}

static void late_free(struct late_fault *late)
{
    fault_hit_free(&late->hit);
    free(late->sandbox);
    free(late->path);
    free(late);
}

void fault_injection_forget(struct exchange *exchange)
{
    if (exchange->fault)
        late_free(exchange->fault);
    exchange->fault = NULL;
}

/* Takes `late` over. False where the reply is held back for longer. */
static bool finish_late(struct app *app, struct exchange *exchange, struct late_fault *late)
{
    const struct passage passage = {.app = app,
                                    .sandbox = sandboxes_find(app->sandboxes, late->sandbox),
                                    .route = late->route,
                                    .path = late->path,
                                    .exchange = exchange};
    bool ready = !passage.sandbox || finish(&passage, &late->hit);
    late_free(late);
    return ready;
}

/* A sandbox that was taken away meanwhile took its faults along. */
void fault_injection_send(struct app *app, struct exchange *exchange)
{
    struct late_fault *late = exchange->fault;
    exchange->fault = NULL;
    if (!late || finish_late(app, exchange, late))
        request_trace_send(app, exchange);
}

/* Before the operation: it is run unless the fault answers for it, and when the fault lets it. */
static void run_late(const struct passage *passage, struct fault_hit *hit)
{
    request_trace_fault(passage->app, passage->exchange, hit->id);
    inflict(hit, &passage->exchange->reply);
    if (!hold(passage, hit->delay) && !exchange_replied(passage->exchange))
        run(passage);
    fault_hit_free(hit);
}

static void run_first(const struct passage *passage, struct fault_hit *hit)
{
    run(passage);
    if (exchange_replied(passage->exchange))
        finish(passage, hit);
    else
        keep(passage, hit);
}

void fault_injection_dispatch(struct app *app, struct sandbox *sandbox, const struct route *route,
                              const char *path, struct exchange *exchange)
{
    const struct passage passage = {app, sandbox, route, path, exchange};
    struct fault_hit hit;
    if (sandbox->faults.count == 0)
        run(&passage);
    else if (choose(&passage, FAULT_ON_ARRIVAL, &hit) && !fault_hit_after(&hit))
        run_late(&passage, &hit);
    else
        run_first(&passage, &hit);
}
