#include "json/schema/walk.h"

#include "json/list.h"
#include "json/schema/internal.h"

#include <string.h>

bool schema_names(const struct schema *schema, const char *member)
{
    return schema_property_find(schema, member) != NULL;
}

bool schema_types_member(const struct schema *schema, const char *member, const json_t *value)
{
    const struct schema_property *property = schema_property_find(schema, member);
    unsigned types = property ? schema_referred(property->schema)->types : 0;
    return types == 0 || (types & schema_types_of(value));
}

bool schema_enumerates(const struct schema *schema, const char *word)
{
    return list_has_text(schema->choices, word);
}

/* The name of a shape that stands behind a reference; NULL for what has none. */
static const char *name_of(const struct schema *schema)
{
    const char *reference = json_string_value(json_object_get(schema->document, "$ref"));
    return reference ? strrchr(reference, '/') + 1 : NULL;
}

static json_t *walk_word(const struct schema_walk *walk, const struct schema *schema, const json_t *value)
{
    const char *word = json_string_value(value);
    if (!word || !schema->choices || schema_enumerates(schema, word))
        return NULL;
    const char *other = walk->word(walk->context, word, schema);
    return other ? json_string(other) : NULL;
}

static json_t *walk_on(const struct schema_walk *walk, const char *name, const struct schema *schema,
                       json_t *value);

static void walk_member(const struct schema_walk *walk, const struct schema *schema, json_t *object,
                        const char *name)
{
    json_t *member = json_object_get(object, name);
    json_t *other = member ? walk_on(walk, NULL, schema, member) : NULL;
    if (other)
        json_object_set_new(object, name, other);
}

static void walk_members(const struct schema_walk *walk, const struct schema *schema, json_t *object)
{
    for (size_t i = 0; i < schema->property_count; i++)
        walk_member(walk, schema->properties[i].schema, object, schema->properties[i].name);
}

static void walk_items(const struct schema_walk *walk, const struct schema *items, json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *other = walk_on(walk, NULL, items, json_array_get(list, i));
        if (other)
            json_array_set_new(list, i, other);
    }
}

/* What takes the value's place (a new reference), or NULL where it stays. */
static json_t *walk_on(const struct schema_walk *walk, const char *name, const struct schema *schema,
                       json_t *value)
{
    for (; schema->sub[SUB_REF]; schema = schema->sub[SUB_REF])
        name = name_of(schema);
    const struct schema *branch = schema_branch_of(schema, value, NULL);
    if (branch)
        return walk_on(walk, name, branch, value);
    if (json_is_object(value) && schema->shaped) {
        if (name)
            walk->object(walk->context, name, schema, value);
        walk_members(walk, schema, value);
    } else if (json_is_array(value) && schema->sub[SUB_ITEMS]) {
        walk_items(walk, schema->sub[SUB_ITEMS], value);
    }
    return walk_word(walk, schema, value);
}

void schema_walk(const struct schema_walk *walk, const char *name, const struct schema *schema, json_t *value)
{
    json_decref(walk_on(walk, name, schema, value));
}
