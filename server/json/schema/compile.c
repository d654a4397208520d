#include "json/schema/internal.h"

#include "base/die.h"
#include "json/schema/compile.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_LEVELS = 256 };

bool schema_reject(struct schema_compiler *compiler, const struct schema_step *at, const char *reason)
{
    char *pointer = schema_pointer_text(at);
    compiler->error = must_printf("%s: %s", pointer, reason);
    free(pointer);
    return false;
}

static bool keywords_compile(struct schema_compiler *compiler, struct schema *schema,
                             const struct schema_step *at)
{
    const char *name;
    json_t *value;
    json_object_foreach (json_reading(schema->document), name, value) {
        const struct schema_keyword *keyword = schema_keyword_find(name);
        const struct schema_step here = {at, name, 0};
        if (keyword && !keyword->compile(compiler, schema, value, &here, keyword))
            return false;
    }
    return true;
}

static bool schema_fill(struct schema_compiler *compiler, struct schema *schema, const struct schema_step *at)
{
    if (json_is_boolean(schema->document)) {
        schema->rules = json_is_false(schema->document) ? 1u << RULE_never : 0;
        return true;
    }
    if (!json_is_object(schema->document))
        return schema_reject(compiler, at, "a schema must be an object or a boolean");
    if (compiler->depth == MOST_LEVELS)
        return schema_reject(compiler, at, "nested more than 256 levels deep");
    compiler->depth++;
    bool filled = keywords_compile(compiler, schema, at);
    compiler->depth--;
    return filled;
}

struct schema *schema_part(struct schema_compiler *compiler, const json_t *document,
                           const struct schema_step *at)
{
    struct schema *schema = schema_unit_add(compiler->unit, document);
    return schema_fill(compiler, schema, at) ? schema : NULL;
}

struct schema *schema_target(struct schema_compiler *compiler, const json_t *document,
                             const struct schema_step *at)
{
    struct schema *schema = schema_target_find(compiler->unit, document);
    if (schema)
        return schema;
    schema = schema_unit_add(compiler->unit, document);
    schema_target_put(compiler->unit, schema);
    return schema_fill(compiler, schema, at) ? schema : NULL;
}

struct schema *schema_unit_compile(struct schema_unit *unit, const json_t *document, const char *pointer,
                                   char **error)
{
    struct schema_compiler compiler = {.unit = unit};
    const struct schema_step at = {NULL, pointer, 0};
    struct schema *schema = schema_target(&compiler, document, &at);
    if (!schema)
        *error = compiler.error;
    return schema;
}
