#include "support/testing.h"

#include "base/steps.h"
#include "json/print.h"
#include "json/read.h"
#include "json/schema/schema.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct schema *compiled(const json_t *document)
{
    return schema_compile(document, NULL);
}

/* ", "-joined, as schema_faults_text() does; a new text. */
static char *joined(const json_t *messages)
{
    char *text = strdup("");
    for (size_t i = 0; i < json_array_size(messages); i++) {
        char *longer;
        assert_int_not_equal(
            asprintf(&longer, "%s%s%s", text, i ? ", " : "", json_string_value(json_array_get(messages, i))),
            -1);
        free(text);
        text = longer;
    }
    return text;
}

static void assert_faults(const char *name, const struct schema *schema, const json_t *value,
                          const char *expected)
{
    struct schema_faults faults = {0};
    bool valid = schema_check(schema, value, &faults);
    char *text = schema_faults_text(&faults);
    if (strcmp(text, expected) != 0)
        fail_msg("%s: found <%s>, not <%s>", name, text, expected);
    assert_int_equal(valid, !*expected);
    free(text);
    schema_faults_free(&faults);
}

static void run_case_file(const char *name)
{
    char path[512];
    char *error;
    size_t i;
    json_t *item;
    snprintf(path, sizeof path, "schema/%s", name);
    json_auto_t *file = json_read_file(path, &error);
    if (!file)
        fail_msg("%s", error);
    struct schema *schema = compiled(json_object_get(file, "schema"));
    assert_true(json_array_size(json_object_get(file, "valid")) > 0);
    assert_true(json_array_size(json_object_get(file, "invalid")) > 0);
    json_array_foreach (json_object_get(file, "valid"), i, item)
        assert_faults(name, schema, item, "");
    json_array_foreach (json_object_get(file, "invalid"), i, item) {
        char *expected = joined(json_object_get(item, "messages"));
        assert_true(*expected);
        assert_faults(name, schema, json_object_get(item, "value"), expected);
        free(expected);
    }
    schema_free(schema);
}

/* Memcheck's long doubles have 64 bits, too few for numbers near 2 to 63. */
static bool out_of_reach(const char *name)
{
    return getenv("FAKEBYTE_MEMCHECK") && strstr(name, "near_2_to_63");
}

static void the_case_files_hold(void **state)
{
    (void)state;
    int count = 0;
    struct dirent *entry;
    DIR *folder = opendir("schema");
    assert_non_null(folder);
    while ((entry = readdir(folder)))
        if (strstr(entry->d_name, ".json") && !out_of_reach(entry->d_name)) {
            run_case_file(entry->d_name);
            count++;
        }
    closedir(folder);
    assert_true(count > 60);
}

/* What the real validator makes of a slip: nothing; or it breaks, once a value is checked. */
static const struct slip {
    const char *document, *slip;
    bool breaks;
} slips[] = {
    {"5", "#: a schema must be an object or a boolean", false},
    {"null", "#: a schema must be an object or a boolean", false},
    {"{\"properties\": {\"a/b~\": []}}", "#/properties/a~1b~0: a schema must be an object or a boolean",
     false},
    {"{\"properties\": []}", "#/properties: must be an object of schemas", false},
    {"{\"patternProperties\": 1}", "#/patternProperties: must be an object of schemas", true},
    {"{\"patternProperties\": {\"(\": {}}}",
     "#/patternProperties/(: is no regular expression: missing closing parenthesis, at offset 1", true},
    {"{\"patternProperties\": {\"a\": 1}}", "#/patternProperties/a: a schema must be an object or a boolean",
     false},
    {"{\"additionalProperties\": \"no\"}", "#/additionalProperties: a schema must be an object or a boolean",
     false},
    {"{\"required\": \"a\"}", "#/required: must be a list of names", false},
    {"{\"required\": [1]}", "#/required: must be a list of names", false},
    {"{\"dependencies\": []}", "#/dependencies: must be an object", false},
    {"{\"dependencies\": {\"a\": 1}}", "#/dependencies/a: must be a list of names or a schema", false},
    {"{\"dependentSchemas\": {}}", "#/dependentSchemas: is no keyword of draft-07", false},
    {"{\"oneOf\": []}", "#/oneOf: must be a list of schemas", false},
    {"{\"anyOf\": {}}", "#/anyOf: must be a list of schemas", false},
    {"{\"anyOf\": {\"a\": {}}}", "#/anyOf: must be a list of schemas", true},
    {"{\"allOf\": [{}, 1]}", "#/allOf/1: a schema must be an object or a boolean", false},
    {"{\"items\": [1]}", "#/items/0: a schema must be an object or a boolean", false},
    {"{\"items\": null}", "#/items: must be a schema or a list of schemas", false},
    {"{\"additionalItems\": 1}", "#/additionalItems: must be a schema", false},
    {"{\"minimum\": \"1\"}", "#/minimum: must be a number", true},
    {"{\"exclusiveMaximum\": \"1\"}", "#/exclusiveMaximum: must be a number", true},
    {"{\"exclusiveMaximum\": true, \"maximum\": 1}", "#/exclusiveMaximum: must be a number", true},
    {"{\"multipleOf\": 0}", "#/multipleOf: must be a number other than zero", false},
    {"{\"minLength\": -1}", "#/minLength: must be a whole number, not below zero", false},
    {"{\"minItems\": 1.5}", "#/minItems: must be a whole number, not below zero", false},
    {"{\"uniqueItems\": 1}", "#/uniqueItems: must be a boolean", false},
    {"{\"nullable\": 0}", "#/nullable: must be a boolean", false},
    {"{\"format\": 1}", "#/format: must be a text", false},
    {"{\"pattern\": 1}", "#/pattern: must be a text", false},
    {"{\"pattern\": \"[\"}",
     "#/pattern: is no regular expression: missing terminating ] for character class, at offset 1", true},
    {"{\"pattern\": \"[^]\"}", "#/pattern: is no regular expression: an empty class, at offset 0", true},
    {"{\"pattern\": \"a{,3}\"}",
     "#/pattern: is no regular expression: a brace that begins no quantifier, at offset 1", true},
    {"{\"$ref\": 1}", "#/$ref: must be a text", true},
    {"{\"$ref\": \"#/definitions/x\"}", "#/$ref: refers to nowhere", true},
    {"{\"$ref\": \"other.json#/a\"}", "#/$ref: refers to nowhere", true},
    {"{\"$ref\": \"#anchor\"}", "#/$ref: refers to nowhere", true},
    {"{\"$ref\": \"\"}", "#/$ref: refers to nowhere", true},
};

