#include "sandbox/request/verification.h"

#include "base/die.h"
#include "sandbox/request/nearest_requests.h"
#include "sandbox/request/request_record.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum { SHOWN = 10 };

/* The requests of a log that count, and what is found among them. */
struct look {
    const struct verification *verification;
    struct world *world;
    const struct request_log *log;
    size_t from, to; /* places in the log; the latter is not in it */
    struct verification_result *result;
};

static bool fits(const struct world *world, const struct match *match, const struct logged_request *request)
{
    struct asked asked = request_asked(request);
    asked.work = work_running(world->work);
    work_meet(asked.work);
    bool good = match_fits(match, &asked);
    asked_free(&asked);
    return good;
}

int64_t requests_count(const struct world *world, struct request_log *log, const struct match *match)
{
    int64_t count = 0;
    struct request_log view = request_log_view(log);
    for (size_t i = 0; i < view.count; i++)
        count += fits(world, match, request_log_at(&view, i));
    request_log_leave(log, &view);
    return count;
}

static int64_t span_of(const json_t *document, const char *name, int64_t fallback)
{
    const json_t *seconds = json_object_get(document, name);
    return seconds ? llround(json_number_value(seconds) * SECOND) : fallback;
}

static int64_t bound_of(const json_t *document, const char *name)
{
    const json_t *bound = json_object_get(document, name);
    const json_t *count = json_object_get(document, "count");
    return bound ? json_integer_value(bound) : count ? json_integer_value(count) : -1;
}

static void compile_steps(struct verification *verification, const json_t *document)
{
    const json_t *sequence = json_object_get(document, "sequence");
    verification->sequence = sequence != NULL;
    verification->count = sequence ? json_array_size(sequence) : 1;
    verification->steps = must_zalloc(verification->count * sizeof *verification->steps);
    for (size_t i = 0; i < verification->count; i++)
        verification->steps[i] =
            match_compile(sequence ? json_array_get(sequence, i) : json_object_get(document, "match"));
}

static struct match compile_edge(const json_t *document, const char *name)
{
    json_t *edge = json_object_get(document, name);
    return edge ? match_compile(edge) : (struct match){0};
}

struct verification verification_compile(json_t *document)
{
    struct verification verification = {
        .only = json_is_true(json_object_get(document, "only")),
        .least = bound_of(document, "atLeast"),
        .most = bound_of(document, "atMost"),
        .min_interval = span_of(document, "minIntervalSeconds", 0),
        .within = span_of(document, "within", -1),
        .after = compile_edge(document, "after"),
        .before = compile_edge(document, "before"),
    };
    if (verification.least < 0 && verification.most < 0)
        verification.least = 1;
    compile_steps(&verification, document);
    return verification;
}

void verification_free(struct verification *verification)
{
    for (size_t i = 0; i < verification->count; i++)
        match_free(&verification->steps[i]);
    match_free(&verification->after);
    match_free(&verification->before);
    free(verification->steps);
    *verification = (struct verification){0};
}

void verification_result_free(struct verification_result *result)
{
    text_free(&result->message);
    json_decref(result->requests);
    json_decref(result->nearest);
    *result = (struct verification_result){0};
}

/* "POST /v1/jobs/get" as the match names it, and that it asks for more. */
static void say_match(struct text *text, const struct match *match)
{
    text_add_format(text, "%s%s%s", match->method ? match->method : "", match->method ? " " : "",
                    match->path);
    if (match->body || match->headers)
        text_add_format(text, " with %s%s%s", match->body ? "this body" : "",
                        match->body && match->headers ? " and " : "", match->headers ? "these headers" : "");
    if (match->status)
        text_add_format(text, " answered with %u", match->status);
}

static void say_request(struct text *text, const struct logged_request *request)
{
    json_auto_t *summary = request_summary(request);
    text_add_format(text, "\n  %s %s %s", json_string_value(json_object_get(summary, "receivedAt")),
                    json_string_value(json_object_get(summary, "method")),
                    json_string_value(json_object_get(summary, "path")));
    if (request->status)
        text_add_format(text, ", answered with %u", request->status);
}

/* Adds a request to those that the client is shown, as long as they are few. */
static void show(const struct look *look, size_t place)
{
    json_t *shown = look->result->requests;
    if (json_array_size(shown) >= SHOWN)
        return;
    if (json_array_size(shown) == 0)
        text_add(&look->result->message, "\nThey are:");
    json_array_append_new(shown, request_summary(request_log_at(look->log, place)));
    say_request(&look->result->message, request_log_at(look->log, place));
}

/* What came closest to a match that is not found, after that place. */
static bool say_nearest(const struct look *look, const struct match *match, size_t from)
{
    uint64_t after = from > 0 && from <= look->log->count ? request_log_at(look->log, from - 1)->number : 0;
    json_decref(look->result->nearest);
    look->result->nearest = requests_nearest(look->world, look->log, match, after);
    requests_nearest_say(look->result->nearest, &look->result->message);
    return false;
}

/* The first place from `from` on whose request fits; the log's count where there is none. */
static size_t find(const struct look *look, const struct match *match, size_t from)
{
    while (from < look->log->count && !fits(look->world, match, request_log_at(look->log, from)))
        from++;
    return from;
}

