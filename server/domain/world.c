#include "domain/world.h"

#include "base/die.h"
#include "json/pick.h"

#include <stdlib.h>

struct uuid world_uuid(struct world *world)
{
    return uuid_new(&world->rng);
}

json_t *world_shape(const struct world *world, const char *shape, json_t *value)
{
    const struct schema *schema = schema_library_find(world->shared->shapes, shape);
    if (!schema)
        die("no shape %s", shape);
    json_t *shaped = schema_pick(schema, value);
    json_decref(value);
    return shaped;
}

char *world_print(const json_t *value)
{
    return json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
}

char *world_document(const struct world *world, const char *shape, json_t *value)
{
    json_auto_t *shaped = world_shape(world, shape, value);
    return world_print(shaped);
}

json_t *world_parse(const char *text)
{
    json_error_t error;
    json_t *value = json_loads(text, JSON_DECODE_ANY, &error);
    if (!value)
        die("stored text: %s: %.200s", error.text, text);
    return value;
}
