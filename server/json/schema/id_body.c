#include "json/schema/internal.h"

#include "base/uuid.h"
#include "json/plain.h"

#include <string.h>

/* A body of one id, as most calls bring it: where its parts are in the text. */
struct id_body {
    const char *name;
    size_t name_size;
    struct uuid id;
};

/* Behind that letter and white space; NULL is passed on, and given for another letter. */
static const char *after(const char *at, char letter)
{
    return at && *at == letter ? after_space(at + 1) : NULL;
}

/* Behind a name that nothing in it is escaped of. */
static const char *take_name(const char *at, const char *end, struct id_body *body)
{
    if (!at || *at != '"')
        return NULL;
    body->name = at + 1;
    at = plain_end(body->name, end, true);
    body->name_size = (size_t)(at - body->name);
    return after(at, '"');
}

/* Behind a UUID in lower case. */
static const char *take_id(const char *at, const char *end, struct id_body *body)
{
    bool upper = false;
    if (!at || *at != '"' || end - at < UUID_TEXT)
        return NULL;
    memcpy(body->id.text, at + 1, UUID_TEXT - 1);
    body->id.text[UUID_TEXT - 1] = '\0';
    for (size_t i = 0; i < UUID_TEXT - 1; i++)
        upper |= body->id.text[i] >= 'A' && body->id.text[i] <= 'F';
    return uuid_valid(body->id.text) && !upper ? after(at + UUID_TEXT, '"') : NULL;
}

static bool read_id_body(const char *text, const char *end, struct id_body *body)
{
    const char *at = after(after_space(text), '{');
    at = after(take_name(at, end, body), ':');
    at = after(take_id(at, end, body), '}');
    return at == end;
}

static bool asks_only(const struct schema *schema, uint32_t rules)
{
    return !schema->broken && !(schema->rules & ~rules);
}

/* True where the schema is that of a UUID and nothing else, perhaps by a reference. */
static bool is_of_id(const struct schema *schema)
{
    const struct schema *target = schema->sub[SUB_REF];
    if (target && asks_only(schema, UINT32_C(1) << RULE_ref))
        schema = target;
    return asks_only(schema, UINT32_C(1) << RULE_type | UINT32_C(1) << RULE_format) &&
           schema->types == TYPE_STRING && schema->format && strcmp(schema->format->name, "uuid") == 0;
}

/* True where one member of the shape is that id, and the shape neither needs nor adds another. */
static bool takes_id(const struct schema *schema, const struct id_body *body)
{
    static const uint32_t rules = UINT32_C(1) << RULE_type | UINT32_C(1) << RULE_properties |
                                  UINT32_C(1) << RULE_required | UINT32_C(1) << RULE_additional_properties;
    bool found = false;
    if (!asks_only(schema, rules) || !(schema->types & TYPE_OBJECT) || schema->required_apart)
        return false;
    for (size_t i = 0; i < schema->property_count; i++) {
        const struct schema_property *property = &schema->properties[i];
        bool named =
            property->length == body->name_size && memcmp(property->name, body->name, body->name_size) == 0;
        if (property->fallback || (named ? !is_of_id(property->schema) : property->required))
            return false;
        found = found || named;
    }
    return found;
}

json_t *schema_admit_id(const struct schema *schema, const char *text, size_t size)
{
    struct id_body body;
    if (!read_id_body(text, text + size, &body) || !takes_id(schema, &body))
        return NULL;
    json_t *object = json_object();
    json_object_setn_new_nocheck(object, body.name, body.name_size,
                                 json_stringn_nocheck(body.id.text, UUID_TEXT - 1));
    return object;
}
