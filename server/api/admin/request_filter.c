#include "api/admin/request_filter.h"

#include "base/die.h"
#include "base/moment.h"
#include "gateway/query.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool refuse(const struct call *call, const char *name, const char *message)
{
    return problem_at(&call->world->problem, PROBLEM_INVALID, name, "%s", message);
}

/* A whole number of that parameter; *value stays as it is where it is not given. */
static bool read_number(const struct call *call, const char *name, uint64_t most, uint64_t *value)
{
    char *text = query_text(&call->exchange->request, name), *end = text;
    errno = 0;
    uint64_t number = text ? strtoull(text, &end, 10) : *value;
    bool good = !text || (*text >= '0' && *text <= '9' && !*end && !errno && number <= most);
    if (good)
        *value = number;
    free(text);
    return good || refuse(call, name, "is not a number that can be meant here");
}

static bool read_time(const struct call *call, const char *name, int64_t *value)
{
    char *text = query_text(&call->exchange->request, name);
    bool good = !text || moment_parse(text, value);
    free(text);
    return good || refuse(call, name, "is not a time such as 2026-01-01T00:00:00Z (in a query, + is %2B)");
}

/* What is asked for as a MATCH. New reference. */
static json_t *match_document(const struct call *call, uint64_t status)
{
    char *path = query_text(&call->exchange->request, "path");
    char *method = query_text(&call->exchange->request, "method");
    json_t *document =
        json_pack("{ss ss* sI}", "path", path ? path : "*", "method", method, "status", (json_int_t)status);
    free(method);
    free(path);
    return document;
}

/* The request after which to begin: by its id. One that is not there any more was before all that are. */
static bool read_after(const struct call *call, struct request_filter *filter)
{
    const struct request_log *log = &call->sandbox->requests;
    char *id = query_text(&call->exchange->request, "after");
    filter->paging = id != NULL;
    for (size_t i = 0; id && i < log->count; i++)
        if (strcmp(request_log_at(log, i)->id, id) == 0)
            filter->after = request_log_at(log, i)->number;
    free(id);
    return true;
}

bool request_filter_read(const struct call *call, struct request_filter *filter)
{
    uint64_t status = 0, limit = SIZE_MAX;
    *filter = (struct request_filter){.since = INT64_MIN, .until = INT64_MAX};
    if (!read_number(call, "status", 599, &status) || !read_number(call, "limit", SIZE_MAX, &limit) ||
        !read_time(call, "since", &filter->since) || !read_time(call, "until", &filter->until) ||
        !read_after(call, filter))
        return false;
    json_auto_t *document = match_document(call, status);
    if (!document)
        return refuse(call, "path", "is no text in UTF-8");
    filter->match = match_compile(document);
    filter->id = query_text(&call->exchange->request, "id");
    filter->limit = limit;
    return true;
}

void request_filter_free(struct request_filter *filter)
{
    match_free(&filter->match);
    free(filter->id);
}

bool request_filter_takes(const struct request_filter *filter, const struct logged_request *request)
{
    struct asked asked = request_asked(request);
    return request->number > filter->after && request->received >= filter->since &&
           request->received < filter->until && (!filter->id || strcmp(filter->id, request->id) == 0) &&
           match_fits(&filter->match, &asked);
}

/* Where the newest `limit` of those that are taken begin. */
static size_t begin(const struct request_filter *filter, const struct request_log *log, struct work *work)
{
    size_t i = log->count, taken = 0;
    for (; i > 0 && !filter->paging && taken < filter->limit; work_meet(work))
        taken += request_filter_takes(filter, request_log_at(log, --i));
    return filter->paging ? 0 : i;
}

void request_filter_each(const struct request_filter *filter, struct request_log *log, struct work *work,
                         void (*take)(void *context, const struct logged_request *request), void *context)
{
    size_t taken = 0;
    struct request_log view = request_log_view(log);
    for (size_t i = begin(filter, &view, work); i < view.count && taken < filter->limit; i++) {
        work_meet(work);
        if (!request_filter_takes(filter, request_log_at(&view, i)))
            continue;
        take(context, request_log_at(&view, i));
        taken++;
    }
    request_log_leave(log, &view);
}
