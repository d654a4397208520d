#include "gateway/request_trace.h"

#include "base/log.h"
#include "base/moment.h"
#include "base/text.h"
#include "gateway/metrics.h"

#include <string.h>

void request_trace_begin(struct app *app, struct exchange *exchange)
{
    struct trace *trace = &exchange->trace;
    *trace = (struct trace){.began = moment_micros()};
    *hex_write(trace->id, rng_next(&app->request_ids), 16) = '\0';
    memcpy(exchange->reply.id, trace->id, sizeof trace->id);
}

/* In whose log the request is, or NULL; it may have been taken away since. Borrowed. */
static struct sandbox *sandbox_of(struct app *app, const struct trace *trace)
{
    return *trace->sandbox ? sandboxes_find(app->sandboxes, trace->sandbox) : NULL;
}

/* The request in that log; NULL where it has no room for it any more, or is another one by now. Borrowed. */
static const struct logged_request *logged(const struct sandbox *sandbox, const struct trace *trace)
{
    const struct logged_request *request =
        sandbox ? request_log_find(&sandbox->requests, trace->number) : NULL;
    return request && strcmp(request->id, trace->id) == 0 ? request : NULL;
}

static void tell(struct sandbox *sandbox, const struct trace *trace, enum notice_kind kind)
{
    const struct logged_request *request = sandbox->watchers.first ? logged(sandbox, trace) : NULL;
    if (request)
        watchers_tell(&sandbox->watchers, &(struct notice){.kind = kind, .request = request});
}

void request_trace_arrival(struct sandbox *sandbox, struct exchange *exchange, const struct route *route,
                           const char *path)
{
    const struct request *request = &exchange->request;
    struct trace *trace = &exchange->trace;
    memcpy(trace->sandbox, sandbox->name, strlen(sandbox->name) + 1);
    trace->route = route;
    trace->number = request_log_add(&sandbox->requests, &(struct arrival){
                                                            .id = trace->id,
                                                            .operation = route ? route->operation : NULL,
                                                            .method = request->method,
                                                            .path = path,
                                                            .query = request->query,
                                                            .client = request->client,
                                                            .headers = request->packed,
                                                            .body = request->body,
                                                            .body_size = request->body_size,
                                                            .at = sandbox_time(sandbox),
                                                            .clock_runs = sandbox->world.clock.factor > 0,
                                                        });
    tell(sandbox, trace, NOTICE_ARRIVED);
}

void request_trace_fault(struct app *app, struct exchange *exchange, const char *fault)
{
    const struct trace *trace = &exchange->trace;
    struct sandbox *sandbox = sandbox_of(app, trace);
    if (!logged(sandbox, trace))
        return;
    request_log_fault(&sandbox->requests, trace->number, fault);
    metrics_fault(app->metrics);
    tell(sandbox, trace, NOTICE_FAULT);
}

/* Those besides X-Request-Id and Content-Type. */
static const struct text *other_headers(struct sandbox *sandbox, const struct reply *reply)
{
    struct text *headers = &sandbox->requests.scratch;
    headers->size = 0;
    for (size_t i = 0; i < reply->header_count; i++)
        header_pack(headers, reply->headers[i].name, reply->headers[i].value);
    return headers;
}

/* Calls of the control API are of less interest: probes and pages ask all the time. */
static void write_line(const struct app *app, const struct exchange *exchange, int64_t micros,
                       const struct sandbox *sandbox)
{
    const struct trace *trace = &exchange->trace;
    enum log_level level = *trace->sandbox ? LOG_INFO : LOG_DEBUG;
    if (!log_wants(app->options.log, level))
        return;
    const struct logged_request *request = logged(sandbox, trace);
    const struct log_field fields[] = {
        {LOG_FIELD_TEXT, "request", .text = trace->id},
        {LOG_FIELD_TEXT, "sandbox", .text = *trace->sandbox ? trace->sandbox : NULL},
        {LOG_FIELD_TEXT, "method", .text = exchange->request.method},
        {LOG_FIELD_TEXT, "path", .text = request ? request->path : exchange->request.path},
        {LOG_FIELD_INTEGER, "status", .integer = exchange->reply.status},
        {LOG_FIELD_INTEGER, "micros", .integer = micros},
        {LOG_FIELD_TEXT, "fault", .text = request ? request->fault : NULL},
        {0},
    };
    log_event(app->options.log, level, "answered", fields);
}

void request_trace_answer(struct app *app, struct exchange *exchange, struct sandbox *known)
{
    const struct trace *trace = &exchange->trace;
    const struct reply *reply = &exchange->reply;
    struct sandbox *sandbox = known && *trace->sandbox ? known : sandbox_of(app, trace);
    int64_t micros = moment_micros() - trace->began;
    if (*trace->sandbox)
        metrics_request(app->metrics, trace->route, reply->status, micros);
    if (sandbox &&
        request_log_answer(&sandbox->requests, trace->number, trace->id,
                           &(struct answer_given){reply->status, micros, reply->body, reply->body_size,
                                                  reply->content_type, other_headers(sandbox, reply)}))
        tell(sandbox, trace, NOTICE_ANSWERED);
    write_line(app, exchange, micros, sandbox);
}
