#include "api/routes.h"
#include "base/die.h"
#include "base/loop.h"
#include "base/text.h"
#include "gateway/app.h"
#include "gateway/error_reply.h"
#include "sandbox/match/match_path.h"
#include "sandbox/request/nearest_requests.h"
#include "sandbox/request/request_record.h"
#include "view/job.h"
#include "json/read.h"
#include "json/writer.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A client that waits for requests, or for a job. */
struct wait {
    struct watcher watcher;
    struct loop_timer timer;
    struct call *call;
    double seconds; /* that it waits at most */
    struct match match;
    int64_t count, wanted; /* requests; wanted is 0 where a job is waited for */
    int64_t job_id;
    bool statuses[JOB_STATUSES]; /* that will do */
};

static void wait_free(struct wait *wait)
{
    watch_end(&wait->watcher);
    if (wait->call->app->options.loop)
        loop_timer_cancel(wait->call->app->options.loop, &wait->timer);
    match_free(&wait->match);
    free(wait);
}

static json_t *met_requests(const struct wait *wait, const struct logged_request *request)
{
    return json_pack("{sI so}", "count", (json_int_t)wait->count, "request",
                     request_record(&wait->call->sandbox->world, request));
}

static json_t *met_job(const struct job *job)
{
    struct writer writer = {0};
    write_object(&writer, NULL);
    write_job(&writer, "job", job);
    write_object_end(&writer);
    return json_take(writer_take(&writer));
}

static void finish(struct wait *wait, json_t *met)
{
    struct call *call = wait->call;
    wait_free(wait);
    reply_json(call, met);
    call_resume(call);
}

/* Ends the wait with an error reply that is set already. */
static void give_up(struct wait *wait)
{
    struct call *call = wait->call;
    wait_free(wait);
    call_resume(call);
}

static bool fits(const struct wait *wait, const struct logged_request *request)
{
    struct asked asked = request_asked(request);
    bool good = match_fits(&wait->match, &asked);
    asked_free(&asked);
    return good;
}

/* A match that asks for a status waits for answers, any other one for arrivals. */
static void hear_request(struct wait *wait, const struct notice *notice)
{
    enum notice_kind awaited = wait->match.status ? NOTICE_ANSWERED : NOTICE_ARRIVED;
    if (!wait->wanted || notice->kind != awaited || !fits(wait, notice->request))
        return;
    if (++wait->count >= wait->wanted)
        finish(wait, met_requests(wait, notice->request));
}

/* The job as it was when it came to that status; by now it may have gone on. */
static void hear_change(struct wait *wait, const struct change *change)
{
    struct job job;
    if (change->kind != CHANGE_JOB || change->job_id != wait->job_id || wait->wanted)
        return;
    enum job_status status = job_status_named(change->status);
    if (!wait->statuses[status])
        return;
    if (!job_load(&wait->call->sandbox->world, wait->job_id, &job)) {
        problem_clear(&wait->call->sandbox->world.problem);
        return;
    }
    job.status = status;
    job.updated_at = change->at;
    json_t *met = met_job(&job);
    job_free(&job);
    finish(wait, met);
}

static void hear(struct watcher *watcher, const struct notice *notice)
{
    struct wait *wait = (struct wait *)watcher;
    switch (notice->kind) {
    case NOTICE_ARRIVED:
    case NOTICE_ANSWERED:
        hear_request(wait, notice);
        break;
    case NOTICE_CHANGED:
        hear_change(wait, notice->change);
        break;
    case NOTICE_ENDED:
        fail(&wait->call->exchange->reply, 404, "The sandbox %s was taken away.", wait->call->sandbox->name);
        give_up(wait);
        break;
    case NOTICE_FAULT:
    case NOTICE_MARKED:
    case NOTICE_FREE:
    case NOTICE_RESET:
        break;
    }
}

static void say_requests(struct wait *wait, struct text *text)
{
    text_add_format(text, "%" PRId64 " of %" PRId64 " requests came within %g seconds.", wait->count,
                    wait->wanted, wait->seconds);
    json_auto_t *nearest =
        requests_nearest(&wait->call->sandbox->world, &wait->call->sandbox->requests, &wait->match, 0);
    requests_nearest_say(nearest, text);
}

