#include "verdict/verdict.h"

#include "base/die.h"
#include "base/moment.h"
#include "base/rng.h"
#include "gateway/route.h"
#include "verdict/evidence.h"
#include "json/nearest.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RULE(CODE, FUNCTION, AT_END, AIRBYTE, ADVICE) {CODE, AT_END, AIRBYTE, ADVICE, FUNCTION},
const struct verdict_rule verdict_rules[] = {
#include "verdict/rules.def"
};
#undef RULE
const size_t verdict_rule_count = sizeof verdict_rules / sizeof *verdict_rules;

const struct verdict_rule *verdict_rule_find(const char *code)
{
    for (size_t i = 0; i < verdict_rule_count; i++)
        if (strcmp(verdict_rules[i].code, code) == 0)
            return &verdict_rules[i];
    return NULL;
}

const char *verdict_code_nearest(const char *code)
{
    const char *codes[sizeof verdict_rules / sizeof *verdict_rules + 1] = {NULL};
    for (size_t i = 0; i < verdict_rule_count; i++)
        codes[i] = verdict_rules[i].code;
    return nearest_name(code, codes);
}

static struct verdict *find(const struct verdicts *verdicts, const struct verdict_rule *rule,
                            const char *subject, size_t *of_rule)
{
    for (size_t i = verdicts->count; i-- > 0 && verdicts->items[i].rule == rule; (*of_rule)++)
        if (strcmp(verdicts->items[i].subject, subject) == 0)
            return &verdicts->items[i];
    return NULL;
}

/* `subject` is stolen. */
static struct verdict *add(struct verdicts *verdicts, const struct verdict_rule *rule, char *subject)
{
    if (verdicts->count == verdicts->room) {
        verdicts->room = verdicts->room ? 2 * verdicts->room : 8;
        verdicts->items = must_realloc(verdicts->items, verdicts->room * sizeof *verdicts->items);
    }
    struct verdict *added = &verdicts->items[verdicts->count++];
    *added = (struct verdict){.rule = rule, .requests = json_array(), .jobs = json_array()};
    added->subject = subject;
    return added;
}

struct verdict *verdict_about(struct evidence *evidence, const struct verdict_rule *rule, const char *format,
                              ...)
{
    va_list arguments;
    size_t of_rule = 0;
    va_start(arguments, format);
    char *subject = must_vprintf(format, arguments);
    va_end(arguments);
    struct verdict *found = find(evidence->verdicts, rule, subject, &of_rule);
    if (!found && of_rule < VERDICTS_OF_RULE)
        return add(evidence->verdicts, rule, subject);
    free(subject);
    return found;
}

void verdict_request(struct verdict *verdict, const struct logged_request *request)
{
    if (!verdict || request->number <= verdict->last)
        return;
    if (verdict->request_count++ < VERDICT_IDS)
        json_array_append_new(verdict->requests, json_string(request->id));
    verdict->last = request->number;
    verdict->at = request->received;
}

void verdict_job(struct verdict *verdict, int64_t job_id)
{
    if (verdict && json_array_size(verdict->jobs) < VERDICT_IDS)
        json_array_append_new(verdict->jobs, json_integer(job_id));
}

void verdict_say(struct verdict *verdict, const char *format, ...)
{
    va_list arguments;
    if (!verdict)
        return;
    va_start(arguments, format);
    free(verdict->message);
    verdict->message = must_vprintf(format, arguments);
    va_end(arguments);
}

void evidence_rest(const struct evidence *evidence)
{
    work_meet(work_running(evidence->world->work));
}

enum { PLACES_A_LOOK = 32 };

bool evidence_has(const struct evidence *evidence, size_t place)
{
    if (place % PLACES_A_LOOK == 0)
        evidence_rest(evidence);
    return place < evidence->count;
}

bool evidence_has_poll(const struct evidence *evidence, size_t place)
{
    if (place % PLACES_A_LOOK == 0)
        evidence_rest(evidence);
    return place < evidence->poll_count;
}

static int by_job(const void *one, const void *other)
{
    const struct deed *left = *(const struct deed *const *)one, *right = *(const struct deed *const *)other;
    if (left->job_id != right->job_id)
        return left->job_id < right->job_id ? -1 : 1;
    return left < right ? -1 : left > right;
}

static void sort_polls(struct evidence *evidence)
{
    evidence->polls = must_alloc((evidence->count + 1) * sizeof *evidence->polls);
    for (size_t i = 0; i < evidence->count; i++)
        if (evidence->deeds[i].kind == DEED_POLL && evidence->deeds[i].job_id)
            evidence->polls[evidence->poll_count++] = &evidence->deeds[i];
    qsort(evidence->polls, evidence->poll_count, sizeof *evidence->polls, by_job);
}

