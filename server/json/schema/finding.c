#include "json/schema/internal.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FAULTS = 100 };

/* Counting references is no change of the value. */
static json_t *counted(const json_t *value)
{
    return json_incref(json_reading(value));
}

static void findings_push(struct schema_findings *findings, struct schema_finding finding)
{
    if (findings->count == findings->room) {
        findings->room = 2 * findings->room + 1;
        findings->items = must_realloc(findings->items, findings->room * sizeof *findings->items);
    }
    findings->items[findings->count++] = finding;
}

static void fault_free(struct schema_fault *fault)
{
    free(fault->path);
    free(fault->message);
    json_decref(fault->value);
}

static bool findings_hold(const struct schema_findings *findings, const struct schema_finding *finding)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->items[i].hash == finding->hash &&
            strcmp(findings->items[i].fault.path, finding->fault.path) == 0 &&
            strcmp(findings->items[i].fault.message, finding->fault.message) == 0)
            return true;
    return false;
}

/* Takes the fault; drops one that is there already, for the real validator collects sets. */
static void findings_take(struct schema_findings *findings, struct schema_finding finding)
{
    if (findings->count < MOST_FAULTS && !findings_hold(findings, &finding))
        findings_push(findings, finding);
    else
        fault_free(&finding.fault);
}

void schema_findings_add(struct schema_findings *findings, const struct schema_step *at,
                         const char *kind_name, const struct schema *schema, const json_t *value,
                         struct schema_words words)
{
    const struct schema_kind *kind = schema_kind_find(kind_name);
    struct schema_fault fault = {.path = schema_path_text(at),
                                 .message = schema_sentence(kind, &words),
                                 .value = counted(value),
                                 .whole = kind->place == KIND_ALONE};
    char *text = schema_fault_text(&fault);
    uint32_t hash = schema_java_hash(kind, at, schema, &words, text);
    findings_take(findings, (struct schema_finding){.fault = fault, .kind = kind, .hash = hash});
    free(text);
    free(words.first);
    free(words.second);
}

void schema_findings_cut(struct schema_findings *findings, size_t count)
{
    while (findings->count > count)
        fault_free(&findings->items[--findings->count].fault);
}

/* Lists are short, and so are the parts that move. */
void schema_findings_hoist(struct schema_findings *findings, size_t position, size_t count)
{
    for (; count < findings->count; count++, position++) {
        struct schema_finding moved = findings->items[count];
        memmove(&findings->items[position + 1], &findings->items[position],
                (count - position) * sizeof moved);
        findings->items[position] = moved;
    }
}

bool schema_findings_full(const struct schema_findings *findings)
{
    return findings->count == MOST_FAULTS;
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
        count += strcmp(findings->items[i].kind->name, kind) == 0;
    return count;
}

bool schema_findings_drop(struct schema_findings *findings, const char *kind)
{
    size_t kept = 0;
    if (count_of(findings, kind) == findings->count)
        return false;
    for (size_t i = 0; i < findings->count; i++) {
        if (strcmp(findings->items[i].kind->name, kind) == 0)
            fault_free(&findings->items[i].fault);
        else
            findings->items[kept++] = findings->items[i];
    }
    findings->count = kept;
    return true;
}

void schema_findings_sort(struct schema_findings *findings)
{
    for (size_t i = 1; i < findings->count; i++) {
        struct schema_finding finding = findings->items[i];
        size_t j = i;
        for (; j > 0 && findings->items[j - 1].rank > finding.rank; j--)
            findings->items[j] = findings->items[j - 1];
        findings->items[j] = finding;
    }
}

void schema_findings_kind_order(struct schema_findings *findings)
{
    const struct schema_kind *first = schema_kind_find("type");
    for (size_t i = 0; i < findings->count; i++)
        findings->items[i].rank = (uint32_t)(findings->items[i].kind - first);
    schema_findings_sort(findings);
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
