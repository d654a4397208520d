#include "support/testing.h"

#include "domain/world/release.h"
#include "json/schema/schema.h"

#include <string.h>

static void a_release_is_known_by_its_name(void **state)
{
    (void)state;
    for (enum release release = 0; release < RELEASES; release++)
        assert_int_equal(release_find(release_name(release)), release);
    assert_int_equal(release_find("0.4"), RELEASES);
    assert_int_equal(release_find(""), RELEASES);
}

static void a_version_begins_with_the_name(void **state)
{
    (void)state;
    for (enum release release = 0; release < RELEASES; release++) {
        const char *name = release_name(release);
        assert_int_equal(strncmp(release_version(release), name, strlen(name)), 0);
    }
}

static void every_release_but_the_oldest_amends(void **state)
{
    (void)state;
    assert_null(release_amendments(0));
    for (enum release release = 1; release < RELEASES; release++)
        assert_non_null(release_amendments(release));
}

static const struct {
    const char *document, *amendment, *becomes;
} amendments[] = {
    {"{'a': 1}", "{'b': {'c': null}}", "{'a': 1, 'b': {'c': null}}"},
    {"{'a': 1, 'b': 2}", "{'a': null}", "{'b': 2}"},
    {"{'type': 'string', 'enum': ['x']}", "{'enum': ['y', 'x']}", "{'type': 'string', 'enum': ['x', 'y']}"},
    {"{'required': ['a', 'b']}", "{'optional': ['a'], 'required': ['c']}", "{'required': ['b', 'c']}"},
    {"{'required': ['a', 'b'], 'properties': {'a': {}, 'b': {}}}", "{'properties': {'a': null, 'c': {}}}",
     "{'required': ['b'], 'properties': {'b': {}, 'c': {}}}"},
    {"{'properties': {'optional': {'type': 'string'}}}", "{'properties': {'optional': {'type': 'integer'}}}",
     "{'properties': {'optional': {'type': 'integer'}}}"},
    {"{'items': {'type': 'string'}, 'type': 'array'}", "{'items': null, 'type': 'object'}",
     "{'type': 'object'}"},
};

static void an_amendment_is_a_merge_patch_whose_lists_add(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof amendments / sizeof *amendments; i++) {
        json_auto_t *document = quoted(amendments[i].document), *amendment = quoted(amendments[i].amendment);
        json_auto_t *becomes = quoted(amendments[i].becomes);
        schema_amend(document, amendment);
        if (!json_equal(document, becomes))
            fail_msg("%s and %s", amendments[i].document, amendments[i].amendment);
    }
}

static void a_library_amends_what_was_added(void **state)
{
    (void)state;
    struct schema_library *library = schema_library_new();
    schema_library_add(library, "{\"A\": {\"type\": \"string\", \"enum\": [\"x\"]}}");
    schema_library_amend(library,
                         "{\"A\": {\"enum\": [\"y\"]}, \"B\": {\"$ref\": \"#/components/schemas/A\"}}");
    schema_library_amend(library, "{\"A\": {\"enum\": [\"z\"]}}");
    json_auto_t *old = json_string("x"), *new = json_string("z"), *other = json_string("w");
    const struct schema *schema = schema_library_find(library, "B");
    struct schema_faults faults = {0};
    assert_true(schema_check(schema, old, &faults));
    assert_true(schema_check(schema, new, &faults));
    assert_false(schema_check(schema, other, &faults));
    schema_faults_free(&faults);
    schema_library_free(library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_release_is_known_by_its_name),
        cmocka_unit_test(a_version_begins_with_the_name),
        cmocka_unit_test(every_release_but_the_oldest_amends),
        cmocka_unit_test(an_amendment_is_a_merge_patch_whose_lists_add),
        cmocka_unit_test(a_library_amends_what_was_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
