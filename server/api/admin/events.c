#include "api/routes.h"
#include "base/die.h"
#include "base/loop.h"
#include "base/moment.h"
#include "base/text.h"
#include "gateway/app.h"
#include "sandbox/request/request_record.h"
#include "verdict/report.h"
#include "json/print.h"

#include <stdlib.h>
#include <string.h>

enum {
    HEARTBEAT_MS = 3000, /* a comment: proxies close what is silent */
    JUDGEMENT_MS = 1000, /* problems are looked for so long after something happened */
    STREAMS = 32,        /* of a sandbox */
    /* Bytes for clients that do not read: those that each may have, those of one, and those of a sandbox.
     * What comes then is dropped, and said so. */
    SPARED_PENDING = 64 << 10,
    MOST_PENDING = 1 << 20,
    MOST_PENDING_OF_ALL = 8 << 20,
};

/* A client that watches a sandbox. */
struct stream {
    struct watcher watcher;
    struct loop_timer heartbeat;
    const struct watchers *all; /* of its sandbox */
    struct loop *loop;          /* NULL: no heartbeat */
    struct exchange *exchange;
    struct text out;
    size_t sent; /* of `out` */
    int64_t dropped;
    bool ended;
    struct app *app;
    struct sandbox *sandbox;
    struct loop_timer judgement; /* a moment after something happened */
    json_t *told;                /* problems that the client knows: {name: true} */
};

/* Lets http ask for more. */
static void wake(const struct stream *stream)
{
    if (stream->exchange->stream_more)
        stream->exchange->stream_more(stream->exchange);
}

static void write_event(struct stream *stream, const char *name, json_t *data)
{
    char *text = json_print(data);
    text_add_format(&stream->out, "event: %s\ndata: %s\n\n", name, text);
    free(text);
    json_decref(data);
}

static void write_dropped(struct stream *stream)
{
    if (stream->dropped)
        write_event(stream, "dropped", json_pack("{sI}", "count", (json_int_t)stream->dropped));
    stream->dropped = 0;
}

static void hear(struct watcher *watcher, const struct notice *notice);

static size_t pending(const struct stream *stream)
{
    return stream->out.size - stream->sent;
}

/* How many streams there are, and what all of them have pending. */
static size_t count_streams(const struct watchers *all, size_t *bytes)
{
    size_t count = 0;
    *bytes = 0;
    for (const struct watcher *each = all->first; each; each = each->next)
        if (each->notice == hear) {
            count++;
            *bytes += pending((const struct stream *)each);
        }
    return count;
}

static bool is_full(const struct stream *stream)
{
    size_t own = pending(stream), of_all;
    if (own <= SPARED_PENDING)
        return false;
    count_streams(stream->all, &of_all);
    return own > MOST_PENDING || of_all > MOST_PENDING_OF_ALL;
}

/* Steals `data`. */
static void add_event(struct stream *stream, const char *name, json_t *data)
{
    if (is_full(stream)) {
        stream->dropped++;
        json_decref(data);
        return;
    }
    write_dropped(stream);
    write_event(stream, name, data);
    wake(stream);
}

static json_t *change_data(const struct change *change)
{
    const char *origin = *change->failure_origin ? change->failure_origin : NULL;
    const char *type = *change->failure_type ? change->failure_type : NULL;
    struct moment_text at = moment_format(change->at);
    if (change->kind == CHANGE_JOB)
        return json_pack("{sI ss ss}", "id", (json_int_t)change->job_id, "status", change->status, "at",
                         at.text);
    return json_pack("{sI si ss ss ss* ss*}", "jobId", (json_int_t)change->job_id, "id", change->attempt,
                     "status", change->status, "at", at.text, "failureOrigin", origin, "failureType", type);
}

static void end(struct stream *stream)
{
    stream->ended = true;
    watch_end(&stream->watcher);
    if (stream->loop)
        loop_timer_cancel(stream->loop, &stream->judgement);
    wake(stream);
}

static bool is_at_once(const void *context, const struct verdict_rule *rule)
{
    (void)context;
    return !rule->at_end;
}

static void judge_soon(struct stream *stream)
{
    if (stream->loop && !stream->judgement.place)
        loop_timer_at(stream->loop, &stream->judgement, loop_now() + JUDGEMENT_MS);
}

/* What is a problem whether or not the test goes on, each once. */
static void tell_problems(struct stream *stream)
{
    struct verdicts verdicts = verdicts_find(stream->app, stream->sandbox, is_at_once, NULL);
    json_auto_t *problems = report_list(&verdicts);
    for (size_t i = 0; i < verdicts.count; i++) {
        char *name = must_printf("%s %s", verdicts.items[i].rule->code, verdicts.items[i].subject);
        if (!json_object_get(stream->told, name))
            add_event(stream, "problem", json_incref(json_array_get(problems, i)));
        json_object_set_new(stream->told, name, json_true());
        free(name);
    }
    verdicts_free(&verdicts);
}

