#include "domain/catalog/parts.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/*
 * The walk over a JSON schema that names its fields: depth first, each node before what is below it, the root
 * left out. Rules, odd ones too: getFullyQualifiedFieldNamesWithTypes of the real server's protocol library
 * (docs/behaviour/catalogs.md#fields).
 */
struct walk {
    json_t *fields;
    json_t *path;   /* of the current node */
    json_t *hiding; /* dotted paths, in which nothing more is a field */
};

static void walk_node(struct walk *walk, const json_t *node);

static char *dotted(const json_t *path)
{
    struct text text = {0};
    size_t i;
    const json_t *step;
    json_array_foreach (path, i, step) {
        text_add(&text, i ? "." : "");
        text_add(&text, json_string_value(step));
    }
    return text_take(&text);
}

/* Texts are compared, not steps: "addr" hides "address". */
static bool is_hidden(const struct walk *walk, const char *path)
{
    size_t i;
    const json_t *prefix;
    json_array_foreach (walk->hiding, i, prefix) {
        if (strncmp(path, json_string_value(prefix), json_string_length(prefix)) == 0)
            return true;
    }
    return false;
}

static void add_field(struct walk *walk, const json_t *node)
{
    char *key = json_dumps(walk->path, JSON_COMPACT);
    if (json_object_get(walk->fields, key))
        json_object_set_new(json_object_get(walk->fields, key), "schema", json_string("Duplicated Schema"));
    else
        json_object_set_new(walk->fields, key,
                            json_pack("{s:o, s:O}", "path", json_copy(walk->path), "schema", node));
    free(key);
}

/* False where this node, and so all below it, is hidden. A node without a type hides what follows in it. */
static bool visit(struct walk *walk, const json_t *node)
{
    char *path = dotted(walk->path);
    bool seen = !is_hidden(walk, path);
    if (seen)
        add_field(walk, node);
    if (seen && !json_object_get(node, "type"))
        json_array_append_new(walk->hiding, json_string(path));
    free(path);
    return seen;
}

/* No type and no enumeration: an object. */
static bool has_type(const json_t *node, const char *type)
{
    const json_t *types = json_object_get(node, "type");
    if (!types)
        return strcmp(type, "object") == 0 && !json_object_get(node, "enum");
    json_auto_t *wanted = json_string(type);
    return json_equal(types, wanted) || list_has(types, wanted);
}

static void walk_below(struct walk *walk, const char *step, const json_t *node)
{
    if (!json_is_object(node))
        return;
    json_array_append_new(walk->path, json_string(step));
    if (visit(walk, node))
        walk_node(walk, node);
    json_array_remove(walk->path, json_array_size(walk->path) - 1);
}

/* Alternatives have the path of the node that they stand in. */
static void walk_alternatives(struct walk *walk, const json_t *node)
{
    const char *const keywords[] = {"allOf", "anyOf", "oneOf"};
    const json_t *alternatives = NULL, *alternative;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords && !alternatives; i++)
        alternatives = json_object_get(node, keywords[i]);
    size_t i;
    json_array_foreach (alternatives, i, alternative) {
        if (json_is_object(alternative) && visit(walk, alternative))
            walk_node(walk, alternative);
    }
}

static void walk_object(struct walk *walk, const json_t *node)
{
    json_t *properties = json_object_get(node, "properties"), *property;
    if (!properties) {
        walk_alternatives(walk, node);
        return;
    }
    const char *name;
    json_object_foreach (properties, name, property) {
        walk_below(walk, name, property);
    }
}

static void walk_node(struct walk *walk, const json_t *node)
{
    if (has_type(node, "object"))
        walk_object(walk, node);
    if (has_type(node, "array"))
        walk_below(walk, "items", json_object_get(node, "items"));
}

json_t *schema_fields(const json_t *json_schema)
{
    struct walk walk = {json_object(), json_array(), json_array()};
    if (json_is_object(json_schema))
        walk_node(&walk, json_schema);
    json_decref(walk.path);
    json_decref(walk.hiding);
    return walk.fields;
}
