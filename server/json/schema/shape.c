#include "json/schema/compile.h"

#include "base/die.h"
#include "json/jsonb.h"

#include <stdlib.h>
#include <string.h>

static int property_compare(const void *left, const void *right)
{
    const struct schema_property *a = left, *b = right;
    return jsonb_compare(a->name, a->length, b->name, b->length);
}

const struct schema_property *schema_property_find(const struct schema *schema, const char *name)
{
    size_t length = strlen(name), low = 0, high = schema->property_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct schema_property *property = &schema->by_name[middle];
        int order = jsonb_compare(name, length, property->name, property->length);
        if (order == 0)
            return property;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

bool schema_name_matched(const struct schema *schema, const char *name, struct steps *steps)
{
    for (size_t i = 0; i < schema->name_pattern_count; i++)
        if (schema_pattern_found(schema->unit, schema->name_patterns[i].code, name, strlen(name), steps))
            return true;
    return false;
}

static void properties_sort(struct schema *schema)
{
    schema->by_name = must_alloc(schema->property_count * sizeof *schema->by_name);
    memcpy(schema->by_name, schema->properties, schema->property_count * sizeof *schema->by_name);
    qsort(schema->by_name, schema->property_count, sizeof *schema->by_name, property_compare);
}

SCHEMA_KEYWORD(properties)
{
    if (!json_is_object(value))
        return schema_reject(compiler, at, "must be an object of schemas");
    const char *name;
    json_t *document;
    schema->properties = must_alloc(json_object_size(value) * sizeof *schema->properties);
    json_object_foreach (json_reading(value), name, document) {
        const struct schema_step here = {at, name, 0};
        const struct schema *part = schema_part(compiler, document, &here);
        if (!part)
            return false;
        uint32_t index = (uint32_t)schema->property_count++;
        schema->properties[index] = (struct schema_property){
            name, strlen(name), part, json_object_get(document, "default"), index, false};
    }
    properties_sort(schema);
    schema->shaped = true;
    return schema_keyword_asks(schema, keyword->rule);
}

static bool name_pattern_add(struct schema_compiler *compiler, struct schema *schema, const json_t *document,
                             const struct schema_step *at)
{
    char *error = NULL;
    struct schema_name_pattern *added = &schema->name_patterns[schema->name_pattern_count];
    added->code = schema_pattern_compile(compiler->unit, at->name, &error);
    if (!added->code) {
        schema_break(compiler, schema, at, error);
        free(error);
        return false;
    }
    schema->name_pattern_count++;
    added->schema = schema_part(compiler, document, at);
    return added->schema;
}

SCHEMA_KEYWORD(pattern_properties)
{
    if (!json_is_object(value))
        return schema_break(compiler, schema, at, "must be an object of schemas");
    const char *name;
    json_t *document;
    schema->name_patterns = must_alloc(json_object_size(value) * sizeof *schema->name_patterns);
    json_object_foreach (json_reading(value), name, document) {
        const struct schema_step here = {at, name, 0};
        if (!name_pattern_add(compiler, schema, document, &here))
            return false;
    }
    return schema_keyword_asks(schema, keyword->rule);
}

SCHEMA_KEYWORD(additional_properties)
{
    if (json_is_true(value)) {
        schema->additional = ADDITIONAL_ALLOWED;
        return true;
    }
    if (!json_is_object(value)) {
        schema->additional = ADDITIONAL_REFUSED;
        schema_keyword_asks(schema, keyword->rule);
        return json_is_false(value) || schema_slip(compiler, at, "a schema must be an object or a boolean");
    }
    schema->additional = ADDITIONAL_CHECKED;
    schema->sub[SUB_ADDITIONAL] = schema_part(compiler, value, at);
    schema_keyword_asks(schema, keyword->rule);
    return schema->sub[SUB_ADDITIONAL];
}

/* The name, or NULL where a list of names has something else. */
static const char *name_in(const json_t *list, size_t index)
{
    return json_string_value(json_array_get(list, index));
}

static bool is_list_of_names(const json_t *value)
{
    for (size_t i = 0; i < json_array_size(value); i++)
        if (!name_in(value, i))
            return false;
    return json_is_array(value);
}

SCHEMA_KEYWORD(required)
{
    if (!is_list_of_names(value) && !schema_slip(compiler, at, "must be a list of names"))
        return false;
    schema->required = must_alloc((json_array_size(value) + 1) * sizeof *schema->required);
    for (size_t i = 0; i < json_array_size(value); i++)
        if (name_in(value, i))
            schema->required[schema->required_count++] = name_in(value, i);
    return schema_keyword_asks(schema, keyword->rule);
}

void schema_mark_required(struct schema *schema)
{
    for (size_t i = 0; i < schema->required_count; i++) {
        const struct schema_property *property = schema_property_find(schema, schema->required[i]);
        if (property)
            schema->properties[property->index].required = true;
        else
            schema->required_apart = true;
    }
}

static bool dependency_add(struct schema_compiler *compiler, struct schema *schema, const json_t *value,
                           const struct schema_step *at)
{
    struct schema_dependency *added = &schema->dependencies[schema->dependency_count];
    *added = (struct schema_dependency){.name = at->name};
    if (is_list_of_names(value))
        added->needed = value;
    else if (json_is_object(value) || json_is_boolean(value))
        added->schema = schema_part(compiler, value, at);
    else
        return schema_slip(compiler, at, "must be a list of names or a schema");
    schema->dependency_count++;
    return added->needed || added->schema;
}

SCHEMA_KEYWORD(dependencies)
{
    if (!json_is_object(value))
        return schema_reject(compiler, at, "must be an object");
    const char *name;
    json_t *document;
    schema->dependencies = must_alloc((json_object_size(value) + 1) * sizeof *schema->dependencies);
    json_object_foreach (json_reading(value), name, document) {
        const struct schema_step here = {at, name, 0};
        if (!dependency_add(compiler, schema, document, &here))
            return false;
    }
    return schema_keyword_asks(schema, keyword->rule);
}