static void a_slip_is_named_and_what_it_breaks_is_said_when_a_value_comes(void **state)
{
    (void)state;
    json_auto_t *value = json_object();
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        char *slip = NULL;
        json_auto_t *document = parsed(slips[i].document);
        struct schema *schema = schema_compile(document, &slip);
        assert_string_equal(slip, slips[i].slip);
        struct schema_faults faults = {0};
        char expected[256];
        snprintf(expected, sizeof expected, "$: cannot be checked: %s", slip);
        assert_int_equal(schema_check(schema, value, &faults), !slips[i].breaks);
        char *text = schema_faults_text(&faults);
        assert_string_equal(text, slips[i].breaks ? expected : "");
        free(text);
        free(slip);
        schema_faults_free(&faults);
        schema_free(schema);
    }
}

/* Nothing of what else a schema would say is reported, and no branch or `not` swallows it. */
static void what_is_broken_ends_the_check(void **state)
{
    (void)state;
    json_auto_t *document =
        parsed("{\"properties\": {\"a\": {\"type\": \"string\"}, \"b\": {\"not\": {\"anyOf\": "
               "[{\"pattern\": \"(\"}, {}]}}}}");
    json_auto_t *value = parsed("{\"a\": 1, \"b\": \"x\"}"), *other = parsed("{\"a\": 1}");
    struct schema *schema = compiled(document);
    assert_faults("broken", schema, value,
                  "$.b: cannot be checked: #/properties/b/not/anyOf/0/pattern: is no regular expression: "
                  "missing closing parenthesis, at offset 1");
    assert_faults("broken", schema, other, "$.a: integer found, string expected");
    schema_free(schema);
}

/* A line of oracle files: {"schema" or "definitionId": ..., "values": [...], "errors": [texts, null: broken]}
 */
static void check_oracle(const char *path, const json_t *schema_document, const json_t *line)
{
    size_t i;
    json_t *value;
    struct schema *schema = schema_compile(schema_document, NULL);
    json_array_foreach (json_object_get(line, "values"), i, value) {
        struct schema_faults faults = {0};
        const json_t *expected = json_array_get(json_object_get(line, "errors"), i);
        schema_check(schema, value, &faults);
        char *text = schema_faults_text(&faults), *given = json_dumps(value, JSON_ENCODE_ANY);
        bool held = json_is_null(expected) ? strstr(text, "cannot be checked: ") != NULL
                                           : strcmp(text, json_string_value(expected)) == 0;
        if (!held)
            fail_msg("%s: %s: found <%s>, not <%s>", path, given, text, json_string_value(expected));
        free(given);
        free(text);
        schema_faults_free(&faults);
    }
    schema_free(schema);
}

/* What networknt 1.0.72 answered to schemas and values that were made at random, and to configurations of the
 * built-in connectors. */
static void the_real_validator_would_have_said_the_same(void **state)
{
    (void)state;
    size_t i, count = 0;
    json_t *line;
    const char *const paths[] = {"schema/oracle/slips.json", "schema/oracle/random.json"};
    for (size_t j = 0; j < 2; j++) {
        json_auto_t *lines = json_load_file(paths[j], 0, NULL);
        json_array_foreach (lines, i, line) {
            check_oracle(paths[j], json_object_get(line, "schema"), line);
            count += json_array_size(json_object_get(line, "values"));
        }
    }
    assert_true(count > 3000);
}

