#include "json/schema/compile.h"

#include "base/die.h"
#include "base/word.h"
#include "json/get.h"
#include "json/wide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool schema_keyword_asks(struct schema *schema, enum schema_rule rule)
{
    schema->rules |= 1u << rule;
    return true;
}

/* A keyword of another draft, which means nothing in this one. */
static SCHEMA_KEYWORD(foreign)
{
    (void)schema, (void)value, (void)keyword;
    return schema_reject(compiler, at, "is no keyword of draft-07");
}

static SCHEMA_KEYWORD(sub)
{
    schema->sub[keyword->slot] = schema_part(compiler, value, at);
    if (keyword->rule != RULE_COUNT)
        schema_keyword_asks(schema, keyword->rule);
    return schema->sub[keyword->slot];
}

static SCHEMA_KEYWORD(list)
{
    struct schema_list *list = &schema->lists[keyword->slot];
    if (json_is_object(value) && json_object_size(value) > 0)
        return schema_break(compiler, schema, at, "must be a list of schemas");
    if (json_array_size(value) == 0)
        return schema_reject(compiler, at, "must be a list of schemas");
    list->items = must_alloc(json_array_size(value) * sizeof(struct schema *));
    for (; list->count < json_array_size(value); list->count++) {
        const struct schema_step here = {at, NULL, list->count};
        list->items[list->count] = schema_part(compiler, json_array_get(value, list->count), &here);
        if (!list->items[list->count])
            return false;
    }
    return schema_keyword_asks(schema, keyword->rule);
}

static SCHEMA_KEYWORD(items)
{
    if (json_is_object(value) || json_is_boolean(value))
        return schema_keyword_sub(compiler, schema, value, at, keyword);
    if (!json_is_array(value))
        return schema_reject(compiler, at, "must be a schema or a list of schemas");
    static const struct schema_keyword tuple = {.rule = RULE_items, .slot = LIST_TUPLE};
    return json_array_size(value) == 0 || schema_keyword_list(compiler, schema, value, at, &tuple);
}

/* Speaks only where `items` is a list. */
static SCHEMA_KEYWORD(rest)
{
    if (!json_is_object(value) && !json_is_boolean(value))
        return schema_reject(compiler, at, "must be a schema");
    return !json_is_array(json_object_get(schema->document, "items")) ||
           schema_keyword_sub(compiler, schema, value, at, keyword);
}

/* One that is no schema breaks, once there is a list. */
static SCHEMA_KEYWORD(contained)
{
    if (!json_is_object(value) && !json_is_boolean(value))
        return schema_slip(compiler, at, "must be a schema") && schema_keyword_asks(schema, keyword->rule);
    return schema_keyword_sub(compiler, schema, value, at, keyword);
}

static SCHEMA_KEYWORD(reference)
{
    if (!json_is_string(value))
        return schema_break(compiler, schema, at, "must be a text");
    const json_t *document = schema_reference_resolve(compiler->unit, json_string_value(value));
    if (!document)
        return schema_break(compiler, schema, at, "refers to nowhere");
    const struct schema_step there = {NULL, json_string_value(value), 0};
    schema->sub[SUB_REF] = schema_target(compiler, document, &there);
    schema_keyword_asks(schema, keyword->rule);
    return schema->sub[SUB_REF];
}

static SCHEMA_KEYWORD(number)
{
    if (!json_is_any_number(value))
        return schema_break(compiler, schema, at, "must be a number");
    schema->numbers[keyword->slot] = value;
    return schema_keyword_asks(schema, keyword->rule);
}

static SCHEMA_KEYWORD(divisor)
{
    if (!json_is_any_number(value) || json_number_approximate(value) == 0)
        return schema_reject(compiler, at, "must be a number other than zero");
    return schema_keyword_number(compiler, schema, value, at, keyword);
}

static SCHEMA_KEYWORD(size)
{
    double size = json_number_approximate(value);
    bool whole = json_is_any_number(value) && size == floor(size);
    if ((!whole || size < 0) && !schema_slip(compiler, at, "must be a whole number, not below zero"))
        return false;
    if (!whole && keyword->slot != SIZE_MAX_ITEMS && keyword->slot != SIZE_MAX_PROPERTIES)
        return true;
    size = whole ? size : 0;
    schema->sizes[keyword->slot] = size < INT32_MIN   ? INT32_MIN
                                   : size > INT32_MAX ? INT32_MAX
                                                      : (int64_t)size;
    return schema_keyword_asks(schema, keyword->rule);
}

