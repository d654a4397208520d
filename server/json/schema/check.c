#include "json/schema/internal.h"

#include "base/die.h"
#include "json/get.h"

#include <stdlib.h>

enum { MOST_LEVELS = 1000 };

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
    if (checker->found)
        schema_findings_add(checker->found, at, kind_of(rule, schema), value,
                            schema_message(rule, schema, value));
    return false;
}

static bool too_deep(struct schema_checker *checker, const json_t *value, const struct schema_step *at)
{
    if (checker->found)
        schema_findings_add(checker->found, at, "depth", value,
                            must_strdup("is nested too deeply to be checked"));
    return false;
}

bool schema_apply(struct schema_checker *checker, const struct schema *schema, const json_t *value,
                  const struct schema_step *at)
{
    if (schema->nullable && json_is_null(value))
        return true;
    if (checker->depth == MOST_LEVELS)
        return too_deep(checker, value, at);
    bool valid = true;
    checker->depth++;
    for (uint32_t left = schema->rules; left && (valid || checker->found); left &= left - 1)
        valid = rules[__builtin_ctz(left)].check(checker, schema, value, at) && valid;
    checker->depth--;
    return valid;
}

static const struct schema_step root = {NULL, NULL, 0};

bool schema_obeyed(const struct schema_checker *outer, const struct schema *schema, const json_t *value)
{
    struct schema_checker silent = {.depth = outer ? outer->depth : 0};
    return schema_apply(&silent, schema, value, &root);
}

static bool check(const struct schema *schema, const json_t *value, bool reply, struct schema_faults *faults)
{
    struct schema_findings found = {0};
    struct schema_checker checker = {.found = &found, .reply = reply};
    bool valid = schema_apply(&checker, schema, value, &root);
    schema_findings_give(&found, faults);
    return valid;
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
    return (struct schema_checker){.found = found, .depth = checker->depth};
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
    return !schema_obeyed(checker, schema->sub[SUB_NOT], value) ||
           schema_refuse(checker, RULE_negation, schema, value, at);
}

SCHEMA_RULE(condition)
{
    bool holds = schema_obeyed(checker, schema->sub[SUB_IF], value);
    const struct schema *then = schema->sub[holds ? SUB_THEN : SUB_ELSE];
    struct schema_checker inner = branch_checker(checker, checker->found);
    return !then || schema_apply(&inner, then, value, at);
}

/* True for a branch of one single type, and not that of the value. */
static bool of_another_type(const struct schema *branch, const json_t *value)
{
    return json_is_string(json_object_get(branch->document, "type")) &&
           !(branch->types & schema_types_of(value));
}

static void any_of_explain(struct schema_checker *checker, const struct schema *branch, const json_t *value,
                           const struct schema_step *at)
{
    if (of_another_type(branch, value)) {
        const char *type = get_text(branch->document, "type");
        schema_findings_add(checker->found, at, "anyOf", value,
                            must_printf("should be valid to any of the schemas %s", type));
        return;
    }
    schema_apply(checker, branch, value, at);
}

SCHEMA_RULE(any_of)
{
    const struct schema_list *branches = &schema->lists[LIST_ANY];
    for (size_t i = 0; i < branches->count; i++)
        if (schema_obeyed(checker, branches->items[i], value))
            return true;
    struct schema_findings found = {0};
    struct schema_checker inner = branch_checker(checker, &found);
    for (size_t i = 0; checker->found && i < branches->count; i++)
        any_of_explain(&inner, branches->items[i], value, at);
    if (checker->found)
        schema_findings_move(checker->found, &found);
    return false;
}

static void one_of_explain(struct schema_checker *checker, const struct schema_list *branches,
                           const json_t *value, const struct schema_step *at)
{
    struct schema_findings found = {0};
    struct schema_checker inner = branch_checker(checker, &found);
    for (size_t i = 0; i < branches->count; i++)
        schema_apply(&inner, branches->items[i], value, at);
    schema_findings_drop(&found, "required");
    schema_findings_drop(&found, "additionalProperties");
    schema_findings_sort(&found);
    schema_findings_move(checker->found, &found);
}

SCHEMA_RULE(one_of)
{
    const struct schema_list *branches = &schema->lists[LIST_ONE];
    size_t valid = 0;
    for (size_t i = 0; i < branches->count && valid < 2; i++)
        valid += schema_obeyed(checker, branches->items[i], value);
    if (valid == 1)
        return true;
    if (valid > 1)
        return schema_refuse(checker, RULE_one_of, schema, value, at);
    if (checker->found)
        one_of_explain(checker, branches, value, at);
    return false;
}

const struct schema *schema_branch_of(const struct schema *schema, const json_t *value)
{
    static const unsigned lists[] = {LIST_ONE, LIST_ANY};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (size_t j = 0; j < schema->lists[lists[i]].count; j++)
            if (schema_obeyed(NULL, schema->lists[lists[i]].items[j], value))
                return schema->lists[lists[i]].items[j];
    return NULL;
}
