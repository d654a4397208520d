#include "domain/catalog/diff.h"

#include "domain/catalog/catalog.h"
#include "domain/catalog/parts.h"
#include "json/get.h"
#include "json/list.h"

/* A stream as it is compared: complete, and with the selected fields only. New reference. */
static json_t *compared_stream(const json_t *entry)
{
    json_t *stream = stream_complete(json_object_get(entry, "stream"));
    const json_t *config = json_object_get(entry, "config");
    if (!get_true(config, "fieldSelectionEnabled"))
        return stream;
    json_auto_t *names = selected_field_names(config);
    json_t *schema = json_deep_copy(json_object_get(stream, "jsonSchema"));
    schema_prune(schema, names);
    json_object_set_new(stream, "jsonSchema", schema);
    return stream;
}

/* `config` is the stream's in the catalog that judges, or NULL; `key` the set of its primary key's paths. */
static bool removal_breaks(const json_t *config, const json_t *key, const json_t *path)
{
    if (json_is_false(json_object_get(config, "selected")))
        return false;
    if (get_is(config, "syncMode", "incremental") && json_equal(json_object_get(config, "cursorField"), path))
        return true;
    return get_is(config, "destinationSyncMode", "append_dedup") && set_has(key, path);
}

/* Steals `change`, the member of that name. */
static void add_field_transform(json_t *transforms, const char *type, const json_t *field, bool breaking,
                                const char *name, json_t *change)
{
    json_array_append_new(transforms,
                          json_pack("{s:s, s:O, s:b, s:o}", "transformType", type, "fieldName",
                                    json_object_get(field, "path"), "breaking", breaking, name, change));
}

static json_t *schema_of(const json_t *field)
{
    return json_pack("{s:O}", "schema", json_object_get(field, "schema"));
}

static void add_removed_fields(json_t *transforms, json_t *olds, const json_t *news, const json_t *config)
{
    const char *name;
    json_t *field;
    json_auto_t *key = list_set(json_object_get(config, "primaryKey"));
    json_object_foreach (olds, name, field) {
        if (!json_object_get(news, name))
            add_field_transform(transforms, "remove_field", field,
                                removal_breaks(config, key, json_object_get(field, "path")), "removeField",
                                schema_of(field));
    }
}

static void add_added_fields(json_t *transforms, const json_t *olds, json_t *news)
{
    const char *key;
    json_t *field;
    json_object_foreach (news, key, field) {
        if (!json_object_get(olds, key))
            add_field_transform(transforms, "add_field", field, false, "addField", schema_of(field));
    }
}

static void add_updated_fields(json_t *transforms, const json_t *olds, json_t *news)
{
    const char *key;
    json_t *field;
    json_object_foreach (news, key, field) {
        json_t *old = json_object_get(json_object_get(olds, key), "schema");
        json_t *new = json_object_get(field, "schema");
        if (old && !json_equal(old, new))
            add_field_transform(transforms, "update_field_schema", field, false, "updateFieldSchema",
                                json_pack("{s:O, s:O}", "oldSchema", old, "newSchema", new));
    }
}

static json_t *field_transforms(const json_t *old_stream, const json_t *new_stream, const json_t *config)
{
    json_auto_t *olds = schema_fields(json_object_get(old_stream, "jsonSchema"));
    json_auto_t *news = schema_fields(json_object_get(new_stream, "jsonSchema"));
    json_t *transforms = json_array();
    add_removed_fields(transforms, olds, news, config);
    add_added_fields(transforms, olds, news);
    add_updated_fields(transforms, olds, news);
    return transforms;
}

/* Steals `fields`, which may be NULL. */
static void add_stream_transform(json_t *transforms, const char *type, const json_t *entry, json_t *fields)
{
    json_array_append_new(transforms, json_pack("{s:s, s:o, s:o*}", "transformType", type, "streamDescriptor",
                                                stream_descriptor(json_object_get(entry, "stream")),
                                                "updateStream", fields));
}

/* The streams of one index that the other lacks. */
static void add_missing_streams(json_t *transforms, const char *type, json_t *index, const json_t *other)
{
    const char *key;
    json_t *entry;
    json_object_foreach (index, key, entry) {
        if (!json_object_get(other, key))
            add_stream_transform(transforms, type, entry, NULL);
    }
}

