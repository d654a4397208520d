#include "support/testing.h"

#include "base/rng.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *cases = json_load_file(path, 0, &error);
    if (!cases)
        fail_msg("%s:%d: %s", path, error.line, error.text);
    assert_int_not_equal(json_array_size(cases), 0);
    return cases;
}

static const char *rule_of(const json_t *test)
{
    return json_string_value(json_object_get(test, "rule"));
}

/* Members in the same order, too. */
static void expect(const json_t *test, const json_t *got, const json_t *wanted)
{
    char *got_text = json_dumps(got, JSON_COMPACT | JSON_ENCODE_ANY);
    char *wanted_text = json_dumps(wanted, JSON_COMPACT | JSON_ENCODE_ANY);
    if (strcmp(got_text, wanted_text) != 0)
        fail_msg("%s:\n got    %s\n wanted %s", rule_of(test), got_text, wanted_text);
    free(got_text);
    free(wanted_text);
}

static void expect_bool(const json_t *test, bool got, bool wanted)
{
    if (got != wanted)
        fail_msg("%s: %s", rule_of(test), got ? "true" : "false");
}

static json_t *catalog(const json_t *test, const char *member)
{
    json_t *streams = json_object_get(test, member);
    return json_pack("{s:o}", "streams", streams ? json_incref(streams) : json_array());
}

static void catalogues_differ_as_told(void **state)
{
    (void)state;
    json_auto_t *cases = load("catalog/diff.json");
    const json_t *test;
    size_t i;
    json_array_foreach (cases, i, test) {
        json_auto_t *old = catalog(test, "old"), *new = catalog(test, "new");
        json_auto_t *configured = catalog(test, "configured");
        json_auto_t *diff = catalog_diff(old, new, configured);
        json_t *transforms = json_object_get(test, "transforms");
        expect(test, json_object_get(diff, "transforms"), transforms);
        expect_bool(test, catalog_diff_breaking(diff), json_is_true(json_object_get(test, "breaking")));
        expect_bool(test, catalog_diff_empty(diff), json_array_size(transforms) == 0);
    }
}

static json_t *one_stream(json_t *schema)
{
    return json_pack("{s:[{s:{s:s, s:O}}]}", "streams", "stream", "name", "s", "jsonSchema", schema);
}

/* A stream that had no fields before shows every field it has. */
static json_t *fields_of(json_t *schema)
{
    json_auto_t *empty = json_object(), *old = one_stream(empty), *new = one_stream(schema);
    json_auto_t *diff = catalog_diff(old, new, NULL);
    json_t *update = json_array_get(json_object_get(diff, "transforms"), 0);
    json_t *fields = json_object_get(update, "updateStream");
    return fields ? json_incref(fields) : json_array();
}

static json_t *column(const json_t *fields, const char *outer, const char *inner)
{
    json_t *values = json_array();
    const json_t *field;
    size_t i;
    json_array_foreach (fields, i, field) {
        json_t *value = json_object_get(field, outer);
        assert_string_equal(json_string_value(json_object_get(field, "transformType")), "add_field");
        json_array_append(values, inner ? json_object_get(value, inner) : value);
    }
    return values;
}

static void a_schema_has_the_fields_of_the_walk(void **state)
{
    (void)state;
    json_auto_t *cases = load("catalog/fields.json");
    const json_t *test;
    size_t i;
    json_array_foreach (cases, i, test) {
        json_auto_t *fields = fields_of(json_object_get(test, "schema"));
        json_auto_t *names = column(fields, "fieldName", NULL);
        json_auto_t *schemas = column(fields, "addField", "schema");
        expect(test, names, json_object_get(test, "fields"));
        if (json_object_get(test, "schemas"))
            expect(test, schemas, json_object_get(test, "schemas"));
    }
}

static void only_removed_cursors_and_keys_break(void **state)
{
    (void)state;
    json_auto_t *cases = load("catalog/breaking.json");
    json_auto_t *before = json_loads(
        "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"},\"gone\":{\"type\":\"string\"},"
        "\"retyped\":{\"type\":\"string\"},\"deep\":{\"type\":\"object\",\"properties\":"
        "{\"gone\":{\"type\":\"string\"}}}}}",
        0, NULL);
    json_auto_t *after = json_loads("{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"string\"},"
                                    "\"retyped\":{\"type\":\"number\"},\"deep\":{\"type\":\"object\"}}}",
                                    0, NULL);
    json_auto_t *old = one_stream(before), *new = one_stream(after);
    json_t *test;
    size_t i;
    json_array_foreach (cases, i, test) {
        json_t *config = json_object_get(test, "config");
        json_auto_t *configured =
            config ? json_pack("{s:[{s:{s:s}, s:O}]}", "streams", "stream", "name", "s", "config", config)
                   : NULL;
        json_auto_t *diff = catalog_diff(old, new, configured);
        expect_bool(test, catalog_diff_breaking(diff), json_is_true(json_object_get(test, "breaking")));
    }
}