static void configurations_are_refused_in_the_real_validators_words(void **state)
{
    (void)state;
    size_t i;
    json_t *line, *entry;
    json_auto_t *specifications = json_object();
    json_auto_t *registry = json_load_file("../fixtures/connectors.json", 0, NULL);
    json_auto_t *lines = json_load_file("schema/oracle/configurations.json", 0, NULL);
    const char *const lists[] = {"sources", "destinations"};
    const char *const ids[] = {"sourceDefinitionId", "destinationDefinitionId"};
    for (size_t j = 0; j < 2; j++)
        json_array_foreach (json_object_get(registry, lists[j]), i, entry)
            json_object_set(specifications, json_string_value(json_object_get(entry, ids[j])),
                            json_object_get(json_object_get(entry, "spec"), "connectionSpecification"));
    assert_true(json_array_size(lines) > 500);
    json_array_foreach (lines, i, line) {
        const char *id = json_string_value(json_object_get(line, "definitionId"));
        check_oracle(id, json_object_get(specifications, id), line);
    }
}

static json_t *nested(const char *name, int levels, json_t *innermost)
{
    while (levels--)
        innermost = json_pack("{so}", name, innermost);
    return innermost;
}

static void the_depth_of_schemas_is_bounded(void **state)
{
    (void)state;
    char *slip = NULL;
    json_auto_t *deep = nested("items", 255, json_object()), *deeper = nested("items", 256, json_object());
    schema_free(schema_compile(deep, &slip));
    assert_null(slip);
    schema_free(schema_compile(deeper, &slip));
    assert_non_null(strstr(slip, "/items/items: nested more than 256 levels deep"));
    free(slip);
}

/* A schema that leads back to itself, with nothing of the value used up on the way. */
static void references_in_a_circle_end(void **state)
{
    (void)state;
    static const char *const circles[] = {
        "{\"$ref\": \"#\"}",
        "{\"not\": {\"$ref\": \"#\"}}",
        "{\"allOf\": [{\"oneOf\": [{\"$ref\": \"#\"}]}]}",
        "{\"a\": {\"$ref\": \"#/b\"}, \"b\": {\"not\": {\"$ref\": \"#/a\"}}, \"$ref\": \"#/a\"}",
    };
    json_auto_t *value = json_integer(1);
    for (size_t i = 0; i < sizeof circles / sizeof *circles; i++) {
        json_auto_t *document = parsed(circles[i]);
        struct schema *schema = compiled(document);
        assert_faults(circles[i], schema, value, "$: is nested too deeply to be checked");
        schema_free(schema);
    }
}

static const char used_up[] = "takes more steps to be checked than a request has";

static void assert_used_up(const json_t *document, const json_t *value)
{
    struct schema *schema = compiled(document);
    struct schema_faults faults = {0};
    assert_false(schema_check(schema, value, &faults));
    assert_int_equal(faults.count, 1);
    assert_string_equal(faults.items[0].message, used_up);
    schema_faults_free(&faults);
    schema_free(schema);
}

static json_t *list_of(size_t count, const char *prefix)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_sprintf("%s%d", prefix, (int)i));
    return list;
}

static json_t *letters(size_t count)
{
    char *text = malloc(count);
    memset(text, 'a', count);
    text[count - 1] = 'c';
    json_t *string = json_stringn(text, count);
    free(text);
    return string;
}

/* A schema that leads twice to the next, and so on. */
static json_t *doubling(int levels)
{
    json_t *definitions = json_object();
    for (int i = 0; i < levels; i++) {
        char name[16], next[40];
        snprintf(name, sizeof name, "d%d", i);
        snprintf(next, sizeof next, "#/definitions/d%d", i + 1);
        json_object_set_new(definitions, name,
                            json_pack("{s[{ss}{ss}]}", "oneOf", "$ref", next, "$ref", next));
    }
    char last[16];
    snprintf(last, sizeof last, "d%d", levels);
    json_object_set_new(definitions, last, json_pack("{ss}", "type", "string"));
    return json_pack("{soss}", "definitions", definitions, "$ref", "#/definitions/d0");
}

