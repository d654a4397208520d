#include "support/testing.h"

#include "base/moment.h"

#include <string.h>

static void moments_read_and_write(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t moment;
        const char *canonical;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"},
        {"1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"},
        {"2024-02-29T12:00:00.5Z", 1709208000500, "2024-02-29T12:00:00.500Z"},
        {"2023-02-15t10:20:30.123456789z", 1676456430123, "2023-02-15T10:20:30.123Z"},
        {"2023-02-15 10:20:30+02:00", 1676449230000, "2023-02-15T08:20:30.000Z"},
        {"2023-02-15T10:20:30.007-05:30", 1676476230007, "2023-02-15T15:50:30.007Z"},
        {"2016-12-31T23:59:60Z", 1483228800000, "2017-01-01T00:00:00.000Z"},
        {"2000-02-29T00:00:00Z", 951782400000, "2000-02-29T00:00:00.000Z"},
        {"0000-01-01T00:00:00Z", -62167219200000, "0000-01-01T00:00:00.000Z"},
        {"9999-12-31T23:59:59.999Z", 253402300799999, "9999-12-31T23:59:59.999Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t moment;
        assert_true(moment_parse(cases[i].text, &moment));
        assert_true(moment == cases[i].moment);
        assert_string_equal(moment_format(moment).text, cases[i].canonical);
    }
}

static const char *const bad[] = {"",
                                  "now",
                                  "2023-02-15",
                                  "2023-02-15T10:20Z",
                                  "2023-02-15T10:20:30",
                                  "2023-02-15T10:20:30.Z",
                                  "2023-02-15T10:20:30Z ",
                                  " 2023-02-15T10:20:30Z",
                                  "2023-02-29T00:00:00Z",
                                  "1900-02-29T00:00:00Z",
                                  "2023-04-31T00:00:00Z",
                                  "2023-13-01T00:00:00Z",
                                  "2023-00-01T00:00:00Z",
                                  "2023-01-00T00:00:00Z",
                                  "2023-01-01T24:00:00Z",
                                  "2023-01-01T00:60:00Z",
                                  "2023-01-01T00:00:61Z",
                                  "2023-01-01T00:00:00+24:00",
                                  "2023-01-01T00:00:00+0100",
                                  "2023-01-01T00:00:00+01:60",
                                  "23-01-01T00:00:00Z",
                                  "2023-1-01T00:00:00Z",
                                  "2023/01/01T00:00:00Z"};

static void what_is_no_moment_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t moment;
        if (moment_parse(bad[i], &moment))
            fail_msg("'%s' was taken for a moment", bad[i]);
    }
}

static void the_machines_clocks_move_on(void **state)
{
    (void)state;
    int64_t released;
    assert_true(moment_parse("2023-02-15T00:00:00Z", &released));
    assert_true(moment_now() > released);
    int64_t before = moment_monotonic();
    assert_true(moment_monotonic() >= before);
}

static void far_moments_have_a_text(void **state)
{
    (void)state;
    assert_non_null(strstr(moment_format(INT64_MAX).text, "292278994-08-17T07:12:55.807Z"));
    assert_non_null(strstr(moment_format(-99999999999999999).text, "Z"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moments_read_and_write),
        cmocka_unit_test(what_is_no_moment_is_refused),
        cmocka_unit_test(the_machines_clocks_move_on),
        cmocka_unit_test(far_moments_have_a_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
