#include "gateway/fault_injection.h"

#include "base/die.h"
#include "base/word.h"
#include "gateway/request_trace.h"
#include "json/print.h"

#include <string.h>
#include <strings.h>

static const char *header_of(const void *source, const char *name)
{
    const struct request *request = source;
    return request->header(request, name);
}

static bool choose(struct call *call, enum fault_moment moment)
{
    const struct request *request = &call->exchange->request;
    struct asked asked = {
        .method = request->method,
        .path = call->path,
        .status = call->exchange->reply.status,
        .body = request->body,
        .body_size = request->body_size,
        .header = header_of,
        .source = request,
    };
    bool chosen = faults_choose(&call->sandbox->faults, moment, &asked, &call->fault);
    asked_free(&asked);
    return chosen;
}

/* A text is sent as it stands, anything else as JSON. */
static void set_body(struct reply *reply, unsigned status, const json_t *body)
{
    const char *text = json_string_value(body);
    char *sent = text ? must_strdup(text) : body ? json_print(body) : NULL;
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
    return (enum reply_break)WORD_KNOWN(names, name);
}

/* Puts the fault's answer, or the way its connection is broken, in the place of whatever reply is there; a
 * fault with a delay alone leaves it. */
static void inflict(struct call *call)
{
    struct reply *reply = &call->exchange->reply;
    const json_t *status = json_object_get(call->fault.document, "status");
    const json_t *connection = json_object_get(call->fault.document, "connection");
    if (status) {
        set_body(reply, (unsigned)json_integer_value(status), json_object_get(call->fault.document, "body"));
        set_headers(reply, json_object_get(call->fault.document, "headers"));
    }
    if (connection) {
        reply_set(reply, 0, NULL, NULL, 0);
        reply->breaks = break_of(json_string_value(connection));
    }
}

/* No other fault is applied to the call. */
static void apply(struct call *call)
{
    call->meets_faults = false;
    request_trace_fault(call->app, call->exchange, call->fault.id);
    inflict(call);
    call_delay(call, call->fault.delay);
    fault_hit_free(&call->fault);
}

void fault_injection_arrival(struct call *call)
{
    bool any = call->meets_faults && call->sandbox->faults.count;
    if (any && choose(call, FAULT_ON_ARRIVAL) && !fault_hit_after(&call->fault))
        apply(call);
}

void fault_injection_answer(struct call *call)
{
    bool any = call->meets_faults && (call->fault.document || call->sandbox->faults.count);
    if (any && (call->fault.document || choose(call, FAULT_ON_ANSWER)))
        apply(call);
}
