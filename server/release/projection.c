#include "release/projection.h"

#include "base/die.h"
#include "release/member.h"
#include "json/read.h"
#include "json/schema/schema.h"
#include "json/schema/shaped.h"
#include "json/schema/walk.h"

#include <string.h>

/* What a word of a later release is called in one that has it not. */
static const struct {
    const char *word, *older;
} words[] = {
#define WORD(WORD, OLDER) {WORD, OLDER},
#include "release/words.def"
#undef WORD
};

enum { WORDS = sizeof words / sizeof *words };

/* A word leads to an older one, perhaps by way of others. */
static const char *older_word(void *context, const char *word, const struct schema *schema)
{
    (void)context;
    for (size_t i = 0; i < WORDS; i++)
        if (strcmp(words[i].word, word) == 0) {
            word = words[i].older;
            if (schema_enumerates(schema, word))
                return word;
        }
    return NULL;
}

static bool wanted(const struct member_row *row, const struct schema *schema, const json_t *object)
{
    const json_t *member = json_object_get(object, row->name);
    if (row->when == MEMBER_ABSENT)
        return !member && schema_names(schema, row->name);
    return member && (row->when == MEMBER_THERE || !schema_types_member(schema, row->name, member));
}

static void add_member(struct world *world, const struct member_row *row, json_t *object)
{
    json_t *member = row->source(world, object);
    if (member)
        json_object_set_new(object, row->name, member);
}

/* The first row of that shape, or the end of the rows. */
static const struct member_row *rows_of(const char *shape)
{
    size_t low = 0, high = member_row_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(member_rows[middle].shape, shape) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return &member_rows[low];
}

static void add_members(void *context, const char *shape, const struct schema *schema, json_t *object)
{
    const struct member_row *end = &member_rows[member_row_count];
    for (const struct member_row *row = rows_of(shape); row < end && strcmp(row->shape, shape) == 0; row++)
        if (wanted(row, schema, object))
            add_member(context, row, object);
}

char *projection_of(struct world *world, const char *shape, const char *document, size_t size)
{
    const struct schema *schema = schema_library_find(world->shapes, shape);
    const struct schema_walk walk = {add_members, older_word, world};
    struct writer writer = {0};
    json_auto_t *value = json_read(document, size, NULL);
    if (!value || !schema)
        die("no document of the shape %s: %.200s", shape, document);
    schema_walk(&walk, shape, schema, value);
    write_shaped(&writer, NULL, schema, value);
    return writer_take(&writer);
}