static SCHEMA_KEYWORD(flag)
{
    if (!json_is_boolean(value))
        return schema_reject(compiler, at, "must be a boolean");
    if (keyword->rule == RULE_COUNT)
        schema->nullable = json_is_true(value);
    else if (json_is_true(value))
        schema_keyword_asks(schema, keyword->rule);
    return true;
}

static SCHEMA_KEYWORD(constant)
{
    (void)compiler, (void)at;
    schema->constant = value;
    return schema_keyword_asks(schema, keyword->rule);
}

static SCHEMA_KEYWORD(choice)
{
    if (!json_is_array(value) && !schema_slip(compiler, at, "must be a list"))
        return false;
    schema->choices = json_is_array(value) ? value : NULL;
    return schema_keyword_asks(schema, keyword->rule);
}

static SCHEMA_KEYWORD(format)
{
    if (!json_is_string(value))
        return schema_reject(compiler, at, "must be a text");
    schema->format = schema_format_find(json_string_value(value));
    return !schema->format || schema_keyword_asks(schema, keyword->rule);
}

static SCHEMA_KEYWORD(pattern)
{
    if (!json_is_string(value))
        return schema_reject(compiler, at, "must be a text");
    char *error = NULL;
    schema->pattern = schema_pattern_compile(compiler->unit, json_string_value(value), &error);
    if (schema->pattern)
        return schema_keyword_asks(schema, keyword->rule);
    schema_break(compiler, schema, at, error);
    free(error);
    return false;
}

unsigned schema_type_named(const char *name)
{
    static const char *const names[] = {"object", "array", "string", "number", "integer", "boolean", "null"};
    size_t count = sizeof names / sizeof *names, place = name ? WORD_PLACE(names, name) : count;
    if (place < count)
        return 1u << place;
    return name && strcmp(name, "any") == 0 ? TYPE_ANY : 0;
}

static const char type_wanted[] = "must be the name of a type, or a list of such names";

/* One type of a list of them: a name, or, as in draft 3, a schema. */
static bool type_add(struct schema_compiler *compiler, struct schema *schema, const json_t *type,
                     const struct schema_step *at)
{
    unsigned bits = schema_type_named(json_string_value(type));
    schema->types |= (uint8_t)bits;
    if (bits && (bits != TYPE_ANY || !compiler->unit->library))
        return true;
    if (!schema_slip(compiler, at, type_wanted))
        return false;
    struct schema_list *list = &schema->lists[LIST_TYPES];
    if (json_is_object(type))
        list->items[list->count++] = schema_part(compiler, type, at);
    for (size_t i = 0; i < json_array_size(type); i++)
        schema->types |= (uint8_t)schema_type_named(json_string_value(json_array_get(type, i)));
    return true;
}

static bool types_add(struct schema_compiler *compiler, struct schema *schema, const json_t *list,
                      const struct schema_step *at)
{
    size_t count = json_array_size(list);
    if (count == 0 && !schema_slip(compiler, at, type_wanted))
        return false;
    schema->lists[LIST_TYPES].items = must_alloc((count + 1) * sizeof(struct schema *));
    for (size_t i = 0; i < count; i++) {
        const struct schema_step here = {at, NULL, i};
        if (!type_add(compiler, schema, json_array_get(list, i), &here))
            return false;
    }
    return true;
}

static SCHEMA_KEYWORD(type)
{
    bool added = json_is_array(value) ? types_add(compiler, schema, value, at)
                                      : type_add(compiler, schema, json_is_string(value) ? value : NULL, at);
    return added && schema_keyword_asks(schema, keyword->rule);
}