static void find_deletions(struct evidence *evidence)
{
    evidence->deletions = must_alloc((evidence->count + 1) * sizeof *evidence->deletions);
    for (size_t i = 0; i < evidence->count; i++)
        if (evidence->deeds[i].route && route_deletes(evidence->deeds[i].route) &&
            deed_done(&evidence->deeds[i]))
            evidence->deletions[evidence->deletion_count++] = i;
}

/* What was asked of an earlier world, before another was put in its place, says nothing about this one. */
static void read_deeds(struct evidence *evidence)
{
    const struct request_log *log = &evidence->log;
    evidence->deeds = must_alloc((log->count + 1) * sizeof *evidence->deeds);
    for (size_t i = 0; i < log->count; i++, evidence_rest(evidence))
        if (request_log_at(log, i)->number > evidence->sandbox->forgotten.world)
            evidence->deeds[evidence->count++] = deed_of(evidence->app, request_log_at(log, i));
    sort_polls(evidence);
    find_deletions(evidence);
}

static uint64_t name_of(const struct verdict *verdict)
{
    return hash_text(verdict->subject, hash_text(verdict->rule->code, 0));
}

static bool forgotten(const struct forgotten *forgotten, const struct verdict *verdict)
{
    if (verdict->last)
        return verdict->last <= forgotten->request;
    for (size_t i = 0; i < forgotten->count; i++)
        if (forgotten->names[i] == name_of(verdict))
            return true;
    return false;
}

static void verdict_free(struct verdict *verdict)
{
    free(verdict->subject);
    free(verdict->message);
    json_decref(verdict->requests);
    json_decref(verdict->jobs);
}

void verdicts_free(struct verdicts *verdicts)
{
    for (size_t i = 0; i < verdicts->count; i++)
        verdict_free(&verdicts->items[i]);
    free(verdicts->items);
    *verdicts = (struct verdicts){0};
}

static void leave_out_forgotten(struct verdicts *verdicts, const struct forgotten *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < verdicts->count; i++) {
        if (forgotten(list, &verdicts->items[i]))
            verdict_free(&verdicts->items[i]);
        else
            verdicts->items[kept++] = verdicts->items[i];
    }
    verdicts->count = kept;
}

/* What is about no request is found now. */
static void date(struct verdicts *verdicts)
{
    int64_t now = moment_now();
    for (size_t i = 0; i < verdicts->count; i++)
        if (!verdicts->items[i].last)
            verdicts->items[i].at = now;
}

static bool is_switched_off(const struct app *app, const struct verdict_rule *rule)
{
    for (size_t i = 0; i < app->options.allowed_problem_count; i++)
        if (strcmp(app->options.allowed_problems[i], rule->code) == 0)
            return true;
    return false;
}

struct verdicts verdicts_find(struct app *app, struct sandbox *sandbox, verdict_filter *wanted,
                              const void *context)
{
    struct verdicts verdicts = {0};
    sandbox_fill(sandbox);
    struct evidence evidence = {
        .app = app, .sandbox = sandbox, .world = &sandbox->world, .verdicts = &verdicts};
    evidence.log = request_log_view(&sandbox->requests);
    read_deeds(&evidence);
    for (size_t i = 0; i < verdict_rule_count; i++)
        if (!is_switched_off(app, &verdict_rules[i]) && (!wanted || wanted(context, &verdict_rules[i])))
            verdict_rules[i].look(&evidence, &verdict_rules[i]);
    leave_out_forgotten(&verdicts, &sandbox->forgotten);
    date(&verdicts);
    free(evidence.deletions);
    free(evidence.polls);
    free(evidence.deeds);
    request_log_leave(&sandbox->requests, &evidence.log);
    return verdicts;
}

void verdicts_forget(struct app *app, struct sandbox *sandbox)
{
    struct forgotten *forgotten = &sandbox->forgotten;
    forgotten_clear(forgotten);
    struct verdicts verdicts = verdicts_find(app, sandbox, NULL, NULL);
    forgotten->request = sandbox->requests.count_ever;
    forgotten->names = must_alloc((verdicts.count + 1) * sizeof *forgotten->names);
    for (size_t i = 0; i < verdicts.count; i++)
        forgotten->names[forgotten->count++] = name_of(&verdicts.items[i]);
    verdicts_free(&verdicts);
}
