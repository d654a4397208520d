#include "support/testing.h"

#include "base/rng.h"
#include "json/print.h"
#include "json/read.h"
#include "json/wide.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

static const char *const texts[] = {
    "{}",
    "[]",
    " [ 1 , -2,0 ,-0, 12345678901234567 ] ",
    "[123456789012345678, 1234567890123456789, 9223372036854775807, -9223372036854775808]",
    "[1.5, -0.25, 1e3, 1E+2, 2.5e-3, 0.1]",
    "01",
    "-",
    "1.",
    ".5",
    "1e",
    "+1",
    "nul",
    "[true,false,null]",
    "\"plain\"",
    "\"a\\n\\t\\r\\b\\f\\/\\\\\\\"z\"",
    "\"\\u00e9\\ud83d\\ude00\"",
    "\"\\u0000\"",
    "\"\\x\"",
    "\"\xc3\xa9\"",
    "\"\\n\xc3\xa9\"",
    "\"\xc3\"",
    "\"\\n\xff\"",
    "\"tab\there\"",
    "\"more than eight letters\"",
    "\"eight l.\xc3\xa9 and eight more\"",
    "\"eight letters, an \\n, and \xc3\xa9\"",
    "\"eight letters and \xff\"",
    "\"eight letters, \xc3\xa9, and \xff\"",
    "\"eight letters and a\ttab\"",
    "\"seven..\xc3\xa9\"",
    "\"eight l.\"",
    "{\"a name of more than eight letters\":\"and a text\"}",
    "\"open",
    "\"open\\",
    "{\"a\":1,\"a\":2,\"b\":{\"c\":[{}]}}",
    "{\"\xc3\xa9\":1}",
    "{\"\\n\":1}",
    "{\"\\u00e9\\ud83d\\ude00\": \"\\u0041\\uD83D\\uDE00\\u20ac\\n\"}",
    "\"\\ud83d\"",
    "\"\\ude00\"",
    "\"\\ud83d\\u0041\"",
    "\"\\u00e\"",
    "\"\\u:000\"",
    "\"\\u@000\"",
    "\"\\u\x10\x30\x30\x34\"",
    "\"\\u\"",
    "{\"\\u0000\": 1}",
    "{\"a\" 1}",
    "{\"a\":1,}",
    "{a:1}",
    "[1,]",
    "[1 2]",
    "{\"a\":1",
    "",
    "   ",
    "{} x",
};

typedef json_t *reader(const char *text, size_t size, json_error_t *error);

/* The same value, and the same fault, as jansson's with those flags. */
static void assert_reads_as(reader *read, size_t flags, const char *text, size_t size)
{
    json_error_t error = {0}, wanted_error = {0};
    json_auto_t *value = read(text, size, &error);
    json_auto_t *wanted = json_loadb(text, size, JSON_DECODE_ANY | flags, &wanted_error);
    if (!value != !wanted || (value && !json_equal(value, wanted)))
        fail_msg("read differently: %s", text);
    if (!value)
        assert_string_equal(error.text, wanted_error.text);
}

static void assert_as_jansson(const char *text, size_t size)
{
    assert_reads_as(json_read, 0, text, size);
    assert_reads_as(json_read_unique, JSON_REJECT_DUPLICATES, text, size);
}

static void texts_are_read_as_jansson_reads_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_as_jansson(texts[i], strlen(texts[i]));
}

/* A fault is named, not a number that is none. */
static void wide_numbers_hide_no_fault(void **state)
{
    (void)state;
    static const struct {
        const char *text, *error;
    } table[] = {
        {"[18446744073709551615, 1e400,]", "unexpected token near ']'"},
        {"[01, 18446744073709551615]", "invalid token near '0'"},
        {"{\"18446744073709551615\": 1e400, \"a\\\"1e400\": x}", "invalid token near 'x'"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        json_error_t error;
        assert_null(json_read(table[i].text, strlen(table[i].text), &error));
        assert_string_equal(error.text, table[i].error);
    }
}

/* Numbers that jansson has no room for stay as they were written, whatever stands around them. */
static void wide_numbers_are_kept_as_they_are_written(void **state)
{
    (void)state;
    static const char *const wide[] = {
        "18446744073709551615",
        "[9223372036854775808,-9223372036854775809]",
        "1e400",
        "-1E-400",
        "0.12345678901234567890",
        "{\"\u00e9\":{\"a\":[1e400,\"\u20ac\"],\"b\":12345678901234567890}}",
    };
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        json_auto_t *value = json_read(wide[i], strlen(wide[i]), NULL);
        char *printed = json_print(value);
        assert_string_equal(printed, wide[i]);
        free(printed);
    }
    json_auto_t *narrow = json_read("[9223372036854775807, -9223372036854775808, 1e300, 0.1]", 54, NULL);
    for (size_t i = 0; i < json_array_size(narrow); i++)
        assert_false(json_is_wide(json_array_get(narrow, i)));
}

