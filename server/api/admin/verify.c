#include "api/routes.h"
#include "base/die.h"
#include "base/text.h"
#include "sandbox/request/request_record.h"
#include "sandbox/request/verification.h"
#include "sandbox/sandbox.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 10 };

static json_t *count_document(int64_t count)
{
    return json_pack("{sI}", "count", (json_int_t)count);
}

bool admin_requests_count(struct call *call)
{
    struct match match = match_compile(body_member(call, "match"));
    int64_t count = requests_count(&call->sandbox->requests, &match);
    match_free(&match);
    return reply_json(call, count_document(count));
}

/* A 422 in the API's shape, and besides it what was found and what came closest (stolen). */
static bool reply_unverified(struct call *call, struct text *message, int64_t count, json_t *requests,
                             json_t *nearest)
{
    requests_nearest_say(nearest, message);
    json_auto_t *document =
        json_pack("{ss ss s[s] s[] sI so so}", "message", message->data, "exceptionClassName",
                  "java.lang.AssertionError", "exceptionStack", message->data, "validationErrors", "count",
                  (json_int_t)count, "requests", requests, "nearest", nearest);
    char *text = world_print(document);
    reply_set(&call->exchange->reply, 422, "application/json", text, strlen(text));
    text_free(message);
    return true;
}

/* How often a match must be found; -1 where there is no such bound. */
struct bounds {
    int64_t least, most;
};

static struct bounds bounds_of(const struct call *call)
{
    int64_t count = body_integer(call, "count", -1);
    struct bounds bounds = {body_integer(call, "atLeast", count), body_integer(call, "atMost", count)};
    if (bounds.least < 0 && bounds.most < 0)
        bounds.least = 1;
    return bounds;
}

static void describe(struct text *message, struct bounds bounds, int64_t count)
{
    text_add_format(message, "%" PRId64 " request%s match%s; there must be ", count, count == 1 ? "" : "s",
                    count == 1 ? "es" : "");
    if (bounds.least == bounds.most)
        text_add_format(message, "%" PRId64 ".", bounds.least);
    else if (count < bounds.least)
        text_add_format(message, "at least %" PRId64 ".", bounds.least);
    else
        text_add_format(message, "at most %" PRId64 ".", bounds.most);
}

/* The newest of those that fit. New reference. */
static json_t *fitting(const struct request_log *log, const struct match *match)
{
    json_t *requests = json_array();
    for (size_t i = log->count; i-- > 0 && json_array_size(requests) < SHOWN;) {
        struct asked asked = request_asked(request_log_at(log, i));
        if (match_fits(match, &asked))
            json_array_append_new(requests, request_summary(request_log_at(log, i)));
        asked_free(&asked);
    }
    return requests;
}

static bool verify_number(struct call *call)
{
    const struct request_log *log = &call->sandbox->requests;
    struct bounds bounds = bounds_of(call);
    struct match match = match_compile(body_member(call, "match"));
    struct text message = {0};
    int64_t count = requests_count(log, &match);
    bool many = bounds.most >= 0 && count > bounds.most, few = count < bounds.least, replied;
    if (many || few) {
        describe(&message, bounds, count);
        json_t *nearest = few ? requests_nearest(call->world, log, &match, 0) : json_array();
        replied = reply_unverified(call, &message, count, fitting(log, &match), nearest);
    } else {
        replied = reply_json(call, count_document(count));
    }
    match_free(&match);
    return replied;
}

static bool reply_sequence(struct call *call, const struct match *matches, size_t count)
{
    uint64_t last;
    struct text message = {0};
    const struct request_log *log = &call->sandbox->requests;
    size_t found = requests_in_sequence(log, matches, count, &last);
    if (found == count)
        return reply_json(call, count_document((int64_t)found));
    text_add_format(&message, "The sequence breaks off: nothing matches step %zu of %zu", found + 1, count);
    text_add_format(&message, found ? " after step %zu." : ".", found);
    return reply_unverified(call, &message, (int64_t)found, json_array(),
                            requests_nearest(call->world, log, &matches[found], last));
}

static bool verify_sequence(struct call *call)
{
    const json_t *steps = body_member(call, "sequence");
    size_t count = json_array_size(steps);
    struct match *matches = must_zalloc(count * sizeof *matches);
    for (size_t i = 0; i < count; i++)
        matches[i] = match_compile(json_array_get(steps, i));
    bool replied = reply_sequence(call, matches, count);
    for (size_t i = 0; i < count; i++)
        match_free(&matches[i]);
    free(matches);
    return replied;
}

static bool refuse(struct call *call, const char *path, const char *message)
{
    return problem_at(&call->world->problem, PROBLEM_INVALID, path, "%s", message);
}

bool admin_requests_verify(struct call *call)
{
    bool counted = body_member(call, "count"),
         bounded = body_member(call, "atLeast") || body_member(call, "atMost");
    if (!body_member(call, "match") == !body_member(call, "sequence"))
        return refuse(call, "match", "give a match or a sequence: one of the two");
    if (body_member(call, "sequence"))
        return counted || bounded ? refuse(call, "sequence", "a sequence is found or not: it takes no number")
                                  : verify_sequence(call);
    return counted && bounded ? refuse(call, "count", "give count, or atLeast and atMost")
                              : verify_number(call);
}
