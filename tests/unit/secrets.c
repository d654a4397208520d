#include "support/testing.h"

#include "domain/secret/secrets.h"

#include <stdlib.h>

static void expect(const json_t *got, const char *wanted_text)
{
    json_auto_t *wanted = parsed(wanted_text);
    char *text = json_dumps(got, JSON_COMPACT);
    if (!json_equal(got, wanted))
        fail_msg("got %s, wanted %s", text, wanted_text);
    free(text);
}

static void expect_masked(const char *schema_text, const char *configuration_text, const char *wanted)
{
    json_auto_t *schema = parsed(schema_text);
    json_auto_t *configuration = parsed(configuration_text);
    json_auto_t *masked = secrets_masked(schema, configuration);
    expect(masked, wanted);
    expect(configuration, configuration_text);
}

static void expect_merged(const char *schema_text, const char *stored_text, const char *given_text,
                          const char *wanted)
{
    json_auto_t *schema = parsed(schema_text);
    json_auto_t *stored = parsed(stored_text);
    json_auto_t *given = parsed(given_text);
    json_auto_t *merged = secrets_merged(schema, stored, given);
    expect(merged, wanted);
    expect(stored, stored_text);
    expect(given, given_text);
}

static const char FLAT[] = "{\"type\": \"object\", \"properties\": {\"host\": {\"type\": \"string\"},"
                           " \"password\": {\"type\": \"string\", \"airbyte_secret\": true}}}";

static void a_secret_is_ten_asterisks(void **state)
{
    (void)state;
    expect_masked(FLAT, "{\"host\": \"h\", \"password\": \"p\"}",
                  "{\"host\": \"h\", \"password\": \"**********\"}");
}

static void a_secret_that_is_not_there_is_not_made_up(void **state)
{
    (void)state;
    expect_masked(FLAT, "{\"host\": \"h\"}", "{\"host\": \"h\"}");
}

static void an_empty_secret_is_masked_too(void **state)
{
    (void)state;
    expect_masked(FLAT, "{\"password\": \"\"}", "{\"password\": \"**********\"}");
}

static void a_secret_of_any_type_becomes_text(void **state)
{
    (void)state;
    expect_masked("{\"properties\": {\"a\": {\"airbyte_secret\": true}, \"b\": {\"airbyte_secret\": true}}}",
                  "{\"a\": 7, \"b\": {\"c\": [1]}}", "{\"a\": \"**********\", \"b\": \"**********\"}");
}

static void a_key_that_says_false_masks_all_the_same(void **state)
{
    (void)state;
    expect_masked("{\"properties\": {\"a\": {\"airbyte_secret\": false}}}", "{\"a\": \"x\"}",
                  "{\"a\": \"**********\"}");
}

static void secrets_hide_in_objects_and_items(void **state)
{
    (void)state;
    expect_masked(
        "{\"properties\": {\"o\": {\"type\": \"object\", \"properties\": {\"s\": {\"airbyte_secret\": "
        "true}}},"
        " \"l\": {\"type\": \"array\", \"items\": {\"properties\": {\"s\": {\"airbyte_secret\": true}}}}}}",
        "{\"o\": {\"s\": \"1\", \"t\": 2}, \"l\": [{\"s\": \"1\"}, {\"t\": 2}]}",
        "{\"o\": {\"s\": \"**********\", \"t\": 2}, \"l\": [{\"s\": \"**********\"}, {\"t\": 2}]}");
}

static const char CHOICE[] =
    "{\"properties\": {\"auth\": {\"type\": \"object\", \"oneOf\": ["
    "{\"required\": [\"kind\", \"token\"], \"properties\": {\"kind\": {\"const\": \"token\"},"
    " \"token\": {\"type\": \"string\", \"airbyte_secret\": true}}},"
    "{\"required\": [\"kind\", \"password\"], \"properties\": {\"kind\": {\"const\": \"password\"},"
    " \"password\": {\"type\": \"string\", \"airbyte_secret\": true}}}]}}}";

static void all_branches_mask_whichever_is_taken(void **state)
{
    (void)state;
    expect_masked(
        CHOICE, "{\"auth\": {\"kind\": \"token\", \"token\": \"t\", \"password\": \"p\"}}",
        "{\"auth\": {\"kind\": \"token\", \"token\": \"**********\", \"password\": \"**********\"}}");
}

static void a_choice_at_the_root_masks(void **state)
{
    (void)state;
    expect_masked("{\"oneOf\": [{\"properties\": {\"s\": {\"airbyte_secret\": true}}}]}", "{\"s\": 1}",
                  "{\"s\": \"**********\"}");
}