static bool edge_missing(const struct look *look, const char *name, const struct match *match, size_t from)
{
    text_add_format(&look->result->message, "No request is the \"%s\" that is asked for: ", name);
    say_match(&look->result->message, match);
    text_add(&look->result->message, ".");
    return say_nearest(look, match, from);
}

/* Leaves out what came too long after, or too long before, the edge that there is. */
static void narrow(struct look *look)
{
    const struct verification *verification = look->verification;
    if (verification->within < 0)
        return;
    if (verification->after.path) {
        int64_t end = request_log_at(look->log, look->from - 1)->received + verification->within;
        while (look->to > look->from && request_log_at(look->log, look->to - 1)->received > end)
            look->to--;
        return;
    }
    int64_t begin = request_log_at(look->log, look->to)->received - verification->within;
    while (look->from < look->to && request_log_at(look->log, look->from)->received < begin)
        look->from++;
}

/* Which part of the log counts. False, and why, where an edge of it is missing. */
static bool find_edges(struct look *look)
{
    const struct match *after = &look->verification->after, *before = &look->verification->before;
    look->from = after->path ? find(look, after, 0) + 1 : 0;
    if (look->from > look->log->count)
        return edge_missing(look, "after", after, 0);
    look->to = before->path ? find(look, before, look->from) : look->log->count;
    if (before->path && look->to == look->log->count)
        return edge_missing(look, "before", before, look->from);
    narrow(look);
    return true;
}

static void say_bounds(struct text *text, const struct verification *verification, int64_t count)
{
    bool exact = verification->least == verification->most;
    int64_t bound = exact || count < verification->least ? verification->least : verification->most;
    text_add_format(text, ": %" PRId64 " request%s, but there must be %s%" PRId64 ".", count,
                    count == 1 ? "" : "s",
                    exact                          ? ""
                    : bound == verification->least ? "at least "
                                                   : "at most ",
                    bound);
}

static bool wrong_number(const struct look *look, const size_t *places, size_t count)
{
    const struct verification *verification = look->verification;
    bool few = (int64_t)count < verification->least;
    say_match(&look->result->message, &verification->steps[0]);
    say_bounds(&look->result->message, verification, (int64_t)count);
    for (size_t i = 0; i < count; i++)
        show(look, places[i]);
    return few && say_nearest(look, &verification->steps[0], look->from);
}

static bool breaks_off(const struct look *look, size_t found, size_t from)
{
    const struct match *step = &look->verification->steps[found];
    text_add_format(&look->result->message, "The sequence breaks off at step %zu of %zu, ", found + 1,
                    look->verification->count);
    say_match(&look->result->message, step);
    text_add_format(&look->result->message,
                    found ? ": nothing after step %zu matches it." : ": nothing matches it.", found);
    return say_nearest(look, step, from);
}

/* False where others are among what was found (`places`, rising). */
static bool nothing_else(const struct look *look, const size_t *places, size_t count)
{
    size_t found = 0, others = look->to - look->from - count;
    if (!look->verification->only || others == 0)
        return true;
    text_add_format(&look->result->message,
                    "%zu other request%s came, but there must be only what was asked for.", others,
                    others == 1 ? "" : "s");
    for (size_t i = look->from; i < look->to; i++) {
        if (found < count && places[found] == i)
            found++;
        else
            show(look, i);
    }
    return false;
}

static bool far_enough(const struct look *look, const size_t *places, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        int64_t span = request_log_at(look->log, places[i])->received -
                       request_log_at(look->log, places[i - 1])->received;
        if (span >= look->verification->min_interval)
            continue;
        text_add_format(
            &look->result->message,
            "Requests %zu and %zu of %zu came %.3f s apart, but there must be at least %.3f s between "
            "two of them.",
            i, i + 1, count, (double)span / SECOND, (double)look->verification->min_interval / SECOND);
        show(look, places[i - 1]);
        show(look, places[i]);
        return false;
    }
    return true;
}

static bool match_found(const struct look *look, size_t *places, size_t *count)
{
    const struct verification *verification = look->verification;
    for (size_t i = look->from; i < look->to; i++)
        if (fits(look->world, &verification->steps[0], request_log_at(look->log, i)))
            places[(*count)++] = i;
    bool few = (int64_t)*count < verification->least;
    bool many = verification->most >= 0 && (int64_t)*count > verification->most;
    return (few || many) ? wrong_number(look, places, *count) : true;
}

static bool sequence_found(const struct look *look, size_t *places, size_t *count)
{
    const struct verification *verification = look->verification;
    for (size_t i = look->from; i < look->to && *count < verification->count; i++)
        if (fits(look->world, &verification->steps[*count], request_log_at(look->log, i)))
            places[(*count)++] = i;
    return *count == verification->count ||
           breaks_off(look, *count, *count ? places[*count - 1] + 1 : look->from);
}

bool verification_holds(const struct verification *verification, struct world *world, struct request_log *log,
                        struct verification_result *result)
{
    struct request_log view = request_log_view(log);
    struct look look = {.verification = verification, .world = world, .log = &view, .result = result};
    size_t count = 0, *places = must_alloc((view.count + 1) * sizeof *places);
    *result = (struct verification_result){.requests = json_array(), .nearest = json_array()};
    bool good = find_edges(&look) &&
                (verification->sequence ? sequence_found : match_found)(&look, places, &count) &&
                nothing_else(&look, places, count) && far_enough(&look, places, count);
    result->count = (int64_t)count;
    free(places);
    request_log_leave(log, &view);
    return good;
}
