#include "json/schema/internal.h"

#include "base/die.h"

#include <stdlib.h>
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
        schema_findings_add(checker->found, at, "null", schema, value, (struct schema_words){0});
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
        if (!schema_property_find(schema, name) && !schema_name_matched(schema, name, checker->run->steps))
            valid = schema_refuse(checker, RULE_additional_properties, schema, member, &here);
    }
    return !valid;
}

static bool member_obeys(struct schema_checker *checker, const struct schema *schema, const json_t *member,
                         const struct schema_step *at)
{
    struct schema_run *run = checker->run;
    bool branching = run->branching;
    run->branching = false;
    bool obeys = !null_refused(checker, schema, member, at) && schema_apply(checker, schema, member, at);
    run->branching = branching;
    run->matched |= branching;
    return obeys;
}

/* What the real validator makes of members that are missing, where it first finds one of `properties` absent:
 * it names them there. In a branch of a oneOf it forgets what it found here instead, and leaves it to
 * `required`. `begin` and `gap` count what was found before the first member, and before the first that is
 * absent. */
static bool missing_refused(struct schema_checker *checker, const struct schema *schema, const json_t *value,
                            const struct schema_step *at, size_t begin, size_t gap)
{
    struct schema_findings *found = checker->found;
    size_t end = found ? found->count : 0;
    if (schema_rule_required(checker, schema, value, at))
        return false;
    if (found && !checker->run->branching)
        schema_findings_hoist(found, gap, end);
    if (!checker->run->branching)
        return true;
    checker->run->matched = false;
    if (found)
        schema_findings_cut(found, begin);
    return false;
}

static size_t found_count(const struct schema_checker *checker)
{
    return checker->found ? checker->found->count : 0;
}

/* What of a schema's properties is absent. */
struct lack {
    size_t gap;     /* how much was found before the first of them; NO_GAP where none is absent */
    bool required;  /* one of them, or one that is no property of the schema, may not be */
    size_t present; /* how many are there */
};
#define NO_GAP SIZE_MAX

static bool property_obeys(struct schema_checker *checker, const struct schema_property *property,
                           const json_t *value, const struct schema_step *at, struct lack *lack)
{
    const json_t *member = json_object_getn(value, property->name, property->length);
    const struct schema_step here = {at, property->name, 0};
    lack->present += member != NULL;
    if (member)
        return member_obeys(checker, property->schema, member, &here);
    if (lack->gap == NO_GAP)
        lack->gap = found_count(checker);
    lack->required |= property->required;
    return true;
}

SCHEMA_RULE(properties)
{
    bool valid = true;
    if (!json_is_object(value))
        return true;
    struct lack lack = {NO_GAP, schema->required_apart, 0};
    size_t begin = found_count(checker);
    for (size_t i = 0; i < schema->property_count && (valid || checker->found); i++)
        valid = property_obeys(checker, &schema->properties[i], value, at, &lack) && valid;
    if (lack.present == json_object_size(value)) {
        checker->all_named = value;
        checker->named_by = schema;
    }
    if (lack.gap != NO_GAP && lack.required)
        valid = !missing_refused(checker, schema, value, at, begin, lack.gap) && valid;
    return !unknown_refused(checker, schema, value, at) && valid;
}

static bool named(struct schema_checker *checker, const struct schema *schema, const char *name)
{
    return schema_property_find(schema, name) || schema_name_matched(schema, name, checker->run->steps);
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
    bool valid = steps_take(checker->run->steps, 1 + json_object_size(value));
    const char *name;
    json_t *member;
    if (checker->all_named == value && checker->named_by == schema)
        return valid;
    json_object_foreach (members_of(value), name, member) {
        const struct schema_step here = {at, name, 0};
        if (!named(checker, schema, name))
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
        if (schema_pattern_found(schema->unit, pattern->code, at->name, strlen(at->name),
                                 checker->run->steps))
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

/* What is wrong with a name, in the real validator's words about names. */
static void name_refuse(struct schema_checker *checker, const struct schema *schema, const json_t *text,
                        const struct schema_step *at)
{
    struct schema_findings found = {0};
    struct schema_checker inner = {.run = checker->run, .found = &found, .depth = checker->depth};
    schema_apply(&inner, schema->sub[SUB_NAMES], text, at);
    for (size_t i = 0; i < found.count; i++) {
        char *path = schema_path_text(at);
        struct schema_words words = {must_strdup(found.items[i].fault.message), must_printf("$.%s", path)};
        schema_findings_add(checker->found, at, "propertyNames", schema, text, words);
        free(path);
    }
    schema_findings_cut(&found, 0);
    free(found.items);
}

SCHEMA_RULE(property_names)
{
    bool valid = true;
    const char *name;
    json_t *member;
    json_object_foreach (members_of(value), name, member) {
        json_auto_t *text = json_string(name);
        const struct schema_step here = {at, name, 0};
        if (schema_obeyed(checker, schema->sub[SUB_NAMES], text, &here))
            continue;
        valid = false;
        if (checker->found)
            name_refuse(checker, schema, text, &here);
    }
    return valid;
}

static bool lacks_needed(const struct schema_dependency *dependency, const json_t *value)
{
    for (size_t i = 0; i < json_array_size(dependency->needed); i++)
        if (!json_object_get(value, json_string_value(json_array_get(dependency->needed, i))))
            return true;
    return false;
}

SCHEMA_RULE(dependencies)
{
    bool valid = true;
    for (size_t i = 0; i < schema->dependency_count && (valid || checker->found); i++) {
        const struct schema_dependency *dependency = &schema->dependencies[i];
        if (!json_object_get(value, dependency->name))
            continue;
        if (lacks_needed(dependency, value))
            valid = schema_refuse(checker, RULE_dependencies, schema, value, at);
        if (dependency->schema)
            valid = schema_apply(checker, dependency->schema, value, at) && valid;
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
    return !json_is_object(value) || (int64_t)json_object_size(value) <= schema->sizes[SIZE_MAX_PROPERTIES] ||
           schema_refuse(checker, RULE_max_properties, schema, value, at);
}

SCHEMA_RULE(min_properties)
{
    return !json_is_object(value) || (int64_t)json_object_size(value) >= schema->sizes[SIZE_MIN_PROPERTIES] ||
           schema_refuse(checker, RULE_min_properties, schema, value, at);
}
