#include "json/schema/internal.h"

#include "base/die.h"
#include "base/word.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FAULTS = 1000 };

/* Counting references is no change of the value. */
static json_t *counted(const json_t *value)
{
    return json_incref(json_reading(value));
}

static void findings_push(struct schema_findings *findings, struct schema_finding finding)
{
    if ((findings->count & (findings->count - 1)) == 0) {
        size_t capacity = findings->count ? 2 * findings->count : 1;
        findings->items = must_realloc(findings->items, capacity * sizeof *findings->items);
    }
    findings->items[findings->count++] = finding;
}

static void fault_free(struct schema_fault *fault)
{
    free(fault->path);
    free(fault->message);
    json_decref(fault->value);
}

static bool findings_hold(const struct schema_findings *findings, const struct schema_fault *fault)
{
    for (size_t i = 0; i < findings->count; i++)
        if (strcmp(findings->items[i].fault.path, fault->path) == 0 &&
            strcmp(findings->items[i].fault.message, fault->message) == 0)
            return true;
    return false;
}

/* Takes the fault; drops one that is there already, for the real validator collects sets. */
static void findings_take(struct schema_findings *findings, struct schema_finding finding)
{
    if (findings->count < MOST_FAULTS && !findings_hold(findings, &finding.fault))
        findings_push(findings, finding);
    else
        fault_free(&finding.fault);
}

void schema_findings_add(struct schema_findings *findings, const struct schema_step *at, const char *kind,
                         const json_t *value, char *message)
{
    struct schema_fault fault = {.path = schema_path_text(at), .value = counted(value)};
    fault.message = message;
    findings_take(findings, (struct schema_finding){fault, kind});
}

void schema_findings_move(struct schema_findings *findings, struct schema_findings *from)
{
    for (size_t i = 0; i < from->count; i++)
        findings_take(findings, from->items[i]);
    free(from->items);
    *from = (struct schema_findings){0};
}

static size_t count_of(const struct schema_findings *findings, const char *kind)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++)
        count += strcmp(findings->items[i].kind, kind) == 0;
    return count;
}

void schema_findings_drop(struct schema_findings *findings, const char *kind)
{
    size_t kept = 0;
    if (count_of(findings, kind) == findings->count)
        return;
    for (size_t i = 0; i < findings->count; i++) {
        if (strcmp(findings->items[i].kind, kind) == 0)
            fault_free(&findings->items[i].fault);
        else
            findings->items[kept++] = findings->items[i];
    }
    findings->count = kept;
}

/* Some kinds go first, the others by the error codes of the real validator. */
static const char *const kind_order[] = {
    "type",
    "dateTime",
    "uuid",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "false",
    "const",
    "contains",
    "propertyNames",
    "additionalProperties",
    "anyOf",
    "enum",
    "format",
    "items",
    "maximum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "minimum",
    "minItems",
    "minLength",
    "minProperties",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "required",
    "unionType",
    "uniqueItems",
};

static size_t kind_rank(const char *kind)
{
    return WORD_PLACE(kind_order, kind);
}

/* Stable; the lists are short. */
void schema_findings_sort(struct schema_findings *findings)
{
    for (size_t i = 1; i < findings->count; i++) {
        struct schema_finding finding = findings->items[i];
        size_t rank = kind_rank(finding.kind), j = i;
        for (; j > 0 && kind_rank(findings->items[j - 1].kind) > rank; j--)
            findings->items[j] = findings->items[j - 1];
        findings->items[j] = finding;
    }
}

void schema_findings_give(struct schema_findings *findings, struct schema_faults *faults)
{
    size_t count = faults->count + findings->count;
    if (findings->count)
        faults->items = must_realloc(faults->items, count * sizeof *faults->items);
    for (size_t i = 0; i < findings->count; i++)
        faults->items[faults->count++] = findings->items[i].fault;
    free(findings->items);
    *findings = (struct schema_findings){0};
}
