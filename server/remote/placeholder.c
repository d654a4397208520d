#include "remote/placeholder.h"

#include "domain/secret/secrets.h"
#include "remote/pattern_sample.h"
#include "remote/scrub.h"
#include "json/get.h"
#include "json/schema/schema.h"

#include <stdlib.h>
#include <string.h>

static bool is_mask(const json_t *value)
{
    return json_is_string(value) && strcmp(json_string_value(value), SECRET_MASK) == 0;
}

/* The candidate (stolen), where the schema takes it; else NULL. */
static json_t *fitting(const struct schema *schema, json_t *candidate)
{
    struct schema_faults faults = {0};
    bool fits = candidate && schema_check(schema, candidate, &faults);
    schema_faults_free(&faults);
    if (fits)
        return candidate;
    json_decref(candidate);
    return NULL;
}

/* What the schema itself proposes. New reference, or NULL. */
static json_t *proposed(const struct schema *schema, const json_t *node)
{
    json_t *found = fitting(schema, json_incref(json_object_get(node, "const")));
    if (!found)
        found = fitting(schema, json_incref(json_object_get(node, "default")));
    if (!found)
        found = fitting(schema, json_incref(json_array_get(json_object_get(node, "enum"), 0)));
    return found;
}

static json_t *an_example(const struct schema *schema, const json_t *node)
{
    size_t index;
    json_t *example;
    json_array_foreach (json_object_get(node, "examples"), index, example) {
        json_t *found = fitting(schema, json_incref(example));
        if (found)
            return found;
    }
    return NULL;
}

static json_t *of_the_pattern(const struct schema *schema, const json_t *node)
{
    const char *pattern = get_text(node, "pattern");
    char *sample = pattern ? pattern_sample(pattern) : NULL;
    json_t *found = sample ? fitting(schema, json_string(sample)) : NULL;
    free(sample);
    return found;
}

/* New reference; the mask where nothing fits. */
static json_t *placeholder_for(const json_t *node)
{
    struct schema *schema = schema_compile(node, NULL);
    json_t *found = proposed(schema, node);
    if (!found)
        found = fitting(schema, json_string(SCRUBBED_SECRET));
    if (!found)
        found = an_example(schema, node);
    if (!found)
        found = of_the_pattern(schema, node);
    if (!found)
        found = fitting(schema, json_integer(0));
    schema_free(schema);
    return found ? found : json_string(SECRET_MASK);
}

/* The schema of a member: of the node itself, or of one of its choices; a secret one before others. */
static const json_t *member_of(const json_t *node, const char *name)
{
    const json_t *member = json_object_get(json_object_get(node, "properties"), name);
    size_t index;
    json_t *choice;
    json_array_foreach (json_object_get(node, "oneOf"), index, choice) {
        const json_t *other = member_of(choice, name);
        if (other && (!member || !get_true(member, "airbyte_secret")))
            member = other;
    }
    return member;
}

/* A new value in the place of a mask, or NULL; what is no mask is filled itself. */
static json_t *replacement(const json_t *node, json_t *value)
{
    if (is_mask(value))
        return node ? placeholder_for(node) : json_string(SCRUBBED_SECRET);
    placeholders_fill(node, value);
    return NULL;
}

void placeholders_fill(const json_t *specification, json_t *configuration)
{
    size_t index;
    const char *name;
    void *next;
    json_t *value, *other;
    json_array_foreach (configuration, index, value)
        if ((other = replacement(json_object_get(specification, "items"), value)))
            json_array_set_new(configuration, index, other);
    json_object_foreach_safe (configuration, next, name, value)
        if ((other = replacement(member_of(specification, name), value)))
            json_object_set_new(configuration, name, other);
}
