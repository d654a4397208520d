#include "json/schema/internal.h"

#include "base/die.h"
#include "json/nearest.h"
#include "json/print.h"
#include "json/wide.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * Admission is two passes: this one makes the body what the shape means, as far as that is possible, and
 * schema_check() then says what is still wrong.
 */
struct admission {
    enum schema_strictness strictness;
    struct steps *steps;
    struct schema_findings
        refused; /* unknown members, where that is a fault, and numbers that are too large */
};

/* Finding the nearest of the known names costs so much for each of them. */
enum { STEPS_OF_A_NAME = 100 };

/* What takes a value's place (a new reference), or NULL where it stays, perhaps changed within. */
static json_t *admit(struct admission *admission, const struct schema *schema, json_t *value,
                     const struct schema_step *at);

static json_t *integer_of(const json_t *value)
{
    const char *text = json_string_value(value);
    if (!text || !*text || strspn(text + (*text == '-'), "0123456789") + (*text == '-') != strlen(text))
        return NULL;
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    return errno || end == text ? NULL : json_integer(number);
}

static json_t *boolean_of(const json_t *value)
{
    if (json_is_any_number(value))
        return json_boolean(json_number_approximate(value) != 0);
    const char *text = json_string_value(value);
    if (text && strcmp(text, "true") == 0)
        return json_true();
    return text && strcmp(text, "false") == 0 ? json_false() : NULL;
}

static json_t *string_of(const json_t *value)
{
    if (!json_is_any_number(value) && !json_is_boolean(value))
        return NULL;
    char *text = json_print(value);
    json_t *string = json_string(text);
    free(text);
    return string;
}

/* The value as the first of the wanted types that can be made of it; a new reference or NULL. */
static json_t *coerced(const struct schema *schema, const json_t *value)
{
    static const struct {
        unsigned type;
        json_t *(*of)(const json_t *value);
    } coercions[] = {{TYPE_INTEGER, integer_of}, {TYPE_BOOLEAN, boolean_of}, {TYPE_STRING, string_of}};
    if (!schema->types || (schema->types & schema_types_of(value)))
        return NULL;
    for (size_t i = 0; i < sizeof coercions / sizeof *coercions; i++) {
        json_t *made = schema->types & coercions[i].type ? coercions[i].of(value) : NULL;
        if (made)
            return made;
    }
    return NULL;
}

/* A UUID in lower case, a new reference; NULL for what is none or is so already. */
static json_t *lowered(const struct schema *schema, const json_t *value)
{
    if (!json_is_string(value) || !schema_is_of_uuids(schema))
        return NULL;
    if (!strpbrk(json_string_value(value), "ABCDEF") || !schema->format->holds(value))
        return NULL;
    char *text = must_strdup(json_string_value(value));
    for (char *letter = text; *letter; letter++)
        if (*letter >= 'A' && *letter <= 'F')
            *letter |= 0x20;
    json_t *string = json_string(text);
    free(text);
    return string;
}

/* A number that handlers could not read, where the format does not say so already. */
static void wide_refuse(struct admission *admission, const struct schema *schema, const json_t *value,
                        const struct schema_step *at)
{
    const char *range = json_wide_is_integer(value) ? "int64" : "double";
    bool wanted = schema->types & (TYPE_INTEGER | TYPE_NUMBER) && schema->types & schema_types_of(value);
    if (!wanted || (schema->format && !schema->format->holds(value)))
        return;
    schema_findings_add(&admission->refused, at, "range", schema, value,
                        (struct schema_words){must_strdup(json_wide_text(value)), must_strdup(range)});
}

static json_t *admit_scalar(struct admission *admission, const struct schema *schema, const json_t *value,
                            const struct schema_step *at)
{
    if (json_is_wide(value))
        wide_refuse(admission, schema, value, at);
    json_t *made = admission->strictness == SCHEMA_LENIENT ? coerced(schema, value) : NULL;
    json_t *lower = lowered(schema, made ? made : value);
    if (!lower)
        return made;
    json_decref(made);
    return lower;
}

/* Borrowed, or NULL. */
static const char *nearest_property(const struct schema *schema, const char *name)
{
    const char **known = must_zalloc((schema->property_count + 1) * sizeof *known);
    for (size_t i = 0; i < schema->property_count; i++)
        known[i] = schema->properties[i].name;
    const char *nearest = nearest_name(name, known);
    free(known);
    return nearest;
}

static void unknown_refuse(struct admission *admission, const struct schema *schema, const json_t *member,
                           const struct schema_step *at)
{
    if (schema_findings_full(&admission->refused) ||
        !steps_take(admission->steps, STEPS_OF_A_NAME * schema->property_count))
        return;
    const char *nearest = nearest_property(schema, at->name);
    schema_findings_add(&admission->refused, at, nearest ? "misspelt" : "unknown", schema, member,
                        (struct schema_words){.first = nearest ? must_strdup(nearest) : NULL});
}

