#include "json/schema/internal.h"

#include "base/die.h"
#include "json/get.h"

#include <stdlib.h>

enum { MOST_LEVELS = 1000, STEPS_OF_A_FAULT = 10 };

struct rule {
    bool (*check)(struct schema_checker *checker, const struct schema *schema, const json_t *value,
                  const struct schema_step *at);
    const char *kind;
};

static const struct rule rules[] = {
#define RULE(name, kind) {schema_rule_##name, kind},
#include "json/schema/rules.def"
#undef RULE
};

const char *schema_rule_kind(enum schema_rule rule)
{
    return rules[rule].kind;
}

/* The real validator has words of their own for formats and for lists of types. */
static const char *kind_of(enum schema_rule rule, const struct schema *schema)
{
    if (rule == RULE_format)
        return schema->format->kind;
    if (rule == RULE_type && json_is_array(json_object_get(schema->document, "type")))
        return "unionType";
    return rules[rule].kind;
}

bool schema_refuse(struct schema_checker *checker, enum schema_rule rule, const struct schema *schema,
                   const json_t *value, const struct schema_step *at)
{
    size_t cost = STEPS_OF_A_FAULT + json_array_size(schema->choices);
    if (checker->found && steps_take(checker->run->steps, cost))
        schema_findings_add(checker->found, at, kind_of(rule, schema), schema, value,
                            schema_words_of(rule, schema, value, at));
    return false;
}

void schema_stop(struct schema_checker *checker, const struct schema_step *at, char *message)
{
    struct schema_run *run = checker->run;
    if (run->stop) {
        free(message);
        return;
    }
    run->stop = message;
    run->stop_path = schema_path_text(at);
}

static const char used_up[] = "takes more steps to be checked than a request has";

/* True where the value may be looked at; else the run is at its end. */
static bool goes_on(struct schema_checker *checker, const struct schema *schema, const struct schema_step *at)
{
    if (checker->run->stop)
        return false;
    if (schema->broken)
        schema_stop(checker, at, must_printf("cannot be checked: %s", schema->broken));
    else if (checker->depth == MOST_LEVELS)
        schema_stop(checker, at, must_strdup("is nested too deeply to be checked"));
    else if (!steps_take(checker->run->steps, 1))
        schema_stop(checker, at, must_strdup(used_up));
    else
        return !checker->found || !schema_findings_full(checker->found);
    return false;
}

bool schema_apply(struct schema_checker *checker, const struct schema *schema, const json_t *value,
                  const struct schema_step *at)
{
    if (schema->nullable && json_is_null(value))
        return true;
    if (!goes_on(checker, schema, at))
        return false;
    bool valid = true;
    checker->depth++;
    for (uint32_t left = schema->rules; left && (valid || checker->found); left &= left - 1)
        valid = rules[__builtin_ctz(left)].check(checker, schema, value, at) && valid;
    checker->depth--;
    return valid;
}

bool schema_obeyed(const struct schema_checker *outer, const struct schema *schema, const json_t *value,
                   const struct schema_step *at)
{
    struct schema_checker silent = {.run = outer->run, .depth = outer->depth};
    return schema_apply(&silent, schema, value, at);
}

static const struct schema_step root = {NULL, NULL, 0};

/* What a run that was ended reports. */
static void report_stop(struct schema_run *run, struct schema_findings *found, struct schema_faults *faults)
{
    schema_findings_cut(found, 0);
    faults->items = must_realloc(faults->items, (faults->count + 1) * sizeof *faults->items);
    faults->items[faults->count++] = (struct schema_fault){.path = run->stop_path, .message = run->stop};
}

static bool check(const struct schema *schema, const json_t *value, bool reply, struct schema_faults *faults)
{
    struct steps own = steps_of_a_request;
    struct schema_findings found = {0};
    struct schema_run run = {.steps = faults->steps ? faults->steps : &own, .matched = true};
    struct schema_checker checker = {.run = &run, .found = &found, .reply = reply};
    bool valid = schema_apply(&checker, schema, value, &root);
    if (run.steps->left == 0)
        schema_stop(&checker, &root, must_strdup(used_up));
    if (run.stop)
        report_stop(&run, &found, faults);
    schema_findings_give(&found, faults);
    return valid && !run.stop;
}

bool schema_check(const struct schema *schema, const json_t *value, struct schema_faults *faults)
{
    return check(schema, value, false, faults);
}

bool schema_check_reply(const struct schema *schema, const json_t *reply, struct schema_faults *faults)
{
    return check(schema, reply, true, faults);
}

SCHEMA_RULE(ref)
{
    return schema_apply(checker, schema->sub[SUB_REF], value, at);
}

SCHEMA_RULE(never)
{
    return schema_refuse(checker, RULE_never, schema, value, at);
}

/* A checker for branches, none of which needs to name every member. */
static struct schema_checker branch_checker(const struct schema_checker *checker,
                                            struct schema_findings *found)
{
    return (struct schema_checker){.run = checker->run, .found = found, .depth = checker->depth};
}

