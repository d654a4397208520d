#include "json/schema/internal.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 16 };

struct schema_target {
    const json_t *document;
    struct schema *schema;
};

/* No pattern may hold the server up: steps bound the time of a match, and these its memory (KiB). */
enum { MATCH_DEPTH = 5000, MATCH_HEAP = 4096, PATTERN_LENGTH = 65536 };

struct schema_unit *schema_unit_new(json_t *document, const char *reference_prefix)
{
    struct schema_unit *unit = must_zalloc(sizeof *unit);
    unit->document = json_incref(document);
    unit->reference_prefix = reference_prefix;
    unit->target_capacity = FIRST_CAPACITY;
    unit->targets = must_zalloc(FIRST_CAPACITY * sizeof *unit->targets);
    unit->pattern_options = pcre2_compile_context_create(NULL);
    unit->match_limits = pcre2_match_context_create(NULL);
    unit->match = pcre2_match_data_create(1, NULL);
    if (!unit->pattern_options || !unit->match_limits || !unit->match)
        die("out of memory");
    pcre2_set_max_pattern_length(unit->pattern_options, PATTERN_LENGTH);
    pcre2_set_newline(unit->pattern_options, PCRE2_NEWLINE_ANYCRLF);
    pcre2_set_depth_limit(unit->match_limits, MATCH_DEPTH);
    pcre2_set_heap_limit(unit->match_limits, MATCH_HEAP);
    return unit;
}

static void schema_destroy(struct schema *schema)
{
    for (size_t i = 0; i < schema->name_pattern_count; i++)
        pcre2_code_free(schema->name_patterns[i].code);
    for (size_t i = 0; i < LIST_COUNT; i++)
        free(schema->lists[i].items);
    pcre2_code_free(schema->pattern);
    free(schema->broken);
    free(schema->dependencies);
    free(schema->name_patterns);
    free(schema->properties);
    free(schema->by_name);
    free(schema->required);
    free(schema);
}

void schema_unit_free(struct schema_unit *unit)
{
    while (unit->schemas) {
        struct schema *schema = unit->schemas;
        unit->schemas = schema->next;
        schema_destroy(schema);
    }
    pcre2_match_data_free(unit->match);
    pcre2_match_context_free(unit->match_limits);
    pcre2_compile_context_free(unit->pattern_options);
    json_decref(unit->document);
    free(unit->targets);
    free(unit);
}

struct schema *schema_unit_add(struct schema_unit *unit, const json_t *document)
{
    struct schema *schema = must_zalloc(sizeof *schema);
    schema->unit = unit;
    schema->document = document;
    schema->next = unit->schemas;
    unit->schemas = schema;
    return schema;
}

/* Where the document is, or where it would go. */
static struct schema_target *target_slot(const struct schema_unit *unit, const json_t *document)
{
    size_t mask = unit->target_capacity - 1;
    size_t i = ((uintptr_t)document >> 4) * 0x9E3779B97F4A7C15u & mask;
    while (unit->targets[i].document && unit->targets[i].document != document)
        i = (i + 1) & mask;
    return &unit->targets[i];
}

struct schema *schema_target_find(const struct schema_unit *unit, const json_t *document)
{
    return target_slot(unit, document)->schema;
}

static void targets_grow(struct schema_unit *unit)
{
    struct schema_target *old = unit->targets;
    size_t old_capacity = unit->target_capacity;
    unit->target_capacity = 2 * old_capacity;
    unit->targets = must_zalloc(unit->target_capacity * sizeof *unit->targets);
    for (size_t i = 0; i < old_capacity; i++)
        if (old[i].document)
            *target_slot(unit, old[i].document) = old[i];
    free(old);
}

void schema_target_put(struct schema_unit *unit, struct schema *schema)
{
    if (2 * unit->target_count >= unit->target_capacity)
        targets_grow(unit);
    *target_slot(unit, schema->document) = (struct schema_target){schema->document, schema};
    unit->target_count++;
}
