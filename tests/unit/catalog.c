#include "support/testing.h"

#include "domain/catalog/catalog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *cases = json_load_file(path, 0, &error);
    if (!cases)
        fail_msg("%s:%d: %s", path, error.line, error.text);
    assert_int_not_equal(json_array_size(cases), 0);
    return cases;
}

static const char *text_of(const json_t *test, const char *member)
{
    return json_string_value(json_object_get(test, member));
}

/* Members in the same order, too. */
static void expect(const char *rule, const json_t *got, const json_t *wanted)
{
    char *got_text = json_dumps(got, JSON_COMPACT | JSON_ENCODE_ANY);
    char *wanted_text = json_dumps(wanted, JSON_COMPACT | JSON_ENCODE_ANY);
    assert_non_null(got_text);
    if (strcmp(got_text, wanted_text) != 0)
        fail_msg("%s:\n got    %s\n wanted %s", rule, got_text, wanted_text);
    free(got_text);
    free(wanted_text);
}

static void expect_json(const json_t *got, const char *wanted_text)
{
    json_auto_t *wanted = json_loads(wanted_text, JSON_DECODE_ANY, NULL);
    assert_non_null(wanted);
    expect("", got, wanted);
}

static json_t *first_entry(const json_t *catalog)
{
    return json_array_get(json_object_get(catalog, "streams"), 0);
}

