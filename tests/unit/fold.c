#include "support/testing.h"

#include "base/rng.h"
#include "json/fold.h"
#include "json/folded.h"
#include "json/jsonb.h"
#include "json/read.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

static char *printed(const json_t *value)
{
    struct writer writer = {0};
    write_json(&writer, NULL, value);
    return writer_take(&writer);
}

/* What is folded prints as its tree in jsonb order does. True where it was folded. */
static bool assert_folds_right(const char *text)
{
    const char *end = text;
    struct fold_room room = {0};
    json_auto_t *folded = json_fold(&room, &end, strchr(text, '\0'));
    fold_room_free(&room);
    if (!folded) {
        assert_ptr_equal(end, text);
        return false;
    }
    json_auto_t *tree = json_read(text, (size_t)(end - text), NULL);
    if (!tree)
        fail_msg("folded what is no JSON: %s", text);
    json_auto_t *ordered = json_in_jsonb_order(tree), *unfolded = json_unfolded(folded);
    char *wanted = printed(ordered), *got = printed(folded);
    assert_string_equal(got, wanted);
    assert_true(json_equal(unfolded, tree));
    free(wanted);
    free(got);
    return true;
}

static void common_objects_fold(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{}",
        " { } rest",
        "{\"a\":1,\"bb\":[],\"cc\":{}}",
        "{\"long\": {\"z\": 1, \"y\": [true, false, null, -12]}, \"b\": \"x\\n\\\"\\\\\", \"a\": 0}",
        "{\"c\":{\"bb\":1,\"b\":{\"d\":4,\"a\":1}},\"b\":2,\"a\":1}",
        "{\"type\": \"object\", \"properties\": {\"id\": {\"type\": [\"null\", \"integer\"]}}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!assert_folds_right(texts[i]))
            fail_msg("not folded: %s", texts[i]);
}

static void what_has_two_spellings_does_not_fold(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"a\":1,\"a\":2}",
        "{\"b\":1,\"a\":2,\"b\":3}",
        "{\"a\":1.0}",
        "{\"a\":1e3}",
        "{\"a\":-0}",
        "{\"a\":01}",
        "{\"a\":\"\\u0041\"}",
        "{\"a\":\"\\/\"}",
        "{\"\\n\":1}",
        "{\"a\":\"\xc3\xa9\"}",
        "{\"a\":1234567890123456789}",
        "{\"a\" 1}",
        "{\"a\":1",
        "{\"a\":}",
        "[]",
        "\"a\"",
        "",
        "{\"a\":tru}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (assert_folds_right(texts[i]))
            fail_msg("folded: %s", texts[i]);
}

static void damaged_objects_fold_right_or_not_at_all(void **state)
{
    (void)state;
    static const char whole[] = "{\"name\": \"a\\n\", \"list\": [1, -25, true, null, {\"deep\": [\"x\"], "
                                "\"d\": 1}], \"n\": 0, \"k\": {}}";
    static const char bytes[] = "{}[]\",:\\ue0-9.5+tfn abdk\x01\x80\xff";
    struct rng rng = rng_seeded(1, "damage");
    int folded = 0;
    for (int round = 0; round < 20000; round++) {
        char text[sizeof whole];
        memcpy(text, whole, sizeof whole);
        text[rng_between(&rng, 0, sizeof whole - 2)] = bytes[rng_between(&rng, 0, sizeof bytes - 2)];
        folded += assert_folds_right(text);
    }
    assert_in_range(folded, 1000, 19000);
}

static void members_are_folded_by_name(void **state)
{
    (void)state;
    static const char text[] =
        "{\"s\": {\"b\": 1, \"a\": 2}, \"t\": {\"b\": 1, \"a\": 2}, \"l\": [{\"s\": 5}]}";
    json_auto_t *value = json_read_with(text, strlen(text), &(struct read_options){.folded = "s"}, NULL);
    assert_true(json_is_folded(json_object_get(value, "s")));
    assert_true(json_is_object(json_object_get(value, "t")));
    char *got = printed(value);
    assert_string_equal(got, "{\"s\":{\"a\":2,\"b\":1},\"t\":{\"b\":1,\"a\":2},\"l\":[{\"s\":5}]}");
    free(got);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(common_objects_fold),
        cmocka_unit_test(what_has_two_spellings_does_not_fold),
        cmocka_unit_test(damaged_objects_fold_right_or_not_at_all),
        cmocka_unit_test(members_are_folded_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
