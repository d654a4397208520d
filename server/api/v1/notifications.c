#include "api/routes.h"
#include "base/die.h"
#include "base/text.h"
#include "domain/workspace/webhook_url.h"
#include "gateway/app.h"

#include <stdlib.h>
#include <string.h>

/* The messages, in the order in which they are tried. */
static const struct {
    const char *flag; /* member of the request that wants it */
    const char *text;
} trials[] = {
    {"sendOnFailure", "Hello World! This is a test from Airbyte to try slack notification settings for sync "
                      "failures"},
    {"sendOnSuccess", "Hello World! This is a test from Airbyte to try slack notification settings for sync "
                      "successes"},
};

enum { TRIALS = sizeof trials / sizeof *trials };

/* A trial under way: one message after the other, up to the first that fails. */
struct trial {
    struct call *call;
    struct poster *poster;
    struct post *post; /* what is being sent */
    char *webhook;
    const char *messages[TRIALS];
    size_t count, sent;
};

static void trial_free(struct trial *trial)
{
    free(trial->webhook);
    free(trial);
}

static void let_go(struct call *call)
{
    struct trial *trial = call->holder;
    post_cancel(trial->post);
    trial_free(trial);
}

/* NotificationRead of a failure; steals the message, NULL for none. New reference. */
static json_t *failed(char *message)
{
    json_t *read = json_pack("{ss ss*}", "status", "failed", "message", message);
    free(message);
    return read;
}

/* The target may answer with bytes that are no text. */
static char *rejection(const struct posted *posted)
{
    struct text message = {0};
    text_add_format(&message, "Failed to deliver notification (%u): ", posted->status);
    text_add_utf8(&message, posted->body, posted->size);
    return text_take(&message);
}

/* NotificationRead of what came back. New reference. */
static json_t *verdict(const struct posted *posted)
{
    if (posted->reason)
        return failed(must_printf("Failed to deliver notification: %s", posted->reason));
    return posted->status / 100 == 2 ? json_pack("{ss}", "status", "succeeded") : failed(rejection(posted));
}

static void send_next(struct trial *trial);

static void came_back(void *arg, const struct posted *posted)
{
    struct trial *trial = arg;
    if (posted->status / 100 == 2 && trial->sent < trial->count) {
        send_next(trial);
        return;
    }
    struct call *call = trial->call;
    trial_free(trial);
    reply_json(call, verdict(posted));
    call_resume(call);
}

static void send_next(struct trial *trial)
{
    json_auto_t *payload = json_pack("{ss}", "text", trial->messages[trial->sent++]);
    char *body = json_dumps(payload, JSON_COMPACT);
    trial->post = poster_send(trial->poster, trial->webhook, body, came_back, trial);
    free(body);
}

static bool start_trial(struct call *call, const char *webhook)
{
    struct trial *trial = must_zalloc(sizeof *trial);
    for (size_t i = 0; i < TRIALS; i++)
        if (body_flag(call, trials[i].flag, false))
            trial->messages[trial->count++] = trials[i].text;
    trial->poster = call->app->options.poster;
    trial->webhook = must_strdup(webhook);
    trial->call = call;
    call->holder = trial;
    call_suspend(call, let_go);
    send_next(trial);
    return true;
}

static bool nothing_to_send(struct call *call, const char *webhook)
{
    bool any = false;
    for (size_t i = 0; i < TRIALS; i++)
        any |= body_flag(call, trials[i].flag, false);
    return !any || *webhook == '\0';
}

/* Only Slack is there to be tried; the real server falls over anything else. */
static bool can_be_tried(struct call *call)
{
    struct problem *problem = &call->world->problem;
    if (!body_member(call, "slackConfiguration"))
        return problem_at(problem, PROBLEM_INVALID, "slackConfiguration", "is missing but it is required");
    if (strcmp(body_text(call, "notificationType"), "slack") != 0)
        return problem_at(problem, PROBLEM_INVALID, "notificationType",
                          "only slack notifications can be tried");
    return true;
}

bool notifications_try(struct call *call)
{
    if (!can_be_tried(call))
        return false;
    const char *webhook =
        json_string_value(json_object_get(body_member(call, "slackConfiguration"), "webhook"));
    if (nothing_to_send(call, webhook))
        return reply_json(call, failed(NULL));
    if (!webhook_check(call->world, webhook))
        return false;
    if (!call->app->options.poster)
        return reply_json(call, failed(must_printf("Failed to deliver notification: --webhooks is off")));
    return start_trial(call, webhook);
}
