#include "domain/catalog/catalog.h"
#include "domain/catalog/parts.h"
#include "json/get.h"
#include "json/list.h"

/* A discovered entry (borrowed) as it joins. New reference. */
static json_t *joining(const json_t *entry)
{
    const json_t *stream = json_object_get(entry, "stream");
    json_t *joined = json_deep_copy(entry), *config = json_object_get(joined, "config");
    json_object_set_new(config, "selected", json_true());
    json_object_del(config, "suggested");
    config_choose_modes(config, stream);
    return joined;
}

/* The connection's own streams as they are now; one that is gone stays unless `fully`. */
static json_t *own_entries(const json_t *configured, const json_t *merged, bool fully)
{
    json_auto_t *found = catalog_index(merged);
    json_t *streams = json_array(), *entry;
    size_t i;
    json_array_foreach (json_object_get(configured, "streams"), i, entry) {
        json_t *now = catalog_indexed(found, json_object_get(entry, "stream"));
        if (now || !fully)
            json_array_append(streams, now ? now : entry);
    }
    return streams;
}

static void add_new(json_t *streams, const json_t *configured, const json_t *original, const json_t *merged)
{
    json_auto_t *own = catalog_index(configured), *known = catalog_index(original);
    json_t *entry;
    size_t i;
    json_array_foreach (json_object_get(merged, "streams"), i, entry) {
        const json_t *stream = json_object_get(entry, "stream");
        if (!catalog_indexed(own, stream) && !catalog_indexed(known, stream))
            json_array_append_new(streams, joining(entry));
    }
}

json_t *catalog_propagated(const json_t *configured, const json_t *original, const json_t *discovered,
                           bool fully)
{
    json_auto_t *proposed = catalog_discovered(discovered, NULL, NULL);
    json_auto_t *merged = catalog_merged(configured, original, proposed);
    json_t *streams = own_entries(configured, merged, fully);
    if (fully)
        add_new(streams, configured, original, merged);
    return catalog_of(streams);
}
