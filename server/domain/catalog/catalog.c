#include "domain/catalog/catalog.h"

#include "base/die.h"
#include "domain/catalog/parts.h"
#include "domain/workspace/slug.h"
#include "json/folded.h"
#include "json/get.h"
#include "json/jsonb.h"
#include "json/list.h"
#include "json/put.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum form { API, PROTOCOL };

static const struct member {
    const char *name[2]; /* by form */
    enum { LEFT_OUT, EMPTY_LIST, EMPTY_OBJECT } when_absent;
} members[] = {
    {{"name", "name"}, LEFT_OUT},
    {{"jsonSchema", "json_schema"}, EMPTY_OBJECT},
    {{"supportedSyncModes", "supported_sync_modes"}, EMPTY_LIST},
    {{"sourceDefinedCursor", "source_defined_cursor"}, LEFT_OUT},
    {{"defaultCursorField", "default_cursor_field"}, EMPTY_LIST},
    {{"sourceDefinedPrimaryKey", "source_defined_primary_key"}, EMPTY_LIST},
    {{"namespace", "namespace"}, LEFT_OUT},
    {{"isResumable", "is_resumable"}, LEFT_OUT},
    {{"isFileBased", "is_file_based"}, LEFT_OUT},
};

static json_t *member_of(const struct member *member, const json_t *stream, enum form form)
{
    json_t *value = json_object_get(stream, member->name[form]);
    if (value && !json_is_null(value))
        return json_incref(value);
    if (member->when_absent == LEFT_OUT)
        return NULL;
    return member->when_absent == EMPTY_LIST ? json_array() : json_object();
}

static json_t *stream_rewritten(const json_t *stream, enum form from, enum form to)
{
    json_t *rewritten = json_object();
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        json_t *value = member_of(&members[i], stream, from);
        if (value)
            put(rewritten, members[i].name[to], value);
    }
    return rewritten;
}

json_t *stream_complete(const json_t *stream)
{
    return stream_rewritten(stream, API, API);
}

json_t *stream_stored(const json_t *stream)
{
    json_t *stored = stream_complete(stream), *schema = get(stored, "jsonSchema");
    if (!json_is_folded(schema))
        put(stored, "jsonSchema", json_in_jsonb_order(schema));
    return stored;
}

json_t *catalog_of(json_t *streams)
{
    return json_pack("{s:o}", "streams", streams);
}

json_t *catalog_to_protocol(const json_t *catalog)
{
    json_t *streams = json_array(), *entry;
    size_t i;
    json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
        json_array_append_new(streams, stream_rewritten(json_object_get(entry, "stream"), API, PROTOCOL));
    }
    return catalog_of(streams);
}

json_t *catalog_from_protocol(const json_t *protocol_catalog)
{
    json_t *streams = json_array(), *stream;
    size_t i;
    json_array_foreach (json_object_get(protocol_catalog, "streams"), i, stream) {
        json_array_append_new(streams, json_pack("{s:o}", "stream", stream_rewritten(stream, PROTOCOL, API)));
    }
    return catalog_of(streams);
}

/* Length of the UTF-8 character at `text`, or of a run of white space. */
static size_t alias_step(const char *text)
{
    size_t size = strspn(text, " \t\n\v\f\r");
    if (size > 0)
        return size;
    for (size = 1; ((unsigned char)text[size] & 0xc0) == 0x80;)
        size++;
    return size;
}

char *catalog_alias(const char *stream_name)
{
    char *alias = text_without_marks(stream_name), *end = alias;
    size_t step;
    for (const char *from = alias; *from; from += step) {
        char first = *from;
        step = alias_step(from);
        *end++ = isalnum((unsigned char)first) ? first : '_';
    }
    *end = '\0';
    return alias;
}

json_t *list_member(const json_t *object, const char *name)
{
    json_t *list = get(object, name);
    return json_is_array(list) ? json_incref(list) : json_array();
}