static void add_if_updated(json_t *transforms, const json_t *old, const json_t *new, const json_t *config)
{
    json_auto_t *old_stream = compared_stream(old), *new_stream = compared_stream(new);
    if (!json_equal(old_stream, new_stream))
        add_stream_transform(transforms, "update_stream", new,
                             field_transforms(old_stream, new_stream, config));
}

json_t *catalog_diff(const json_t *old_catalog, const json_t *new_catalog, const json_t *configured)
{
    json_auto_t *olds = catalog_index(old_catalog), *news = catalog_index(new_catalog);
    json_auto_t *judges = catalog_index(configured);
    json_t *transforms = json_array(), *entry;
    add_missing_streams(transforms, "remove_stream", olds, news);
    add_missing_streams(transforms, "add_stream", news, olds);
    const char *key;
    json_object_foreach (news, key, entry) {
        const json_t *old = json_object_get(olds, key);
        if (old)
            add_if_updated(transforms, old, entry, json_object_get(json_object_get(judges, key), "config"));
    }
    return json_pack("{s:o}", "transforms", transforms);
}

static bool any_breaking(const json_t *fields)
{
    size_t i;
    const json_t *field;
    json_array_foreach (fields, i, field) {
        if (get_true(field, "breaking"))
            return true;
    }
    return false;
}

bool catalog_diff_breaking(const json_t *diff)
{
    size_t i;
    const json_t *transform;
    json_array_foreach (json_object_get(diff, "transforms"), i, transform) {
        if (any_breaking(json_object_get(transform, "updateStream")))
            return true;
    }
    return false;
}

bool catalog_diff_empty(const json_t *diff)
{
    return json_array_size(json_object_get(diff, "transforms")) == 0;
}

static bool is_subset(const json_t *list, const json_t *of)
{
    size_t i;
    const json_t *item;
    json_auto_t *set = list_set(of);
    json_array_foreach (list, i, item) {
        if (!set_has(set, item))
            return false;
    }
    return true;
}

static bool same_setting(const json_t *old, const json_t *new, const char *name)
{
    const json_t *before = json_object_get(old, name), *after = json_object_get(new, name);
    return before == after || json_equal(before, after);
}

static bool is_reconfigured(const json_t *old, const json_t *new)
{
    json_auto_t *old_cursor = list_member(old, "cursorField"), *new_cursor = list_member(new, "cursorField");
    const json_t *old_key = json_object_get(old, "primaryKey"), *new_key = json_object_get(new, "primaryKey");
    return !same_setting(old, new, "syncMode") || !same_setting(old, new, "destinationSyncMode") ||
           !json_equal(old_cursor, new_cursor) || !is_subset(old_key, new_key) ||
           !is_subset(new_key, old_key);
}

/* {"stream": descriptor} of each stream that the diff names. */
static json_t *changed_streams(const json_t *old_configured, const json_t *new_configured)
{
    json_auto_t *diff = catalog_diff(old_configured, new_configured, NULL);
    json_t *changed = json_array();
    size_t i;
    const json_t *transform;
    json_array_foreach (json_object_get(diff, "transforms"), i, transform) {
        json_array_append_new(changed,
                              json_pack("{s:O}", "stream", json_object_get(transform, "streamDescriptor")));
    }
    return catalog_of(changed);
}

static json_t *stream_descriptors(const json_t *catalog)
{
    json_t *descriptors = json_array();
    size_t i;
    const json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
        json_array_append_new(descriptors, stream_descriptor(json_object_get(entry, "stream")));
    }
    return descriptors;
}

json_t *catalog_streams_to_reset(const json_t *old_configured, const json_t *new_configured)
{
    json_auto_t *changed = changed_streams(old_configured, new_configured);
    json_auto_t *changes = catalog_index(changed), *olds = catalog_index(old_configured);
    json_auto_t *news = catalog_index(new_configured);
    const char *key;
    json_t *entry, *descriptors = stream_descriptors(changed);
    json_object_foreach (news, key, entry) {
        const json_t *old = json_object_get(olds, key);
        if (old && !json_object_get(changes, key) &&
            is_reconfigured(json_object_get(old, "config"), json_object_get(entry, "config")))
            json_array_append_new(descriptors, stream_descriptor(json_object_get(entry, "stream")));
    }
    return descriptors;
}
