#include "domain/catalog/catalog.h"

#include "base/die.h"
#include "domain/catalog/parts.h"
#include "json/get.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/*
 * The source "E2E Testing": its configuration is its catalog. Every stream can be read in full only, and
 * has neither cursor nor key.
 */
struct mock {
    const json_t *configuration, *mock_catalog; /* the second is a member of the first, or NULL */
    json_t *streams;
    struct work *work;
    char **error;
};

static void add_stream(const struct mock *mock, const char *name, json_t *schema)
{
    work_meet(mock->work);
    json_array_append_new(mock->streams,
                          json_pack("{s:{s:s, s:O, s:[s], s:[], s:[]}}", "stream", "name", name, "jsonSchema",
                                    schema, "supportedSyncModes", "full_refresh", "defaultCursorField",
                                    "sourceDefinedPrimaryKey"));
}

static bool is_type_name(const json_t *value)
{
    static const char *const types[] = {"array", "boolean", "integer", "null", "number", "object", "string"};
    const char *text = json_string_value(value);
    for (size_t i = 0; text && i < sizeof types / sizeof *types; i++)
        if (strcmp(text, types[i]) == 0)
            return true;
    return false;
}

static bool is_type(const json_t *value)
{
    size_t i;
    const json_t *type;
    json_array_foreach (value, i, type) {
        if (!is_type_name(type))
            return false;
    }
    return json_array_size(value) > 0 || is_type_name(value);
}

static bool is_schema(json_t *value);

static bool is_schema_list(json_t *value)
{
    size_t i;
    json_t *schema;
    json_array_foreach (value, i, schema) {
        if (!is_schema(schema))
            return false;
    }
    return json_array_size(value) > 0;
}

static bool is_schema_map(json_t *value)
{
    const char *name;
    json_t *schema;
    json_object_foreach (value, name, schema) {
        if (!is_schema(schema))
            return false;
    }
    return json_is_object(value);
}

static bool is_items(json_t *value)
{
    return json_is_array(value) ? is_schema_list(value) : is_schema(value);
}

/* What draft-07 says of the keywords that a stream's schema has. */
static bool is_schema(json_t *value)
{
    static const struct {
        const char *name;
        bool (*holds)(json_t *);
    } keywords[] = {
        {"properties", is_schema_map}, {"items", is_items},       {"oneOf", is_schema_list},
        {"anyOf", is_schema_list},     {"allOf", is_schema_list}, {"additionalProperties", is_schema},
    };
    const json_t *type = json_object_get(value, "type");
    if (type && !is_type(type))
        return false;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        json_t *keyword = json_object_get(value, keywords[i].name);
        if (keyword && !keywords[i].holds(keyword))
            return false;
    }
    return json_is_object(value) || json_is_boolean(value);
}

static bool check_schema(const struct mock *mock, const char *stream, json_t *schema)
{
    if (json_is_object(schema) && is_schema(schema))
        return true;
    *mock->error = must_printf("Stream %s has no valid JSON schema", stream);
    return false;
}

/* The JSON of a member that is a JSON text; new reference, or NULL with *error. */
static json_t *parsed_member(const struct mock *mock, const char *name)
{
    const char *text = get_text(mock->mock_catalog, name);
    json_error_t where;
    json_t *value = text ? json_read(text, strlen(text), &where) : json_read("", 0, &where);
    if (!value)
        *mock->error = must_printf("mock_catalog.%s is no JSON object: %s at line %d, column %d", name,
                                   where.text, where.line, where.column);
    return value;
}

static void add_copies(const struct mock *mock, const char *name, json_t *schema)
{
    json_int_t copies = get_integer(mock->mock_catalog, "stream_duplication");
    if (copies <= 1)
        add_stream(mock, name, schema);
    for (json_int_t i = 0; copies > 1 && i < copies; i++) {
        char *numbered = must_printf("%s_%d", name, (int)i);
        add_stream(mock, numbered, schema);
        free(numbered);
    }
}

static bool add_single(const struct mock *mock)
{
    const char *given = get_text(mock->mock_catalog, "stream_name");
    const char *name = given ? given : "data_stream";
    json_auto_t *schema = parsed_member(mock, "stream_schema");
    if (!schema || !check_schema(mock, name, schema))
        return false;
    add_copies(mock, name, schema);
    return true;
}

static bool add_multiple(const struct mock *mock)
{
    json_auto_t *schemas = parsed_member(mock, "stream_schemas");
    if (schemas && !json_is_object(schemas))
        *mock->error = must_strdup("mock_catalog.stream_schemas is no JSON object");
    const char *name;
    json_t *schema;
    json_object_foreach (schemas, name, schema) {
        if (!check_schema(mock, name, schema))
            return false;
        add_stream(mock, name, schema);
    }
    return json_is_object(schemas);
}

/* Types of the connector's first versions. */
static bool add_fixed(const struct mock *mock)
{
    json_auto_t *schema =
        json_pack("{s:s, s:{s:{s:s}}}", "type", "object", "properties", "column1", "type", "string");
    add_stream(mock, "data", schema);
    return true;
}

static bool add_streams(const struct mock *mock)
{
    static const struct {
        const char *type;
        bool (*add)(const struct mock *);
    } kinds[] = {{"INFINITE_FEED", add_fixed},
                 {"EXCEPTION_AFTER_N", add_fixed},
                 {"SINGLE_STREAM", add_single},
                 {"MULTI_STREAM", add_multiple}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (get_is(mock->configuration, "type", kinds[i].type) ||
            get_is(mock->mock_catalog, "type", kinds[i].type))
            return kinds[i].add(mock);
    *mock->error = must_strdup("mock_catalog.type is neither SINGLE_STREAM nor MULTI_STREAM");
    return false;
}

json_t *catalog_of_e2e_test(const json_t *configuration, struct work *work, char **error)
{
    json_auto_t *streams = json_array();
    struct mock mock = {configuration, json_object_get(configuration, "mock_catalog"), streams, work, error};
    return add_streams(&mock) ? catalog_of(json_incref(streams)) : NULL;
}
