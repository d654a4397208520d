#include "view/clock.h"
#include "api/routes.h"
#include "base/die.h"
#include "base/moment.h"
#include "domain/run/simulation.h"
#include "gateway/app.h"
#include "gateway/catch_up.h"
#include "gateway/deferred.h"
#include "gateway/error_reply.h"
#include "gateway/full.h"

#include <math.h>
#include <stdlib.h>
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

/* A clock call whose reply waits for what falls due on the way. */
struct journey {
    struct app *app;
    struct sandbox *sandbox;
    struct held *held;
};

static void reply_at_the_end(const struct journey *journey)
{
    struct world *world = &journey->sandbox->world;
    if (went_all_the_way(journey->sandbox))
        held_reply_document(journey->held, clock_document(world));
    else
        fail_with_problem(held_reply(journey->held), &world->problem);
    problem_clear(&world->problem);
}

static void arrive(void *arg, bool gone)
{
    struct journey *journey = arg;
    if (gone)
        fail(held_reply(journey->held), 503, "The sandbox was taken away.");
    else
        reply_at_the_end(journey);
    held_send(journey->held);
    free(journey);
}

static void give_up(void *arg)
{
    struct journey *journey = arg;
    catch_up_forget(journey->app, journey);
    free(journey);
}

/* Runs what is due by now; a slice at once, and where that is not all, the rest beside other calls. */
static bool reply_clock_when_settled(struct call *call)
{
    if (simulation_settle_until(call->world, clock_read(&call->world->clock, moment_now()),
                                call->app->options.loop ? moment_monotonic() + CATCH_UP_SLICE : INT64_MAX))
        return went_all_the_way(call->sandbox) && reply_clock(call);
    struct journey *journey = must_zalloc(sizeof *journey);
    *journey = (struct journey){call->app, call->sandbox, call_hold(call, give_up, journey)};
    catch_up_wait(call->app, call->sandbox, arrive, journey);
    return true;
}

bool admin_clock_get(struct call *call)
{
    return reply_clock(call);
}

static enum clock_mode mode_of(const char *name)
{
    static const char *const names[] = {"real", "frozen", "scaled", "skip"};
    static const enum clock_mode modes[] = {CLOCK_REAL, CLOCK_FROZEN, CLOCK_SCALED, CLOCK_SKIP};
    size_t index = 0;
    while (strcmp(names[index], name) != 0)
        index++;
    return modes[index];
}

static bool factor_check(struct call *call, enum clock_mode mode)
{
    if ((mode == CLOCK_SCALED) == (body_member(call, "factor") != NULL))
        return true;
    return problem_at(&call->world->problem, PROBLEM_INVALID, "factor",
                      "a factor is given with the mode scaled, and only with it");
}

/* The time asked for. A real clock cannot be set: it shows the machine's. */
static bool wanted_time(struct call *call, enum clock_mode mode, int64_t *time)
{
    const char *text = body_text(call, "time");
    *time = mode == CLOCK_REAL ? moment_now() : call->world->now;
    if (text && mode == CLOCK_REAL)
        return problem_at(&call->world->problem, PROBLEM_INVALID, "time",
                          "a real clock shows the machine's time; another mode takes one");
    return !text || moment_parse(text, time);
}

bool admin_clock_put(struct call *call)
{
    int64_t time = 0;
    enum clock_mode mode = mode_of(body_text(call, "mode"));
    if (!factor_check(call, mode) || !wanted_time(call, mode, &time))
        return false;
    double factor = json_number_value(body_member(call, "factor"));
    call->world->clock = clock_started(mode, factor, time, moment_now());
    return reply_clock_when_settled(call);
}

/* How far to go, in ms: to the next event nothing is too far; without one the clock stays. */
static bool wanted_span(struct call *call, int64_t *span)
{
    const json_t *seconds = body_member(call, "seconds"), *to = body_member(call, "to");
    if ((seconds != NULL) == (to != NULL))
        return problem_at(&call->world->problem, PROBLEM_INVALID, "",
                          "give seconds, or \"to\": \"next-event\"");
    int64_t next = call->world->next_due == INT64_MAX ? call->world->now : call->world->next_due;
    *span = to ? next - call->world->now : llround(json_number_value(seconds) * SECOND);
    return true;
}

bool admin_clock_advance(struct call *call)
{
    int64_t span = 0;
    if (!wanted_span(call, &span))
        return false;
    clock_advance(&call->world->clock, span);
    return reply_clock_when_settled(call);
}
