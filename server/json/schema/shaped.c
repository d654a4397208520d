#include "json/schema/shaped.h"

#include "json/jsonb.h"
#include "json/schema/internal.h"

#include <stdlib.h>

/* The members that are named, in the schema's order. Gives how many there are. */
static size_t write_named(struct writer *writer, const struct schema *schema, const json_t *object)
{
    size_t count = 0;
    for (size_t i = 0; i < schema->property_count; i++) {
        const struct schema_property *property = &schema->properties[i];
        const json_t *member = json_object_getn(object, property->name, property->length);
        count += member != NULL;
        if (member && (!json_is_null(member) || schema_referred(property->schema)->nullable))
            write_shaped(writer, property->name, property->schema, member);
    }
    return count;
}

/* Whether it lets some pass that are not. */
static bool is_open(const struct schema *schema)
{
    return schema->additional == ADDITIONAL_ALLOWED || schema->additional == ADDITIONAL_CHECKED;
}

static bool passes_unnamed(const struct schema *schema, const char *name)
{
    struct steps steps = steps_of_a_request;
    return !schema_property_find(schema, name) &&
           (is_open(schema) || schema_name_matched(schema, name, &steps));
}

/* The others, where the schema lets them pass. */
static void write_unnamed(struct writer *writer, const struct schema *schema, const json_t *object)
{
    const struct schema *own = schema->sub[SUB_ADDITIONAL];
    struct jsonb_member *members = jsonb_members(object);
    for (size_t i = 0; i < json_object_size(object); i++) {
        const struct jsonb_member *member = &members[i];
        if (!passes_unnamed(schema, member->name))
            continue;
        if (own)
            write_shaped(writer, member->name, own, member->value);
        else
            write_in_jsonb_order(writer, member->name, member->value);
    }
    free(members);
}

static void write_members(struct writer *writer, const char *name, const struct schema *schema,
                          const json_t *object)
{
    write_object(writer, name);
    bool all_named = write_named(writer, schema, object) == json_object_size(object);
    if (!all_named && (is_open(schema) || schema->name_pattern_count))
        write_unnamed(writer, schema, object);
    write_object_end(writer);
}

static void write_items(struct writer *writer, const char *name, const struct schema *items,
                        const json_t *list)
{
    write_array(writer, name);
    for (size_t i = 0; i < json_array_size(list); i++)
        write_shaped(writer, NULL, items, json_array_get(list, i));
    write_array_end(writer);
}

void write_shaped(struct writer *writer, const char *name, const struct schema *schema, const json_t *value)
{
    schema = schema_referred(schema);
    const struct schema *branch = schema_branch_of(schema, value, NULL);
    if (branch)
        write_shaped(writer, name, branch, value);
    else if (json_is_object(value) && (schema->shaped || schema->additional == ADDITIONAL_CHECKED))
        write_members(writer, name, schema, value);
    else if (json_is_array(value) && schema->sub[SUB_ITEMS])
        write_items(writer, name, schema->sub[SUB_ITEMS], value);
    else
        write_in_jsonb_order(writer, name, value);
}
