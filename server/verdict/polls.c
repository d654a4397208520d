/* Rules about polling. */
#include "domain/job/job.h"
#include "verdict/evidence.h"

#include <inttypes.h>
#include <string.h>

enum {
    FEWEST_FAST_POLLS = 5, /* that close to the one before, of one job */
    POLLS_AFTER_END = 3,   /* one or two to read what came of it are nobody's harm */
};

/* Calls back with each run of polls after the same job. */
static void each_job(struct evidence *evidence, const struct verdict_rule *rule,
                     void (*look)(struct evidence *, const struct verdict_rule *, const struct deed **polls,
                                  size_t count))
{
    for (size_t begin = 0, end; evidence_has_poll(evidence, begin); begin = end) {
        for (end = begin + 1;
             end < evidence->poll_count && evidence->polls[end]->job_id == evidence->polls[begin]->job_id;)
            end++;
        look(evidence, rule, &evidence->polls[begin], end - begin);
    }
}

/* On a clock that goes by itself alone the time between two polls says anything. */
static bool is_fast(const struct evidence *evidence, const struct deed *before, const struct deed *poll)
{
    const struct logged_request *one = before->request, *other = poll->request;
    return one->clock_runs && other->clock_runs && other->at - one->at < evidence->app->options.poll_interval;
}

static void look_fast(struct evidence *evidence, const struct verdict_rule *rule, const struct deed **polls,
                      size_t count)
{
    size_t fast = 0;
    int64_t span = 0;
    for (size_t i = 1; i < count; i++)
        if (is_fast(evidence, polls[i - 1], polls[i])) {
            fast++;
            span += polls[i]->request->at - polls[i - 1]->request->at;
        }
    if (fast < FEWEST_FAST_POLLS)
        return;
    struct verdict *verdict = verdict_about(evidence, rule, "%" PRId64, polls[0]->job_id);
    verdict_job(verdict, polls[0]->job_id);
    for (size_t i = 0; i < count; i++)
        verdict_request(verdict, polls[i]->request);
    verdict_say(verdict,
                "Job %" PRId64 " was asked after %zu times, %zu of them within %" PRId64
                " ms of the one before, %" PRId64 " ms on the average.",
                polls[0]->job_id, count, fast, evidence->app->options.poll_interval, span / (int64_t)fast);
}

void polls_too_fast(struct evidence *evidence, const struct verdict_rule *rule)
{
    each_job(evidence, rule, look_fast);
}

static bool is_final(const char *status)
{
    return strcmp(status, "succeeded") == 0 || strcmp(status, "failed") == 0 ||
           strcmp(status, "cancelled") == 0;
}

static void look_after_end(struct evidence *evidence, const struct verdict_rule *rule,
                           const struct deed **polls, size_t count)
{
    size_t end = 0;
    while (end < count && !is_final(polls[end]->status))
        end++;
    if (count - end <= POLLS_AFTER_END)
        return;
    struct verdict *verdict = verdict_about(evidence, rule, "%" PRId64, polls[0]->job_id);
    verdict_job(verdict, polls[0]->job_id);
    for (size_t i = end; i < count; i++)
        verdict_request(verdict, polls[i]->request);
    verdict_say(verdict,
                "Job %" PRId64 " was asked after %zu more times when the client had been told that it %s%s.",
                polls[0]->job_id, count - end - 1,
                strcmp(polls[end]->status, "cancelled") == 0 ? "was " : "had ", polls[end]->status);
}

void polls_after_end(struct evidence *evidence, const struct verdict_rule *rule)
{
    each_job(evidence, rule, look_after_end);
}
