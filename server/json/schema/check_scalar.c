#include "base/text.h"
#include "json/folded.h"
#include "json/schema/internal.h"

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

unsigned schema_types_of(const json_t *value)
{
    return json_is_folded(value) ? TYPE_OBJECT : value_types[json_typeof(value)].types;
}

const char *schema_type_name(const json_t *value)
{
    return value_types[json_is_folded(value) ? JSON_OBJECT : json_typeof(value)].name;
}

/* Holds every integer and every real exactly, where long double has 64 bits of mantissa or more. */
static long double exact(const json_t *number)
{
    return json_is_integer(number) ? (long double)json_integer_value(number)
                                   : (long double)json_real_value(number);
}

int schema_number_compare(const json_t *left, const json_t *right)
{
    long double a = exact(left), b = exact(right);
    return (a > b) - (a < b);
}

SCHEMA_RULE(type)
{
    return (schema_types_of(value) & schema->types) || schema_refuse(checker, RULE_type, schema, value, at);
}

static bool same(const json_t *left, const json_t *right)
{
    if (json_is_number(left) && json_is_number(right))
        return schema_number_compare(left, right) == 0;
    return json_equal(left, right);
}

SCHEMA_RULE(constant)
{
    return same(schema->constant, value) || schema_refuse(checker, RULE_constant, schema, value, at);
}

SCHEMA_RULE(choice)
{
    for (size_t i = 0; i < json_array_size(schema->choices); i++)
        if (same(json_array_get(schema->choices, i), value))
            return true;
    return schema_refuse(checker, RULE_choice, schema, value, at);
}

SCHEMA_RULE(maximum)
{
    return !json_is_number(value) || schema_number_compare(value, schema->numbers[NUMBER_MAXIMUM]) <= 0 ||
           schema_refuse(checker, RULE_maximum, schema, value, at);
}

SCHEMA_RULE(minimum)
{
    return !json_is_number(value) || schema_number_compare(value, schema->numbers[NUMBER_MINIMUM]) >= 0 ||
           schema_refuse(checker, RULE_minimum, schema, value, at);
}

SCHEMA_RULE(exclusive_maximum)
{
    return !json_is_number(value) ||
           schema_number_compare(value, schema->numbers[NUMBER_EXCLUSIVE_MAXIMUM]) < 0 ||
           schema_refuse(checker, RULE_exclusive_maximum, schema, value, at);
}

SCHEMA_RULE(exclusive_minimum)
{
    return !json_is_number(value) ||
           schema_number_compare(value, schema->numbers[NUMBER_EXCLUSIVE_MINIMUM]) > 0 ||
           schema_refuse(checker, RULE_exclusive_minimum, schema, value, at);
}

/* Decimal fractions are no binary ones: 0.3 counts as a multiple of 0.1. */
static bool divides(const json_t *divisor, const json_t *value)
{
    if (json_is_integer(divisor) && json_is_integer(value))
        return json_integer_value(value) % json_integer_value(divisor) == 0;
    long double quotient = exact(value) / exact(divisor);
    return fabsl(quotient - roundl(quotient)) <= 1e-12L * fmaxl(1, fabsl(quotient));
}

SCHEMA_RULE(multiple_of)
{
    return !json_is_number(value) || divides(schema->numbers[NUMBER_MULTIPLE_OF], value) ||
           schema_refuse(checker, RULE_multiple_of, schema, value, at);
}

SCHEMA_RULE(max_length)
{
    return !json_is_string(value) ||
           text_letters(json_string_value(value), json_string_length(value)) <=
               schema->sizes[SIZE_MAX_LENGTH] ||
           schema_refuse(checker, RULE_max_length, schema, value, at);
}

SCHEMA_RULE(min_length)
{
    return !json_is_string(value) ||
           text_letters(json_string_value(value), json_string_length(value)) >=
               schema->sizes[SIZE_MIN_LENGTH] ||
           schema_refuse(checker, RULE_min_length, schema, value, at);
}

SCHEMA_RULE(pattern)
{
    if (!json_is_string(value))
        return true;
    const char *text = json_string_value(value);
    return schema_pattern_found(schema->unit, schema->pattern, text, json_string_length(value)) ||
           schema_refuse(checker, RULE_pattern, schema, value, at);
}

SCHEMA_RULE(format)
{
    return schema->format->holds(value) || schema_refuse(checker, RULE_format, schema, value, at);
}
