#include "view/clock.h"
#include "api/routes.h"
#include "base/moment.h"
#include "base/word.h"
#include "domain/job/job.h"
#include "gateway/app.h"
#include "gateway/call_steps.h"
#include "gateway/settle.h"
#include "sandbox/full.h"
#include "json/writer.h"

#include <math.h>
#include <string.h>

static char *clock_document(const struct world *world)
{
    struct writer writer = {0};
    write_clock(&writer, NULL, world);
    return writer_take(&writer);
}

static bool reply_clock(struct call *call)
{
    return reply_document(call, clock_document(call->world));
}

/* False with a problem where what is due waits for room. */
static bool went_all_the_way(struct sandbox *sandbox)
{
    return !full_waits(&sandbox->world) || full_refuse(sandbox);
}

/* Once the clock shows what it was told, or as far as there was room on the way. */
static bool reply_at_the_goal(struct call *call)
{
    return went_all_the_way(call->sandbox) && reply_clock(call);
}

/* What fits into a slice happens as a whole, or not at all where there is no room for it. */
static bool go_to_the_goal(struct call *call)
{
    return settle_within(call) ? reply_at_the_goal(call) : call_again(call, reply_at_the_goal);
}

bool admin_clock_get(struct call *call)
{
    return reply_clock(call);
}

static enum clock_mode mode_of(const char *name)
{
    static const char *const names[] = {"real", "frozen", "scaled", "skip"};
    static const enum clock_mode modes[] = {CLOCK_REAL, CLOCK_FROZEN, CLOCK_SCALED, CLOCK_SKIP};
    return modes[WORD_KNOWN(names, name)];
}

static bool factor_check(struct call *call, enum clock_mode mode)
{
    if ((mode == CLOCK_SCALED) == (body_member(call, "factor") != NULL))
        return true;
    return problem_at(&call->world->problem, PROBLEM_INVALID, "factor",
                      "a factor is given with the mode scaled, and only with it");
}

/* Where a clock that is on its way somewhere has come to; else what it shows. */
static int64_t time_now(const struct call *call)
{
    return call->sandbox->unsettled ? call->world->now : sandbox_time(call->sandbox);
}

/* The time asked for. A real clock cannot be set: it shows the machine's. */
static bool wanted_time(struct call *call, enum clock_mode mode, int64_t *time)
{
    const char *text = body_text(call, "time");
    *time = mode == CLOCK_REAL ? moment_now() : time_now(call);
    if (text && mode == CLOCK_REAL)
        return problem_at(&call->world->problem, PROBLEM_INVALID, "time",
                          "a real clock shows the machine's time; another mode takes one");
    return !text || moment_parse(text, time);
}

/* A job that seems to be of the future holds up what is counted from the newest job: schedules, and lists. */
static bool leaves_jobs_behind(struct call *call, int64_t time)
{
    int64_t newest = job_newest(call->world);
    return time >= newest || time >= time_now(call) ||
           problem_at(&call->world->problem, PROBLEM_INVALID, "time",
                      "the clock cannot be set back to before %s, when the newest job was made: reset the "
                      "sandbox first",
                      moment_format(newest).text);
}

bool admin_clock_put(struct call *call)
{
    int64_t time = 0;
    enum clock_mode mode = mode_of(body_text(call, "mode"));
    if (!factor_check(call, mode) || !wanted_time(call, mode, &time) || !leaves_jobs_behind(call, time))
        return false;
    calls_end(call->app, call->sandbox, CALLS_IN_SECOND_PART, "had its clock set on the way");
    double factor = json_number_value(body_member(call, "factor"));
    call->world->clock = clock_started(mode, factor, time, moment_now());
    return go_to_the_goal(call);
}

/* The furthest that a clock goes at once, but to the next event: a hundred years, in ms. */
static const int64_t furthest = 36525 * (int64_t)DAY;

/* To a time: an RFC 3339 text. */
static bool span_to_time(struct call *call, const char *text, int64_t *span)
{
    struct problem *problem = &call->world->problem;
    int64_t time = 0;
    if (!moment_parse(text, &time))
        return problem_at(problem, PROBLEM_INVALID, "to", "must be \"next-event\" or a time of RFC 3339");
    *span = time - call->world->now;
    if (*span < 0)
        return problem_at(problem, PROBLEM_INVALID, "to", "is before %s, which the clock shows already",
                          moment_format(call->world->now).text);
    return *span <= furthest ||
           problem_at(problem, PROBLEM_INVALID, "to", "is more than a hundred years away");
}

/* To the next event nothing is too far; without one the clock stays. */
static bool span_to(struct call *call, const char *to, int64_t *span)
{
    if (strcmp(to, "next-event") != 0)
        return span_to_time(call, to, span);
    int64_t next = call->world->next_due;
    *span = next == INT64_MAX ? 0 : next - call->world->now;
    return true;
}

/* How far to go, in ms. */
static bool wanted_span(struct call *call, int64_t *span)
{
    const json_t *seconds = body_member(call, "seconds");
    const char *to = body_text(call, "to");
    if ((seconds != NULL) == (to != NULL))
        return problem_at(&call->world->problem, PROBLEM_INVALID, "",
                          "give seconds, or \"to\": \"next-event\" or a time");
    *span = seconds ? llround(json_number_value(seconds) * SECOND) : 0;
    return seconds || span_to(call, to, span);
}

bool admin_clock_advance(struct call *call)
{
    int64_t span = 0;
    if (!wanted_span(call, &span))
        return false;
    clock_advance(&call->world->clock, span);
    return go_to_the_goal(call);
}