static void numbers_of_all_kinds_are_compared_as_numbers(void **state)
{
    (void)state;
    static const char ascending[] =
        "[-1e400, -18446744073709551616, -18446744073709551615, -9223372036854775808, -1.5, -1e-400, 0, 1e-400, "
        "0.1, 0.12345678901234567890, 0.12345678901234567891, 1, 9223372036854775807, 9223372036854775808, "
        "18446744073709551615, 18446744073709551615.5, 1e20, 1e300, 1e400, 1.5e400, 1e401, 1e99999999999999999999]";
    static const char equal[] = "[18446744073709551615, 18446744073709551615.0, 1844674407370955161500e-2, "
                                "0.18446744073709551615e20, 18446744073709551.615E+3]";
    json_auto_t *list = json_read(ascending, strlen(ascending), NULL);
    json_auto_t *same = json_read(equal, strlen(equal), NULL);
    for (size_t i = 0; i < json_array_size(list); i++)
        for (size_t j = 0; j < json_array_size(list); j++) {
            int order = json_number_compare(json_array_get(list, i), json_array_get(list, j));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    for (size_t i = 0; i < json_array_size(same); i++)
        assert_int_equal(json_number_compare(json_array_get(same, i), json_array_get(same, 0)), 0);
}

static void a_byte_order_mark_counts_for_nothing(void **state)
{
    (void)state;
    json_error_t error;
    json_auto_t *value = json_read("\xEF\xBB\xBF{\"a\":1}", 10, NULL);
    assert_int_equal(json_integer_value(json_object_get(value, "a")), 1);
    assert_null(json_read("\xEF\xBB\xBF\xEF\xBB\xBF{}", 8, &error));
    assert_null(json_read("\xEF\xBB\xBF", 3, &error));
    assert_null(json_read("\xEF\xBB{}", 4, &error));
}

static void what_is_printed_indented_is_as_jansson_prints_it(void **state)
{
    (void)state;
    static const char *const values[] = {
        "{}",
        "[]",
        "5",
        "\"a{[,:\\\"]}\"",
        "[[],{},[{}]]",
        "{\"a\":[1,2,{\"b\":null,\"c\":\"x\"}],\"d\":{\"e\":[[]]}}",
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        json_auto_t *value = parsed(values[i]);
        char *ours = json_print_indented(value),
             *theirs = json_dumps(value, JSON_INDENT(2) | JSON_ENCODE_ANY);
        assert_string_equal(ours, theirs);
        free(theirs);
        free(ours);
    }
}

static void what_lies_behind_the_size_is_not_read(void **state)
{
    (void)state;
    assert_as_jansson("1\0", 2);
    json_auto_t *value = json_read("[1]", 3, NULL);
    assert_int_equal(json_array_size(value), 1);
}

static void nesting_has_an_end(void **state)
{
    (void)state;
    char text[8001];
    for (size_t depth = 1; depth <= 4000; depth *= 3) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        text[2 * depth] = '\0';
        assert_as_jansson(text, 2 * depth);
    }
}

static void damaged_texts_are_read_as_jansson_reads_them(void **state)
{
    (void)state;
    static const char whole[] = "{\"name\": \"a\\n\xc3\xa9\", \"list\": [1, -2.5e3, true, null, {\"deep\": "
                                "[\"x\\u0041\"]}], \"n\": 0}";
    static const char bytes[] = "{}[]\",:\\ue0-9.5+tfn \x01\x80\xff";
    struct rng rng = rng_seeded(1, "damage");
    for (int round = 0; round < 20000; round++) {
        char text[sizeof whole];
        memcpy(text, whole, sizeof whole);
        for (int i = 0; i <= round % 3; i++)
            text[rng_between(&rng, 0, sizeof whole - 2)] = bytes[rng_between(&rng, 0, sizeof bytes - 2)];
        assert_as_jansson(text, sizeof whole - 1);
    }
}

static void jansson_reads_what_is_written_as_the_same_value(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct writer writer = {0};
        json_auto_t *value = json_loads(texts[i], JSON_DECODE_ANY, NULL);
        if (!value)
            continue;
        write_json(&writer, NULL, value);
        char *text = writer_take(&writer);
        json_auto_t *again = json_loads(text, JSON_DECODE_ANY, NULL);
        assert_true(json_equal(value, again));
        free(text);
    }
}

static void control_characters_are_escaped_as_jansson_escapes_them(void **state)
{
    (void)state;
    char raw[34];
    for (int i = 0; i < 33; i++)
        raw[i] = (char)(i < 31 ? i + 1 : i == 31 ? '"' : '\x7f');
    raw[33] = '\0';
    json_auto_t *value = json_string(raw);
    char *wanted = json_dumps(value, JSON_ENCODE_ANY);
    struct writer writer = {0};
    write_json(&writer, NULL, value);
    char *text = writer_take(&writer);
    assert_string_equal(text, wanted);
    free(text);
    free(wanted);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_as_jansson_reads_them),
        cmocka_unit_test(wide_numbers_hide_no_fault),
        cmocka_unit_test(wide_numbers_are_kept_as_they_are_written),
        cmocka_unit_test(numbers_of_all_kinds_are_compared_as_numbers),
        cmocka_unit_test(a_byte_order_mark_counts_for_nothing),
        cmocka_unit_test(what_is_printed_indented_is_as_jansson_prints_it),
        cmocka_unit_test(what_lies_behind_the_size_is_not_read),
        cmocka_unit_test(nesting_has_an_end),
        cmocka_unit_test(damaged_texts_are_read_as_jansson_reads_them),
        cmocka_unit_test(jansson_reads_what_is_written_as_the_same_value),
        cmocka_unit_test(control_characters_are_escaped_as_jansson_escapes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
