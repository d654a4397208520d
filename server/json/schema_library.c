#include "json/schema_internal.h"

#include "base/die.h"
#include "json/jsonb.h"
#include "json/plain.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

/* A named schema: a text at first, a document once something refers to it, compiled once it is asked for. */
struct shape {
    const char *name, *text; /* borrowed, as long as this: */
    size_t name_size, text_size;
    const json_t *document;
    const struct schema *schema;
};

struct schema_library {
    struct schema_unit *unit;
    json_t *documents;    /* those that were read, by name; borrowed from the unit's document */
    struct shape *shapes; /* in the order of jsonb_compare() */
    size_t count, capacity;
    char *twice; /* a name that was added twice, or NULL */
};

static const char library_prefix[] = "#/components/schemas/";

struct schema_library *schema_library_new(void)
{
    struct schema_library *library = must_zalloc(sizeof *library);
    library->documents = json_object();
    json_auto_t *document = json_pack("{s{so}}", "components", "schemas", library->documents);
    library->unit = schema_unit_new(document, library_prefix);
    library->unit->library = library;
    return library;
}

void schema_library_free(struct schema_library *library)
{
    if (!library)
        return;
    schema_unit_free(library->unit);
    free(library->shapes);
    free(library->twice);
    free(library);
}

/* The place of the first shape whose name does not come before this one. */
static size_t place_of(const struct schema_library *library, const char *name, size_t size)
{
    size_t low = 0, high = library->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct shape *shape = &library->shapes[middle];
        if (jsonb_compare(shape->name, shape->name_size, name, size) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct shape *shape_named(const struct schema_library *library, const char *name, size_t size)
{
    size_t place = place_of(library, name, size);
    struct shape *shape = place < library->count ? &library->shapes[place] : NULL;
    return shape && jsonb_compare(shape->name, shape->name_size, name, size) == 0 ? shape : NULL;
}

static void insert(struct schema_library *library, const struct shape *shape)
{
    if (library->count == library->capacity) {
        library->capacity = library->capacity ? 2 * library->capacity : FIRST_CAPACITY;
        library->shapes = must_realloc(library->shapes, library->capacity * sizeof *library->shapes);
    }
    size_t place = place_of(library, shape->name, shape->name_size);
    struct shape *here = &library->shapes[place];
    memmove(here + 1, here, (library->count - place) * sizeof *here);
    *here = *shape;
    library->count++;
}

static void shape_add(struct schema_library *library, const struct shape *shape)
{
    if (!shape_named(library, shape->name, shape->name_size))
        insert(library, shape);
    else if (!library->twice)
        library->twice = must_strndup(shape->name, shape->name_size);
}

/* Behind the quote that ends a string. */
static const char *after_string(const char *at)
{
    while (*++at != '"')
        at += *at == '\\';
    return at + 1;
}

/* Behind the bracket that ends an object or a list. */
static const char *after_container(const char *at)
{
    size_t depth = 0;
    do {
        if (*at == '"')
            at = after_string(at) - 1;
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    } while (depth > 0);
    return at;
}

/* Takes the member that begins at `at`, and gives where the next one begins, or the object's end. */
static const char *member_add(struct schema_library *library, const char *at)
{
    const char *name_end = after_string(at);
    const char *text = after_space(strchr(name_end, ':') + 1), *text_end = after_container(text);
    shape_add(library, &(struct shape){.name = at + 1,
                                       .name_size = (size_t)(name_end - at) - 2,
                                       .text = text,
                                       .text_size = (size_t)(text_end - text)});
    at = after_space(text_end);
    return *at == ',' ? after_space(at + 1) : at;
}

void schema_library_add(struct schema_library *library, const char *text)
{
    for (const char *at = after_space(strchr(text, '{') + 1); *at == '"';)
        at = member_add(library, at);
}

static const json_t *shape_document(struct schema_library *library, struct shape *shape)
{
    if (shape->document)
        return shape->document;
    json_error_t error;
    char *text = must_strndup(shape->text, shape->text_size);
    json_t *document = json_read(text, shape->text_size, &error);
    free(text);
    if (!document)
        die("schema %.*s: %s", (int)shape->name_size, shape->name, error.text);
    json_object_setn_new(library->documents, shape->name, shape->name_size, document);
    return shape->document = document;
}

void schema_library_need(struct schema_library *library, const char *reference)
{
    struct shape *shape = shape_named(library, reference, strcspn(reference, "/"));
    if (shape)
        shape_document(library, shape);
}

/* The shape's schema, compiled if it was not; NULL and a new text in *error where that fails. */
static const struct schema *shape_schema(struct schema_library *library, struct shape *shape, char **error)
{
    if (shape->schema)
        return shape->schema;
    const json_t *document = shape_document(library, shape);
    char *pointer = must_printf("%s%.*s", library_prefix, (int)shape->name_size, shape->name);
    const struct schema *schema = schema_unit_compile(library->unit, document, pointer, error);
    free(pointer);
    if (schema && schema_unit_bounded(library->unit, error))
        shape->schema = schema;
    return shape->schema;
}

bool schema_library_check(struct schema_library *library, char **error)
{
    if (library->twice) {
        *error = must_printf("%s%s: there are two of that name", library_prefix, library->twice);
        return false;
    }
    for (size_t i = 0; i < library->count; i++)
        if (!shape_schema(library, &library->shapes[i], error))
            return false;
    return true;
}

const struct schema *schema_library_find(struct schema_library *library, const char *name)
{
    char *error = NULL;
    struct shape *shape = shape_named(library, name, strlen(name));
    const struct schema *schema = shape ? shape_schema(library, shape, &error) : NULL;
    if (error)
        die("schema: %s", error);
    return schema;
}