static void judge(void *arg)
{
    struct stream *stream = arg;
    if (stream->sandbox->world.work)
        judge_soon(stream);
    else
        tell_problems(stream);
}

static void answered(struct stream *stream, const struct logged_request *request)
{
    add_event(stream, "request", request_summary(request));
    judge_soon(stream);
}

static void begin_anew(struct stream *stream)
{
    add_event(stream, "reset", json_object());
    json_object_clear(stream->told);
}

static void hear_answer(struct stream *stream, const struct notice *notice)
{
    answered(stream, notice->request);
}

static void hear_fault(struct stream *stream, const struct notice *notice)
{
    add_event(stream, "fault", request_summary(notice->request));
}

static void hear_change(struct stream *stream, const struct notice *notice)
{
    add_event(stream, notice->change->kind == CHANGE_JOB ? "job" : "attempt", change_data(notice->change));
}

static void hear_mark(struct stream *stream, const struct notice *notice)
{
    add_event(stream, mark_name(notice->mark), mark_record(notice->mark));
}

static void hear_reset(struct stream *stream, const struct notice *notice)
{
    (void)notice;
    begin_anew(stream);
}

static void hear_end(struct stream *stream, const struct notice *notice)
{
    (void)notice;
    end(stream);
}

/* A request that is not answered yet is no event. */
static void (*const hearers[])(struct stream *stream, const struct notice *notice) = {
    [NOTICE_ARRIVED] = NULL,        [NOTICE_ANSWERED] = hear_answer, [NOTICE_FAULT] = hear_fault,
    [NOTICE_CHANGED] = hear_change, [NOTICE_MARKED] = hear_mark,     [NOTICE_RESET] = hear_reset,
    [NOTICE_ENDED] = hear_end,
};

static void hear(struct watcher *watcher, const struct notice *notice)
{
    if (hearers[notice->kind])
        hearers[notice->kind]((struct stream *)watcher, notice);
}

static void beat(void *arg)
{
    struct stream *stream = arg;
    if (stream->out.size == stream->sent)
        text_add(&stream->out, ":\n\n");
    wake(stream);
    loop_timer_at(stream->loop, &stream->heartbeat, loop_now() + HEARTBEAT_MS);
}

/* Gives back what was read, once that is worth a move of the rest. */
static void drop_sent(struct stream *stream)
{
    size_t left = pending(stream);
    if (stream->sent < left || (left && stream->sent < SPARED_PENDING))
        return;
    struct text rest = {0};
    if (left)
        text_add_bytes(&rest, stream->out.data + stream->sent, left);
    if (left || stream->out.room > SPARED_PENDING) {
        text_free(&stream->out);
        stream->out = rest;
    }
    stream->out.size = left;
    stream->sent = 0;
}

static ssize_t stream_read(void *state, char *buffer, size_t room)
{
    struct stream *stream = state;
    if (pending(stream) == 0)
        write_dropped(stream);
    size_t left = pending(stream), size = left < room ? left : room;
    if (size == 0)
        return stream->ended ? -1 : 0;
    memcpy(buffer, stream->out.data + stream->sent, size);
    stream->sent += size;
    drop_sent(stream);
    return (ssize_t)size;
}

static void stream_end(void *state)
{
    struct stream *stream = state;
    watch_end(&stream->watcher);
    if (stream->loop)
        loop_timer_cancel(stream->loop, &stream->heartbeat);
    if (stream->loop)
        loop_timer_cancel(stream->loop, &stream->judgement);
    json_decref(stream->told);
    text_free(&stream->out);
    free(stream);
}

static struct stream *stream_new(const struct call *call)
{
    struct stream *stream = must_zalloc(sizeof *stream);
    *stream = (struct stream){.watcher = {.notice = hear},
                              .heartbeat = {.callback = beat, .arg = stream},
                              .judgement = {.callback = judge, .arg = stream},
                              .told = json_object(),
                              .app = call->app,
                              .sandbox = call->sandbox,
                              .all = &call->sandbox->watchers,
                              .loop = call->app->options.loop,
                              .exchange = call->exchange};
    text_add(&stream->out, "retry: 1000\n\n");
    watch(&call->sandbox->watchers, &stream->watcher);
    if (stream->loop)
        loop_timer_at(stream->loop, &stream->heartbeat, loop_now() + HEARTBEAT_MS);
    return stream;
}

bool admin_events(struct call *call)
{
    size_t bytes;
    struct reply *reply = &call->exchange->reply;
    if (count_streams(&call->sandbox->watchers, &bytes) >= STREAMS)
        return problem_set(&call->world->problem, PROBLEM_EXHAUSTED,
                           "The sandbox %s has %d readers of its events already, as many as it may have.",
                           call->sandbox->name, STREAMS);
    reply_set(reply, 200, "text/event-stream", NULL, 0);
    reply_header(reply, "Cache-Control", "no-store");
    reply->stream = (struct reply_stream){
        .read = stream_read, .end = stream_end, .state = stream_new(call), .size = UINT64_MAX};
    return true;
}
