#include "json/schema/internal.h"

#include "base/word.h"

#include <string.h>

/*
 * The real validator's kinds of faults with their sentences: clients match words in them. The order is that
 * in which it sorts what the branches of a oneOf complain of: some kinds first, the others by their codes.
 */
static const struct schema_kind kinds[] = {
    {"type", "type", "1029", "{1} found, {2} expected", KIND_OF_VALUE},
    {"dateTime", "format", "1034", "{1} is an invalid {2}", KIND_OF_VALUE},
    {"uuid", "format", "1035", "{1} is an invalid {2}", KIND_OF_VALUE},
    {"exclusiveMaximum", "exclusiveMaximum", "1038", "must have an exclusive maximum value of {1}",
     KIND_OF_VALUE},
    {"exclusiveMinimum", "exclusiveMinimum", "1039", "must have an exclusive minimum value of {1}",
     KIND_OF_VALUE},
    {"false", "false", "1041", "Boolean schema false is not valid", KIND_ALONE},
    {"const", "const", "1042", "must be a constant value {1}", KIND_OF_VALUE},
    {"contains", "contains", "1043", "does not contain an element that passes these validations: {1}",
     KIND_OF_VALUE},
    {"propertyNames", "propertyNames", "1044", "Property name {2} is not valid for validation: {1}",
     KIND_ALONE},
    {"additionalProperties", "additionalProperties", "1001",
     "is not defined in the schema and the schema does not allow additional properties", KIND_OF_PARENT},
    {"anyOf", "anyOf", "1003", "should be valid to any of the schemas {1}", KIND_OF_VALUE},
    {"dependencies", "dependencies", "1007", "has an error with dependencies {1}", KIND_OF_VALUE},
    {"enum", "enum", "1008", "does not have a value in the enumeration {1}", KIND_OF_VALUE},
    {"format", "format", "1009", "does not match the {1} pattern {2}", KIND_OF_VALUE},
    {"items", "items", "1010", "no validator found at this index", KIND_OF_PARENT},
    {"maximum", "maximum", "1011", "must have a maximum value of {1}", KIND_OF_VALUE},
    {"maxItems", "maxItems", "1012", "there must be a maximum of {1} items in the array", KIND_OF_VALUE},
    {"maxLength", "maxLength", "1013", "may only be {1} characters long", KIND_OF_VALUE},
    {"maxProperties", "maxProperties", "1014", "may only have a maximum of {1} properties", KIND_OF_VALUE},
    {"minimum", "minimum", "1015", "must have a minimum value of {1}", KIND_OF_VALUE},
    {"minItems", "minItems", "1016", "there must be a minimum of {1} items in the array", KIND_OF_VALUE},
    {"minLength", "minLength", "1017", "must be at least {1} characters long", KIND_OF_VALUE},
    {"minProperties", "minProperties", "1018", "should have a minimum of {1} properties", KIND_OF_VALUE},
    {"multipleOf", "multipleOf", "1019", "must be multiple of {1}", KIND_OF_VALUE},
    {"not", "not", "1020", "should not be valid to the schema {1}", KIND_OF_VALUE},
    {"oneOf", "oneOf", "1022",
     "should be valid to one and only one of schema, but more than one are valid: {1}", KIND_OF_VALUE},
    {"pattern", "pattern", "1023", "does not match the regex pattern {1}", KIND_OF_VALUE},
    {"required", "required", "1028", "is missing but it is required", KIND_OF_PARENT},
    {"unionType", "type", "1030", "{1} found, but {2} is required", KIND_OF_VALUE},
    {"uniqueItems", "uniqueItems", "1031", "the items in the array must be unique", KIND_OF_VALUE},
    /* Our own. */
    {"range", "format", "", "{1} is beyond the range of {2}", KIND_OF_VALUE},
    {"null", "type", "", "null found, but nulls are left out", KIND_OF_VALUE},
    {"unknown", "properties", "", "is not a known property", KIND_OF_VALUE},
    {"misspelt", "properties", "", "is not a known property; did you mean \"{1}\"?", KIND_OF_VALUE},
};

const struct schema_kind *schema_kind_find(const char *name)
{
    return &kinds[WORD_KNOWN(kinds, name)];
}

char *schema_sentence(const struct schema_kind *kind, const struct schema_words *words)
{
    struct text text = {0};
    for (const char *at = kind->sentence; *at;) {
        size_t size = strcspn(at, "{");
        text_add_bytes(&text, at, size);
        at += size;
        if (*at == '{') {
            text_add(&text, at[1] == '1' ? words->first : words->second);
            at += strlen("{1}");
        }
    }
    return text_take(&text);
}
