#include "json/schema/internal.h"

enum { MOST_HOPS = 256 };

struct schema *schema_compile(const json_t *document, char **slip)
{
    struct schema_unit *unit = schema_unit_new(json_reading(document), "#");
    return schema_unit_compile(unit, document, "#", slip);
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
    for (unsigned hops = 0; schema->sub[SUB_REF] && hops < MOST_HOPS; hops++)
        schema = schema->sub[SUB_REF];
    return schema;
}
