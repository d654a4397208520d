#include "json/schema/internal.h"

#include "base/die.h"
#include "json/schema/compile.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_LEVELS = 256 };

bool schema_slip(struct schema_compiler *compiler, const struct schema_step *at, const char *reason)
{
    if (!compiler->slip) {
        char *pointer = schema_pointer_text(at);
        compiler->slip = must_printf("%s: %s", pointer, reason);
        free(pointer);
    }
    return !compiler->unit->library;
}

bool schema_reject(struct schema_compiler *compiler, const struct schema_step *at, const char *reason)
{
    schema_slip(compiler, at, reason);
    return false;
}

bool schema_break(struct schema_compiler *compiler, struct schema *schema, const struct schema_step *at,
                  const char *reason)
{
    char *pointer = schema_pointer_text(at);
    if (!schema->broken)
        schema->broken = must_printf("%s: %s", pointer, reason);
    free(pointer);
    return schema_reject(compiler, at, reason);
}

static bool keywords_compile(struct schema_compiler *compiler, struct schema *schema,
                             const struct schema_step *at)
{
    const struct schema_step *above = compiler->keyword;
    const char *name;
    json_t *value;
    json_object_foreach (json_reading(schema->document), name, value) {
        const struct schema_keyword *keyword = schema_keyword_find(name);
        const struct schema_step here = {at, name, 0};
        compiler->keyword = &here;
        compiler->place = (struct schema_place){schema, name, NULL};
        bool counts = !keyword || keyword->compile(compiler, schema, value, &here, keyword);
        compiler->keyword = above;
        if (!counts && compiler->unit->library)
            return false;
    }
    schema_mark_required(schema);
    return true;
}

/* In a unit that tolerates slips always true; a schema that is none lets everything pass. */
static bool schema_fill(struct schema_compiler *compiler, struct schema *schema, const struct schema_step *at)
{
    if (json_is_boolean(schema->document)) {
        schema->rules = json_is_false(schema->document) ? 1u << RULE_never : 0;
        return true;
    }
    if (!json_is_object(schema->document))
        return schema_slip(compiler, at, "a schema must be an object or a boolean");
    if (compiler->depth == MOST_LEVELS) {
        schema_break(compiler, schema, at, "nested more than 256 levels deep");
        return !compiler->unit->library;
    }
    struct schema_compiler above = *compiler;
    compiler->depth++;
    bool filled = keywords_compile(compiler, schema, at);
    compiler->depth--;
    compiler->place = above.place;
    return filled;
}

struct schema *schema_part(struct schema_compiler *compiler, const json_t *document,
                           const struct schema_step *at)
{
    struct schema *schema = schema_unit_add(compiler->unit, document);
    schema->place = compiler->place;
    schema->place.name = at == compiler->keyword ? NULL : at->name;
    return schema_fill(compiler, schema, at) ? schema : NULL;
}

struct schema *schema_target(struct schema_compiler *compiler, const json_t *document,
                             const struct schema_step *at)
{
    struct schema *schema = schema_target_find(compiler->unit, document);
    if (schema)
        return schema;
    schema = schema_unit_add(compiler->unit, document);
    schema->place.name = at->name;
    schema_target_put(compiler->unit, schema);
    return schema_fill(compiler, schema, at) ? schema : NULL;
}

struct schema *schema_unit_compile(struct schema_unit *unit, const json_t *document, const char *pointer,
                                   char **slip)
{
    struct schema_compiler compiler = {.unit = unit};
    const struct schema_step at = {NULL, pointer, 0};
    struct schema *schema = schema_target(&compiler, document, &at);
    if (schema)
        schema->place.name = unit->reference_prefix;
    if (slip)
        *slip = compiler.slip;
    else
        free(compiler.slip);
    return schema;
}