static void aliases_are_alphanumeric_with_underscores(void **state)
{
    (void)state;
    static const struct {
        const char *name, *alias;
    } cases[] = {
        {"users", "users"},
        {"Users_2", "Users_2"},
        {"my stream", "my_stream"},
        {"a \t\n b", "a_b"},
        {"a  b  ", "a_b_"},
        {"a--b", "a__b"},
        {"a - b", "a___b"},
        {"public.users", "public_users"},
        {"Café", "Cafe"},
        {"Äü", "Au"},
        {"ﬁeld", "field"},
        {"x²", "x2"},
        {"straße", "stra_e"},
        {"東京", "__"},
        {"a\U0001f600b", "a_b"},
        {"a\u00a0b", "a_b"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *alias = catalog_alias(cases[i].name);
        assert_string_equal(alias, cases[i].alias);
        free(alias);
    }
}

static json_t *discovered_of(const char *stream_text, const char *suggested_text)
{
    json_t *stream = json_loads(stream_text, 0, NULL);
    assert_non_null(stream);
    json_auto_t *suggested = suggested_text ? json_loads(suggested_text, 0, NULL) : NULL;
    json_auto_t *catalog = json_pack("{s:[{s:o}]}", "streams", "stream", stream);
    return catalog_discovered(catalog, suggested, NULL);
}

static void discovery_proposes_a_config(void **state)
{
    (void)state;
    json_auto_t *catalog = discovered_of(
        "{\"name\":\"my stream\",\"supportedSyncModes\":[\"incremental\",\"full_refresh\"],"
        "\"defaultCursorField\":[\"t\"],\"sourceDefinedPrimaryKey\":[[\"id\"]],\"namespace\":\"n\"}",
        NULL);
    expect_json(first_entry(catalog),
                "{\"stream\":{\"name\":\"my stream\",\"jsonSchema\":{},"
                "\"supportedSyncModes\":[\"incremental\",\"full_refresh\"],\"defaultCursorField\":[\"t\"],"
                "\"sourceDefinedPrimaryKey\":[[\"id\"]],\"namespace\":\"n\"},"
                "\"config\":{\"syncMode\":\"incremental\",\"cursorField\":[\"t\"],"
                "\"destinationSyncMode\":\"append\",\"primaryKey\":[[\"id\"]],\"aliasName\":\"my_stream\","
                "\"selected\":true,\"suggested\":true}}");
}

static void a_stream_without_sync_modes_is_incremental(void **state)
{
    (void)state;
    json_auto_t *catalog = discovered_of("{\"name\":\"s\"}", NULL);
    expect_json(json_object_get(first_entry(catalog), "config"),
                "{\"syncMode\":\"incremental\",\"cursorField\":[],\"destinationSyncMode\":\"append\","
                "\"primaryKey\":[],\"aliasName\":\"s\",\"selected\":true,\"suggested\":true}");
}

static void only_suggested_streams_are_selected(void **state)
{
    (void)state;
    static const struct {
        const char *suggested;
        bool selected;
    } cases[] = {{NULL, true}, {"[\"x\",\"s\"]", true}, {"[\"x\"]", false}, {"[]", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *catalog = discovered_of("{\"name\":\"s\"}", cases[i].suggested);
        const json_t *config = json_object_get(first_entry(catalog), "config");
        assert_int_equal(json_is_true(json_object_get(config, "selected")), cases[i].selected);
        assert_int_equal(json_is_true(json_object_get(config, "suggested")), cases[i].selected);
    }
}

static void a_discovered_schema_is_in_jsonb_order(void **state)
{
    (void)state;
    json_auto_t *catalog = discovered_of(
        "{\"name\":\"s\",\"jsonSchema\":{\"properties\":{\"bb\":{},\"c\":{},\"a\":{}},\"type\":\"object\"}}",
        NULL);
    expect_json(json_object_get(json_object_get(first_entry(catalog), "stream"), "jsonSchema"),
                "{\"type\":\"object\",\"properties\":{\"a\":{},\"c\":{},\"bb\":{}}}");
}

static json_t *sent(json_t *stream, json_t *config)
{
    return json_pack("{s:[{s:O, s:O}]}", "streams", "stream", stream, "config", config);
}

static void a_selected_stream_is_stored_complete(void **state)
{
    (void)state;
    json_auto_t *cases = load("catalog/configured.json");
    const json_t *test;
    size_t i;
    json_array_foreach (cases, i, test) {
        struct problem problem = {0};
        json_auto_t *request = sent(json_object_get(test, "stream"), json_object_get(test, "config"));
        json_auto_t *before = json_deep_copy(request);
        json_auto_t *stored = catalog_configured(request, "syncCatalog", &problem);
        if (!stored)
            fail_msg("%s: %s", text_of(test, "rule"), problem.message);
        expect(text_of(test, "rule"), first_entry(stored), json_object_get(test, "stored"));
        expect("the request stays as it was", request, before);
    }
}

static void what_is_stored_is_stored_the_same_again(void **state)
{
    (void)state;
    json_auto_t *cases = load("catalog/configured.json");
    const json_t *test;
    size_t i;
    json_array_foreach (cases, i, test) {
        struct problem problem = {0};
        json_auto_t *request = json_pack("{s:[O]}", "streams", json_object_get(test, "stored"));
        json_auto_t *stored = catalog_configured(request, "syncCatalog", &problem);
        expect(text_of(test, "rule"), stored, request);
    }
}

static void a_bad_entry_is_refused_by_path(void **state)
{
    (void)state;
    json_auto_t *cases = load("catalog/refused.json");
    json_auto_t *good = json_pack("{s:{s:s}, s:{}}", "stream", "name", "good", "config");
    const json_t *test;
    size_t i;
    json_array_foreach (cases, i, test) {
        struct problem problem = {0};
        json_auto_t *request = json_pack("{s:[O, O]}", "streams", good, json_object_get(test, "entry"));
        assert_null(catalog_configured(request, "catalog", &problem));
        assert_string_equal(problem.message, text_of(test, "message"));
        assert_int_equal(problem.kind, text_of(test, "kind") ? PROBLEM_INVALID : PROBLEM_SPECIFICATION);
        assert_int_equal(problem.faults.count, 1);
        assert_memory_equal(problem.faults.items[0].path, "catalog.streams[1].", 19);
        assert_string_equal(problem.faults.items[0].path + 19, text_of(test, "path"));
        problem_clear(&problem);
    }
}

static const char three_streams[] =
    "{\"streams\":[{\"stream\":{\"name\":\"yes\"},\"config\":{\"selected\":true}},"
    "{\"stream\":{\"name\":\"no\"},\"config\":{\"selected\":false,\"fieldSelectionEnabled\":true}},"
    "{\"stream\":{\"name\":\"unsaid\"},\"config\":{}}]}";

static void expect_names(const json_t *catalog, const char *wanted)
{
    json_auto_t *names = json_array();
    size_t i;
    const json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
        json_array_append(names, json_object_get(json_object_get(entry, "stream"), "name"));
    }
    expect_json(names, wanted);
}

static void unselected_streams_are_dropped_unchecked(void **state)
{
    (void)state;
    struct problem problem = {0};
    json_auto_t *request = json_loads(three_streams, 0, NULL);
    json_auto_t *stored = catalog_configured(request, "syncCatalog", &problem);
    expect_names(stored, "[\"yes\",\"unsaid\"]");
}

static void a_whole_catalogue_keeps_and_checks_them(void **state)
{
    (void)state;
    struct problem problem = {0};
    json_auto_t *request = json_loads(three_streams, 0, NULL);
    assert_null(catalog_configured_whole(request, "catalog", &problem));
    assert_string_equal(problem.faults.items[0].path, "catalog.streams[1].config.selectedFields");
    problem_clear(&problem);
    json_t *entry = json_array_get(json_object_get(request, "streams"), 1);
    json_object_del(json_object_get(entry, "config"), "fieldSelectionEnabled");
    json_auto_t *stored = catalog_configured_whole(request, "catalog", &problem);
    expect_names(stored, "[\"yes\",\"no\",\"unsaid\"]");
}

static json_t *merge_base(const json_t *test)
{
    json_t *supported = json_object_get(test, "supported");
    json_auto_t *modes =
        supported ? json_incref(supported) : json_pack("[s, s]", "full_refresh", "incremental");
    json_auto_t *catalog =
        json_pack("{s:[{s:{s:s, s:{s:{s:{}, s:{}, s:{}}}, s:O, s:[s], s:[[s]]}}]}", "streams", "stream",
                  "name", "s", "jsonSchema", "properties", "a", "b", "c", "supportedSyncModes", modes,
                  "defaultCursorField", "cur", "sourceDefinedPrimaryKey", "id");
    return catalog_discovered(catalog, NULL, NULL);
}

static json_t *original_of(json_t *schema)
{
    return schema ? json_pack("{s:[{s:{s:s, s:O}}]}", "streams", "stream", "name", "s", "jsonSchema", schema)
                  : NULL;
}

static json_t *configured_of(json_t *config)
{
    return config ? json_pack("{s:[{s:{s:s}, s:O}]}", "streams", "stream", "name", "s", "config", config)
                  : json_pack("{s:[]}", "streams");
}

static void settings_are_laid_over_a_discovered_stream(void **state)
{
    (void)state;
    json_auto_t *cases = load("catalog/merged.json");
    const json_t *test;
    size_t i;
    json_array_foreach (cases, i, test) {
        json_auto_t *discovered = merge_base(test), *before = json_deep_copy(discovered);
        json_auto_t *original = original_of(json_object_get(test, "original"));
        json_auto_t *configured = configured_of(json_object_get(test, "configured"));
        json_auto_t *merged = catalog_merged(configured, original, discovered);
        const json_t *entry = first_entry(merged);
        expect(text_of(test, "rule"), json_object_get(entry, "config"), json_object_get(test, "merged"));
        expect("the stream is the discovered one", json_object_get(entry, "stream"),
               json_object_get(first_entry(discovered), "stream"));
        expect("the discovered catalog stays as it was", discovered, before);
    }
}

static void vanished_streams_and_other_namespaces_are_not_merged(void **state)
{
    (void)state;
    json_auto_t *discovered =
        discovered_of("{\"name\":\"s\",\"namespace\":\"n\",\"supportedSyncModes\":[\"full_refresh\"]}", NULL);
    json_auto_t *configured = json_loads(
        "{\"streams\":[{\"stream\":{\"name\":\"s\"},\"config\":{\"syncMode\":\"full_refresh\"}}]}", 0, NULL);
    json_auto_t *merged = catalog_merged(configured, NULL, discovered);
    assert_int_equal(json_array_size(json_object_get(merged, "streams")), 1);
    assert_true(json_is_false(json_object_get(json_object_get(first_entry(merged), "config"), "selected")));
}

static void the_protocol_form_has_all_but_the_configs(void **state)
{
    (void)state;
    json_auto_t *catalog = json_loads(
        "{\"streams\":[{\"stream\":{\"name\":\"s\",\"jsonSchema\":{\"a\":null},\"sourceDefinedCursor\":false,"
        "\"defaultCursorField\":[\"t\"],\"namespace\":\"n\"},\"config\":{}}]}",
        0, NULL);
    json_auto_t *protocol = catalog_to_protocol(catalog);
    expect_json(protocol,
                "{\"streams\":[{\"name\":\"s\",\"json_schema\":{\"a\":null},\"supported_sync_modes\":[],"
                "\"source_defined_cursor\":false,\"default_cursor_field\":[\"t\"],"
                "\"source_defined_primary_key\":[],\"namespace\":\"n\"}]}");
    json_auto_t *back = catalog_from_protocol(protocol);
    expect_json(back,
                "{\"streams\":[{\"stream\":{\"name\":\"s\",\"jsonSchema\":{\"a\":null},"
                "\"supportedSyncModes\":[],\"sourceDefinedCursor\":false,\"defaultCursorField\":[\"t\"],"
                "\"sourceDefinedPrimaryKey\":[],\"namespace\":\"n\"}}]}");
}

static void nulls_of_the_protocol_form_are_absent(void **state)
{
    (void)state;
    json_auto_t *protocol = json_loads(
        "{\"streams\":[{\"name\":\"s\",\"namespace\":null,\"default_cursor_field\":null}]}", 0, NULL);
    json_auto_t *catalog = catalog_from_protocol(protocol);
    expect_json(first_entry(catalog),
                "{\"stream\":{\"name\":\"s\",\"jsonSchema\":{},\"supportedSyncModes\":[],"
                "\"defaultCursorField\":[],\"sourceDefinedPrimaryKey\":[]}}");
}

static void a_stream_is_found_by_name_and_namespace(void **state)
{
    (void)state;
    json_auto_t *catalog = json_loads("{\"streams\":[{\"stream\":{\"name\":\"s\",\"namespace\":\"n\"}},"
                                      "{\"stream\":{\"name\":\"s\"}}]}",
                                      0, NULL);
    const json_t *streams = json_object_get(catalog, "streams");
    assert_ptr_equal(catalog_find(catalog, "s", "n"), json_array_get(streams, 0));
    assert_ptr_equal(catalog_find(catalog, "s", NULL), json_array_get(streams, 1));
    assert_null(catalog_find(catalog, "s", ""));
    assert_null(catalog_find(catalog, "t", NULL));
}

static void a_descriptor_has_the_namespace_that_is_there(void **state)
{
    (void)state;
    json_auto_t *with = json_pack("{s:s, s:s, s:{}}", "namespace", "n", "name", "s", "jsonSchema");
    json_auto_t *without = json_pack("{s:s}", "name", "s");
    json_auto_t *one = stream_descriptor(with), *two = stream_descriptor(without);
    expect_json(one, "{\"name\":\"s\",\"namespace\":\"n\"}");
    expect_json(two, "{\"name\":\"s\"}");
}

static void expect_e2e(const json_t *test)
{
    char *error = NULL;
    const char *wanted = text_of(test, "error");
    json_auto_t *catalog = catalog_of_e2e_test(json_object_get(test, "configuration"), NULL, &error);
    json_auto_t *streams = json_array();
    size_t i;
    const json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
        json_array_append(streams, json_object_get(entry, "stream"));
    }
    if (!error != !wanted || !error != !!catalog || (wanted && strncmp(error, wanted, strlen(wanted)) != 0))
        fail_msg("%s: %s", text_of(test, "rule"), error ? error : "no error");
    if (!wanted)
        expect(text_of(test, "rule"), streams, json_object_get(test, "streams"));
    free(error);
}

