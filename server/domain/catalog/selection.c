#include "domain/catalog/parts.h"

#include <string.h>

/* The schema of fields that a client chose: finding, naming and pruning a schema's properties. */

static json_t *properties_in_array(json_t *array)
{
    size_t i;
    json_t *item, *found;
    json_array_foreach (array, i, item) {
        if ((found = schema_properties(item)))
            return found;
    }
    return NULL;
}

json_t *schema_properties(json_t *json_schema)
{
    json_t *found = json_object_get(json_schema, "properties");
    if (found || json_is_array(json_schema))
        return found ? found : properties_in_array(json_schema);
    const char *name;
    json_t *member;
    json_object_foreach (json_schema, name, member) {
        if ((found = schema_properties(member)))
            return found;
    }
    return NULL;
}

json_t *schema_selected_fields(json_t *json_schema)
{
    json_t *fields = json_array(), *ignored;
    const char *name;
    json_object_foreach (schema_properties(json_schema), name, ignored) {
        json_array_append_new(fields, json_pack("{s:[s]}", "fieldPath", name));
    }
    return fields;
}

json_t *selected_field_names(const json_t *config)
{
    json_t *names = json_object();
    size_t i;
    const json_t *field;
    json_array_foreach (json_object_get(config, "selectedFields"), i, field) {
        const char *name = json_string_value(json_array_get(json_object_get(field, "fieldPath"), 0));
        if (name)
            json_object_set_new(names, name, json_true());
    }
    return names;
}

void schema_prune(json_t *json_schema, const json_t *names)
{
    json_t *properties = schema_properties(json_schema), *ignored;
    const char *name;
    void *next;
    json_object_foreach_safe (properties, next, name, ignored) {
        if (!json_object_get(names, name))
            json_object_del(properties, name);
    }
}
