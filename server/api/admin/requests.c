#include "api/admin/request_filter.h"
#include "api/routes.h"
#include "base/die.h"
#include "sandbox/request/request_record.h"
#include "sandbox/sandbox.h"
#include "json/drop.h"
#include "json/print.h"
#include "json/readable.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

/* A list that grows by what a filter takes, each as a record of its own, which is let go when it is written.
 */
struct gathering {
    struct call *call;
    json_t *(*record)(struct world *world, const struct logged_request *request);
    struct writer writer;
};

static void gather(void *context, const struct logged_request *request)
{
    struct gathering *gathering = context;
    json_t *record = gathering->record(gathering->call->world, request);
    write_json(&gathering->writer, NULL, record);
    work_meet(gathering->call->work);
    json_drop(record, gathering->call->work);
}

/* What the query takes, as the member of that name. False with a problem. */
static bool gather_all(struct gathering *gathering, const char *name)
{
    struct request_filter filter;
    struct call *call = gathering->call;
    if (!request_filter_read(call, &filter))
        return false;
    write_array(&gathering->writer, name);
    request_filter_each(&filter, &call->sandbox->requests, call->work, gather, gathering);
    write_array_end(&gathering->writer);
    request_filter_free(&filter);
    return true;
}

static bool reply_gathered(struct call *call, struct gathering *gathering)
{
    write_object_end(&gathering->writer);
    return reply_document(call, writer_take(&gathering->writer));
}

bool admin_requests_list(struct call *call)
{
    struct gathering gathering = {.call = call, .record = request_record, .writer = {.work = call->work}};
    write_object(&gathering.writer, NULL);
    if (!gather_all(&gathering, "requests")) {
        text_free(&gathering.writer.text);
        return false;
    }
    write_integer(&gathering.writer, "dropped", (int64_t)call->sandbox->requests.dropped);
    return reply_gathered(call, &gathering);
}

static const struct logged_request *logged(const struct request_log *log, const char *id)
{
    for (size_t i = 0; i < log->count; i++)
        if (strcmp(request_log_at(log, i)->id, id) == 0)
            return request_log_at(log, i);
    return NULL;
}

bool admin_requests_body(struct call *call)
{
    struct path_argument id = path_argument(call, "id");
    const struct logged_request *request = logged(&call->sandbox->requests, id.text);
    if (!request || request->body_kept < request->body_size)
        return problem_not_found(&call->world->problem, "REQUEST_BODY", id.text);
    char *body = must_alloc(request->body_size + 1);
    memcpy(body, request->body, request->body_size);
    reply_set(&call->exchange->reply, 200, "application/octet-stream", body, request->body_size);
    return true;
}

static bool doomed(void *context, const struct logged_request *request)
{
    return request_filter_takes(context, request);
}

bool admin_requests_clear(struct call *call)
{
    struct request_filter filter;
    if (!request_filter_read(call, &filter))
        return false;
    request_log_clear(&call->sandbox->requests, doomed, &filter);
    request_filter_free(&filter);
    return reply_done(call, true);
}

/* {"name": "value"} as HAR has it. New reference. */
static json_t *har_pairs(json_t *members)
{
    json_t *pairs = json_array();
    const char *name;
    json_t *value;
    json_object_foreach (members, name, value)
        json_array_append_new(pairs, json_pack("{ss sO}", "name", name, "value", value));
    return pairs;
}

static json_t *har_content(const struct world *world, json_t *value)
{
    struct work *work = work_running(world->work);
    char *text = value ? json_print_resting(value, work) : NULL;
    json_t *content = json_pack("{ss ss*}", "mimeType", "application/json", "text", text);
    free(text);
    json_drop(value, work);
    return content;
}

static json_t *har_url(const struct logged_request *request, const json_t *record)
{
    const char *host = request_header(request, "Host");
    const char *query = json_string_value(json_object_get(record, "query"));
    json_auto_t *authority = host ? readable(host, strlen(host)) : json_string("localhost");
    return json_sprintf("http://%s/api%s%s%s", json_string_value(authority),
                        json_string_value(json_object_get(record, "path")), query ? "?" : "",
                        query ? query : "");
}

static json_t *har_query(const json_t *record)
{
    json_t *pairs = json_array();
    const char *at = json_string_value(json_object_get(record, "query"));
    for (at = at ? at : ""; *at; at += strcspn(at, "&"), at += *at == '&') {
        size_t name = strcspn(at, "=&"), whole = strcspn(at, "&");
        const char *value = at + name + (at[name] == '=');
        json_array_append_new(
            pairs, json_pack("{ss% ss%}", "name", at, name, "value", value, (size_t)(at + whole - value)));
    }
    return pairs;
}

static json_t *har_request(struct world *world, const struct logged_request *request, const json_t *record)
{
    json_auto_t *headers = request_shown_headers(request);
    json_t *har = json_pack("{sO so ss s[] so so si sI}", "method", json_object_get(record, "method"), "url",
                            har_url(request, record), "httpVersion", "HTTP/1.1", "cookies", "headers",
                            har_pairs(headers), "queryString", har_query(record), "headersSize", -1,
                            "bodySize", (json_int_t)request->body_size);
    if (request->body_size)
        json_object_set_new(har, "postData", har_content(world, request_shown_body(world, request)));
    return har;
}

static json_t *har_response(struct world *world, const struct logged_request *request)
{
    json_t *content = har_content(world, request_shown_reply(world, request));
    json_object_set_new(content, "size", json_integer((json_int_t)request->reply_size));
    return json_pack("{si ss ss s[] s[{ss ss}] so ss si sI}", "status", (int)request->status, "statusText",
                     "", "httpVersion", "HTTP/1.1", "cookies", "headers", "name", "X-Request-Id", "value",
                     request->id, "content", content, "redirectURL", "", "headersSize", -1, "bodySize",
                     (json_int_t)request->reply_size);
}

/* An answer that was never given has the status 0, as in browsers. */
static json_t *har_entry(struct world *world, const struct logged_request *request)
{
    json_auto_t *record = request_summary(request);
    double ms = (double)request->micros / 1000;
    return json_pack("{sO sf so so s{} s{si sf si} sO}", "startedDateTime",
                     json_object_get(record, "receivedAt"), "time", ms, "request",
                     har_request(world, request, record), "response", har_response(world, request), "cache",
                     "timings", "send", 0, "wait", ms, "receive", 0, "_id", json_object_get(record, "id"));
}

bool admin_requests_har(struct call *call)
{
    struct gathering gathering = {.call = call, .record = har_entry, .writer = {.work = call->work}};
    write_object(&gathering.writer, NULL);
    write_object(&gathering.writer, "log");
    write_text(&gathering.writer, "version", "1.2");
    write_object(&gathering.writer, "creator");
    write_text(&gathering.writer, "name", "fakebyte");
    write_text(&gathering.writer, "version", FAKEBYTE_VERSION);
    write_object_end(&gathering.writer);
    if (!gather_all(&gathering, "entries")) {
        text_free(&gathering.writer.text);
        return false;
    }
    write_object_end(&gathering.writer);
    return reply_gathered(call, &gathering);
}