static json_t *configured_stream(const char *name, json_t *settings)
{
    json_t *config = json_pack("{s:s, s:s}", "syncMode", "incremental", "destinationSyncMode", "append");
    json_object_update(config, settings);
    return json_pack("{s:{s:s}, s:o}", "stream", "name", name, "config", config);
}

static void changed_settings_reset_a_stream(void **state)
{
    (void)state;
    json_auto_t *cases = load("catalog/reset.json");
    json_t *test;
    size_t i;
    json_array_foreach (cases, i, test) {
        json_auto_t *old =
            json_pack("{s:[o]}", "streams", configured_stream("s", json_object_get(test, "old")));
        json_auto_t *new =
            json_pack("{s:[o]}", "streams", configured_stream("s", json_object_get(test, "new")));
        json_auto_t *reset = catalog_streams_to_reset(old, new);
        json_auto_t *wanted =
            json_is_true(json_object_get(test, "reset")) ? json_pack("[{s:s}]", "name", "s") : json_array();
        expect(test, reset, wanted);
    }
}

static void streams_of_the_diff_are_reset_once_and_first(void **state)
{
    (void)state;
    json_auto_t *mode = json_pack("{s:s}", "syncMode", "full_refresh"), *none = json_object();
    json_t *streams = json_pack("[o, o, o]", configured_stream("kept", none), configured_stream("both", none),
                                configured_stream("removed", none));
    json_auto_t *old = json_pack("{s:o}", "streams", streams);
    json_t *both = configured_stream("both", mode);
    json_object_set_new(json_object_get(both, "stream"), "sourceDefinedCursor", json_true());
    json_auto_t *new = json_pack("{s:[o, o, o]}", "streams", configured_stream("kept", mode), both,
                                 configured_stream("added", none));
    json_auto_t *reset = catalog_streams_to_reset(old, new);
    json_auto_t *wanted = json_pack("[{s:s}, {s:s}, {s:s}, {s:s}]", "name", "removed", "name", "added",
                                    "name", "both", "name", "kept");
    assert_true(json_equal(reset, wanted));
}

static json_t *random_schema(struct rng *rng, int depth)
{
    static const char *const types[] = {"string", "number", "object", "array"};
    static const char *const names[] = {"a", "ab", "b", "items", "a.b"};
    json_t *schema = json_object();
    if (rng_between(rng, 0, 5) > 0)
        json_object_set_new(schema, "type", json_string(types[rng_between(rng, 0, 3)]));
    if (depth == 0)
        return schema;
    json_t *properties = json_object();
    for (int64_t n = rng_between(rng, 0, 3); n > 0; n--)
        json_object_set_new(properties, names[rng_between(rng, 0, 4)], random_schema(rng, depth - 1));
    const char *place = rng_between(rng, 0, 3) ? "properties" : "ignored";
    json_object_set_new(schema, place, properties);
    json_object_set_new(schema, "items", random_schema(rng, depth - 1));
    if (rng_between(rng, 0, 2) == 0)
        json_object_set_new(
            schema, "anyOf",
            json_pack("[o, o]", random_schema(rng, depth - 1), random_schema(rng, depth - 1)));
    return schema;
}

static json_t *random_catalog(struct rng *rng)
{
    json_t *streams = json_array();
    for (char name[] = "a"; *name < 'e'; name[0]++)
        if (rng_between(rng, 0, 3) > 0)
            json_array_append_new(streams, json_pack("{s:{s:s, s:o, s:s*}}", "stream", "name", name,
                                                     "jsonSchema", random_schema(rng, 3), "namespace",
                                                     rng_between(rng, 0, 1) ? "n" : NULL));
    return json_pack("{s:o}", "streams", streams);
}

static size_t count_of(const json_t *diff, const char *type)
{
    size_t count = 0, i;
    const json_t *transform;
    json_array_foreach (json_object_get(diff, "transforms"), i, transform) {
        count += strcmp(json_string_value(json_object_get(transform, "transformType")), type) == 0;
    }
    return count;
}

