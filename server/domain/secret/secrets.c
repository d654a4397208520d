#include "domain/secret/secrets.h"

#include "json/get.h"
#include "json/schema/schema.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The branches of a schema node that makes a choice; one with properties of its own makes none. Borrowed. */
static json_t *branches_of(const json_t *schema)
{
    static const char *const keywords[] = {"oneOf", "anyOf", "allOf"};
    if (get(schema, "properties"))
        return NULL;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        json_t *branches = json_object_get(schema, keywords[i]);
        if (json_is_array(branches))
            return branches;
    }
    return NULL;
}

static bool can_hold_secrets(const json_t *specification)
{
    return json_is_object(json_object_get(specification, "properties")) ||
           json_is_array(json_object_get(specification, "oneOf"));
}

static json_t *mask_parts(const json_t *schema, json_t *value);

static json_t *mask(const json_t *schema, json_t *value)
{
    return get(schema, "airbyte_secret") ? json_string(SECRET_MASK) : mask_parts(schema, value);
}

static json_t *mask_members(const json_t *properties, json_t *object)
{
    json_t *masked = json_object();
    const char *name;
    json_t *member;
    json_object_foreach (object, name, member)
        json_object_set_new(masked, name, mask(json_object_get(properties, name), member));
    return masked;
}

static json_t *mask_items(const json_t *schema, const json_t *list)
{
    json_t *masked = json_array();
    size_t index;
    json_t *item;
    json_array_foreach (list, index, item)
        json_array_append_new(masked, mask(schema, item));
    return masked;
}

/* What one branch has masked stays masked: a mask has no parts. */
static json_t *mask_by_all(const json_t *branches, const json_t *value)
{
    json_t *masked = json_deep_copy(value);
    size_t index;
    json_t *branch;
    json_array_foreach (branches, index, branch) {
        json_t *more = mask(branch, masked);
        json_decref(masked);
        masked = more;
    }
    return masked;
}

static json_t *mask_parts(const json_t *schema, json_t *value)
{
    const json_t *properties = json_is_object(value) ? get(schema, "properties") : NULL;
    const json_t *items = json_is_array(value) ? get(schema, "items") : NULL;
    if (properties)
        return mask_members(properties, value);
    if (items)
        return mask_items(items, value);
    return mask_by_all(branches_of(schema), value);
}

json_t *secrets_masked(const json_t *specification, json_t *configuration)
{
    return can_hold_secrets(specification) ? mask_parts(specification, configuration)
                                           : json_deep_copy(configuration);
}

static bool is_secret(const json_t *schema)
{
    return get_true(schema, "airbyte_secret");
}

static bool is_mask(const json_t *value)
{
    const char *text = json_string_value(value);
    return text && strcmp(text, SECRET_MASK) == 0;
}

static bool fulfils(const json_t *value, const json_t *branch)
{
    struct schema *schema = schema_compile(branch, NULL);
    struct schema_faults faults = {0};
    bool good = schema_check(schema, value, &faults);
    schema_faults_free(&faults);
    schema_free(schema);
    return good;
}

static void merge(const json_t *schema, const json_t *stored, json_t *given);

static void merge_member(const json_t *schema, const char *name, json_t *stored, json_t *given)
{
    json_t *value = json_object_get(given, name);
    if (!is_secret(schema))
        merge(schema, stored, value);
    else if (is_mask(value))
        json_object_set_new(given, name, json_deep_copy(stored));
}

static void merge_members(json_t *properties, const json_t *stored, json_t *given)
{
    const char *name;
    json_t *schema;
    json_object_foreach (properties, name, schema) {
        json_t *old = json_object_get(stored, name);
        if (old && json_object_get(given, name))
            merge_member(schema, name, old, given);
    }
}

/* Puts secrets back, in place. A choice judges `given` as it stands when its branch comes. */
static void merge(const json_t *schema, const json_t *stored, json_t *given)
{
    if (!json_is_object(stored) || !json_is_object(given))
        return;
    merge_members(json_object_get(schema, "properties"), stored, given);
    size_t index;
    json_t *branch;
    json_array_foreach (branches_of(schema), index, branch)
        if (fulfils(given, branch))
            merge(branch, stored, given);
}

json_t *secrets_merged(const json_t *specification, const json_t *stored, const json_t *given)
{
    json_t *merged = json_deep_copy(given);
    if (can_hold_secrets(specification))
        merge(specification, stored, merged);
    return merged;
}
