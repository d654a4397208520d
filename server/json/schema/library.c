#include "json/schema/internal.h"

#include "base/die.h"
#include "json/plain.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 512 };

/* A text of a file of the build, and what amends it, oldest first. */
struct piece {
    const char *text; /* borrowed, as long as this: */
    size_t size;
    struct piece *next;
};

/* A named schema: a text at first, a document once something refers to it, compiled once it is asked for. */
struct shape {
    const char *name; /* borrowed, as long as this: */
    size_t name_size;
    struct piece piece;
    const json_t *document;
    const struct schema *schema;
    struct shape *next; /* of the bucket */
};

struct schema_library {
    struct schema_unit *unit;
    json_t *documents;             /* those that were read, by name; borrowed from the unit's document */
    struct shape *shapes[BUCKETS]; /* by name */
    char *twice;                   /* a name that was added twice, or NULL */
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

static void amendments_free(struct piece *piece)
{
    for (struct piece *next; piece; piece = next) {
        next = piece->next;
        free(piece);
    }
}

static void shapes_free(struct shape *shape)
{
    for (struct shape *next; shape; shape = next) {
        next = shape->next;
        amendments_free(shape->piece.next);
        free(shape);
    }
}

void schema_library_free(struct schema_library *library)
{
    if (!library)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        shapes_free(library->shapes[i]);
    schema_unit_free(library->unit);
    free(library->twice);
    free(library);
}

/* Size and two letters of a name are had quickly, and few names share them. */
static size_t bucket_of(const char *name, size_t size)
{
    size_t first = (unsigned char)name[0], middle = (unsigned char)name[size / 2];
    return (37 * size + 7 * first + 101 * middle) % BUCKETS;
}

/* Where the shape of that name is, or where it would go. */
static struct shape **slot_of(struct schema_library *library, const char *name, size_t size)
{
    struct shape **slot = &library->shapes[bucket_of(name, size)];
    while (*slot && ((*slot)->name_size != size || memcmp((*slot)->name, name, size) != 0))
        slot = &(*slot)->next;
    return slot;
}

static struct shape *shape_copy(const struct shape *shape)
{
    struct shape *copy = must_alloc(sizeof *copy);
    *copy = *shape;
    return copy;
}

static void shape_add(struct schema_library *library, const struct shape *shape)
{
    struct shape **slot = slot_of(library, shape->name, shape->name_size);
    if (!*slot)
        *slot = shape_copy(shape);
    else if (!library->twice)
        library->twice = must_strndup(shape->name, shape->name_size);
}

static void shape_fill(struct schema_library *library, const struct shape *shape)
{
    struct shape **slot = slot_of(library, shape->name, shape->name_size);
    if (!*slot)
        *slot = shape_copy(shape);
}

static void shape_amend(struct schema_library *library, const struct shape *amendment)
{
    struct shape **slot = slot_of(library, amendment->name, amendment->name_size);
    if (!*slot) {
        *slot = shape_copy(amendment);
        return;
    }
    struct piece *last = &(*slot)->piece;
    while (last->next)
        last = last->next;
    last->next = must_alloc(sizeof *last->next);
    *last->next = amendment->piece;
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

/* What to do with the members of a file. */
typedef void member_taker(struct schema_library *library, const struct shape *shape);

/* Takes the member that begins at `at`, and gives where the next one begins, or the object's end. */
static const char *member_take(struct schema_library *library, const char *at, member_taker *take)
{
    const char *name_end = after_string(at);
    const char *text = after_space(strchr(name_end, ':') + 1), *text_end = after_container(text);
    take(library, &(struct shape){.name = at + 1,
                                  .name_size = (size_t)(name_end - at) - 2,
                                  .piece = {.text = text, .size = (size_t)(text_end - text)}});
    at = after_space(text_end);
    return *at == ',' ? after_space(at + 1) : at;
}

static void members_take(struct schema_library *library, const char *text, member_taker *take)
{
    for (const char *at = after_space(strchr(text, '{') + 1); *at == '"';)
        at = member_take(library, at, take);
}

void schema_library_add(struct schema_library *library, const char *text)
{
    members_take(library, text, shape_add);
}

void schema_library_fill(struct schema_library *library, const char *text)
{
    members_take(library, text, shape_fill);
}

void schema_library_amend(struct schema_library *library, const char *text)
{
    members_take(library, text, shape_amend);
}

static json_t *piece_read(const struct shape *shape, const struct piece *piece)
{
    json_error_t error;
    char *text = must_strndup(piece->text, piece->size);
    json_t *document = json_read(text, piece->size, &error);
    free(text);
    if (!document)
        die("schema %.*s: %s", (int)shape->name_size, shape->name, error.text);
    return document;
}

static const json_t *shape_document(struct schema_library *library, struct shape *shape)
{
    if (shape->document)
        return shape->document;
    json_t *document = piece_read(shape, &shape->piece);
    for (const struct piece *piece = shape->piece.next; piece; piece = piece->next) {
        json_auto_t *amendment = piece_read(shape, piece);
        schema_amend(document, amendment);
    }
    json_object_setn_new(library->documents, shape->name, shape->name_size, document);
    return shape->document = document;
}

void schema_library_need(struct schema_library *library, const char *reference)
{
    struct shape *shape = *slot_of(library, reference, strcspn(reference, "/"));
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
    return shape->schema = schema;
}

bool schema_library_check(struct schema_library *library, char **error)
{
    if (library->twice) {
        *error = must_printf("%s%s: there are two of that name", library_prefix, library->twice);
        return false;
    }
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct shape *shape = library->shapes[i]; shape; shape = shape->next)
            if (!shape_schema(library, shape, error))
                return false;
    return true;
}

const struct schema *schema_library_find(struct schema_library *library, const char *name)
{
    char *error = NULL;
    struct shape *shape = *slot_of(library, name, strlen(name));
    const struct schema *schema = shape ? shape_schema(library, shape, &error) : NULL;
    if (error)
        die("schema: %s", error);
    return schema;
}
