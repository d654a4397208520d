#include "support/testing.h"

#include "json/writer.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void assert_written(const json_t *value, const char *expected)
{
    struct writer writer = {0};
    write_json(&writer, NULL, value);
    char *text = writer_take(&writer);
    assert_string_equal(text, expected);
    free(text);
}

static void reals_have_as_few_digits_as_read_back_the_same(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } cases[] = {
        {0.2, "0.2"},
        {1.5, "1.5"},
        {-0.1, "-0.1"},
        {100000, "100000.0"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1e300, "1e+300"},
        {5e-324, "4.94065645841247e-324"},
        {0, "0.0"},
        {123456789.125, "123456789.125"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *value = json_real(cases[i].number);
        assert_written(value, cases[i].text);
    }
}

static void members_keep_their_order_and_texts_are_escaped(void **state)
{
    (void)state;
    const char *text =
        "{\"b\":[1,-9223372036854775808,true,false,null,\"\\\"\\\\\\n\\u0001\xc3\xa4\"],\"a\":{},\"c\":[]}";
    json_auto_t *value = json_loads(text, 0, NULL);
    assert_written(value, text);
}

static void members_are_written_in_the_order_of_the_calls(void **state)
{
    (void)state;
    struct writer writer = {0};
    write_object(&writer, NULL);
    write_text(&writer, "one", "1");
    write_array(&writer, "two");
    write_integer(&writer, NULL, 2);
    write_bool(&writer, NULL, true);
    write_array_end(&writer);
    write_real(&writer, "three", 3.25);
    write_raw(&writer, "four", "{}");
    write_object_end(&writer);
    char *text = writer_take(&writer);
    assert_string_equal(text, "{\"one\":\"1\",\"two\":[2,true],\"three\":3.25,\"four\":{}}");
    free(text);
}

static void write_formatted(struct writer *writer, const char *stamp, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_text_format(writer, stamp, strlen(stamp), format, strlen(format), &arguments);
    va_end(arguments);
}

static void a_text_is_written_by_a_format(void **state)
{
    (void)state;
    struct writer writer = {0};
    write_array(&writer, NULL);
    write_formatted(&writer, "09:00 ", "\\u001B[m%s, %lld%s", "\"two\"", (long long)INT64_MIN, "");
    write_formatted(&writer, "", "%lld%lld%lld", (long long)INT64_MIN, (long long)INT64_MIN,
                    (long long)INT64_MIN);
    write_formatted(&writer, "", "");
    write_text_of(&writer, "lines\nand more", strlen("lines\n"));
    write_integer(&writer, NULL, 1);
    write_array_end(&writer);
    char *text = writer_take(&writer);
    assert_string_equal(text, "[\"09:00 \\u001B[m\\\"two\\\", -9223372036854775808\","
                              "\"-9223372036854775808-9223372036854775808-9223372036854775808\",\"\","
                              "\"lines\\n\",1]");
    free(text);
}

/* As a member's name and as its value. */
static void expect_as_jansson(const char *value)
{
    struct writer writer = {0};
    json_auto_t *object = json_pack("{ss}", value, value);
    write_object(&writer, NULL);
    write_text(&writer, value, value);
    write_object_end(&writer);
    char *text = writer_take(&writer), *wanted = json_dumps(object, JSON_COMPACT);
    assert_string_equal(text, wanted);
    free(text);
    free(wanted);
}

/* Strings of each length up to seventy, with a letter that is escaped at each place and at none, as jansson
 * prints them. */
static void a_string_of_any_length_is_escaped_anywhere(void **state)
{
    static const char odd[] = {'"', '\\', '\n', 1, 'x'};
    (void)state;
    for (size_t size = 0; size <= 70; size++)
        for (size_t place = 0; place <= size; place++)
            for (size_t i = 0; i < sizeof odd; i++) {
                char value[72] = "";
                memset(value, 'a', size);
                if (place < size)
                    value[place] = odd[i];
                value[size] = '\0';
                expect_as_jansson(value);
            }
}

static void integers_are_written_in_full(void **state)
{
    static const struct {
        int64_t number;
        const char *text;
    } table[] = {{0, "[0]"},
                 {7, "[7]"},
                 {10, "[10]"},
                 {99, "[99]"},
                 {100, "[100]"},
                 {1005, "[1005]"},
                 {-1, "[-1]"},
                 {-10, "[-10]"},
                 {-100, "[-100]"},
                 {90909, "[90909]"},
                 {INT64_MAX, "[9223372036854775807]"},
                 {INT64_MIN, "[-9223372036854775808]"}};
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct writer writer = {0};
        write_array(&writer, NULL);
        write_integer(&writer, NULL, table[i].number);
        write_array_end(&writer);
        char *text = writer_take(&writer);
        assert_string_equal(text, table[i].text);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reals_have_as_few_digits_as_read_back_the_same),
        cmocka_unit_test(members_keep_their_order_and_texts_are_escaped),
        cmocka_unit_test(members_are_written_in_the_order_of_the_calls),
        cmocka_unit_test(a_text_is_written_by_a_format),
        cmocka_unit_test(a_string_of_any_length_is_escaped_anywhere),
        cmocka_unit_test(integers_are_written_in_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