/* Each of these would take minutes to years. */
static void work_that_multiplies_uses_up_its_steps(void **state)
{
    (void)state;
    json_auto_t *one = json_integer(1), *names = list_of(100000, "b");
    json_auto_t *multiplying = doubling(30);
    json_auto_t *choices = json_pack("{s{so}}", "contains", "enum", list_of(100000, "a"));
    json_auto_t *repeated = parsed("{\"pattern\": \"a{0,65000}[ab]c\"}"),
                *nested_repeats = parsed("{\"pattern\": \"^(a|aa|a+)+$\"}");
    json_auto_t *many_letters = letters(1000000),
                *few = json_sprintf("%s", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    assert_used_up(multiplying, one);
    assert_used_up(choices, names);
    assert_used_up(repeated, many_letters);
    assert_used_up(nested_repeats, few);
}

/* The steps are those of all that one request has checked. */
static void checks_share_the_steps_of_their_request(void **state)
{
    (void)state;
    struct steps steps = {.left = 100};
    json_auto_t *document = parsed("{\"items\": {\"type\": \"integer\"}}"), *value = json_array();
    for (int i = 0; i < 60; i++)
        json_array_append_new(value, json_integer(i));
    struct schema *schema = compiled(document);
    struct schema_faults faults = {.steps = &steps};
    assert_true(schema_check(schema, value, &faults));
    assert_int_equal(steps.left, 39);
    assert_false(schema_check(schema, value, &faults));
    assert_string_equal(faults.items[0].message, used_up);
    schema_faults_free(&faults);
    schema_free(schema);
}

static void the_depth_of_values_is_bounded(void **state)
{
    (void)state;
    json_auto_t *document = parsed("{\"properties\": {\"a\": {\"$ref\": \"#\"}}}");
    json_auto_t *deep = nested("a", 400, json_object()), *deeper = nested("a", 1500, json_object());
    struct schema *schema = compiled(document);
    struct schema_faults faults = {0};
    assert_true(schema_check(schema, deep, &faults));
    assert_false(schema_check(schema, deeper, &faults));
    assert_int_equal(faults.count, 1);
    assert_string_equal(faults.items[0].message, "is nested too deeply to be checked");
    schema_faults_free(&faults);
    schema_free(schema);
}

static void faults_hold_path_and_value(void **state)
{
    (void)state;
    json_auto_t *document = parsed("{\"properties\": {\"a\": {\"items\": {\"required\": [\"b\"], \"type\": "
                                   "\"object\"}}}}");
    json_auto_t *value = parsed("{\"a\": [{}, 5]}");
    struct schema *schema = compiled(document);
    struct schema_faults faults = {0};
    assert_false(schema_check(schema, value, &faults));
    assert_int_equal(faults.count, 2);
    assert_string_equal(faults.items[0].path, "a[0].b");
    assert_null(faults.items[0].value);
    assert_string_equal(faults.items[1].path, "a[1]");
    assert_int_equal(json_integer_value(faults.items[1].value), 5);
    assert_ptr_equal(schema_document(schema), document);
    schema_faults_free(&faults);
    schema_free(schema);
}

static void no_more_than_a_hundred_faults_are_kept(void **state)
{
    (void)state;
    json_auto_t *document = parsed("{\"items\": {\"type\": \"string\"}}");
    json_auto_t *list = json_array();
    for (int i = 0; i < 1500; i++)
        json_array_append_new(list, json_integer(i));
    struct schema *schema = compiled(document);
    struct schema_faults faults = {0};
    assert_false(schema_check(schema, list, &faults));
    assert_int_equal(faults.count, 100);
    schema_faults_free(&faults);
    schema_free(schema);
}

static struct schema_library *linked(const char *text)
{
    char *error = NULL;
    struct schema_library *library = schema_library_new();
    schema_library_add(library, text);
    if (!schema_library_check(library, &error))
        fail_msg("%s", error);
    return library;
}

static const char shapes[] =
    "{\"Id\": {\"type\": \"string\", \"format\": \"uuid\"},"
    " \"Kind\": {\"type\": \"string\", \"enum\": [\"basic\", \"cron\", \"8\"]},"
    " \"Any\": {\"type\": \"object\"},"
    " \"Thing\": {\"type\": \"object\", \"required\": [\"workspaceId\"], \"properties\": {"
    "   \"workspaceId\": {\"$ref\": \"#/components/schemas/Id\"}, \"name\": {\"type\": \"string\", "
    "\"maxLength\": 5},"
    "   \"count\": {\"type\": \"integer\", \"format\": \"int64\", \"maximum\": 100}, \"on\": {\"type\": "
    "\"boolean\"},"
    "   \"kind\": {\"$ref\": \"#/components/schemas/Kind\"}, \"ratio\": {\"type\": \"number\"},"
    "   \"ids\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/components/schemas/Id\"}},"
    "   \"names\": {\"type\": \"array\", \"items\": {\"type\": \"string\"}},"
    "   \"free\": {}, \"any\": {\"$ref\": \"#/components/schemas/Any\"},"
    "   \"open\": {\"type\": \"object\", \"additionalProperties\": true, \"properties\": {\"n\": {\"type\": "
    "\"integer\"}}},"
    "   \"closed\": {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\"n\": "
    "{\"type\": "
    "\"integer\"}}},"
    "   \"map\": {\"type\": \"object\", \"additionalProperties\": {\"type\": \"integer\"}},"
    "   \"maybe\": {\"type\": \"string\", \"nullable\": true},"
    "   \"delay\": {\"oneOf\": [{\"type\": \"integer\"}, {\"type\": \"object\", \"required\": [\"low\"], "
    "\"properties\": {\"low\": {\"type\": \"integer\"}}}]},"
    "   \"thing\": {\"$ref\": \"#/components/schemas/Thing\"}}}}";

#define ID "\"workspaceId\": \"01234567-89ab-cdef-0123-456789abcdef\""

static void bodies_are_admitted(void **state)
{
    (void)state;
    static const char required[] = "$.workspaceId: is missing but it is required";
    static const struct {
        const char *body, *faults, *after;
        enum schema_strictness strictness;
    } table[] = {
        {"{" ID "}", "", "{" ID "}", SCHEMA_LENIENT},
        {"{}", required, "{}", SCHEMA_LENIENT},
        {"{\"workspaceId\": null}", required, "{}", SCHEMA_LENIENT},
        {"{\"workspaceId\": null}", required, "{}", SCHEMA_STRICT},
        {"{\"workspaceId\": \"01234567-89AB-CDEF-0123-456789abcdeF\"}", "", "{" ID "}", SCHEMA_STRICT},
        {"{\"workspaceId\": \"ABC\"}", "$.workspaceId: ABC is an invalid uuid", "{\"workspaceId\": \"ABC\"}",
         SCHEMA_LENIENT},
        {"{\"workspaceId\": 12}", "$.workspaceId: 12 is an invalid uuid", "{\"workspaceId\": \"12\"}",
         SCHEMA_LENIENT},
        {"{" ID ", \"name\": null, \"free\": null, \"maybe\": null, \"nothing\": null}", "",
         "{" ID ", \"maybe\": null}", SCHEMA_STRICT},
        {"{" ID ", \"count\": \"8\"}", "", "{" ID ", \"count\": 8}", SCHEMA_LENIENT},
        {"{" ID ", \"count\": \"-8\"}", "", "{" ID ", \"count\": -8}", SCHEMA_LENIENT},
        {"{" ID ", \"count\": \"8\"}", "$.count: string found, integer expected",
         "{" ID ", \"count\": \"8\"}", SCHEMA_STRICT},
        {"{" ID ", \"count\": \"800\"}", "$.count: must have a maximum value of 100",
         "{" ID ", \"count\": 800}", SCHEMA_LENIENT},
        {"{" ID ", \"count\": \"-\"}", "$.count: string found, integer expected",
         "{" ID ", \"count\": \"-\"}", SCHEMA_LENIENT},
        {"{" ID ", \"count\": \"8 \"}", "$.count: string found, integer expected",
         "{" ID ", \"count\": \"8 \"}", SCHEMA_LENIENT},
        {"{" ID ", \"count\": \"99999999999999999999\"}", "$.count: string found, integer expected",
         "{" ID ", \"count\": \"99999999999999999999\"}", SCHEMA_LENIENT},
        {"{" ID ", \"count\": 18446744073709551615}",
         "$.count: 18446744073709551615 is beyond the range of int64, $.count: must have a maximum value of 100",
         "{" ID ", \"count\": 18446744073709551615}", SCHEMA_LENIENT},
        {"{" ID ", \"ratio\": 1e400}", "$.ratio: 1e400 is beyond the range of double",
         "{" ID ", \"ratio\": 1e400}", SCHEMA_LENIENT},
        {"{" ID ", \"free\": 1e400, \"any\": {\"n\": 18446744073709551615}}", "",
         "{" ID ", \"free\": 1e400, \"any\": {\"n\": 18446744073709551615}}", SCHEMA_LENIENT},
        {"{" ID ", \"name\": 1e400}", "", "{" ID ", \"name\": \"1e400\"}", SCHEMA_LENIENT},
        {"{" ID ", \"count\": 1.5}", "$.count: number found, integer expected", "{" ID ", \"count\": 1.5}",
         SCHEMA_LENIENT},
        {"{" ID ", \"count\": \"1.5\"}", "$.count: string found, integer expected",
         "{" ID ", \"count\": \"1.5\"}", SCHEMA_LENIENT},
        {"{" ID ", \"on\": \"true\"}", "", "{" ID ", \"on\": true}", SCHEMA_LENIENT},
        {"{" ID ", \"on\": \"false\"}", "", "{" ID ", \"on\": false}", SCHEMA_LENIENT},
        {"{" ID ", \"on\": \"yes\"}", "$.on: string found, boolean expected", "{" ID ", \"on\": \"yes\"}",
         SCHEMA_LENIENT},
        {"{" ID ", \"on\": \"true\"}", "$.on: string found, boolean expected", "{" ID ", \"on\": \"true\"}",
         SCHEMA_STRICT},
        {"{" ID ", \"on\": 0}", "", "{" ID ", \"on\": false}", SCHEMA_LENIENT},
        {"{" ID ", \"on\": 2}", "", "{" ID ", \"on\": true}", SCHEMA_LENIENT},
        {"{" ID ", \"name\": 8}", "", "{" ID ", \"name\": \"8\"}", SCHEMA_LENIENT},
        {"{" ID ", \"name\": 1.5}", "", "{" ID ", \"name\": \"1.5\"}", SCHEMA_LENIENT},
        {"{" ID ", \"name\": true}", "", "{" ID ", \"name\": \"true\"}", SCHEMA_LENIENT},
        {"{" ID ", \"name\": 8}", "$.name: integer found, string expected", "{" ID ", \"name\": 8}",
         SCHEMA_STRICT},
        {"{" ID ", \"name\": 123456}", "$.name: may only be 5 characters long",
         "{" ID ", \"name\": \"123456\"}", SCHEMA_LENIENT},
        {"{" ID ", \"name\": [\"x\"]}", "$.name: array found, string expected", "{" ID ", \"name\": [\"x\"]}",
         SCHEMA_LENIENT},
        {"{" ID ", \"kind\": 8}", "", "{" ID ", \"kind\": \"8\"}", SCHEMA_LENIENT},
        {"{" ID ", \"kind\": \"Cron\"}", "$.kind: does not have a value in the enumeration [basic, cron, 8]",
         "{" ID ", \"kind\": \"Cron\"}", SCHEMA_LENIENT},
        {"{" ID ", \"names\": \"x\"}", "", "{" ID ", \"names\": [\"x\"]}", SCHEMA_LENIENT},
        {"{" ID ", \"names\": 5}", "", "{" ID ", \"names\": [\"5\"]}", SCHEMA_LENIENT},
        {"{" ID ", \"names\": {}}", "$.names[0]: object found, string expected", "{" ID ", \"names\": [{}]}",
         SCHEMA_LENIENT},
        {"{" ID ", \"names\": null}", "", "{" ID "}", SCHEMA_LENIENT},
        {"{" ID ", \"names\": \"x\"}", "$.names: string found, array expected", "{" ID ", \"names\": \"x\"}",
         SCHEMA_STRICT},
        {"{" ID ", \"names\": [\"x\", null, 5]}", "$.names[1]: null found, string expected",
         "{" ID ", \"names\": [\"x\", null, \"5\"]}", SCHEMA_LENIENT},
        {"{" ID ", \"ids\": [\"01234567-89AB-cdef-0123-456789abcdef\"]}", "",
         "{" ID ", \"ids\": [\"01234567-89ab-cdef-0123-456789abcdef\"]}", SCHEMA_STRICT},
        {"{" ID ", \"free\": {\"a\": null, \"b\": [null]}, \"any\": {\"x\": null, \"y\": \"8\"}}", "",
         "{" ID ", \"free\": {\"a\": null, \"b\": [null]}, \"any\": {\"x\": null, \"y\": \"8\"}}",
         SCHEMA_STRICT},
        {"{" ID ", \"open\": {\"n\": \"5\", \"x\": null}}", "", "{" ID ", \"open\": {\"n\": 5, \"x\": null}}",
         SCHEMA_LENIENT},
        {"{" ID ", \"open\": {\"n\": null, \"x\": 1}}", "", "{" ID ", \"open\": {\"x\": 1}}", SCHEMA_STRICT},
        {"{" ID ", \"map\": {\"a\": \"5\", \"b\": \"x\"}}", "$.map.b: string found, integer expected",
         "{" ID ", \"map\": {\"a\": 5, \"b\": \"x\"}}", SCHEMA_LENIENT},
        {"{" ID ", \"map\": {\"a\": null}}", "$.map.a: null found, integer expected",
         "{" ID ", \"map\": {\"a\": null}}", SCHEMA_LENIENT},
        {"{" ID ", \"delay\": {\"low\": 1, \"x\": 2}}", "", "{" ID ", \"delay\": {\"low\": 1}}",
         SCHEMA_LENIENT},
        {"{" ID ", \"delay\": {\"low\": 1, \"lwo\": 2}}",
         "$.delay.lwo: is not a known property; did you mean \"low\"?", "{" ID ", \"delay\": {\"low\": 1}}",
         SCHEMA_STRICT},
        {"{" ID ", \"unknown\": {\"a\": 1}}", "", "{" ID "}", SCHEMA_LENIENT},
        {"{" ID ", \"closed\": {\"m\": 1}}", "", "{" ID ", \"closed\": {}}", SCHEMA_LENIENT},
        {"{" ID ", \"thing\": {" ID ", \"thing\": {\"count\": \"1\", \"x\": 1}}}",
         "$.thing.thing.workspaceId: is missing but it is required",
         "{" ID ", \"thing\": {" ID ", \"thing\": {\"count\": 1}}}", SCHEMA_LENIENT},
        {"{\"workspaceid\": \"x\", \"zzzzzzzz\": 1}",
         "$.workspaceid: is not a known property; did you mean \"workspaceId\"?, "
         "$.zzzzzzzz: is not a known property, $.workspaceId: is missing but it is required",
         "{}", SCHEMA_STRICT},
        {"[]", "$: array found, object expected", "[]", SCHEMA_LENIENT},
        {"null", "$: null found, object expected", "null", SCHEMA_LENIENT},
        {"\"x\"", "$: string found, object expected", "\"x\"", SCHEMA_LENIENT},
    };
    struct schema_library *library = linked(shapes);
    const struct schema *thing = schema_library_find(library, "Thing");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        json_auto_t *body = parsed(table[i].body), *after = parsed(table[i].after);
        struct schema_faults faults = {0};
        bool valid = schema_admit(thing, body, table[i].strictness, &faults);
        char *text = schema_faults_text(&faults), *got = json_print(body);
        assert_string_equal(text, table[i].faults);
        assert_int_equal(valid, !*text);
        if (!json_equal(body, after))
            fail_msg("%s became %s", table[i].body, got);
        free(got);
        free(text);
        schema_faults_free(&faults);
    }
    schema_library_free(library);
}

