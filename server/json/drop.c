#include "json/drop.h"

static void empty(json_t *value, struct work *work);

static void empty_members(json_t *object, struct work *work)
{
    const char *name;
    json_t *member;
    json_object_foreach (object, name, member) {
        empty(member, work);
        work_meet(work);
    }
    json_object_clear(object);
}

static void empty_list(json_t *list, struct work *work)
{
    for (size_t size; (size = json_array_size(list)) > 0; work_meet(work)) {
        empty(json_array_get(list, size - 1), work);
        json_array_remove(list, size - 1);
    }
}

/* What somebody else holds, too, stays as it is. */
static void empty(json_t *value, struct work *work)
{
    if (value->refcount > 1)
        return;
    empty_members(value, work);
    empty_list(value, work);
}

void json_drop(json_t *value, struct work *work)
{
    if (value && work)
        empty(value, work);
    json_decref(value);
}