const char *stream_first_mode(const json_t *stream)
{
    const char *mode = json_string_value(json_array_get(json_object_get(stream, "supportedSyncModes"), 0));
    return mode ? mode : "incremental";
}

bool setting_says_nothing(const json_t *value)
{
    return json_is_false(value) || (json_is_array(value) && json_array_size(value) == 0);
}

void config_carry(json_t *config, const json_t *settings)
{
    static const char *const names[] = {
        "mappers",      "hashedFields",        "includeFiles", "namespace", "destinationObjectName",
        "generationId", "minimumGenerationId", "syncId"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        json_t *member = json_object_get(settings, names[i]);
        if (member && !setting_says_nothing(member))
            json_object_set(config, names[i], member);
    }
}

json_t *catalog_default_config(const json_t *stream, bool suggested)
{
    char *alias = catalog_alias(get_text(stream, "name"));
    json_t *config =
        json_pack("{s:s, s:o, s:s, s:o, s:s, s:b, s:b}", "syncMode", stream_first_mode(stream), "cursorField",
                  list_member(stream, "defaultCursorField"), "destinationSyncMode", "append", "primaryKey",
                  list_member(stream, "sourceDefinedPrimaryKey"), "aliasName", alias, "selected", suggested,
                  "suggested", suggested);
    free(alias);
    return config;
}

json_t *catalog_stored(const json_t *catalog, struct work *work)
{
    json_t *streams = json_array(), *entry;
    size_t i;
    json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
        work_meet(work);
        json_array_append_new(streams,
                              json_pack("{s:o}", "stream", stream_stored(json_object_get(entry, "stream"))));
    }
    return catalog_of(streams);
}

json_t *catalog_discovered(const json_t *catalog, const json_t *suggested, struct work *work)
{
    json_t *streams = json_array(), *entry;
    json_auto_t *names = list_set(suggested);
    size_t i;
    json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
        work_meet(work);
        json_t *stream = stream_stored(json_object_get(entry, "stream"));
        bool proposed = !suggested || set_has(names, json_object_get(stream, "name"));
        json_t *config = catalog_default_config(stream, proposed);
        json_array_append_new(streams, json_pack("{s:o, s:o}", "stream", stream, "config", config));
    }
    return catalog_of(streams);
}

json_t *stream_descriptor(const json_t *stream)
{
    return json_pack("{s:O, s:O*}", "name", json_object_get(stream, "name"), "namespace",
                     json_object_get(stream, "namespace"));
}

json_t *catalog_descriptors(const json_t *catalog)
{
    json_t *descriptors = json_array();
    size_t index;
    json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), index, entry)
        json_array_append_new(descriptors, stream_descriptor(json_object_get(entry, "stream")));
    return descriptors;
}

static bool stream_is(const json_t *stream, const char *name, const char *name_space)
{
    if (!get_is(stream, "name", name))
        return false;
    return name_space ? get_is(stream, "namespace", name_space)
                      : !json_is_string(json_object_get(stream, "namespace"));
}

json_t *catalog_find(const json_t *catalog, const char *name, const char *name_space)
{
    size_t i;
    json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
        if (stream_is(json_object_get(entry, "stream"), name, name_space))
            return entry;
    }
    return NULL;
}

/* No namespace and an empty one are two things, and any character may stand in either name. */
static char *index_key(const json_t *stream)
{
    const char *name = get_text(stream, "name");
    const char *name_space = get_text(stream, "namespace");
    if (!name)
        name = "";
    return must_printf("%zu:%s%s%s", strlen(name), name, name_space ? "." : "", name_space ? name_space : "");
}

json_t *catalog_index(const json_t *catalog)
{
    json_t *index = json_object(), *entry;
    size_t i;
    json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
        char *key = index_key(json_object_get(entry, "stream"));
        if (!json_object_get(index, key))
            json_object_set(index, key, entry);
        free(key);
    }
    return index;
}

json_t *catalog_indexed(const json_t *index, const json_t *stream)
{
    char *key = index_key(stream);
    json_t *entry = json_object_get(index, key);
    free(key);
    return entry;
}
