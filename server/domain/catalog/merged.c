#include "domain/catalog/catalog.h"
#include "domain/catalog/parts.h"
#include "json/get.h"
#include "json/list.h"

static json_t *own_list(const json_t *settings, const json_t *proposed, const char *name)
{
    bool given = json_array_size(json_object_get(settings, name)) > 0;
    return list_member(given ? settings : proposed, name);
}

static json_t *kept_mode(const json_t *settings, const json_t *entry)
{
    json_t *mode = json_object_get(settings, "syncMode");
    const json_t *supported = json_object_get(json_object_get(entry, "stream"), "supportedSyncModes");
    return list_has(supported, mode) ? mode : json_object_get(json_object_get(entry, "config"), "syncMode");
}

static json_t *entry_schema(const json_t *entry)
{
    return json_object_get(json_object_get(entry, "stream"), "jsonSchema");
}

/* What was selected and is still there, and what is new since the connection was made. */
static json_t *kept_fields(const json_t *settings, const json_t *original, const json_t *entry)
{
    json_auto_t *names = selected_field_names(settings);
    const json_t *before = schema_properties(entry_schema(original));
    json_t *fields = json_array(), *ignored;
    const char *name;
    json_object_foreach (schema_properties(entry_schema(entry)), name, ignored) {
        if (json_object_get(names, name) || (original && !json_object_get(before, name)))
            json_array_append_new(fields, json_pack("{s:[s]}", "fieldPath", name));
    }
    return fields;
}

static json_t *merged_config(const json_t *settings, const json_t *original, const json_t *entry)
{
    const json_t *proposed = json_object_get(entry, "config");
    bool field_selection = get_true(settings, "fieldSelectionEnabled");
    json_auto_t *fields = field_selection ? kept_fields(settings, original, entry) : NULL;
    json_t *merged = json_pack(
        "{s:O, s:o, s:O, s:o, s:O, s:b, s:b, s:O*}", "syncMode", kept_mode(settings, entry), "cursorField",
        own_list(settings, proposed, "cursorField"), "destinationSyncMode",
        json_object_get(settings, "destinationSyncMode"), "primaryKey",
        own_list(settings, proposed, "primaryKey"), "aliasName", json_object_get(settings, "aliasName"),
        "selected", !json_is_false(json_object_get(settings, "selected")), "fieldSelectionEnabled",
        field_selection, "selectedFields", json_array_size(fields) ? fields : NULL);
    config_carry(merged, settings);
    return merged;
}

static json_t *unselected(const json_t *entry)
{
    json_t *config = json_copy(json_object_get(entry, "config"));
    json_object_set_new(config, "selected", json_false());
    return config;
}

json_t *catalog_merged(const json_t *configured, const json_t *original, const json_t *discovered)
{
    json_auto_t *settings = catalog_index(configured), *originals = catalog_index(original);
    json_t *streams = json_array(), *entry;
    size_t i;
    json_array_foreach (json_object_get(discovered, "streams"), i, entry) {
        json_t *stream = json_object_get(entry, "stream");
        const json_t *own = json_object_get(catalog_indexed(settings, stream), "config");
        json_t *config =
            own ? merged_config(own, catalog_indexed(originals, stream), entry) : unselected(entry);
        json_array_append_new(streams, json_pack("{s:O, s:o}", "stream", stream, "config", config));
    }
    return catalog_of(streams);
}