static const char id_shapes[] =
    "{\"Id\": {\"type\": \"string\", \"format\": \"uuid\"},"
    " \"Text\": {\"type\": \"string\"},"
    " \"One\": {\"type\": \"object\", \"required\": [\"id\"], \"properties\": {\"id\": {\"$ref\": "
    "\"#/components/schemas/Id\"}, \"also\": {\"type\": \"boolean\"}}},"
    " \"Own\": {\"type\": \"object\", \"properties\": {\"id\": {\"type\": \"string\", \"format\": \"uuid\"}}},"
    " \"Two\": {\"type\": \"object\", \"required\": [\"id\", \"name\"], \"properties\": {\"id\": {\"$ref\": "
    "\"#/components/schemas/Id\"}, \"name\": {\"type\": \"string\"}}},"
    " \"Filled\": {\"type\": \"object\", \"properties\": {\"id\": {\"$ref\": \"#/components/schemas/Id\"}, "
    "\"size\": {\"type\": \"integer\", \"default\": 1}}},"
    " \"Named\": {\"type\": \"object\", \"properties\": {\"id\": {\"$ref\": \"#/components/schemas/Text\"}}},"
    " \"Other\": {\"type\": \"object\", \"properties\": {\"other\": {\"$ref\": \"#/components/schemas/Id\"}}},"
    " \"Counted\": {\"type\": \"object\", \"minProperties\": 2, \"properties\": {\"id\": {\"$ref\": "
    "\"#/components/schemas/Id\"}}},"
    " \"Number\": {\"type\": \"integer\", \"format\": \"int64\"},"
    " \"Job\": {\"type\": \"object\", \"required\": [\"id\"], \"properties\": {\"id\": {\"$ref\": "
    "\"#/components/schemas/Number\"}}},"
    " \"Small\": {\"type\": \"object\", \"properties\": {\"id\": {\"type\": \"integer\", \"format\": "
    "\"int32\"}}}}";

