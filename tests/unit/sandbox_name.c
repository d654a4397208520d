#include "support/testing.h"

#include "sandbox/sandbox_name.h"

#include <string.h>

static void plain_names_stay_as_they_are(void **state)
{
    (void)state;
    static const char *const names[] = {"default", "a", "A-Z_0.9", "upgrade@2.0",
                                        "0123456789012345678901234567890123456789012345678901234567890123"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(sandbox_name_of(names[i]).text, names[i]);
}

static void other_texts_are_known_by_a_readable_form(void **state)
{
    (void)state;
    static const struct {
        const char *text, *form;
    } cases[] = {
        {"test_many[2]", "test_many_2-"}, {"TestX/sub", "TestX_sub-"}, {"a b  c", "a_b_c-"}, {"[[[", "-"},
        {"m\xc3\xbcller", "m_ller-"},     {"a@nothing", "a_nothing-"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sandbox_name name = sandbox_name_of(cases[i].text), again = sandbox_name_of(cases[i].text);
        if (strncmp(name.text, cases[i].form, strlen(cases[i].form)) != 0 ||
            strlen(name.text) != strlen(cases[i].form) + 8)
            fail_msg("%s: %s", cases[i].text, name.text);
        assert_string_equal(name.text, again.text);
        assert_string_equal(sandbox_name_of(name.text).text, name.text);
    }
    assert_string_not_equal(sandbox_name_of("t[1]").text, sandbox_name_of("t(1)").text);
    assert_string_equal(sandbox_name_of("TestX%2fsub").text, sandbox_name_of("TestX/sub").text);
}

static void a_release_stays_at_the_end(void **state)
{
    (void)state;
    struct sandbox_name name = sandbox_name_of("test[1]@2.0");
    assert_true(sandbox_name_valid(name.text));
    assert_string_equal(strchr(name.text, '@'), "@2.0");
}

static void long_texts_are_cut_and_too_long_ones_refused(void **state)
{
    (void)state;
    char text[SANDBOX_TEXT + 2];
    memset(text, 'x', sizeof text - 1);
    text[SANDBOX_TEXT + 1] = '\0';
    assert_string_equal(sandbox_name_of(text).text, "");
    assert_string_equal(sandbox_name_of("").text, "");
    text[SANDBOX_TEXT] = '\0';
    assert_int_equal(strlen(sandbox_name_of(text).text), SANDBOX_NAME);
    assert_true(sandbox_name_valid(sandbox_name_of(text).text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_names_stay_as_they_are),
        cmocka_unit_test(other_texts_are_known_by_a_readable_form),
        cmocka_unit_test(a_release_stays_at_the_end),
        cmocka_unit_test(long_texts_are_cut_and_too_long_ones_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