static void random_catalogues_agree_with_themselves(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(11, "diff");
    for (int i = 0; i < 300; i++) {
        json_auto_t *one = random_catalog(&rng), *two = random_catalog(&rng);
        json_auto_t *copy = json_deep_copy(one);
        json_auto_t *same = catalog_diff(one, copy, one);
        assert_true(catalog_diff_empty(same));
        json_auto_t *there = catalog_diff(one, two, NULL), *back = catalog_diff(two, one, NULL);
        assert_int_equal(count_of(there, "add_stream"), count_of(back, "remove_stream"));
        assert_int_equal(count_of(there, "remove_stream"), count_of(back, "add_stream"));
        assert_int_equal(count_of(there, "update_stream"), count_of(back, "update_stream"));
        size_t grown = json_array_size(json_object_get(one, "streams")) + count_of(there, "add_stream") -
                       count_of(there, "remove_stream");
        assert_int_equal(grown, json_array_size(json_object_get(two, "streams")));
    }
}

/* The transforms of each stream lead from the one's field names to the other's. */
static void apply_names(json_t *names, const json_t *update)
{
    const json_t *field;
    size_t i;
    json_array_foreach (json_object_get(update, "updateStream"), i, field) {
        char *key = json_dumps(json_object_get(field, "fieldName"), JSON_COMPACT);
        const char *type = json_string_value(json_object_get(field, "transformType"));
        assert_int_equal(!json_object_get(names, key), strcmp(type, "add_field") == 0);
        if (strcmp(type, "remove_field") == 0)
            json_object_del(names, key);
        else
            json_object_set_new(names, key, json_true());
        free(key);
    }
}

static json_t *names_of(json_t *schema)
{
    json_t *names = json_object();
    json_auto_t *fields = fields_of(schema), *update = json_pack("{s:O}", "updateStream", fields);
    apply_names(names, update);
    return names;
}

static void applying_a_diff_gives_the_new_names(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(12, "names");
    for (int i = 0; i < 300; i++) {
        json_auto_t *one = random_schema(&rng, 3), *two = random_schema(&rng, 3);
        json_auto_t *old = one_stream(one), *new = one_stream(two), *diff = catalog_diff(old, new, NULL);
        json_auto_t *names = names_of(one), *wanted = names_of(two);
        apply_names(names, json_array_get(json_object_get(diff, "transforms"), 0));
        assert_true(json_equal(names, wanted));
    }
}

static void thousands_of_streams_take_no_time_to_speak_of(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    json_auto_t *old = json_pack("{s:[]}", "streams"), *new = json_pack("{s:[]}", "streams");
    json_auto_t *mode = json_pack("{s:s}", "syncMode", "full_refresh"), *none = json_object();
    for (int i = 0; i < MANY; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        json_array_append_new(json_object_get(old, "streams"), configured_stream(name, none));
        json_array_insert_new(json_object_get(new, "streams"), 0, configured_stream(name, mode));
    }
    clock_t start = clock();
    json_auto_t *reset = catalog_streams_to_reset(old, new);
    assert_int_equal(json_array_size(reset), MANY);
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
}

static void a_deep_schema_is_walked_to_its_end(void **state)
{
    (void)state;
    enum { DEEP = 1000 };
    json_auto_t *schema = json_pack("{s:s}", "type", "string");
    for (int i = 0; i < DEEP; i++)
        schema = json_pack("{s:s, s:{s:o}}", "type", "object", "properties", "field", schema);
    json_auto_t *fields = fields_of(schema), *names = column(fields, "fieldName", NULL);
    assert_int_equal(json_array_size(fields), DEEP);
    assert_int_equal(json_array_size(json_array_get(names, DEEP - 1)), DEEP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogues_differ_as_told),
        cmocka_unit_test(a_schema_has_the_fields_of_the_walk),
        cmocka_unit_test(only_removed_cursors_and_keys_break),
        cmocka_unit_test(changed_settings_reset_a_stream),
        cmocka_unit_test(streams_of_the_diff_are_reset_once_and_first),
        cmocka_unit_test(random_catalogues_agree_with_themselves),
        cmocka_unit_test(applying_a_diff_gives_the_new_names),
        cmocka_unit_test(a_deep_schema_is_walked_to_its_end),
        cmocka_unit_test(thousands_of_streams_take_no_time_to_speak_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