SCHEMA_RULE(all_of)
{
    const struct schema_list *branches = &schema->lists[LIST_ALL];
    struct schema_checker inner = branch_checker(checker, checker->found);
    bool valid = true;
    for (size_t i = 0; i < branches->count && (valid || checker->found); i++)
        valid = schema_apply(&inner, branches->items[i], value, at) && valid;
    return valid;
}

SCHEMA_RULE(negation)
{
    return !schema_obeyed(checker, schema->sub[SUB_NOT], value, at) ||
           schema_refuse(checker, RULE_negation, schema, value, at);
}

SCHEMA_RULE(condition)
{
    bool holds = schema_obeyed(checker, schema->sub[SUB_IF], value, at);
    const struct schema *then = schema->sub[holds ? SUB_THEN : SUB_ELSE];
    struct schema_checker inner = branch_checker(checker, checker->found);
    return !then || schema_apply(&inner, then, value, at);
}

/* True for a branch of one single type, and not that of the value. */
static bool of_another_type(const struct schema *branch, const json_t *value)
{
    bool typed = branch->rules & 1u << RULE_type && !json_is_array(json_object_get(branch->document, "type"));
    bool taken = branch->types & schema_types_of(value) || (branch->nullable && json_is_null(value));
    return typed && !taken;
}

/* How the branches of a oneOf or anyOf fare, as far as it was looked at. */
struct branches_met {
    size_t matches;
    bool failed; /* one of them */
};

/* Of a oneOf each branch begins anew, and a second match is enough. */
static struct branches_met branches_meet(struct schema_checker *checker, const struct schema_list *branches,
                                         const json_t *value, const struct schema_step *at, bool one_of)
{
    struct branches_met met = {0};
    for (size_t i = 0; i < branches->count && met.matches < (one_of ? 2 : 1); i++) {
        checker->run->matched |= one_of;
        bool valid = schema_obeyed(checker, branches->items[i], value, at);
        met.failed |= !valid;
        met.matches += valid && checker->run->matched;
    }
    return met;
}

static void any_of_explain(struct schema_checker *checker, const struct schema *schema,
                           const struct schema *branch, const json_t *value, const struct schema_step *at)
{
    if (of_another_type(branch, value))
        schema_findings_add(
            checker->found, at, "anyOf", schema, value,
            (struct schema_words){.first = schema_types_text(json_object_get(branch->document, "type"))});
    else
        schema_apply(checker, branch, value, at);
}

SCHEMA_RULE(any_of)
{
    const struct schema_list *branches = &schema->lists[LIST_ANY];
    struct branches_met met = branches_meet(checker, branches, value, at, false);
    if (met.matches || !met.failed)
        return true;
    struct schema_findings found = {0};
    struct schema_checker inner = branch_checker(checker, &found);
    for (size_t i = 0; checker->found && i < branches->count; i++)
        any_of_explain(&inner, schema, branches->items[i], value, at);
    if (checker->found)
        schema_findings_move(checker->found, &found);
    return false;
}

static void one_of_explain(struct schema_checker *checker, const struct schema_list *branches,
                           const json_t *value, const struct schema_step *at)
{
    struct schema_findings found = {0};
    struct schema_checker inner = branch_checker(checker, &found);
    checker->run->branching = true;
    for (size_t i = 0; i < branches->count; i++) {
        checker->run->matched = true;
        schema_apply(&inner, branches->items[i], value, at);
    }
    if (schema_findings_drop(&found, "required"))
        schema_findings_hash_order(&found);
    if (schema_findings_drop(&found, "additionalProperties"))
        schema_findings_kind_order(&found);
    schema_findings_move(checker->found, &found);
}

static bool one_of_obeyed(struct schema_checker *checker, const struct schema *schema, const json_t *value,
                          const struct schema_step *at)
{
    const struct schema_list *branches = &schema->lists[LIST_ONE];
    struct branches_met met = branches_meet(checker, branches, value, at, true);
    if (met.matches > 1)
        return schema_refuse(checker, RULE_one_of, schema, value, at);
    if (met.matches == 1 || !met.failed)
        return true;
    if (checker->found)
        one_of_explain(checker, branches, value, at);
    return false;
}

SCHEMA_RULE(one_of)
{
    checker->run->branching = true;
    bool obeyed = one_of_obeyed(checker, schema, value, at);
    checker->run->branching = false;
    checker->run->matched = true;
    return obeyed;
}

static const struct schema *branch_in(const struct schema_list *list, const json_t *value,
                                      struct steps *steps)
{
    struct steps own = steps_of_a_request;
    struct schema_run run = {.steps = steps ? steps : &own, .matched = true};
    const struct schema_checker checker = {.run = &run};
    const struct schema *branch = NULL;
    for (size_t i = 0; i < list->count && !branch; i++)
        if (schema_obeyed(&checker, list->items[i], value, &root))
            branch = list->items[i];
    free(run.stop);
    free(run.stop_path);
    return branch;
}

const struct schema *schema_branch_of(const struct schema *schema, const json_t *value, struct steps *steps)
{
    const struct schema_list *one = &schema->lists[LIST_ONE], *any = &schema->lists[LIST_ANY];
    const struct schema *branch = one->count ? branch_in(one, value, steps) : NULL;
    return branch || !any->count ? branch : branch_in(any, value, steps);
}
