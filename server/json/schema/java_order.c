#include "json/schema/internal.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

/*
 * The real validator collects what the branches of a oneOf complain of in a HashSet, whose order is that of
 * its messages' hash codes. Clients see that order, so it is worked out here as Java does.
 */

/* The code point that begins at *text, which is UTF-8; moves *text behind it. */
static uint32_t next_code_point(const unsigned char **text)
{
    const unsigned char *at = *text;
    unsigned more = *at < 0x80 ? 0 : *at < 0xE0 ? 1 : *at < 0xF0 ? 2 : 3;
    uint32_t point = more ? *at & (0x3Fu >> more) : *at;
    for (; more > 0 && at[1]; more--)
        point = point << 6 | (*++at & 0x3F);
    *text = at + 1;
    return point;
}

/* Goes on with a hash of UTF-16 units. */
static uint32_t hash_on(uint32_t hash, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at) {
        uint32_t point = next_code_point(&at);
        if (point > 0xFFFF) {
            hash = 31 * hash + (0xD800 + ((point - 0x10000) >> 10));
            point = 0xDC00 + (point & 0x3FF);
        }
        hash = 31 * hash + point;
    }
    return hash;
}

/* As that validator names the place of a schema: from the root, or from the last combination on the way. */
static void add_schema_path(struct text *text, const struct schema_place *place)
{
    const char *keyword = place->keyword;
    if (!keyword || strcmp(keyword, "patternProperties") == 0 || strcmp(keyword, "dependencies") == 0)
        text_add(text, place->name);
    else if (strcmp(keyword, "properties") == 0 || strcmp(keyword, "items") == 0 ||
             strcmp(keyword, "propertyNames") == 0) {
        add_schema_path(text, &place->above->place);
        text_add_format(text, "/%s", keyword);
        if (*keyword == 'p' && place->name)
            text_add_format(text, "/%s", place->name);
    } else if (strcmp(keyword, "then") == 0 || strcmp(keyword, "else") == 0)
        text_add(text, "if");
    else
        text_add(text, strcmp(keyword, "additionalItems") == 0 ? "#" : keyword);
}

static uint32_t hash_path(const struct schema_kind *kind, const struct schema_step *at)
{
    char *path = schema_path_text(kind->place == KIND_OF_PARENT ? at->parent : at);
    uint32_t hash = hash_on(hash_on(0, *path && *path != '[' ? "$." : "$"), path);
    free(path);
    return hash;
}

static uint32_t hash_schema_path(const struct schema_kind *kind, const struct schema *schema)
{
    struct text text = {0};
    add_schema_path(&text, &schema->place);
    uint32_t hash = hash_on(hash_on(hash_on(0, text.data), "/"), kind->keyword);
    text_free(&text);
    return hash;
}

static uint32_t hash_words(const struct schema_words *words)
{
    const char *const texts[] = {words->first, words->second};
    uint32_t hash = 1;
    for (size_t i = 0; i < 2; i++)
        if (texts[i])
            hash = 31 * hash + hash_on(0, texts[i]);
    return hash;
}

uint32_t schema_java_hash(const struct schema_kind *kind, const struct schema_step *at,
                          const struct schema *schema, const struct schema_words *words, const char *text)
{
    const uint32_t details = 0;
    const uint32_t parts[] = {
        hash_on(0, kind->code), hash_path(kind, at), hash_schema_path(kind, schema), details,
        hash_words(words),      hash_on(0, text),
    };
    uint32_t hash = hash_on(0, kind->name);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        hash = 31 * hash + parts[i];
    return hash;
}

/* A HashSet begins with 16 buckets and doubles them when three quarters are taken. */
static uint32_t buckets_of(size_t count)
{
    uint32_t buckets = 16;
    while (4 * count > 3 * (size_t)buckets)
        buckets *= 2;
    return buckets;
}

void schema_findings_hash_order(struct schema_findings *findings)
{
    uint32_t mask = buckets_of(findings->count) - 1;
    for (size_t i = 0; i < findings->count; i++) {
        uint32_t hash = findings->items[i].hash;
        findings->items[i].rank = (hash ^ hash >> 16) & mask;
    }
    schema_findings_sort(findings);
}