static void properties_hide_the_choice_beside_them(void **state)
{
    (void)state;
    expect_masked(
        "{\"properties\": {\"a\": {}}, \"oneOf\": [{\"properties\": {\"s\": {\"airbyte_secret\": true}}}]}",
        "{\"a\": 1, \"s\": 2}", "{\"a\": 1, \"s\": 2}");
}

static void a_root_of_neither_kind_has_no_secrets(void **state)
{
    (void)state;
    static const char schema[] = "{\"allOf\": [{\"properties\": {\"s\": {\"airbyte_secret\": true}}}]}";
    expect_masked(schema, "{\"s\": 2}", "{\"s\": 2}");
    expect_merged(schema, "{\"s\": \"old\"}", "{\"s\": \"**********\"}", "{\"s\": \"**********\"}");
}

static void a_mask_brings_the_stored_secret_back(void **state)
{
    (void)state;
    expect_merged(FLAT, "{\"host\": \"h\", \"password\": \"old\"}",
                  "{\"host\": \"i\", \"password\": \"**********\"}",
                  "{\"host\": \"i\", \"password\": \"old\"}");
}

static void a_new_secret_replaces_the_stored_one(void **state)
{
    (void)state;
    expect_merged(FLAT, "{\"password\": \"old\"}", "{\"password\": \"new\"}", "{\"password\": \"new\"}");
}

static void a_key_that_is_not_given_is_not_carried_over(void **state)
{
    (void)state;
    expect_merged(FLAT, "{\"host\": \"h\", \"password\": \"old\"}", "{\"host\": \"h\"}", "{\"host\": \"h\"}");
}

static void a_mask_of_what_never_was_stays(void **state)
{
    (void)state;
    expect_merged(FLAT, "{\"host\": \"h\"}", "{\"password\": \"**********\"}",
                  "{\"password\": \"**********\"}");
}

static void a_mask_in_an_open_field_is_a_text(void **state)
{
    (void)state;
    expect_merged(FLAT, "{\"host\": \"h\"}", "{\"host\": \"**********\"}", "{\"host\": \"**********\"}");
}

static void a_key_that_says_false_merges_nothing(void **state)
{
    (void)state;
    expect_merged("{\"properties\": {\"a\": {\"airbyte_secret\": false}}}", "{\"a\": \"old\"}",
                  "{\"a\": \"**********\"}", "{\"a\": \"**********\"}");
}

static void only_the_branch_that_is_fulfilled_merges(void **state)
{
    (void)state;
    expect_merged(
        CHOICE, "{\"auth\": {\"kind\": \"token\", \"token\": \"t\", \"password\": \"p\"}}",
        "{\"auth\": {\"kind\": \"token\", \"token\": \"**********\", \"password\": \"**********\"}}",
        "{\"auth\": {\"kind\": \"token\", \"token\": \"t\", \"password\": \"**********\"}}");
}

static void another_branch_than_before_keeps_its_mask(void **state)
{
    (void)state;
    expect_merged(CHOICE, "{\"auth\": {\"kind\": \"token\", \"token\": \"t\"}}",
                  "{\"auth\": {\"kind\": \"password\", \"password\": \"**********\"}}",
                  "{\"auth\": {\"kind\": \"password\", \"password\": \"**********\"}}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_secret_is_ten_asterisks),
        cmocka_unit_test(a_secret_that_is_not_there_is_not_made_up),
        cmocka_unit_test(an_empty_secret_is_masked_too),
        cmocka_unit_test(a_secret_of_any_type_becomes_text),
        cmocka_unit_test(a_key_that_says_false_masks_all_the_same),
        cmocka_unit_test(secrets_hide_in_objects_and_items),
        cmocka_unit_test(all_branches_mask_whichever_is_taken),
        cmocka_unit_test(a_choice_at_the_root_masks),
        cmocka_unit_test(properties_hide_the_choice_beside_them),
        cmocka_unit_test(a_root_of_neither_kind_has_no_secrets),
        cmocka_unit_test(a_mask_brings_the_stored_secret_back),
        cmocka_unit_test(a_new_secret_replaces_the_stored_one),
        cmocka_unit_test(a_key_that_is_not_given_is_not_carried_over),
        cmocka_unit_test(a_mask_of_what_never_was_stays),
        cmocka_unit_test(a_mask_in_an_open_field_is_a_text),
        cmocka_unit_test(a_key_that_says_false_merges_nothing),
        cmocka_unit_test(only_the_branch_that_is_fulfilled_merges),
        cmocka_unit_test(another_branch_than_before_keeps_its_mask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
