#include "json/schema/internal.h"

#include "base/die.h"

#include <string.h>

/* For reading: jansson's iterators want objects that may change. */
static json_t *members_of(const json_t *object)
{
    return json_reading(object);
}

static bool null_refused(struct schema_checker *checker, const struct schema *schema, const json_t *value,
                         const struct schema_step *at)
{
    bool refused =
        checker->reply && json_is_null(value) && !schema->nullable && !schema_referred(schema)->types;
    if (refused && checker->found)
        schema_findings_add(checker->found, at, "null", value,
                            must_strdup("null found, but nulls are left out"));
    return refused;
}

/* A member of a reply that the shape does not name, where it names members. */
static bool unknown_refused(struct schema_checker *checker, const struct schema *schema, const json_t *value,
                            const struct schema_step *at)
{
    bool valid = true;
    const char *name;
    json_t *member;
    if (!checker->reply || schema->additional != ADDITIONAL_UNSAID)
        return false;
    json_object_foreach (members_of(value), name, member) {
        const struct schema_step here = {at, name, 0};
        if (!schema_property_find(schema, name) && !schema_name_matched(schema, name))
            valid = schema_refuse(checker, RULE_additional_properties, schema, member, &here);
    }
    return !valid;
}

SCHEMA_RULE(properties)
{
    bool valid = true;
    if (!json_is_object(value))
        return true;
    for (size_t i = 0; i < schema->property_count && (valid || checker->found); i++) {
        const struct schema_property *property = &schema->properties[i];
        const json_t *member = json_object_get(value, property->name);
        const struct schema_step here = {at, property->name, 0};
        if (member)
            valid = !null_refused(checker, property->schema, member, &here) &&
                    schema_apply(checker, property->schema, member, &here) && valid;
    }
    return !unknown_refused(checker, schema, value, at) && valid;
}

static bool named(const struct schema *schema, const char *name)
{
    return schema_property_find(schema, name) || schema_name_matched(schema, name);
}

static bool member_allowed(struct schema_checker *checker, const struct schema *schema, const json_t *member,
                           const struct schema_step *at)
{
    if (schema->additional == ADDITIONAL_CHECKED)
        return schema_apply(checker, schema->sub[SUB_ADDITIONAL], member, at);
    return at->name[0] == '#' || schema_refuse(checker, RULE_additional_properties, schema, member, at);
}

SCHEMA_RULE(additional_properties)
{
    bool valid = true;
    const char *name;
    json_t *member;
    json_object_foreach (members_of(value), name, member) {
        const struct schema_step here = {at, name, 0};
        if (!named(schema, name))
            valid = member_allowed(checker, schema, member, &here) && valid;
        if (!valid && !checker->found)
            break;
    }
    return valid;
}

static bool patterns_obeyed(struct schema_checker *checker, const struct schema *schema, const json_t *member,
                            const struct schema_step *at)
{
    bool valid = true;
    for (size_t i = 0; i < schema->name_pattern_count; i++) {
        const struct schema_name_pattern *pattern = &schema->name_patterns[i];
        if (schema_pattern_found(schema->unit, pattern->code, at->name, strlen(at->name)))
            valid = schema_apply(checker, pattern->schema, member, at) && valid;
    }
    return valid;
}

SCHEMA_RULE(pattern_properties)
{
    bool valid = true;
    const char *name;
    json_t *member;
    json_object_foreach (members_of(value), name, member) {
        const struct schema_step here = {at, name, 0};
        valid = patterns_obeyed(checker, schema, member, &here) && valid;
    }
    return valid;
}

SCHEMA_RULE(property_names)
{
    bool valid = true;
    const char *name;
    json_t *member;
    json_object_foreach (members_of(value), name, member) {
        json_auto_t *text = json_string(name);
        const struct schema_step here = {at, name, 0};
        if (!schema_obeyed(checker, schema->sub[SUB_NAMES], text))
            valid = schema_refuse(checker, RULE_property_names, schema, text, &here);
    }
    return valid;
}

SCHEMA_RULE(required)
{
    bool valid = true;
    if (!json_is_object(value))
        return true;
    for (size_t i = 0; i < schema->required_count && (valid || checker->found); i++) {
        const struct schema_step here = {at, schema->required[i], 0};
        if (!json_object_get(value, schema->required[i]))
            valid = schema_refuse(checker, RULE_required, schema, NULL, &here);
    }
    return valid;
}

SCHEMA_RULE(max_properties)
{
    return !json_is_object(value) || json_object_size(value) <= schema->sizes[SIZE_MAX_PROPERTIES] ||
           schema_refuse(checker, RULE_max_properties, schema, value, at);
}

SCHEMA_RULE(min_properties)
{
    return !json_is_object(value) || json_object_size(value) >= schema->sizes[SIZE_MIN_PROPERTIES] ||
           schema_refuse(checker, RULE_min_properties, schema, value, at);
}