#define AN_ID "0b5c2b5e-7d41-4c83-9d6a-3a6f6d1e2f00"

/* Either nothing, or what the long way makes of it. */
static void a_body_of_one_id_is_admitted_at_once(void **state)
{
    static const struct {
        const char *shape, *body;
        bool at_once;
    } table[] = {
        {"One", "{\"id\":\"" AN_ID "\"}", true},
        {"One", " {\n\"id\" : \"" AN_ID "\" }\r\n", true},
        {"Own", "{\"id\": \"" AN_ID "\"}", true},
        {"One", "{\"id\": \"0B5C2B5E-7d41-4c83-9d6a-3a6f6d1e2f00\"}", false},
        {"One", "{\"id\": \"0b5c2b5e-7d41-4c83-9d6a-3a6f6d1e2f0\"}", false},
        {"One", "{\"id\": \"0b5c2b5e-7d41-4c83-9d6a-3a6f6d1e2f000\"}", false},
        {"One", "{\"id\": \"0b5c2b5e-7d41-4c83-9d6a-3a6f6d1e2f0g\"}", false},
        {"One", "{\"id\": \"" AN_ID "\", \"also\": true}", false},
        {"One", "{\"id\": \"" AN_ID "\"} {}", false},
        {"One", "{\"\\u0069d\": \"" AN_ID "\"}", false},
        {"One", "{\"other\": \"" AN_ID "\"}", false},
        {"One", "{\"id\": 5}", false},
        {"One", "{\"id\"", false},
        {"One", "[\"" AN_ID "\"]", false},
        {"One", "", false},
        {"Two", "{\"id\": \"" AN_ID "\"}", false},
        {"Filled", "{\"id\": \"" AN_ID "\"}", false},
        {"Named", "{\"id\": \"" AN_ID "\"}", false},
        {"Other", "{\"id\": \"" AN_ID "\"}", false},
        {"Counted", "{\"id\": \"" AN_ID "\"}", false},
        {"Job", "{\"id\": 12}", true},
        {"Job", " { \"id\" :0 } ", true},
        {"Job", "{\"id\":999999999999999999}", true},
        {"Job", "{\"id\":1000000000000000000}", false},
        {"Job", "{\"id\":01}", false},
        {"Job", "{\"id\":-1}", false},
        {"Job", "{\"id\":1.0}", false},
        {"Job", "{\"id\":1e2}", false},
        {"Job", "{\"id\":\"12\"}", false},
        {"Job", "{\"id\":12", false},
        {"Job", "{\"id\": \"" AN_ID "\"}", false},
        {"One", "{\"id\":12}", false},
        {"Small", "{\"id\":12}", false},
    };
    (void)state;
    struct schema_library *library = linked(id_shapes);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *body = table[i].body;
        const struct schema *shape = schema_library_find(library, table[i].shape);
        struct schema_id id;
        if (schema_admit_id(shape, body, strlen(body), &id) != table[i].at_once)
            fail_msg("%s: %s", table[i].shape, body);
        assert_true((id.name != NULL) == table[i].at_once);
        json_auto_t *made = id.name ? schema_id_body(&id) : NULL;
        json_auto_t *read = made ? parsed(body) : NULL;
        struct schema_faults faults = {0};
        assert_true(!made || (schema_admit(shape, read, SCHEMA_STRICT, &faults) && json_equal(made, read)));
    }
    schema_library_free(library);
}

