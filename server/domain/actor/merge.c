#include "domain/actor/merge.h"

#include "domain/secret/secrets.h"

#include <stdbool.h>
#include <string.h>

static void lay_over(json_t *object, const json_t *change)
{
    const char *name;
    json_t *value, *copy = json_deep_copy(change);
    json_object_foreach (copy, name, value) {
        json_t *before = json_object_get(object, name);
        bool masked = json_is_string(value) && strcmp(json_string_value(value), SECRET_MASK) == 0;
        if (json_is_object(before) && json_is_object(value))
            lay_over(before, value);
        else if (!masked || !before)
            json_object_set(object, name, value);
    }
    json_decref(copy);
}

json_t *configuration_merged(const json_t *stored, const json_t *change)
{
    json_t *merged = json_deep_copy(stored);
    if (change)
        lay_over(merged, change);
    return merged;
}
