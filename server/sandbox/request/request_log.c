#include "sandbox/request/request_log.h"

#include "base/die.h"
#include "base/moment.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static size_t place(const struct request_log *log, size_t i)
{
    return (log->first + i) & (log->room - 1);
}

const struct logged_request *request_log_at(const struct request_log *log, size_t i)
{
    return log->items[place(log, i)];
}

/* Numbers rise, with gaps where some were forgotten. Mostly the newest is looked for. */
static struct logged_request *find(const struct request_log *log, uint64_t number)
{
    size_t low = 0, high = log->count;
    if (high && request_log_at(log, high - 1)->number == number)
        return log->items[place(log, high - 1)];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (request_log_at(log, middle)->number < number)
            low = middle + 1;
        else
            high = middle;
    }
    struct logged_request *found = low < log->count ? log->items[place(log, low)] : NULL;
    return found && found->number == number ? found : NULL;
}

const struct logged_request *request_log_find(const struct request_log *log, uint64_t number)
{
    return find(log, number);
}

static void request_free(struct request_log *log, struct logged_request *request)
{
    if (log->readers) {
        request->next_gone = log->gone;
        log->gone = request;
        return;
    }
    log_room_give(&log->bytes, request->reply);
    log_room_give(&log->bytes, request->reply_headers);
    free(request->fault);
    log_room_give(&log->bytes, request);
}

static size_t room_for(size_t count)
{
    size_t room = 16;
    while (room < count)
        room *= 2;
    return room;
}

static struct logged_request **copy_items(const struct request_log *log, size_t room)
{
    struct logged_request **items = must_alloc(room * sizeof *items);
    for (size_t i = 0; i < log->count; i++)
        items[i] = log->items[place(log, i)];
    return items;
}

struct request_log request_log_view(struct request_log *log)
{
    size_t room = room_for(log->count);
    log->readers++;
    return (struct request_log){.items = copy_items(log, room), .count = log->count, .room = room};
}

void request_log_leave(struct request_log *log, struct request_log *view)
{
    free(view->items);
    if (--log->readers > 0)
        return;
    for (struct logged_request *request; (request = log->gone);) {
        log->gone = request->next_gone;
        request_free(log, request);
    }
}

static void drop_first(struct request_log *log)
{
    struct logged_request *request = log->items[log->first];
    log->size -= request->size;
    log->first = place(log, 1);
    log->count--;
    log->dropped++;
    request_free(log, request);
}

/* The newest stays, however large it is: LOG_BODY sees to that it is not. */
static void keep_limits(struct request_log *log)
{
    while (log->count > log->limit || (log->size > LOG_BYTES && log->count > 1))
        drop_first(log);
}

static void make_room(struct request_log *log)
{
    if (log->count < log->room)
        return;
    size_t room = room_for(log->count + 1);
    struct logged_request **items = copy_items(log, room);
    free(log->items);
    log->items = items;
    log->first = 0;
    log->room = room;
}

static const char *put(char **to, const char *bytes, size_t size)
{
    char *begin = *to;
    if (size > 0)
        memcpy(begin, bytes, size);
    begin[size] = '\0';
    *to += size + 1;
    return begin;
}

static struct logged_request *request_new(struct request_log *log, const struct arrival *arrival)
{
    const char *texts[] = {arrival->method, arrival->path, arrival->query, arrival->client};
    size_t sizes[] = {strlen(texts[0]), strlen(texts[1]), strlen(texts[2]), strlen(texts[3])};
    size_t kept = arrival->body_size > LOG_BODY ? 0 : arrival->body_size;
    size_t bytes = sizes[0] + sizes[1] + sizes[2] + sizes[3] + arrival->headers->size + kept + 6;
    struct logged_request *request = log_room_take(&log->bytes, sizeof *request + bytes);
    const char **places[] = {&request->method, &request->path, &request->query, &request->client};
    char *to = request->bytes;
    memset(request, 0, sizeof *request);
    request->operation = arrival->operation;
    request->clock_runs = arrival->clock_runs;
    request->headers_size = arrival->headers->size;
    request->body_size = arrival->body_size;
    request->body_kept = kept;
    request->size = sizeof *request + bytes;
    for (size_t i = 0; i < 4; i++)
        *places[i] = put(&to, texts[i], sizes[i]);
    request->headers = put(&to, arrival->headers->data, arrival->headers->size);
    request->body = put(&to, arrival->body, kept);
    memcpy(request->id, arrival->id, LOG_ID);
    return request;
}

