#include "domain/catalog/catalog.h"

#include "base/rng.h"
#include "domain/catalog/parts.h"

enum { STREAMS = 3, OWN_FIELDS = 3, SHAPE = 0, MODES = 1 };

struct field {
    const char *name, *type;
};

/* Things that most applications have. Each gets id, created_at and updated_at besides. */
static const struct thing {
    const char *name;
    struct field fields[OWN_FIELDS];
} things[] = {
    {"accounts", {{"name", "string"}, {"website", "string"}, {"active", "boolean"}}},
    {"activities", {{"type", "string"}, {"subject", "string"}, {"duration", "integer"}}},
    {"campaigns", {{"name", "string"}, {"status", "string"}, {"budget", "number"}}},
    {"comments", {{"author", "string"}, {"body", "string"}, {"edited", "boolean"}}},
    {"contacts", {{"name", "string"}, {"email", "string"}, {"phone", "string"}}},
    {"events", {{"name", "string"}, {"actor", "string"}, {"count", "integer"}}},
    {"files", {{"name", "string"}, {"path", "string"}, {"size", "integer"}}},
    {"groups", {{"name", "string"}, {"description", "string"}, {"members", "integer"}}},
    {"invoices", {{"number", "string"}, {"total", "number"}, {"paid", "boolean"}}},
    {"messages", {{"subject", "string"}, {"body", "string"}, {"read", "boolean"}}},
    {"orders", {{"number", "string"}, {"status", "string"}, {"total", "number"}}},
    {"payments", {{"currency", "string"}, {"amount", "number"}, {"refunded", "boolean"}}},
    {"products", {{"name", "string"}, {"sku", "string"}, {"price", "number"}}},
    {"projects", {{"name", "string"}, {"owner", "string"}, {"archived", "boolean"}}},
    {"tasks", {{"title", "string"}, {"assignee", "string"}, {"done", "boolean"}}},
    {"users", {{"name", "string"}, {"email", "string"}, {"active", "boolean"}}},
};

enum { THINGS = sizeof things / sizeof *things };

static void add_moment(json_t *properties, const char *name)
{
    json_object_set_new(properties, name, json_pack("{s:s, s:s}", "type", "string", "format", "date-time"));
}

static void add_own_fields(json_t *properties, const struct thing *thing)
{
    for (size_t i = 0; i < OWN_FIELDS; i++)
        json_object_set_new(properties, thing->fields[i].name,
                            json_pack("{s:s}", "type", thing->fields[i].type));
}

void plausible_columns(json_t *properties, const char *name)
{
    add_own_fields(properties, &things[hash_text(name, SHAPE) % THINGS]);
}

static json_t *schema_of(const struct thing *thing)
{
    json_t *properties = json_pack("{s:{s:s}}", "id", "type", "integer");
    add_own_fields(properties, thing);
    add_moment(properties, "created_at");
    add_moment(properties, "updated_at");
    return json_pack("{s:s, s:o}", "type", "object", "properties", properties);
}

static json_t *stream_of(const struct thing *thing, bool incremental)
{
    json_auto_t *stream = json_pack("{s:s, s:o, s:[s]}", "name", thing->name, "jsonSchema", schema_of(thing),
                                    "supportedSyncModes", "full_refresh");
    if (incremental) {
        json_array_append_new(json_object_get(stream, "supportedSyncModes"), json_string("incremental"));
        json_object_set_new(stream, "sourceDefinedCursor", json_true());
        json_object_set_new(stream, "defaultCursorField", json_pack("[s]", "updated_at"));
        json_object_set_new(stream, "sourceDefinedPrimaryKey", json_pack("[[s]]", "id"));
    }
    return stream_stored(stream);
}

/* Steps of an odd width through a table of a power of two never meet the same thing twice. */
_Static_assert((THINGS & (THINGS - 1)) == 0, "the number of things is a power of two");

json_t *catalog_plausible(const char *connector_name)
{
    uint64_t shape = hash_text(connector_name, SHAPE);
    size_t start = shape % THINGS, step = shape / THINGS % THINGS | 1;
    size_t incremental = 1 + hash_text(connector_name, MODES) % (STREAMS - 1);
    json_t *streams = json_array();
    for (size_t i = 0; i < STREAMS; i++) {
        const struct thing *thing = &things[(start + i * step) % THINGS];
        json_array_append_new(streams, json_pack("{s:o}", "stream", stream_of(thing, i < incremental)));
    }
    return catalog_of(streams);
}
