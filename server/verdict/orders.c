/* Rules about what a test ordered: gates and faults. Plans are in plans.c. */
#include "domain/plan/gate.h"
#include "sandbox/request/nearest_requests.h"
#include "verdict/evidence.h"
#include "json/get.h"
#include "json/nearest.h"
#include "json/read.h"

#include <inttypes.h>
#include <string.h>

enum { GATES = 100 };

/* The opened gate whose name is nearest to one that nobody opened: the test may have meant that. */
static void say_gate(struct verdict *verdict, const char *name, const char *const *opened, size_t jobs)
{
    const char *nearest = nearest_name(name, opened);
    verdict_say(verdict, "%zu job%s at the gate \"%s\", which nobody opened%s%s%s.", jobs,
                jobs == 1 ? " waits" : "s wait", name, nearest ? "; opened was \"" : "",
                nearest ? nearest : "", nearest ? "\"" : "");
}

void unopened_gate(struct evidence *evidence, const struct verdict_rule *rule)
{
    json_auto_t *gates = json_array();
    const char *opened[GATES + 1] = {NULL};
    size_t index, count = 0, job_index;
    json_t *gate, *job;
    for (struct rows *rows = gate_rows(evidence->world); rows_next(rows);)
        json_array_append_new(gates, json_stored(rows_text(rows, 0)));
    json_array_foreach (gates, index, gate)
        if (get_true(gate, "open") && count < GATES)
            opened[count++] = get_text(gate, "name");
    json_array_foreach (gates, index, gate) {
        const json_t *waiting = json_object_get(gate, "waiting");
        if (json_array_size(waiting) == 0)
            continue;
        struct verdict *verdict = verdict_about(evidence, rule, "%s", get_text(gate, "name"));
        json_array_foreach (waiting, job_index, job)
            verdict_job(verdict, json_integer_value(job));
        say_gate(verdict, get_text(gate, "name"), opened, json_array_size(waiting));
    }
}

static bool fits(const struct match *match, const struct logged_request *request)
{
    struct asked asked = request_asked(request);
    bool good = match_fits(match, &asked);
    asked_free(&asked);
    return good;
}

/* The fault that another was applied in the place of, to a request that both fit; or NULL. Borrowed. */
static const char *preferred_fault(const struct evidence *evidence, const struct fault *fault)
{
    for (size_t i = 0; evidence_has(evidence, i); i++) {
        const struct logged_request *request = evidence->deeds[i].request;
        if (request->fault && strcmp(request->fault, fault->id) != 0 && fits(&fault->match, request))
            return request->fault;
    }
    return NULL;
}

static void say_fault(struct evidence *evidence, struct verdict *verdict, const struct fault *fault)
{
    struct text nearest = {0};
    const char *other = preferred_fault(evidence, fault);
    json_auto_t *requests =
        requests_nearest(evidence->world, &evidence->log, &fault->match, evidence->sandbox->forgotten.world);
    requests_nearest_say(requests, &nearest);
    if (fault->matched)
        verdict_say(verdict,
                    "The fault \"%s\" was never applied: %" PRId64
                    " request%s fitted its match, and its after, every or "
                    "probability chose none.",
                    fault->id, fault->matched, fault->matched == 1 ? "" : "s");
    else if (other)
        verdict_say(verdict, "The fault \"%s\" was never applied: what fits it, the older fault \"%s\" took.",
                    fault->id, other);
    else
        verdict_say(verdict, "The fault \"%s\" was never applied: no request fitted its match.%s", fault->id,
                    nearest.size ? nearest.data : "");
    text_free(&nearest);
}

void unused_fault(struct evidence *evidence, const struct verdict_rule *rule)
{
    const struct faults *faults = &evidence->sandbox->faults;
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = faults->items[i];
        if (fault->given || fault->fired)
            continue;
        say_fault(evidence, verdict_about(evidence, rule, "%s", fault->id), fault);
    }
}