static void the_e2e_source_discovers_what_it_is_told(void **state)
{
    (void)state;
    json_auto_t *cases = load("catalog/e2e.json");
    const json_t *test;
    size_t i;
    json_array_foreach (cases, i, test) {
        expect_e2e(test);
    }
}

static size_t incremental_streams(const json_t *catalog)
{
    size_t count = 0, i;
    const json_t *entry;
    json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
        const json_t *stream = json_object_get(entry, "stream");
        assert_null(json_object_get(entry, "config"));
        if (json_array_size(json_object_get(stream, "supportedSyncModes")) < 2)
            continue;
        count++;
        expect_json(json_object_get(stream, "defaultCursorField"), "[\"updated_at\"]");
        expect_json(json_object_get(stream, "sourceDefinedPrimaryKey"), "[[\"id\"]]");
        assert_true(json_is_true(json_object_get(stream, "sourceDefinedCursor")));
    }
    return count;
}

static void expect_fields(const json_t *stream)
{
    static const char *const common[] = {"id", "created_at", "updated_at"};
    const json_t *properties = json_object_get(json_object_get(stream, "jsonSchema"), "properties");
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        assert_non_null(json_object_get(properties, common[i]));
    assert_int_equal(json_object_size(properties), 6);
}

static void plausible_catalogues_are(void **state)
{
    (void)state;
    for (int n = 0; n < 500; n++) {
        char name[32];
        snprintf(name, sizeof name, "Connector %d", n);
        json_auto_t *catalog = catalog_plausible(name), *again = catalog_plausible(name);
        json_auto_t *names = json_object();
        size_t i;
        const json_t *entry;
        json_array_foreach (json_object_get(catalog, "streams"), i, entry) {
            const json_t *stream = json_object_get(entry, "stream");
            json_object_set_new(names, text_of(stream, "name"), json_true());
            expect_fields(stream);
        }
        assert_int_equal(json_object_size(names), 3);
        assert_in_range(incremental_streams(catalog), 1, 2);
        expect("the same name, the same catalog", again, catalog);
    }
}