/* By name, bytewise. */
static const struct schema_keyword keywords[] = {
    {"$dynamicRef", schema_keyword_foreign, RULE_COUNT, 0},
    {"$recursiveRef", schema_keyword_foreign, RULE_COUNT, 0},
    {"$ref", schema_keyword_reference, RULE_ref, SUB_REF},
    {"additionalItems", schema_keyword_rest, RULE_COUNT, SUB_REST},
    {"additionalProperties", schema_keyword_additional_properties, RULE_additional_properties,
     SUB_ADDITIONAL},
    {"allOf", schema_keyword_list, RULE_all_of, LIST_ALL},
    {"anyOf", schema_keyword_list, RULE_any_of, LIST_ANY},
    {"const", schema_keyword_constant, RULE_constant, 0},
    {"contains", schema_keyword_contained, RULE_contains, SUB_CONTAINS},
    {"contentSchema", schema_keyword_foreign, RULE_COUNT, 0},
    {"dependencies", schema_keyword_dependencies, RULE_dependencies, 0},
    {"dependentRequired", schema_keyword_foreign, RULE_COUNT, 0},
    {"dependentSchemas", schema_keyword_foreign, RULE_COUNT, 0},
    {"else", schema_keyword_sub, RULE_COUNT, SUB_ELSE},
    {"enum", schema_keyword_choice, RULE_choice, 0},
    {"exclusiveMaximum", schema_keyword_number, RULE_exclusive_maximum, NUMBER_EXCLUSIVE_MAXIMUM},
    {"exclusiveMinimum", schema_keyword_number, RULE_exclusive_minimum, NUMBER_EXCLUSIVE_MINIMUM},
    {"format", schema_keyword_format, RULE_format, 0},
    {"if", schema_keyword_sub, RULE_condition, SUB_IF},
    {"items", schema_keyword_items, RULE_items, SUB_ITEMS},
    {"maxContains", schema_keyword_foreign, RULE_COUNT, 0},
    {"maxItems", schema_keyword_size, RULE_max_items, SIZE_MAX_ITEMS},
    {"maxLength", schema_keyword_size, RULE_max_length, SIZE_MAX_LENGTH},
    {"maxProperties", schema_keyword_size, RULE_max_properties, SIZE_MAX_PROPERTIES},
    {"maximum", schema_keyword_number, RULE_maximum, NUMBER_MAXIMUM},
    {"minContains", schema_keyword_foreign, RULE_COUNT, 0},
    {"minItems", schema_keyword_size, RULE_min_items, SIZE_MIN_ITEMS},
    {"minLength", schema_keyword_size, RULE_min_length, SIZE_MIN_LENGTH},
    {"minProperties", schema_keyword_size, RULE_min_properties, SIZE_MIN_PROPERTIES},
    {"minimum", schema_keyword_number, RULE_minimum, NUMBER_MINIMUM},
    {"multipleOf", schema_keyword_divisor, RULE_multiple_of, NUMBER_MULTIPLE_OF},
    {"not", schema_keyword_sub, RULE_negation, SUB_NOT},
    {"nullable", schema_keyword_flag, RULE_COUNT, 0},
    {"oneOf", schema_keyword_list, RULE_one_of, LIST_ONE},
    {"pattern", schema_keyword_pattern, RULE_pattern, 0},
    {"patternProperties", schema_keyword_pattern_properties, RULE_pattern_properties, 0},
    {"prefixItems", schema_keyword_foreign, RULE_COUNT, 0},
    {"properties", schema_keyword_properties, RULE_properties, 0},
    {"propertyNames", schema_keyword_sub, RULE_property_names, SUB_NAMES},
    {"required", schema_keyword_required, RULE_required, 0},
    {"then", schema_keyword_sub, RULE_COUNT, SUB_THEN},
    {"type", schema_keyword_type, RULE_type, 0},
    {"unevaluatedItems", schema_keyword_foreign, RULE_COUNT, 0},
    {"unevaluatedProperties", schema_keyword_foreign, RULE_COUNT, 0},
    {"uniqueItems", schema_keyword_flag, RULE_unique_items, 0},
};

static int keyword_compare(const void *name, const void *keyword)
{
    return strcmp(name, ((const struct schema_keyword *)keyword)->name);
}

const struct schema_keyword *schema_keyword_find(const char *name)
{
    return bsearch(name, keywords, sizeof keywords / sizeof *keywords, sizeof *keywords, keyword_compare);
}
