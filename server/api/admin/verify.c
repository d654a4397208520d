#include "api/routes.h"
#include "base/die.h"
#include "sandbox/match/match_path.h"
#include "sandbox/request/verification.h"
#include "sandbox/sandbox.h"
#include "json/print.h"

#include <stdlib.h>
#include <string.h>

static json_t *count_document(int64_t count)
{
    return json_pack("{sI}", "count", (json_int_t)count);
}

static bool path_check(struct call *call, const json_t *match, const char *place)
{
    return match_path_check(match, call->world->shared->paths, &call->world->problem, place);
}

bool admin_requests_count(struct call *call)
{
    if (!path_check(call, body_member(call, "match"), "match"))
        return false;
    struct match match = match_compile(body_member(call, "match"));
    int64_t count = requests_count(call->world, &call->sandbox->requests, &match);
    match_free(&match);
    return reply_json(call, count_document(count));
}

/* A 422 whose message says all; what was found and what came closest stands beside it. */
static bool reply_unverified(struct call *call, const struct verification_result *result)
{
    json_auto_t *document =
        json_pack("{ss s[] sI sO sO}", "message", result->message.data, "validationErrors", "count",
                  (json_int_t)result->count, "requests", result->requests, "nearest", result->nearest);
    char *text = json_print(document);
    reply_set(&call->exchange->reply, 422, "application/json", text, strlen(text));
    return true;
}

static bool verify(struct call *call)
{
    struct verification verification = verification_compile(call_body(call));
    struct verification_result result;
    bool replied = verification_holds(&verification, call->world, &call->sandbox->requests, &result)
                       ? reply_json(call, count_document(result.count))
                       : reply_unverified(call, &result);
    verification_result_free(&result);
    verification_free(&verification);
    return replied;
}

/* Members that do not go together: both are there, or neither is. */
static bool sensible(struct call *call)
{
    const json_t *match = body_member(call, "match"), *sequence = body_member(call, "sequence");
    const json_t *count = body_member(call, "count"), *within = body_member(call, "within");
    bool bounded = body_member(call, "atLeast") || body_member(call, "atMost");
    bool edged = body_member(call, "after") || body_member(call, "before");
    const struct {
        bool broken;
        const char *path, *message;
    } rules[] = {
        {!match == !sequence, "match", "give a match or a sequence: one of the two"},
        {sequence && (count || bounded), "sequence", "a sequence is found or not: it takes no number"},
        {count && bounded, "count", "give count, or atLeast and atMost"},
        {within && !edged, "within", "a span after or before what? Give after, or before"},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].broken)
            return problem_at(&call->world->problem, PROBLEM_INVALID, rules[i].path, "%s", rules[i].message);
    return true;
}

static bool sequence_paths_check(struct call *call)
{
    size_t index;
    json_t *step;
    json_array_foreach (body_member(call, "sequence"), index, step) {
        char *place = must_printf("sequence[%zu]", index);
        bool good = path_check(call, step, place);
        free(place);
        if (!good)
            return false;
    }
    return true;
}

static bool paths_check(struct call *call)
{
    static const char *const members[] = {"match", "after", "before"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (!path_check(call, body_member(call, members[i]), members[i]))
            return false;
    return sequence_paths_check(call);
}

bool admin_requests_verify(struct call *call)
{
    return sensible(call) && paths_check(call) && verify(call);
}