static void connectors_differ_in_their_streams(void **state)
{
    (void)state;
    json_auto_t *jira = catalog_plausible("Jira"), *zoom = catalog_plausible("Zoom");
    assert_false(json_equal(jira, zoom));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aliases_are_alphanumeric_with_underscores),
        cmocka_unit_test(discovery_proposes_a_config),
        cmocka_unit_test(a_stream_without_sync_modes_is_incremental),
        cmocka_unit_test(only_suggested_streams_are_selected),
        cmocka_unit_test(a_discovered_schema_is_in_jsonb_order),
        cmocka_unit_test(a_selected_stream_is_stored_complete),
        cmocka_unit_test(what_is_stored_is_stored_the_same_again),
        cmocka_unit_test(a_bad_entry_is_refused_by_path),
        cmocka_unit_test(unselected_streams_are_dropped_unchecked),
        cmocka_unit_test(a_whole_catalogue_keeps_and_checks_them),
        cmocka_unit_test(settings_are_laid_over_a_discovered_stream),
        cmocka_unit_test(vanished_streams_and_other_namespaces_are_not_merged),
        cmocka_unit_test(the_protocol_form_has_all_but_the_configs),
        cmocka_unit_test(nulls_of_the_protocol_form_are_absent),
        cmocka_unit_test(a_stream_is_found_by_name_and_namespace),
        cmocka_unit_test(a_descriptor_has_the_namespace_that_is_there),
        cmocka_unit_test(the_e2e_source_discovers_what_it_is_told),
        cmocka_unit_test(plausible_catalogues_are),
        cmocka_unit_test(connectors_differ_in_their_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
