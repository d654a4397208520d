#include "json/schema/internal.h"

#include "base/die.h"
#include "base/text.h"
#include "json/wide.h"
#include "json/writer.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A number as Java prints a double: "0.1", "1.0E300"; a new text. */
static char *real_text(double number)
{
    char digits[32];
    int precision = 0;
    do
        snprintf(digits, sizeof digits, "%.*e", precision, number);
    while (strtod(digits, NULL) != number && ++precision < 17);
    double size = fabs(number);
    size_t mantissa = strcspn(digits, "e");
    int power = atoi(digits + mantissa + 1), decimals = precision - power;
    if (size == 0 || (size >= 1e-3 && size < 1e7))
        return must_printf("%.*f", decimals > 1 ? decimals : 1, number);
    digits[mantissa] = '\0';
    return must_printf("%s%sE%d", digits, precision ? "" : ".0", power);
}

/* As write_json(), but for the numbers. */
static void write_as_java(struct writer *writer, const char *name, const json_t *value)
{
    const char *member_name;
    json_t *member;
    if (json_is_real(value)) {
        char *text = real_text(json_real_value(value));
        write_raw(writer, name, text);
        free(text);
    } else if (json_is_object(value)) {
        write_object(writer, name);
        json_object_foreach (json_reading(value), member_name, member)
            write_as_java(writer, member_name, member);
        write_object_end(writer);
    } else if (json_is_array(value)) {
        write_array(writer, name);
        for (size_t i = 0; i < json_array_size(value); i++)
            write_as_java(writer, NULL, json_array_get(value, i));
        write_array_end(writer);
    } else
        write_json(writer, name, value);
}

static char *json_text(const json_t *value)
{
    struct writer writer = {0};
    write_as_java(&writer, NULL, value);
    return writer_take(&writer);
}

/* A value within a sentence: a text without quotes, nothing for an object or a list. New. */
static char *plain(const json_t *value)
{
    if (schema_is_text(value))
        return must_strdup(json_string_value(value));
    if (json_is_real(value))
        return real_text(json_real_value(value));
    return json_is_object(value) || json_is_array(value) ? must_strdup("") : json_text(value);
}

/* "[a, b]"; a new text. */
static char *list_text(const json_t *list)
{
    struct text text = {0};
    text_add(&text, "[");
    for (size_t i = 0; i < json_array_size(list); i++) {
        char *item = plain(json_array_get(list, i));
        text_add(&text, i ? ", " : "");
        text_add(&text, item);
        free(item);
    }
    text_add(&text, "]");
    return text_take(&text);
}

/* "{a=[b, c]}"; a new text. */
static char *dependencies_text(const struct schema *schema)
{
    struct text text = {0};
    text_add(&text, "{");
    for (size_t i = 0; i < schema->dependency_count; i++) {
        if (!schema->dependencies[i].needed)
            continue;
        char *list = list_text(schema->dependencies[i].needed);
        text_add_format(&text, "%s%s=%s", text.size > 1 ? ", " : "", schema->dependencies[i].name, list);
        free(list);
    }
    text_add(&text, "}");
    return text_take(&text);
}

static const char *type_name(const json_t *type)
{
    if (json_is_array(type))
        return "union";
    return schema_type_named(json_string_value(type)) ? json_string_value(type) : "unknown";
}

char *schema_types_text(const json_t *type)
{
    if (!json_is_array(type))
        return must_strdup(type_name(type));
    struct text text = {0};
    text_add(&text, "[");
    for (size_t i = 0; i < json_array_size(type); i++)
        text_add_format(&text, "%s%s", i ? ", " : "", type_name(json_array_get(type, i)));
    text_add(&text, "]");
    return text_take(&text);
}

static char *branches_text(const struct schema *schema)
{
    const struct schema_list *branches = &schema->lists[LIST_ONE];
    struct text text = {0};
    for (size_t i = 0; i < branches->count; i++) {
        char *branch = json_text(branches->items[i]->document);
        text_add(&text, branch);
        free(branch);
    }
    return text_take(&text);
}

