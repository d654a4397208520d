#include "base/text.h"
#include "json/folded.h"
#include "json/schema/internal.h"
#include "json/wide.h"

#include <math.h>

/* Indexed by json_type. */
static const struct {
    unsigned types;
    const char *name;
} value_types[] = {
    [JSON_OBJECT] = {TYPE_OBJECT, "object"},  [JSON_ARRAY] = {TYPE_ARRAY, "array"},
    [JSON_STRING] = {TYPE_STRING, "string"},  [JSON_INTEGER] = {TYPE_INTEGER | TYPE_NUMBER, "integer"},
    [JSON_REAL] = {TYPE_NUMBER, "number"},    [JSON_TRUE] = {TYPE_BOOLEAN, "boolean"},
    [JSON_FALSE] = {TYPE_BOOLEAN, "boolean"}, [JSON_NULL] = {TYPE_NULL, "null"},
};

/* That of folded objects and wide numbers is not jansson's. */
static json_type type_of(const json_t *value)
{
    json_type type = json_typeof(value);
    if (type != JSON_STRING || (unsigned char)*json_string_value(value) < JSON_FIRST_MARK)
        return type;
    if (json_is_folded(value))
        return JSON_OBJECT;
    return json_wide_is_integer(value) ? JSON_INTEGER : JSON_REAL;
}

unsigned schema_types_of(const json_t *value)
{
    return value_types[type_of(value)].types;
}

bool schema_is_text(const json_t *value)
{
    return schema_types_of(value) == TYPE_STRING;
}

const char *schema_type_name(const json_t *value)
{
    return value_types[type_of(value)].name;
}

SCHEMA_RULE(type)
{
    if (schema_types_of(value) & schema->types)
        return true;
    for (size_t i = 0; i < schema->lists[LIST_TYPES].count; i++)
        if (schema_obeyed(checker, schema->lists[LIST_TYPES].items[i], value, at))
            return true;
    return schema_refuse(checker, RULE_type, schema, value, at);
}

static bool same(const json_t *left, const json_t *right)
{
    if (json_is_any_number(left) && json_is_any_number(right))
        return json_number_compare(left, right) == 0;
    return json_equal(left, right);
}

SCHEMA_RULE(constant)
{
    return same(schema->constant, value) || schema_refuse(checker, RULE_constant, schema, value, at);
}

SCHEMA_RULE(choice)
{
    size_t count = json_array_size(schema->choices);
    if (!steps_take(checker->run->steps, count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (same(json_array_get(schema->choices, i), value))
            return true;
    return schema_refuse(checker, RULE_choice, schema, value, at);
}

static bool asks_for_integers(const struct schema *schema)
{
    return schema->types == TYPE_INTEGER && json_is_string(json_object_get(schema->document, "type"));
}

/* How a number stands to a bound. Where the type and the bound are integers, the real validator leaves the
 * number's fraction out. */
static int bound_compare(const struct schema *schema, unsigned slot, const json_t *value)
{
    const json_t *bound = schema->numbers[slot];
    if (!json_is_real(value) || !json_is_integer(bound) || !asks_for_integers(schema))
        return json_number_compare(value, bound);
    json_auto_t *whole = json_real(trunc(json_real_value(value)));
    return json_number_compare(whole, bound);
}

SCHEMA_RULE(maximum)
{
    return !json_is_any_number(value) || bound_compare(schema, NUMBER_MAXIMUM, value) <= 0 ||
           schema_refuse(checker, RULE_maximum, schema, value, at);
}

SCHEMA_RULE(minimum)
{
    return !json_is_any_number(value) || bound_compare(schema, NUMBER_MINIMUM, value) >= 0 ||
           schema_refuse(checker, RULE_minimum, schema, value, at);
}

SCHEMA_RULE(exclusive_maximum)
{
    return !json_is_any_number(value) || bound_compare(schema, NUMBER_EXCLUSIVE_MAXIMUM, value) < 0 ||
           schema_refuse(checker, RULE_exclusive_maximum, schema, value, at);
}

SCHEMA_RULE(exclusive_minimum)
{
    return !json_is_any_number(value) || bound_compare(schema, NUMBER_EXCLUSIVE_MINIMUM, value) > 0 ||
           schema_refuse(checker, RULE_exclusive_minimum, schema, value, at);
}

/* Decimal fractions are no binary ones: 0.3 counts as a multiple of 0.1. */
static bool divides(const json_t *divisor, const json_t *value)
{
    if (json_is_integer(divisor) && json_is_integer(value))
        return json_integer_value(value) % json_integer_value(divisor) == 0;
    long double quotient =
        (long double)json_number_approximate(value) / (long double)json_number_approximate(divisor);
    return fabsl(quotient - roundl(quotient)) <= 1e-12L * fmaxl(1, fabsl(quotient));
}

SCHEMA_RULE(multiple_of)
{
    return !json_is_any_number(value) || divides(schema->numbers[NUMBER_MULTIPLE_OF], value) ||
           schema_refuse(checker, RULE_multiple_of, schema, value, at);
}

enum { BYTES_A_STEP = 64 };

static int64_t letters(struct schema_checker *checker, const json_t *text)
{
    steps_take(checker->run->steps, json_string_length(text) / BYTES_A_STEP);
    return (int64_t)text_letters(json_string_value(text), json_string_length(text));
}

SCHEMA_RULE(max_length)
{
    return !schema_is_text(value) || letters(checker, value) <= schema->sizes[SIZE_MAX_LENGTH] ||
           schema_refuse(checker, RULE_max_length, schema, value, at);
}

SCHEMA_RULE(min_length)
{
    return !schema_is_text(value) || letters(checker, value) >= schema->sizes[SIZE_MIN_LENGTH] ||
           schema_refuse(checker, RULE_min_length, schema, value, at);
}

SCHEMA_RULE(pattern)
{
    if (!schema_is_text(value))
        return true;
    return schema_pattern_found(schema->unit, schema->pattern, json_string_value(value),
                                json_string_length(value), checker->run->steps) ||
           schema_refuse(checker, RULE_pattern, schema, value, at);
}

SCHEMA_RULE(format)
{
    return schema->format->holds(value) || schema_refuse(checker, RULE_format, schema, value, at);
}