static void say_job(struct wait *wait, struct text *text)
{
    struct job job;
    struct world *world = &wait->call->sandbox->world;
    bool there = job_load(world, wait->job_id, &job);
    text_add_format(text, "Job %" PRId64 " is %s after %g seconds.", wait->job_id,
                    there ? job_status_name(job.status) : "gone", wait->seconds);
    if (there)
        job_free(&job);
    problem_clear(&world->problem);
}

static void fail_late(struct wait *wait, struct reply *reply)
{
    struct text text = {0};
    (wait->wanted ? say_requests : say_job)(wait, &text);
    fail(reply, 408, "%s", text.data);
    text_free(&text);
}

static void time_is_up(void *arg)
{
    struct wait *wait = arg;
    fail_late(wait, &wait->call->exchange->reply);
    give_up(wait);
}

static void let_go(struct call *call)
{
    wait_free(call->holder);
}

/* Waits on, or not at all where there is no time. */
static bool hold(struct call *call, struct wait *wait)
{
    struct loop *loop = call->app->options.loop;
    if (wait->seconds == 0) {
        fail_late(wait, &call->exchange->reply);
        wait_free(wait);
        return true;
    }
    call->holder = wait;
    call_suspend(call, let_go);
    watch(&call->sandbox->watchers, &wait->watcher);
    if (loop)
        loop_timer_at(loop, &wait->timer, loop_now() + llround(ceil(wait->seconds * SECOND)));
    return true;
}

static struct wait *wait_new(struct call *call)
{
    const json_t *seconds = body_member(call, "timeoutSeconds");
    struct wait *wait = must_zalloc(sizeof *wait);
    *wait = (struct wait){.watcher = {.notice = hear},
                          .timer = {.callback = time_is_up, .arg = wait},
                          .call = call,
                          .seconds = seconds ? json_number_value(seconds) : 5};
    return wait;
}

static bool wait_for_request(struct call *call)
{
    const struct request_log *log = &call->sandbox->requests;
    const struct logged_request *last = NULL;
    struct wait *wait = wait_new(call);
    wait->match = match_compile(body_member(call, "request"));
    wait->wanted = body_integer(call, "count", 1);
    for (size_t i = 0; i < log->count; i++)
        if (fits(wait, request_log_at(log, i))) {
            last = request_log_at(log, i);
            wait->count++;
        }
    if (wait->count < wait->wanted)
        return hold(call, wait);
    json_t *met = met_requests(wait, last);
    wait_free(wait);
    return reply_json(call, met);
}

/* Of one status, or of a list of them. */
static void note_statuses(struct wait *wait, const json_t *wanted)
{
    size_t index;
    json_t *status;
    if (json_is_string(wanted))
        wait->statuses[job_status_named(json_string_value(wanted))] = true;
    json_array_foreach (wanted, index, status)
        wait->statuses[job_status_named(json_string_value(status))] = true;
}

static bool wait_for_job(struct call *call)
{
    struct job job;
    const json_t *wanted = body_member(call, "job");
    if (!job_load(call->world, json_integer_value(json_object_get(wanted, "id")), &job))
        return false;
    struct wait *wait = wait_new(call);
    wait->job_id = job.id;
    note_statuses(wait, json_object_get(wanted, "status"));
    json_t *met = wait->statuses[job.status] ? met_job(&job) : NULL;
    job_free(&job);
    if (!met)
        return hold(call, wait);
    wait_free(wait);
    return reply_json(call, met);
}

bool admin_wait(struct call *call)
{
    bool request = body_member(call, "request"), job = body_member(call, "job");
    if (request == job)
        return problem_at(&call->world->problem, PROBLEM_INVALID, "request",
                          "give a request or a job: one of the two");
    if (job && body_member(call, "count"))
        return problem_at(&call->world->problem, PROBLEM_INVALID, "count",
                          "a job comes to a status once: it takes no count");
    return request ? match_path_check(body_member(call, "request"), call->world->shared->paths,
                                      &call->world->problem, "request") &&
                         wait_for_request(call)
                   : wait_for_job(call);
}
