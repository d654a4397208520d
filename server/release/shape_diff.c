#include "release/shape_diff.h"

#include "base/die.h"
#include "json/list.h"
#include "json/reading.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* A comparison under way. */
struct comparison {
    struct schema_library *before, *after;
    bool reply;
    json_t *found;
    json_t *under_way; /* names of shapes, so that recursion ends */
};

/* Where two schemas stand, and what they are. */
struct place {
    const char *path;
    const json_t *before, *after;
};

__attribute__((format(printf, 3, 4))) static void note(struct comparison *comparison,
                                                       const struct place *place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = must_vprintf(format, arguments);
    va_end(arguments);
    json_array_append_new(
        comparison->found,
        json_sprintf("%c %s%s%s", *text, comparison->reply ? "reply " : "request ", place->path, text + 1));
    free(text);
}

static const json_t *resolved(struct schema_library *library, const json_t *schema)
{
    const char *reference = json_string_value(json_object_get(schema, "$ref"));
    const struct schema *there = reference ? schema_library_find(library, strrchr(reference, '/') + 1) : NULL;
    return there ? resolved(library, schema_document(there)) : schema;
}

static bool requires(const json_t *schema, const char *name)
{
    return list_has_text(json_object_get(schema, "required"), name);
}

/* Those of `words` that `others` has not, of which nothing is said where it lists none. */
static void note_words(struct comparison *comparison, const struct place *place, const json_t *words,
                       const json_t *others, bool gone)
{
    char mark = comparison->reply == gone ? '+' : '!';
    size_t i;
    json_t *word;
    json_array_foreach (others ? words : NULL, i, word)
        if (!list_has(others, word))
            note(comparison, place, gone ? "%c: is \"%s\" no more" : "%c: may be \"%s\"", mark,
                 json_string_value(word));
}

/* Words that one side has and the other has not. In replies new words can break a reader, in requests those
 * that are gone. */
static void compare_words(struct comparison *comparison, const struct place *place)
{
    const json_t *before = json_object_get(place->before, "enum"),
                 *after = json_object_get(place->after, "enum");
    note_words(comparison, place, after, before, false);
    note_words(comparison, place, before, after, true);
}

static void compare(struct comparison *comparison, const struct place *place);

static char *path_of(const char *path, const char *name)
{
    return *path ? must_printf("%s.%s", path, name) : must_strdup(name);
}

/* A member that both have: whether it must be there, and what it is. */
static void compare_member(struct comparison *comparison, const struct place *owner, const char *name)
{
    char *path = path_of(owner->path, name);
    struct place place = {path, json_object_get(json_object_get(owner->before, "properties"), name),
                          json_object_get(json_object_get(owner->after, "properties"), name)};
    bool before = requires(owner->before, name), after = requires(owner->after, name);
    if (before && !after)
        note(comparison, &place, "%c: need not be there any more", comparison->reply ? '!' : '+');
    if (!before && after)
        note(comparison, &place, "%c: must be there", comparison->reply ? '+' : '!');
    compare(comparison, &place);
    free(path);
}

/* A member that was there: gone, or to be compared. */
static void compare_known(struct comparison *comparison, const struct place *owner, const char *name)
{
    char *path = path_of(owner->path, name);
    if (json_object_get(json_object_get(owner->after, "properties"), name))
        compare_member(comparison, owner, name);
    else
        note(comparison, &(struct place){path, NULL, NULL}, "%c: is gone", comparison->reply ? '!' : '+');
    free(path);
}

static void note_new(struct comparison *comparison, const struct place *owner, const char *name)
{
    char *path = path_of(owner->path, name);
    bool must = requires(owner->after, name);
    note(comparison, &(struct place){path, NULL, NULL}, "%c: is new%s",
         must && !comparison->reply ? '!' : '+', must ? ", and must be there" : "");
    free(path);
}

static void compare_members(struct comparison *comparison, const struct place *place)
{
    const json_t *before = json_object_get(place->before, "properties");
    const json_t *after = json_object_get(place->after, "properties");
    const char *name;
    json_t *member;
    json_object_foreach (json_reading(before), name, member)
        compare_known(comparison, place, name);
    json_object_foreach (json_reading(after), name, member)
        if (!json_object_get(before, name))
            note_new(comparison, place, name);
}

static const char *kind_of(const json_t *schema)
{
    const char *type = json_string_value(json_object_get(schema, "type"));
    if (type)
        return type;
    return json_object_get(schema, "properties") ? "object" : "";
}

static bool forms_differ(const struct place *place)
{
    const char *before = kind_of(place->before), *after = kind_of(place->after);
    bool choice = json_object_get(place->after, "oneOf") && !json_object_get(place->before, "oneOf");
    return choice || (*before && *after && strcmp(before, after) != 0);
}

static void compare_items(struct comparison *comparison, const struct place *place)
{
    char *path = must_printf("%s[]", place->path);
    const json_t *before = json_object_get(place->before, "items"),
                 *after = json_object_get(place->after, "items");
    if (before && after)
        compare(comparison, &(struct place){path, before, after});
    free(path);
}

static void compare_resolved(struct comparison *comparison, const struct place *place)
{
    if (forms_differ(place)) {
        note(comparison, place, "!: has another form");
        return;
    }
    compare_words(comparison, place);
    compare_members(comparison, place);
    compare_items(comparison, place);
}

/* A shape within itself is compared once. */
static void compare(struct comparison *comparison, const struct place *place)
{
    const char *name = json_string_value(json_object_get(place->before, "$ref"));
    if (name && json_object_get(comparison->under_way, name))
        return;
    if (name)
        json_object_set_new(comparison->under_way, name, json_true());
    compare_resolved(comparison, &(struct place){place->path, resolved(comparison->before, place->before),
                                                 resolved(comparison->after, place->after)});
    if (name)
        json_object_del(comparison->under_way, name);
}

json_t *shape_diff(struct schema_library *before, struct schema_library *after, const char *name_before,
                   const char *name_after, bool reply)
{
    json_auto_t *under_way = json_object();
    struct comparison comparison = {before, after, reply, json_array(), under_way};
    const struct schema *one = schema_library_find(before, name_before),
                        *other = schema_library_find(after, name_after);
    if (one && other)
        compare(&comparison, &(struct place){"", schema_document(one), schema_document(other)});
    return comparison.found;
}
