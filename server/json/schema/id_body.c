#include "json/schema/internal.h"

#include "json/plain.h"

#include <string.h>

/* Behind that letter and white space; NULL is passed on, and given for another letter. */
static const char *after(const char *at, char letter)
{
    return at && *at == letter ? after_space(at + 1) : NULL;
}

/* Behind a name that nothing in it is escaped of. */
static const char *take_name(const char *at, const char *end, struct schema_id *id)
{
    if (!at || *at != '"')
        return NULL;
    id->name = at + 1;
    at = plain_end(id->name, end, true);
    id->name_size = (size_t)(at - id->name);
    return after(at, '"');
}

/* Behind a UUID in lower case. */
static const char *take_id(const char *at, const char *end, struct schema_id *id)
{
    if (!at || *at != '"' || end - at < UUID_TEXT || !uuid_lower(at + 1))
        return NULL;
    memcpy(id->id.text, at + 1, UUID_TEXT - 1);
    id->id.text[UUID_TEXT - 1] = '\0';
    return after(at + UUID_TEXT, '"');
}

enum { MOST_DIGITS = 18 };

/* Behind a whole number that is not negative, in its one spelling. */
static const char *take_number(const char *at, struct schema_id *id)
{
    const char *begin = at;
    id->number = 0;
    for (; *at >= '0' && *at <= '9' && at - begin < MOST_DIGITS; at++)
        id->number = id->number * 10 + (*at - '0');
    bool one_spelling = at > begin && (*begin != '0' || at == begin + 1);
    return one_spelling ? after_space(at) : NULL;
}

static bool read_id_body(const char *text, const char *end, struct schema_id *id)
{
    const char *at = after(after_space(text), '{');
    at = after(take_name(at, end, id), ':');
    id->of_job = at && *at >= '0' && *at <= '9';
    at = after(id->of_job ? take_number(at, id) : take_id(at, end, id), '}');
    return at == end;
}

static bool asks_only(const struct schema *schema, uint32_t rules)
{
    return !schema->broken && !(schema->rules & ~rules);
}

/* True where the schema is that of such an id and nothing else, perhaps by a reference. */
static bool is_of_id(const struct schema *schema, const struct schema_id *id)
{
    const struct schema *target = schema->sub[SUB_REF];
    if (target && asks_only(schema, UINT32_C(1) << RULE_ref))
        schema = target;
    if (!asks_only(schema, UINT32_C(1) << RULE_type | UINT32_C(1) << RULE_format))
        return false;
    return id->of_job ? schema->types == TYPE_INTEGER && schema_is_of_longs(schema)
                      : schema->types == TYPE_STRING && schema_is_of_uuids(schema);
}

/* The member of the shape that is that id, where the shape neither needs nor adds another. */
static const struct schema_property *id_property(const struct schema *schema, const struct schema_id *id)
{
    static const uint32_t rules = UINT32_C(1) << RULE_type | UINT32_C(1) << RULE_properties |
                                  UINT32_C(1) << RULE_required | UINT32_C(1) << RULE_additional_properties;
    const struct schema_property *found = NULL;
    if (!asks_only(schema, rules) || !(schema->types & TYPE_OBJECT) || schema->required_apart)
        return NULL;
    for (size_t i = 0; i < schema->property_count; i++) {
        const struct schema_property *property = &schema->properties[i];
        bool named =
            property->length == id->name_size && memcmp(property->name, id->name, id->name_size) == 0;
        if (property->fallback || (named ? !is_of_id(property->schema, id) : property->required))
            return NULL;
        found = named ? property : found;
    }
    return found;
}

bool schema_admit_id(const struct schema *schema, const char *text, size_t size, struct schema_id *id)
{
    bool read = read_id_body(text, text + size, id);
    const struct schema_property *property = read ? id_property(schema, id) : NULL;
    id->name = property ? property->name : NULL;
    return property;
}

json_t *schema_id_body(const struct schema_id *id)
{
    json_t *object = json_object();
    json_object_setn_new_nocheck(object, id->name, id->name_size,
                                 id->of_job ? json_integer(id->number)
                                            : json_stringn_nocheck(id->id.text, UUID_TEXT - 1));
    return object;
}
