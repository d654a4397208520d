#include "domain/connection/stream_rules.h"

#include "base/die.h"
#include "json/get.h"
#include "json/list.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* 400; the stream's name stands behind the text. */
__attribute__((format(printf, 3, 4))) static bool
refuse(struct world *world, const struct stream_choice *choice, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = must_vprintf(format, arguments);
    va_end(arguments);
    problem_coded(&world->problem, PROBLEM_REFUSED, "bad-request", NULL, "%s: %s", text,
                  get_text(choice->asked, "name"));
    free(text);
    return false;
}

json_t *stream_offered(struct world *world, const json_t *catalog, const json_t *asked)
{
    size_t index, named = 0;
    const json_t *entry;
    json_t *first = NULL, *exact = NULL;
    const char *name = get_text(asked, "name"), *space = get_text_or(asked, "namespace", "");
    json_array_foreach (json_object_get(catalog, "streams"), index, entry) {
        json_t *stream = json_object_get(entry, "stream");
        if (!get_is(stream, "name", name))
            continue;
        first = named++ ? first : stream;
        if (strcmp(get_text_or(stream, "namespace", ""), space) == 0)
            exact = stream;
    }
    if (named == 1 || exact)
        return named == 1 ? first : exact;
    return problem_coded(&world->problem, PROBLEM_REFUSED, "bad-request", NULL,
                         "%s streams found with name %s and namespace %s.", named ? "Multiple" : "No", name,
                         space);
}

static bool is_new(struct world *world, const struct stream_choice *choice, const json_t *chosen)
{
    size_t index;
    const json_t *entry;
    json_array_foreach (chosen, index, entry)
        if (json_object_get(entry, "stream") == choice->stream)
            return refuse(world, choice, "Duplicate stream found in configuration for stream name");
    return true;
}

/* The schema of what stands at a path of names, or NULL. */
static const json_t *field_at(const struct stream_choice *choice, const json_t *path)
{
    size_t index;
    const json_t *name, *schema = json_object_get(choice->stream, "jsonSchema");
    json_array_foreach (path, index, name)
        schema = json_object_get(json_object_get(schema, "properties"), json_string_value(name));
    return json_array_size(path) ? schema : NULL;
}

static bool path_is_selectable(struct world *world, const struct stream_choice *choice, const json_t *path)
{
    size_t size = json_array_size(path);
    if (size == 0)
        return refuse(world, choice, "Selected field path cannot be empty for stream");
    if (size > 1)
        return refuse(world, choice, "Nested field selection not supported for stream");
    return field_at(choice, path) || refuse(world, choice, "Invalid fields selected (%s) for stream",
                                            json_string_value(json_array_get(path, 0)));
}

static bool is_selected(const struct stream_choice *choice, const json_t *path)
{
    size_t index;
    const json_t *field, *fields = json_object_get(choice->asked, "selectedFields");
    json_array_foreach (fields, index, field)
        if (json_equal(json_array_get(json_object_get(field, "fieldPath"), 0), json_array_get(path, 0)))
            return true;
    return !fields;
}

static bool fields_check(struct world *world, const struct stream_choice *choice)
{
    size_t index, other;
    const json_t *field, *fields = json_object_get(choice->asked, "selectedFields");
    if (!fields)
        return true;
    if (json_array_size(fields) == 0)
        return refuse(world, choice, "No fields selected for stream");
    json_array_foreach (fields, index, field) {
        if (!path_is_selectable(world, choice, json_object_get(field, "fieldPath")))
            return false;
        for (other = 0; other < index; other++)
            if (json_equal(field, json_array_get(fields, other)))
                return refuse(world, choice, "Duplicate fields selected for stream");
    }
    return true;
}

/* A missing mode, and its default, are not looked at. */
static bool mode_check(struct world *world, const struct stream_choice *choice)
{
    const char *mode = get_text(choice->asked, "syncMode");
    if (!mode || strcmp(mode, "full_refresh_overwrite") == 0)
        return true;
    return (list_has_text(json_object_get(choice->stream, "supportedSyncModes"), choice->source_mode) &&
            list_has_text(choice->destination_modes, choice->destination_mode)) ||
           refuse(world, choice,
                  "Cannot set sync mode to %s, which source and destination do not both support, for stream",
                  mode);
}

static bool needs_cursor(const struct stream_choice *choice)
{
    const char *mode = get_text_or(choice->asked, "syncMode", "");
    return strcmp(mode, "incremental_append") == 0 || strcmp(mode, "incremental_deduped_history") == 0;
}

static bool cursor_check(struct world *world, const struct stream_choice *choice)
{
    const json_t *given = json_object_get(choice->asked, "cursorField");
    const json_t *own = json_object_get(choice->stream, "defaultCursorField");
    bool defined = get_true(choice->stream, "sourceDefinedCursor"), asked = json_array_size(given) > 0;
    if (!needs_cursor(choice))
        return true;
    if (defined && asked && json_array_size(own) > 0 && !json_equal(given, own))
        return refuse(world, choice, "Cursor Field %s is already defined by source for stream",
                      json_string_value(json_array_get(own, 0)));
    if (asked && !defined && !field_at(choice, given))
        return refuse(world, choice, "Invalid cursor field for stream");
    if (!asked && !defined && json_array_size(own) == 0)
        return refuse(world, choice, "No default cursor field for stream");
    return is_selected(choice, asked ? given : own) || json_array_size(asked ? given : own) == 0 ||
           refuse(world, choice, "Cursor field is not selected properly for stream");
}

static bool needs_key(const struct stream_choice *choice)
{
    static const char *const with_key[] = {"append_dedup", "update", "overwrite_dedup"};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(choice->destination_mode, with_key[i]) == 0)
            return true;
    return false;
}

/* Every column of a key that was asked for. */
static bool columns_check(struct world *world, const struct stream_choice *choice, const json_t *key)
{
    size_t index;
    const json_t *column;
    json_array_foreach (key, index, column) {
        if (!field_at(choice, column))
            return refuse(world, choice, "Invalid primary key for stream");
        if (!is_selected(choice, column))
            return refuse(world, choice, "Primary key fields are not selected properly for stream");
        for (size_t other = 0; other < index; other++)
            if (json_equal(column, json_array_get(key, other)))
                return refuse(world, choice, "Duplicate primary key detected for stream");
    }
    return true;
}

static bool key_check(struct world *world, const struct stream_choice *choice)
{
    const json_t *given = json_object_get(choice->asked, "primaryKey");
    const json_t *own = json_object_get(choice->stream, "sourceDefinedPrimaryKey");
    bool asked = json_array_size(given) > 0, defined = json_array_size(own) > 0;
    if (!needs_key(choice))
        return true;
    if (asked && defined && !json_equal(given, own))
        return problem_coded(&world->problem, PROBLEM_REFUSED, "bad-request", NULL,
                             "Primary key for stream: %s is already pre-defined.",
                             get_text(choice->asked, "name"));
    if (!asked && !defined)
        return refuse(world, choice, "No default primary key for stream");
    return columns_check(world, choice, asked ? given : own);
}

static bool (*const rules[])(struct world *world, const struct stream_choice *choice) = {
    fields_check, mode_check, cursor_check, key_check};

bool stream_choice_check(struct world *world, const struct stream_choice *choice, const json_t *chosen)
{
    if (!is_new(world, choice, chosen))
        return false;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (!rules[i](world, choice))
            return false;
    return true;
}
