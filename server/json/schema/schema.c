#include "json/schema/internal.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_HOPS = 256, MOST_VISITS = 10000 };

static const uint32_t visiting = UINT32_MAX;

static bool visits_count(struct schema *schema, unsigned hops);

static bool visits_add(uint32_t *visits, struct schema *part, unsigned hops)
{
    if (!part)
        return true;
    if (!visits_count(part, hops))
        return false;
    *visits += part->visits;
    return *visits <= MOST_VISITS;
}

/* Adds those of the parts of a schema that speak of the same value as the schema itself. */
static bool visits_add_parts(uint32_t *visits, const struct schema *schema, unsigned hops)
{
    static const unsigned subs[] = {SUB_REF, SUB_NOT, SUB_IF, SUB_THEN, SUB_ELSE};
    static const unsigned lists[] = {LIST_ALL, LIST_ANY, LIST_ONE};
    for (size_t i = 0; i < sizeof subs / sizeof *subs; i++)
        if (!visits_add(visits, schema->sub[subs[i]], hops))
            return false;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (size_t j = 0; j < schema->lists[lists[i]].count; j++)
            if (!visits_add(visits, schema->lists[lists[i]].items[j], hops))
                return false;
    return true;
}

/* How many schemas a value meets here, itself aside from its members and items. False where that would never
 * come to an end, or not soon. */
static bool visits_count(struct schema *schema, unsigned hops)
{
    uint32_t visits = 1;
    if (schema->visits == visiting || hops == MOST_HOPS)
        return false;
    if (schema->visits)
        return true;
    schema->visits = visiting;
    bool bounded = visits_add_parts(&visits, schema, hops + 1);
    schema->visits = visits;
    return bounded;
}

bool schema_unit_bounded(struct schema_unit *unit, char **error)
{
    for (struct schema *schema = unit->schemas; schema != unit->bounded; schema = schema->next)
        if (!visits_count(schema, 0)) {
            char *text = json_dumps(schema->document, JSON_COMPACT | JSON_ENCODE_ANY);
            *error = must_printf("%s: references go in a circle, or to too many schemas, from %s",
                                 unit->reference_prefix, text);
            free(text);
            return false;
        }
    unit->bounded = unit->schemas;
    return true;
}

struct schema *schema_compile(const json_t *document, char **error)
{
    struct schema_unit *unit = schema_unit_new(json_reading(document), "#");
    struct schema *schema = schema_unit_compile(unit, document, "#", error);
    if (schema && schema_unit_bounded(unit, error))
        return schema;
    schema_unit_free(unit);
    return NULL;
}

void schema_free(struct schema *schema)
{
    if (schema)
        schema_unit_free(schema->unit);
}

const json_t *schema_document(const struct schema *schema)
{
    return schema->document;
}

const struct schema *schema_referred(const struct schema *schema)
{
    while (schema->sub[SUB_REF])
        schema = schema->sub[SUB_REF];
    return schema;
}
