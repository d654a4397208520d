#include "support/testing.h"

#include "base/rng.h"
#include "json/read.h"
#include "json/writer.h"

#include <stdlib.h>
#include <string.h>

static const char *const texts[] = {
    "{}",
    "[]",
    " [ 1 , -2,0 ,-0, 12345678901234567 ] ",
    "[123456789012345678, 1234567890123456789, 9223372036854775807, -9223372036854775808]",
    "9223372036854775808",
    "[1.5, -0.25, 1e3, 1E+2, 2.5e-3, 1e400, 0.1]",
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
        cmocka_unit_test(what_lies_behind_the_size_is_not_read),
        cmocka_unit_test(nesting_has_an_end),
        cmocka_unit_test(damaged_texts_are_read_as_jansson_reads_them),
        cmocka_unit_test(jansson_reads_what_is_written_as_the_same_value),
        cmocka_unit_test(control_characters_are_escaped_as_jansson_escapes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
