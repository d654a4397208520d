#include "domain/catalog/catalog.h"

#include "base/die.h"
#include "domain/catalog/parts.h"
#include "json/get.h"
#include "json/put.h"
#include "json/read.h"

#include <stdlib.h>

/* A stream of a request, on its way into the store: `path` ("syncCatalog") and index say which one. */
struct selection {
    const json_t *entry, *config;
    const char *path;
    size_t index;
    struct problem *problem;
    json_t *schema; /* the stored stream's own, borrowed: pruned in the end */
    json_t *names;  /* {name: true} */
};

static bool entry_fault(const struct selection *selection, enum problem_kind kind, const char *where,
                        const char *text)
{
    char *path = must_printf("%s.streams[%zu].%s", selection->path, selection->index, where);
    problem_at(selection->problem, kind, path, "%s", text);
    free(path);
    return false;
}

static bool fault(const struct selection *selection, const char *where, const char *text)
{
    return entry_fault(selection, PROBLEM_SPECIFICATION, where, text);
}

static bool fields_are_given(const struct selection *selection)
{
    if (json_is_array(json_object_get(selection->config, "selectedFields")))
        return true;
    return fault(selection, "config.selectedFields",
                 "Requested field selection but no selected fields provided");
}

static bool schema_has_properties(const struct selection *selection)
{
    if (json_is_object(schema_properties(selection->schema)))
        return true;
    return fault(selection, "stream.jsonSchema", "Requested field selection but no properties node found");
}

static bool path_is_plain(const struct selection *selection, size_t index, const json_t *path)
{
    if (json_array_size(path) == 1)
        return true;
    char *where = must_printf("config.selectedFields[%zu].fieldPath", index);
    fault(selection, where,
          json_array_size(path) == 0 ? "Selected field path cannot be empty"
                                     : "Nested field selection not supported");
    free(where);
    return false;
}

static bool paths_are_plain(const struct selection *selection)
{
    size_t i;
    const json_t *field;
    json_array_foreach (json_object_get(selection->config, "selectedFields"), i, field) {
        if (!path_is_plain(selection, i, json_object_get(field, "fieldPath")))
            return false;
    }
    return true;
}

/* Only the first element of a path counts: the rest lies inside a field. */
static bool starts_selected(const struct selection *selection, const json_t *path)
{
    const char *first = json_string_value(json_array_get(path, 0));
    return first && json_object_get(selection->names, first);
}

static bool cursor_is_kept(const struct selection *selection)
{
    const json_t *cursor = json_object_get(selection->config, "cursorField");
    if (!get_is(selection->config, "syncMode", "incremental") || json_array_size(cursor) == 0 ||
        starts_selected(selection, cursor))
        return true;
    return fault(selection, "config.selectedFields",
                 "Cursor field cannot be de-selected in INCREMENTAL syncs");
}

static bool key_is_kept(const struct selection *selection)
{
    if (!get_is(selection->config, "destinationSyncMode", "append_dedup"))
        return true;
    size_t i;
    const json_t *component;
    json_array_foreach (json_object_get(selection->config, "primaryKey"), i, component) {
        if (!starts_selected(selection, component))
            return fault(selection, "config.selectedFields",
                         "Primary key field cannot be de-selected in DEDUP mode");
    }
    return true;
}

static bool fields_are_known(const struct selection *selection)
{
    const char *name, *unknown = NULL;
    json_t *ignored;
    const json_t *properties = schema_properties(selection->schema);
    json_object_foreach (selection->names, name, ignored) {
        if (!unknown && !json_object_get(properties, name))
            unknown = name;
    }
    if (!unknown)
        return true;
    char *text = must_printf("Requested selected field %s not found in JSON schema", unknown);
    fault(selection, "config.selectedFields", text);
    free(text);
    return false;
}

/* In the real server's order (docs/behaviour/connections.md#catalogs): the first broken rule is the one that
 * is reported. */
static bool (*const rules[])(const struct selection *) = {
    fields_are_given, schema_has_properties, paths_are_plain, cursor_is_kept, key_is_kept, fields_are_known,
};

/* Of the stream as it will be stored. */
static bool select_fields(struct selection *selection, json_t *stream)
{
    put(stream, "jsonSchema", json_unfolded(get(stream, "jsonSchema")));
    json_auto_t *names = selected_field_names(selection->config);
    selection->names = names;
    selection->schema = get(stream, "jsonSchema");
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (!rules[i](selection))
            return false;
    schema_prune(selection->schema, names);
    return true;
}

static json_t *sync_mode(const json_t *config, const json_t *stream)
{
    json_t *mode = get(config, "syncMode");
    return mode ? json_incref(mode) : json_string(stream_first_mode(stream));
}

static json_t *destination_mode(const json_t *config)
{
    json_t *mode = get(config, "destinationSyncMode");
    return mode ? json_incref(mode) : json_string("append");
}

static json_t *stored_config(const json_t *stream, const json_t *config, bool field_selection)
{
    char *alias = catalog_alias(get_text(stream, "name"));
    json_t *stored = json_object();
    put(stored, "syncMode", sync_mode(config, stream));
    put(stored, "cursorField", list_member(config, "cursorField"));
    put(stored, "destinationSyncMode", destination_mode(config));
    put(stored, "primaryKey", list_member(config, "primaryKey"));
    put_text(stored, "aliasName", alias);
    put_bool(stored, "selected", true);
    put_bool(stored, "fieldSelectionEnabled", field_selection);
    if (field_selection)
        put(stored, "selectedFields", schema_selected_fields(get(stream, "jsonSchema")));
    config_carry(stored, config);
    free(alias);
    return stored;
}

/* NULL with a problem. */
static json_t *stored_entry(struct selection *selection)
{
    json_t *stream = stream_stored(get(selection->entry, "stream"));
    bool field_selection = get_true(selection->config, "fieldSelectionEnabled");
    if (field_selection && !select_fields(selection, stream)) {
        json_decref(stream);
        return NULL;
    }
    json_t *stored = json_object();
    put(stored, "stream", stream);
    put(stored, "config", stored_config(stream, selection->config, field_selection));
    return stored;
}

static bool has_part(const struct selection *selection, const char *part)
{
    return json_is_object(get(selection->entry, part)) ||
           entry_fault(selection, PROBLEM_INVALID, part, "is missing but it is required");
}

/* False with a problem. */
static bool add_entry(json_t *streams, struct selection *selection, bool whole)
{
    if (!has_part(selection, "stream") || !has_part(selection, "config"))
        return false;
    if (!whole && json_is_false(get(selection->config, "selected")))
        return true;
    json_t *stored = stored_entry(selection);
    return stored && json_array_append_new(streams, stored) == 0;
}

static json_t *configured(const json_t *catalog, bool whole, const char *path, struct problem *problem)
{
    json_auto_t *streams = json_array();
    const json_t *given = get(catalog, "streams"), *entry;
    size_t i;
    json_array_foreach (given, i, entry) {
        struct selection selection = {entry, get(entry, "config"), path, i, problem, NULL, NULL};
        if (!add_entry(streams, &selection, whole))
            return NULL;
    }
    return catalog_of(json_incref(streams));
}

json_t *catalog_configured(const json_t *sync_catalog, const char *path, struct problem *problem)
{
    return configured(sync_catalog, false, path, problem);
}

json_t *catalog_configured_whole(const json_t *catalog, const char *path, struct problem *problem)
{
    return configured(catalog, true, path, problem);
}