static char *last_name(const struct schema_step *at)
{
    return at->name ? must_strdup(at->name) : must_printf("%zu", at->index);
}

/* "[a, b]", with the null that `nullable` adds. */
static char *choices_text(const struct schema *schema)
{
    if (!schema->choices)
        return must_strdup("[none]");
    json_auto_t *choices = json_copy(json_reading(schema->choices));
    if (schema->nullable)
        json_array_append_new(choices, json_null());
    return list_text(choices);
}

static struct schema_words type_words(const struct schema *schema, const json_t *value)
{
    return (struct schema_words){must_strdup(schema_type_name(value)),
                                 schema_types_text(json_object_get(schema->document, "type"))};
}

static char *negation_text(const struct schema *schema)
{
    char *text = json_text(json_object_get(schema->document, "not"));
    char *whole = must_printf("\"not\" : %s", text);
    free(text);
    return whole;
}

/* The size that a rule about one asks for; a new text, or NULL for another rule. */
static char *size_word(enum schema_rule rule, const struct schema *schema)
{
    static const struct {
        enum schema_rule rule;
        unsigned slot;
    } sizes[] = {
        {RULE_max_items, SIZE_MAX_ITEMS},           {RULE_min_items, SIZE_MIN_ITEMS},
        {RULE_max_length, SIZE_MAX_LENGTH},         {RULE_min_length, SIZE_MIN_LENGTH},
        {RULE_max_properties, SIZE_MAX_PROPERTIES}, {RULE_min_properties, SIZE_MIN_PROPERTIES},
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i].rule == rule)
            return must_printf("%" PRId64, schema->sizes[sizes[i].slot]);
    return NULL;
}

static char *multiple_text(const struct schema *schema)
{
    return real_text(json_number_approximate(schema->numbers[NUMBER_MULTIPLE_OF]));
}

static char *contained_text(const struct schema *schema)
{
    return json_text(json_object_get(schema->document, "contains"));
}

static char *exclusive_maximum_text(const struct schema *schema)
{
    return plain(schema->numbers[NUMBER_EXCLUSIVE_MAXIMUM]);
}

static char *exclusive_minimum_text(const struct schema *schema)
{
    return plain(schema->numbers[NUMBER_EXCLUSIVE_MINIMUM]);
}

static char *no_text(const struct schema *schema)
{
    (void)schema;
    return NULL;
}

/* The others' first word is what their keyword says. */
static char *(*const writers[RULE_COUNT])(const struct schema *schema) = {
    [RULE_choice] = choices_text,
    [RULE_contains] = contained_text,
    [RULE_dependencies] = dependencies_text,
    [RULE_exclusive_maximum] = exclusive_maximum_text,
    [RULE_exclusive_minimum] = exclusive_minimum_text,
    [RULE_multiple_of] = multiple_text,
    [RULE_negation] = negation_text,
    [RULE_never] = no_text,
    [RULE_one_of] = branches_text,
    [RULE_unique_items] = no_text,
};

static bool names_a_member(enum schema_rule rule)
{
    return rule == RULE_additional_properties || rule == RULE_required || rule == RULE_items;
}

static char *first_word(enum schema_rule rule, const struct schema *schema, const struct schema_step *at)
{
    if (names_a_member(rule))
        return last_name(at);
    if (writers[rule])
        return writers[rule](schema);
    char *size = size_word(rule, schema);
    return size ? size : plain(json_object_get(schema->document, schema_rule_kind(rule)));
}

struct schema_words schema_words_of(enum schema_rule rule, const struct schema *schema, const json_t *value,
                                    const struct schema_step *at)
{
    if (rule == RULE_type)
        return type_words(schema, value);
    if (rule == RULE_format)
        return schema->format->words(schema->format->name, value);
    return (struct schema_words){.first = first_word(rule, schema, at)};
}
