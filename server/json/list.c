#include "json/list.h"

#include "json/jsonb.h"
#include "json/print.h"

#include <stdlib.h>

/* Objects with the same members are equal, whatever their order. */
static char *key_of(const json_t *value)
{
    json_auto_t *ordered = json_in_jsonb_order(value);
    return json_print(ordered);
}

json_t *list_set(const json_t *list)
{
    json_t *set = json_object();
    for (size_t i = 0; i < json_array_size(list); i++) {
        char *key = key_of(json_array_get(list, i));
        json_object_set_new(set, key, json_true());
        free(key);
    }
    return set;
}

bool set_has(const json_t *set, const json_t *value)
{
    char *key = key_of(value);
    bool found = json_object_get(set, key);
    free(key);
    return found;
}