/* The schema that a member is admitted by; NULL where there is none. */
static const struct schema *member_schema(const struct schema *schema, const char *name)
{
    const struct schema_property *property = schema_property_find(schema, name);
    if (property)
        return property->schema;
    return schema->additional == ADDITIONAL_CHECKED ? schema->sub[SUB_ADDITIONAL] : NULL;
}

/* True where a member that nothing names may be there all the same. */
static bool free_form(struct admission *admission, const struct schema *schema, const char *name)
{
    return !schema->shaped || schema->additional == ADDITIONAL_ALLOWED ||
           schema_name_matched(schema, name, admission->steps);
}

/* True when the member, with its own schema or none, must go. */
static bool unwanted(struct admission *admission, const struct schema *schema, const struct schema *own,
                     const json_t *member, const struct schema_step *at)
{
    if (json_is_null(member))
        return own ? schema->shaped && !schema_referred(own)->nullable
                   : !free_form(admission, schema, at->name);
    if (own || free_form(admission, schema, at->name))
        return false;
    if (admission->strictness == SCHEMA_STRICT)
        unknown_refuse(admission, schema, member, at);
    return true;
}

static void admit_members(struct admission *admission, const struct schema *schema, json_t *object,
                          const struct schema_step *at)
{
    const char *name;
    json_t *member;
    void *next;
    json_object_foreach_safe (object, next, name, member) {
        const struct schema_step here = {at, name, 0};
        const struct schema *own = member_schema(schema, name);
        if (unwanted(admission, schema, own, member, &here)) {
            json_object_del(object, name);
            continue;
        }
        json_t *other = own ? admit(admission, own, member, &here) : NULL;
        if (other)
            json_object_iter_set_new(object, json_object_iter_at(object, name), other);
    }
}

/* What is absent and has a default takes it. */
static void fill_in(const struct schema *schema, json_t *object)
{
    for (size_t i = 0; i < schema->property_count; i++) {
        const struct schema_property *property = &schema->properties[i];
        if (property->fallback && !json_object_getn(object, property->name, property->length))
            json_object_set_new(object, property->name, json_deep_copy(property->fallback));
    }
}

static void admit_object(struct admission *admission, const struct schema *schema, json_t *object,
                         const struct schema_step *at)
{
    admit_members(admission, schema, object, at);
    fill_in(schema, object);
}

static void admit_items(struct admission *admission, const struct schema *items, json_t *list,
                        const struct schema_step *at)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const struct schema_step here = {at, NULL, i};
        work_meet(admission->steps->work);
        json_t *other = admit(admission, items, json_array_get(list, i), &here);
        if (other)
            json_array_set_new(list, i, other);
    }
}

/* True for a single value that stands for a list of one. */
static bool stands_for_list(const struct admission *admission, const struct schema *schema,
                            const json_t *value)
{
    return admission->strictness == SCHEMA_LENIENT && schema->types == TYPE_ARRAY && !json_is_array(value) &&
           !json_is_null(value);
}

static json_t *admit(struct admission *admission, const struct schema *schema, json_t *value,
                     const struct schema_step *at)
{
    schema = schema_referred(schema);
    const struct schema *branch = schema_branch_of(schema, value, admission->steps);
    if (branch)
        return admit(admission, branch, value, at);
    json_t *list = stands_for_list(admission, schema, value) ? json_pack("[O]", value) : NULL;
    if (list) {
        json_decref(admit(admission, schema, list, at));
        return list;
    }
    if (json_is_object(value) && (schema->shaped || schema->additional == ADDITIONAL_CHECKED))
        admit_object(admission, schema, value, at);
    else if (json_is_array(value) && schema->sub[SUB_ITEMS])
        admit_items(admission, schema->sub[SUB_ITEMS], value, at);
    else
        return admit_scalar(admission, schema, value, at);
    return NULL;
}

bool schema_admit(const struct schema *schema, json_t *body, enum schema_strictness strictness,
                  struct schema_faults *faults)
{
    static const struct schema_step root = {NULL, NULL, 0};
    struct steps own = steps_of_a_request;
    if (!faults->steps)
        faults->steps = &own;
    struct admission admission = {.strictness = strictness, .steps = faults->steps};
    json_decref(admit(&admission, schema, body, &root));
    bool admitted = admission.refused.count == 0;
    schema_findings_give(&admission.refused, faults);
    bool valid = schema_check(schema, body, faults) && admitted;
    if (faults->steps == &own)
        faults->steps = NULL;
    return valid;
}
