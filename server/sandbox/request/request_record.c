#include "sandbox/request/request_record.h"

#include "base/moment.h"
#include "sandbox/request/request_mask.h"
#include "json/drop.h"
#include "json/read.h"
#include "json/readable.h"

#include <stdlib.h>
#include <string.h>

static json_t *readable_text(const char *text)
{
    return readable(text, strlen(text));
}

static json_t *time_text(int64_t moment)
{
    return json_string(moment_format(moment).text);
}

static json_t *shown(struct world *world, const struct logged_request *request, const char *bytes,
                     size_t size)
{
    struct work *work = work_running(world->work);
    json_t *body = size ? json_read_with(bytes, size, &(struct read_options){.work = work}, NULL) : NULL;
    json_t *masked = body ? body_masked(world, request->path, body) : NULL;
    json_drop(body, work);
    return masked;
}

json_t *request_shown_body(struct world *world, const struct logged_request *request)
{
    return shown(world, request, request->body, request->body_kept);
}

json_t *request_shown_reply(struct world *world, const struct logged_request *request)
{
    return shown(world, request, request->reply, request->reply ? request->reply_size : 0);
}

static void add_header(json_t *headers, const char *name, const char *value)
{
    json_auto_t *key = readable_text(name);
    json_t *text = readable_text(value_masked(name, value));
    const json_t *before = json_object_get(headers, json_string_value(key));
    if (before) {
        json_t *joined = json_sprintf("%s, %s", json_string_value(before), json_string_value(text));
        json_decref(text);
        text = joined;
    }
    json_object_set_new(headers, json_string_value(key), text);
}

/* `packed`: name NUL value NUL ... */
static json_t *shown_headers(json_t *headers, const char *packed, size_t size)
{
    for (const char *at = packed; at < packed + size;) {
        const char *value = at + strlen(at) + 1;
        add_header(headers, at, value);
        at = value + strlen(value) + 1;
    }
    return headers;
}

json_t *request_shown_headers(const struct logged_request *request)
{
    return shown_headers(json_object(), request->headers, request->headers_size);
}

json_t *request_shown_reply_headers(const struct logged_request *request)
{
    json_t *headers = json_pack("{ss ss*}", "X-Request-Id", request->id, "Content-Type", request->reply_type);
    return request->reply_headers
               ? shown_headers(headers, request->reply_headers, request->reply_headers_size)
               : headers;
}

static void add_answer(json_t *record, const struct logged_request *request)
{
    if (!request->answered)
        return;
    json_object_set_new(record, "answeredAt", time_text(request->answered));
    json_object_set_new(record, "micros", json_integer(request->micros));
    if (request->status)
        json_object_set_new(record, "status", json_integer(request->status));
    json_object_set_new(record, "replyBytes", json_integer((json_int_t)request->reply_size));
}

static json_t *query_text(const struct logged_request *request)
{
    if (!*request->query)
        return NULL;
    char *masked = query_masked(request->query);
    json_t *text = readable_text(masked);
    free(masked);
    return text;
}

json_t *request_summary(const struct logged_request *request)
{
    json_t *record = json_pack("{ss so so so so so* ss* so sI ss*}", "id", request->id, "receivedAt",
                               time_text(request->received), "at", time_text(request->at), "method",
                               readable_text(request->method), "path", readable_text(request->path), "query",
                               query_text(request), "operation", request->operation, "clientAddress",
                               readable_text(request->client), "bodyBytes", (json_int_t)request->body_size,
                               "fault", request->fault);
    add_answer(record, request);
    return record;
}

static void add(json_t *record, const char *name, json_t *value)
{
    if (value)
        json_object_set_new(record, name, value);
}

json_t *request_record(struct world *world, const struct logged_request *request)
{
    json_t *record = request_summary(request);
    add(record, "headers", request_shown_headers(request));
    add(record, "body", request_shown_body(world, request));
    add(record, "reply", request_shown_reply(world, request));
    if (request->status)
        add(record, "replyHeaders", request_shown_reply_headers(request));
    return record;
}