uint64_t request_log_add(struct request_log *log, const struct arrival *arrival)
{
    struct logged_request *request = request_new(log, arrival);
    request->number = ++log->count_ever;
    request->received = moment_now();
    request->at = arrival->at;
    make_room(log);
    log->items[place(log, log->count++)] = request;
    log->size += request->size;
    keep_limits(log);
    return log->count_ever;
}

static void keep_reply(struct request_log *log, struct logged_request *request, const char *reply,
                       size_t size)
{
    request->reply_size = size;
    if (size == 0 || size > LOG_REPLY)
        return;
    request->reply = log_room_take(&log->bytes, size + 1);
    memcpy(request->reply, reply, size);
    request->reply[size] = '\0';
    request->size += size;
    log->size += size;
}

static void keep_reply_headers(struct request_log *log, struct logged_request *request,
                               const struct text *headers)
{
    if (headers->size == 0)
        return;
    request->reply_headers = log_room_take(&log->bytes, headers->size);
    memcpy(request->reply_headers, headers->data, headers->size);
    request->reply_headers_size = headers->size;
    request->size += headers->size;
    log->size += headers->size;
}

bool request_log_answer(struct request_log *log, uint64_t number, const char *id,
                        const struct answer_given *answer)
{
    struct logged_request *request = find(log, number);
    if (!request || strcmp(request->id, id) != 0)
        return false;
    if (request->answered)
        return true;
    request->answered = moment_now();
    request->micros = answer->micros;
    request->status = answer->status;
    request->reply_type = answer->type;
    keep_reply(log, request, answer->body, answer->body_size);
    keep_reply_headers(log, request, answer->headers);
    keep_limits(log);
    return true;
}

void request_log_fault(struct request_log *log, uint64_t number, const char *fault)
{
    struct logged_request *request = find(log, number);
    if (!request)
        return;
    free(request->fault);
    request->fault = must_strdup(fault);
}

size_t request_log_clear(struct request_log *log,
                         bool (*doomed)(void *context, const struct logged_request *request), void *context)
{
    size_t kept = 0, count = log->count;
    for (size_t i = 0; i < count; i++) {
        struct logged_request *request = log->items[place(log, i)];
        if (doomed && !doomed(context, request)) {
            log->items[place(log, kept++)] = request;
            continue;
        }
        log->size -= request->size;
        request_free(log, request);
    }
    log->count = kept;
    return count - kept;
}

void request_log_free(struct request_log *log)
{
    request_log_clear(log, NULL, NULL);
    free(log->items);
    log_room_free(&log->bytes);
    text_free(&log->scratch);
    *log = (struct request_log){.limit = log->limit};
}

const char *request_header(const struct logged_request *request, const char *name)
{
    const char *end = request->headers + request->headers_size;
    for (const char *at = request->headers; at < end;) {
        const char *value = at + strlen(at) + 1;
        if (strcasecmp(at, name) == 0)
            return value;
        at = value + strlen(value) + 1;
    }
    return NULL;
}

static const char *asked_header(const void *source, const char *name)
{
    return request_header(source, name);
}

struct asked request_asked(const struct logged_request *request)
{
    return (struct asked){
        .method = request->method,
        .path = request->path,
        .status = request->status,
        .body = request->body,
        .body_size = request->body_kept,
        .header = asked_header,
        .source = request,
    };
}
