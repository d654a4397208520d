#include "domain/catalog/parts.h"

#include "base/text.h"
#include "json/list.h"

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
    json_t *hiding; /* dotted paths of nodes without a type, as a set */
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

/* True where a path of the set begins this one. Texts are compared, not steps: "addr" hides "address". */
static bool is_hidden(const struct walk *walk, char *path)
{
    bool hidden = false;
    size_t size = json_object_size(walk->hiding) ? strlen(path) : 0;
    for (size_t i = 0; i <= size && !hidden; i++) {
        char letter = path[i];
        path[i] = '\0';
        hidden = json_object_get(walk->hiding, path) != NULL;
        path[i] = letter;
    }
    return hidden;
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

/* A node without a type (a $ref, an enumeration, alternatives) is a field wherever it stands, and no later
 * node with a type is one where its path goes on. */
static void visit(struct walk *walk, const json_t *node)
{
    char *path = dotted(walk->path);
    bool typed = json_object_get(node, "type") != NULL;
    if (!typed || !is_hidden(walk, path))
        add_field(walk, node);
    if (!typed)
        json_object_set_new(walk->hiding, path, json_true());
    free(path);
}

static void visit_below(struct walk *walk, const json_t *node)
{
    visit(walk, node);
    walk_node(walk, node);
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
    visit_below(walk, node);
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
        if (json_is_object(alternative))
            visit_below(walk, alternative);
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
    struct walk walk = {json_object(), json_array(), json_object()};
    if (json_is_object(json_schema))
        walk_node(&walk, json_schema);
    json_decref(walk.path);
    json_decref(walk.hiding);
    return walk.fields;
}
