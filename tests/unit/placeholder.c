#include "support/testing.h"

#include "domain/secret/secrets.h"
#include "remote/pattern_sample.h"
#include "remote/placeholder.h"
#include "json/get.h"
#include "json/read.h"
#include "json/schema/schema.h"

#include <string.h>

/* Whether the schema takes the value. */
static bool takes(const json_t *node, const json_t *value)
{
    struct schema_faults faults = {0};
    struct schema *schema = schema_compile(node, NULL);
    bool sound = schema_check(schema, value, &faults);
    schema_faults_free(&faults);
    schema_free(schema);
    return sound;
}

static void what_a_pattern_takes_is_found(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "^[a-zA-Z0-9]+$",
        "^(sandbox|live)_.+$",
        "^(s|r)k_(live|test)_[a-zA-Z0-9]+$",
        "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$",
        "^(?:https?://)?[^/]+\\.example\\.com$",
        "[^abc]{3}x?y*z",
        "^\\w+\\s\\S$",
        "^$",
        "a|b",
        "^-----BEGIN[ A-Z]*-----$",
        "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        json_auto_t *node = json_pack("{ss ss}", "type", "string", "pattern", patterns[i]);
        char *sample = pattern_sample(patterns[i]);
        json_auto_t *value = json_string(sample);
        if (!sample || !takes(node, value))
            print_error("%s: %s\n", patterns[i], sample ? sample : "nothing");
        assert_true(sample && takes(node, value));
        free(sample);
    }
}

static void what_is_not_known_is_not_guessed(void **state)
{
    (void)state;
    static const char *const patterns[] = {"^(?=a)a$", "(a)\\1", "(", "[a", "a{100000}", "a)", "\\"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        char *sample = pattern_sample(patterns[i]);
        if (sample)
            print_error("%s: %s\n", patterns[i], sample);
        assert_null(sample);
    }
}

static void what_the_schema_proposes_goes_first(void **state)
{
    (void)state;
    static const struct {
        const char *node, *filled;
    } cases[] = {
        {"{'type': 'string'}", "'placeholder'"},
        {"{'type': 'string', 'default': 'd'}", "'d'"},
        {"{'const': 'c'}", "'c'"},
        {"{'enum': ['e', 'f']}", "'e'"},
        {"{'type': 'string', 'pattern': '^k[0-9]$', 'examples': ['x', 'k7']}", "'k7'"},
        {"{'type': 'string', 'pattern': '^k[0-9]$'}", "'k0'"},
        {"{'type': 'integer'}", "0"},
        {"{'type': 'string', 'pattern': '(?=a)b'}", "'**********'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *node = quoted(cases[i].node), *wanted = quoted(cases[i].filled);
        json_auto_t *specification = json_pack("{s{sO}}", "properties", "key", node);
        json_auto_t *configuration = json_pack("{ss ss}", "key", SECRET_MASK, "other", "stays");
        placeholders_fill(specification, configuration);
        assert_true(json_equal(json_object_get(configuration, "key"), wanted));
        assert_string_equal(get_text(configuration, "other"), "stays");
    }
}

static size_t secrets, kept;

/* Fills a configuration of that one secret. */
static void check_secret(const json_t *node)
{
    json_auto_t *specification = json_pack("{s{sO}}", "properties", "key", node);
    json_auto_t *configuration = json_pack("{ss}", "key", SECRET_MASK);
    placeholders_fill(specification, configuration);
    const json_t *value = json_object_get(configuration, "key");
    assert_true(takes(node, value));
    secrets++;
    kept += get_text(configuration, "key") && strcmp(get_text(configuration, "key"), SECRET_MASK) == 0;
}

static void check_below(const json_t *node)
{
    size_t index;
    const char *name;
    json_t *item;
    if (get_true(node, "airbyte_secret"))
        check_secret(node);
    json_array_foreach (node, index, item)
        check_below(item);
    for (void *member = json_object_iter((json_t *)(uintptr_t)node); member;
         member = json_object_iter_next((json_t *)(uintptr_t)node, member)) {
        name = json_object_iter_key(member);
        item = json_object_iter_value(member);
        if (strcmp(name, "default") != 0)
            check_below(item);
    }
}

/* Each secret of each connector of the registry gets a value that it takes. */
static void every_connectors_secrets_are_filled(void **state)
{
    (void)state;
    char *error = NULL;
    json_auto_t *registry = json_read_file("../fixtures/connectors.json", &error);
    assert_non_null(registry);
    check_below(registry);
    assert_true(secrets > 500);
    assert_int_equal(kept, 0);
}

static void choices_lists_and_unknown_specifications_are_filled(void **state)
{
    (void)state;
    json_auto_t *specification = quoted(
        "{'properties': {'auth': {'oneOf': [{'properties': {'kind': {'const': 'a'}, 'token': {'type': 'string', "
        "'airbyte_secret': true, 'pattern': '^t[0-9]$'}}}]}, 'keys': {'type': 'array', 'items': {'type': "
        "'string', 'airbyte_secret': true}}}}");
    json_auto_t *configuration =
        quoted("{'auth': {'kind': 'a', 'token': '**********'}, 'keys': ['**********'], 'own': '**********'}");
    json_auto_t *wanted =
        quoted("{'auth': {'kind': 'a', 'token': 't0'}, 'keys': ['placeholder'], 'own': 'placeholder'}");
    json_auto_t *bare = quoted("{'key': '**********'}"), *filled = quoted("{'key': 'placeholder'}");
    placeholders_fill(specification, configuration);
    assert_true(json_equal(configuration, wanted));
    placeholders_fill(NULL, bare);
    assert_true(json_equal(bare, filled));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_pattern_takes_is_found),
        cmocka_unit_test(what_is_not_known_is_not_guessed),
        cmocka_unit_test(what_the_schema_proposes_goes_first),
        cmocka_unit_test(every_connectors_secrets_are_filled),
        cmocka_unit_test(choices_lists_and_unknown_specifications_are_filled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
