#include "json/list.h"
#include "json/reading.h"
#include "json/schema/schema.h"

#include <string.h>

static void amend_member(json_t *object, const char *name, json_t *amendment);

/* Items that are there already stay where they are. */
static void add_items(json_t *list, const json_t *items)
{
    for (size_t i = 0; i < json_array_size(items); i++)
        if (!list_has(list, json_array_get(items, i)))
            json_array_append(list, json_array_get(items, i));
}

static void remove_items(json_t *list, const json_t *items)
{
    for (size_t i = json_array_size(list); i-- > 0;)
        if (list_has(items, json_array_get(list, i)))
            json_array_remove(list, i);
}

/* A property that is gone is not required any more. */
static json_t *gone(const json_t *properties)
{
    json_t *names = json_array();
    const char *name;
    json_t *property;
    json_object_foreach (json_reading(properties), name, property)
        if (json_is_null(property))
            json_array_append_new(names, json_string(name));
    return names;
}

void schema_amend(json_t *document, const json_t *amendment)
{
    json_t *required = json_object_get(document, "required");
    json_auto_t *dropped = gone(json_object_get(amendment, "properties"));
    if (json_is_array(required)) {
        remove_items(required, dropped);
        remove_items(required, json_object_get(amendment, "optional"));
    }
    const char *name;
    json_t *member;
    json_object_foreach (json_reading(amendment), name, member)
        if (strcmp(name, "optional") != 0 || !json_is_array(member))
            amend_member(document, name, member);
}

static void amend_member(json_t *object, const char *name, json_t *amendment)
{
    json_t *member = json_object_get(object, name);
    if (json_is_null(amendment))
        json_object_del(object, name);
    else if (json_is_object(member) && json_is_object(amendment))
        schema_amend(member, amendment);
    else if (json_is_array(member) && json_is_array(amendment))
        add_items(member, amendment);
    else
        json_object_set_new(object, name, json_deep_copy(amendment));
}
