#include "support/testing.h"

#include "json/jsonb.h"
#include "json/schema/schema.h"
#include "json/schema/shaped.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

/* Compares texts, since the order of members matters. */
static void assert_text(json_t *value, const char *expected)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    assert_string_equal(text, expected);
    free(text);
    json_decref(value);
}

static void assert_written(const struct schema *schema, const json_t *value, const char *expected)
{
    struct writer writer = {0};
    write_shaped(&writer, NULL, schema, value);
    char *text = writer_take(&writer);
    assert_string_equal(text, expected);
    free(text);
}

static void a_shape_gives_members_and_order(void **state)
{
    (void)state;
    static const struct {
        const char *schema, *value, *written;
    } table[] = {
        {"{\"properties\": {\"b\": {}, \"a\": {}}}", "{\"a\": 1, \"x\": 2, \"b\": 3}", "{\"b\":3,\"a\":1}"},
        {"{\"properties\": {\"b\": {\"type\": \"string\"}, \"a\": {}}}", "{\"a\": null, \"b\": null}", "{}"},
        {"{\"properties\": {\"a\": {\"nullable\": true}}}", "{\"a\": null}", "{\"a\":null}"},
        {"{\"properties\": {\"a\": {\"type\": \"object\"}}}",
         "{\"a\": {\"bb\": 1, \"c\": null, \"a\": [{\"y\": 1, \"x\": 2}]}}",
         "{\"a\":{\"a\":[{\"x\":2,\"y\":1}],\"c\":null,\"bb\":1}}"},
        {"{\"items\": {\"properties\": {\"b\": {}, \"a\": {}}}}", "[{\"a\": 1, \"b\": 2, \"c\": 3}, {}]",
         "[{\"b\":2,\"a\":1},{}]"},
        {"{\"additionalProperties\": {\"properties\": {\"b\": {}, \"a\": {}}}}",
         "{\"yy\": {\"a\": 1, \"b\": 2}, \"x\": {\"c\": 1}}", "{\"x\":{},\"yy\":{\"b\":2,\"a\":1}}"},
        {"{\"properties\": {\"z\": {}}, \"additionalProperties\": true}",
         "{\"bb\": 1, \"z\": 2, \"a\": null}", "{\"z\":2,\"a\":null,\"bb\":1}"},
        {"{\"properties\": {\"z\": {}}, \"additionalProperties\": false}", "{\"bb\": 1, \"z\": 2}",
         "{\"z\":2}"},
        {"{\"properties\": {}}", "{\"a\": 1}", "{}"},
        {"{\"properties\": {\"n\": {\"$ref\": \"#\"}, \"v\": {}}}",
         "{\"v\": 1, \"n\": {\"x\": 1, \"v\": 2, \"n\": {\"v\": 3}}}",
         "{\"n\":{\"n\":{\"v\":3},\"v\":2},\"v\":1}"},
        {"{\"oneOf\": [{\"type\": \"integer\"}, {\"properties\": {\"b\": {}, \"a\": {}}}]}",
         "{\"a\": 1, \"b\": 2, \"c\": 3}", "{\"b\":2,\"a\":1}"},
        {"{\"properties\": {\"a\": {\"type\": \"object\", \"properties\": {\"b\": {}}}}}", "{\"a\": 5}",
         "{\"a\":5}"},
        {"{}", "5", "5"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char *error = NULL;
        json_auto_t *document = parsed(table[i].schema), *value = parsed(table[i].value);
        struct schema *schema = schema_compile(document, &error);
        assert_null(error);
        assert_written(schema, value, table[i].written);
        schema_free(schema);
    }
}

static void jsonb_order_is_by_length_then_bytes(void **state)
{
    (void)state;
    static const char ordered[] =
        "{\"\":{},\"type\":\"object\",\"$schema\":\"x\",\"properties\":{\"\\n\":[],\"a\":[{\"a\":true,"
        "\"zz\":null,\"é\":1}],\"b\":5.0}}";
    json_auto_t *value =
        parsed("{\"properties\": {\"b\": 5.0, \"a\": [{\"zz\": null, \"é\": 1, \"a\": true}], \"\\n\": []}, "
               "\"$schema\": \"x\", \"type\": \"object\", \"\": {}}");
    struct writer writer = {0};
    write_in_jsonb_order(&writer, NULL, value);
    char *text = writer_take(&writer);
    assert_string_equal(text, ordered);
    assert_text(json_in_jsonb_order(value), ordered);
    free(text);
}

static void the_copy_shares_nothing(void **state)
{
    (void)state;
    json_auto_t *value = parsed("{\"a\": [1]}");
    json_auto_t *copy = json_in_jsonb_order(value);
    json_array_append_new(json_object_get(copy, "a"), json_integer(2));
    assert_int_equal(json_array_size(json_object_get(value, "a")), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shape_gives_members_and_order),
        cmocka_unit_test(jsonb_order_is_by_length_then_bytes),
        cmocka_unit_test(the_copy_shares_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