static void replies_are_checked_strictly(void **state)
{
    (void)state;
    static const char unknown[] =
        "is not defined in the schema and the schema does not allow additional properties";
    static const struct {
        const char *reply, *path, *message;
    } table[] = {
        {"{" ID "}", NULL, NULL},
        {"{" ID ", \"name\": null}", "name", "null found, string expected"},
        {"{" ID ", \"free\": null}", "free", "null found, but nulls are left out"},
        {"{" ID ", \"any\": null}", "any", "null found, object expected"},
        {"{" ID ", \"maybe\": null}", NULL, NULL},
        {"{" ID ", \"other\": 1}", "other", unknown},
        {"{" ID ", \"thing\": {" ID ", \"other\": 1}}", "thing.other", unknown},
        {"{" ID ", \"closed\": {\"m\": 1}}", "closed.m", unknown},
        {"{" ID ", \"free\": {\"a\": null}, \"any\": {\"b\": null}}", NULL, NULL},
        {"{" ID ", \"open\": {\"x\": null}}", NULL, NULL},
        {"{" ID ", \"map\": {\"x\": 1}}", NULL, NULL},
        {"{" ID ", \"map\": {\"x\": null}}", "map.x", "null found, integer expected"},
        {"{" ID ", \"delay\": {\"low\": 1, \"x\": 2}}", NULL, NULL},
        {"{" ID ", \"count\": \"8\"}", "count", "string found, integer expected"},
        {"{}", "workspaceId", "is missing but it is required"},
    };
    struct schema_library *library = linked(shapes);
    const struct schema *thing = schema_library_find(library, "Thing");
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        json_auto_t *reply = parsed(table[i].reply);
        struct schema_faults faults = {0};
        assert_int_equal(schema_check_reply(thing, reply, &faults), !table[i].path);
        assert_int_equal(faults.count, table[i].path ? 1 : 0);
        if (table[i].path) {
            assert_string_equal(faults.items[0].path, table[i].path);
            assert_string_equal(faults.items[0].message, table[i].message);
        }
        schema_faults_free(&faults);
    }
    schema_library_free(library);
}

