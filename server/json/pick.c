#include "json/pick.h"

#include "base/die.h"
#include "json/schema_internal.h"

#include <stdlib.h>
#include <string.h>

struct member {
    const char *name;
    size_t length;
    json_t *value; /* borrowed */
};

static int member_compare(const void *left, const void *right)
{
    const struct member *a = left, *b = right;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return memcmp(a->name, b->name, a->length);
}

/* The members in jsonb order; to be freed. */
static struct member *members_sorted(const json_t *object)
{
    size_t count = 0;
    const char *name;
    json_t *value;
    struct member *members = must_alloc(json_object_size(object) * sizeof *members);
    json_object_foreach (json_reading(object), name, value) {
        members[count++] = (struct member){name, strlen(name), value};
    }
    qsort(members, count, sizeof *members, member_compare);
    return members;
}

static json_t *list_in_jsonb_order(const json_t *list)
{
    json_t *copy = json_array();
    for (size_t i = 0; i < json_array_size(list); i++)
        json_array_append_new(copy, json_in_jsonb_order(json_array_get(list, i)));
    return copy;
}

static json_t *object_in_jsonb_order(const json_t *object)
{
    json_t *copy = json_object();
    struct member *members = members_sorted(object);
    for (size_t i = 0; i < json_object_size(object); i++)
        json_object_set_new_nocheck(copy, members[i].name, json_in_jsonb_order(members[i].value));
    free(members);
    return copy;
}

json_t *json_in_jsonb_order(const json_t *value)
{
    if (json_is_object(value))
        return object_in_jsonb_order(value);
    return json_is_array(value) ? list_in_jsonb_order(value) : json_incref(json_reading(value));
}

/* The members that are named, in the schema's order. */
static void pick_properties(const struct schema *schema, const json_t *object, json_t *picked)
{
    for (size_t i = 0; i < schema->property_count; i++) {
        const struct schema_property *property = &schema->properties[i];
        const json_t *member = json_object_get(object, property->name);
        if (member && (!json_is_null(member) || schema_referred(property->schema)->nullable))
            json_object_set_new_nocheck(picked, property->name, schema_pick(property->schema, member));
    }
}

static bool passes_unnamed(const struct schema *schema, const char *name)
{
    bool open = schema->additional == ADDITIONAL_ALLOWED || schema->additional == ADDITIONAL_CHECKED;
    return !schema_property_find(schema, name) && (open || schema_name_matched(schema, name));
}

/* The others, where the schema lets them pass. */
static void pick_unnamed(const struct schema *schema, const json_t *object, json_t *picked)
{
    const struct schema *own = schema->sub[SUB_ADDITIONAL];
    struct member *members = members_sorted(object);
    for (size_t i = 0; i < json_object_size(object); i++) {
        json_t *member = members[i].value;
        if (passes_unnamed(schema, members[i].name))
            json_object_set_new_nocheck(picked, members[i].name,
                                        own ? schema_pick(own, member) : json_in_jsonb_order(member));
    }
    free(members);
}

static json_t *pick_object(const struct schema *schema, const json_t *object)
{
    json_t *picked = json_object();
    pick_properties(schema, object, picked);
    if (schema->additional != ADDITIONAL_UNSAID || schema->name_pattern_count)
        pick_unnamed(schema, object, picked);
    return picked;
}

static json_t *pick_items(const struct schema *items, const json_t *list)
{
    json_t *picked = json_array();
    for (size_t i = 0; i < json_array_size(list); i++)
        json_array_append_new(picked, schema_pick(items, json_array_get(list, i)));
    return picked;
}

json_t *schema_pick(const struct schema *schema, const json_t *value)
{
    schema = schema_referred(schema);
    const struct schema *branch = schema_branch_of(schema, value);
    if (branch)
        return schema_pick(branch, value);
    if (json_is_object(value) && (schema->shaped || schema->additional == ADDITIONAL_CHECKED))
        return pick_object(schema, value);
    if (json_is_array(value) && schema->sub[SUB_ITEMS])
        return pick_items(schema->sub[SUB_ITEMS], value);
    return json_in_jsonb_order(value);
}
