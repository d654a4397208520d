#include "json/schema/internal.h"

#include "base/die.h"

#include <stdlib.h>

/* The texts are the real validator's where it has one: clients match words in them. */

/* A value within a sentence: a text without quotes, anything else as compact JSON. New. */
static char *plain(const json_t *value)
{
    if (json_is_string(value))
        return must_strdup(json_string_value(value));
    return json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
}

/* "before" value "after"; a new text. */
static char *phrase(const char *before, const json_t *value, const char *after)
{
    char *text = plain(value);
    char *whole = must_printf("%s%s%s", before, text, after);
    free(text);
    return whole;
}

/* A sentence around the keyword's own value. */
struct sentence {
    const char *keyword; /* NULL: without it */
    const char *before;
    const char *after;
};

static const struct sentence sentences[RULE_COUNT] = {
    [RULE_additional_properties] =
        {NULL, "is not defined in the schema and the schema does not allow additional properties", ""},
    [RULE_constant] = {"const", "must be a constant value ", ""},
    [RULE_contains] = {"contains", "does not contain an element that passes these validations: ", ""},
    [RULE_max_items] = {"maxItems", "there must be a maximum of ", " items in the array"},
    [RULE_max_length] = {"maxLength", "may only be ", " characters long"},
    [RULE_max_properties] = {"maxProperties", "may only have a maximum of ", " properties"},
    [RULE_maximum] = {"maximum", "must have a maximum value of ", ""},
    [RULE_min_items] = {"minItems", "there must be a minimum of ", " items in the array"},
    [RULE_min_length] = {"minLength", "must be at least ", " characters long"},
    [RULE_min_properties] = {"minProperties", "should have a minimum of ", " properties"},
    [RULE_minimum] = {"minimum", "must have a minimum value of ", ""},
    [RULE_multiple_of] = {"multipleOf", "must be multiple of ", ""},
    [RULE_negation] = {"not", "should not be valid to the schema ", ""},
    [RULE_never] = {NULL, "Boolean schema false is not valid", ""},
    [RULE_pattern] = {"pattern", "does not match the regex pattern ", ""},
    [RULE_property_names] = {"propertyNames", "is a name that is not valid to the schema ", ""},
    [RULE_required] = {NULL, "is missing but it is required", ""},
    [RULE_unique_items] = {NULL, "the items in the array must be unique", ""},
};

static char *exclusive_maximum_text(const struct schema *schema, const json_t *value)
{
    (void)value;
    return phrase("must have an exclusive maximum value of ", schema->numbers[NUMBER_EXCLUSIVE_MAXIMUM], "");
}

static char *exclusive_minimum_text(const struct schema *schema, const json_t *value)
{
    (void)value;
    return phrase("must have an exclusive minimum value of ", schema->numbers[NUMBER_EXCLUSIVE_MINIMUM], "");
}

static char *format_text(const struct schema *schema, const json_t *value)
{
    return schema->format->text(schema->format->name, value);
}

/* "[a, b]"; a new text. */
static char *list_text(const json_t *list)
{
    char *text = must_strdup("[");
    for (size_t i = 0; i < json_array_size(list); i++) {
        char *item = plain(json_array_get(list, i));
        char *longer = must_printf("%s%s%s", text, i ? ", " : "", item);
        free(item);
        free(text);
        text = longer;
    }
    char *whole = must_printf("%s]", text);
    free(text);
    return whole;
}

static char *choice_text(const struct schema *schema, const json_t *value)
{
    (void)value;
    char *list = list_text(schema->choices);
    char *text = must_printf("does not have a value in the enumeration %s", list);
    free(list);
    return text;
}

static char *type_text(const struct schema *schema, const json_t *value)
{
    const json_t *type = json_object_get(schema->document, "type");
    const char *found = schema_type_name(value);
    if (json_is_string(type))
        return must_printf("%s found, %s expected", found, json_string_value(type));
    char *list = list_text(type);
    char *text = must_printf("%s found, but %s is required", found, list);
    free(list);
    return text;
}

static char *one_of_text(const struct schema *schema, const json_t *value)
{
    const struct schema_list *branches = &schema->lists[LIST_ONE];
    char *text = must_strdup("should be valid to one and only one of schema, but more than one are valid: ");
    const char *comma = "";
    for (size_t i = 0; i < branches->count; i++) {
        if (!schema_obeyed(NULL, branches->items[i], value))
            continue;
        char *branch = plain(branches->items[i]->document);
        char *longer = must_printf("%s%s%s", text, comma, branch);
        free(branch);
        free(text);
        text = longer;
        comma = ",";
    }
    return text;
}

static char *(*const writers[RULE_COUNT])(const struct schema *schema, const json_t *value) = {
    [RULE_choice] = choice_text,
    [RULE_exclusive_maximum] = exclusive_maximum_text,
    [RULE_exclusive_minimum] = exclusive_minimum_text,
    [RULE_format] = format_text,
    [RULE_one_of] = one_of_text,
    [RULE_type] = type_text,
};

char *schema_message(enum schema_rule rule, const struct schema *schema, const json_t *value)
{
    if (writers[rule])
        return writers[rule](schema, value);
    const struct sentence *sentence = &sentences[rule];
    if (!sentence->keyword)
        return must_strdup(sentence->before);
    return phrase(sentence->before, json_object_get(schema->document, sentence->keyword), sentence->after);
}