static void libraries_refer_within_themselves(void **state)
{
    (void)state;
    struct schema_library *library = linked(
        "{\"B\": {\"$ref\": \"#/components/schemas/A\"}, \"C\": {\"$ref\": \"#/components/schemas/A/items\"},"
        " \"A\": {\"items\": {\"type\": \"integer\"}}}");
    json_auto_t *good = parsed("[5]"), *bad = parsed("[\"x\"]");
    assert_faults("B", schema_library_find(library, "B"), good, "");
    assert_faults("B", schema_library_find(library, "B"), bad, "$[0]: string found, integer expected");
    assert_faults("C", schema_library_find(library, "C"), json_array_get(good, 0), "");
    assert_faults("C", schema_library_find(library, "C"), bad, "$: array found, integer expected");
    schema_library_free(library);
}

/* A fault of "Bad" would end the program. */
static void a_schema_is_read_when_it_is_asked_for(void **state)
{
    (void)state;
    struct schema_library *library = schema_library_new();
    schema_library_add(library, "\n{ \"Bad\" : {\"type\": 1, \"description\": \"} \\\" ] \\\\\"} ,"
                                "\"Good\":{\"items\":{\"$ref\":\"#/components/schemas/Number\"}}}\n");
    schema_library_add(library, "{}");
    schema_library_add(library, "{\"Number\": {\"type\": \"integer\"}}");
    json_auto_t *good = parsed("[5]"), *bad = parsed("[\"x\"]");
    const struct schema *schema = schema_library_find(library, "Good");
    assert_faults("Good", schema, good, "");
    assert_faults("Good", schema, bad, "$[0]: string found, integer expected");
    assert_ptr_equal(schema_library_find(library, "Good"), schema);
    assert_null(schema_library_find(library, "Goo"));
    schema_library_free(library);
}

static void bad_libraries_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *error;
    } table[] = {
        {"{\"B\": {\"$ref\": \"#/components/schemas/C\"}}", "#/components/schemas/B/$ref: refers to nowhere"},
        {"{\"B\": {\"$ref\": \"#\"}}", "#/components/schemas/B/$ref: refers to nowhere"},
        {"{\"B\": {\"dependentSchemas\": {}}}",
         "#/components/schemas/B/dependentSchemas: is no keyword of draft-07"},
        {"{\"B\": {\"properties\": {\"x\": {\"type\": 1}}}}",
         "#/components/schemas/B/properties/x/type: must be the name of a type, or a list of such names"},
        {"{\"A\": {}}", "#/components/schemas/A: there are two of that name"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char *error = NULL;
        struct schema_library *library = schema_library_new();
        schema_library_add(library, "{\"A\": {}}");
        schema_library_add(library, table[i].text);
        assert_false(schema_library_check(library, &error));
        assert_string_equal(error, table[i].error);
        assert_null(schema_library_find(library, "nothing"));
        free(error);
        schema_library_free(library);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_case_files_hold),
        cmocka_unit_test(a_slip_is_named_and_what_it_breaks_is_said_when_a_value_comes),
        cmocka_unit_test(what_is_broken_ends_the_check),
        cmocka_unit_test(the_real_validator_would_have_said_the_same),
        cmocka_unit_test(configurations_are_refused_in_the_real_validators_words),
        cmocka_unit_test(the_depth_of_schemas_is_bounded),
        cmocka_unit_test(references_in_a_circle_end),
        cmocka_unit_test(work_that_multiplies_uses_up_its_steps),
        cmocka_unit_test(checks_share_the_steps_of_their_request),
        cmocka_unit_test(the_depth_of_values_is_bounded),
        cmocka_unit_test(faults_hold_path_and_value),
        cmocka_unit_test(no_more_than_a_hundred_faults_are_kept),
        cmocka_unit_test(bodies_are_admitted),
        cmocka_unit_test(a_body_of_one_id_is_admitted_at_once),
        cmocka_unit_test(replies_are_checked_strictly),
        cmocka_unit_test(libraries_refer_within_themselves),
        cmocka_unit_test(a_schema_is_read_when_it_is_asked_for),
        cmocka_unit_test(bad_libraries_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
