#include "support/testing.h"

#include "domain/schedule/cron.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t moment(const char *text)
{
    struct tm tm = {0};
    if (strcmp(text, "never") == 0)
        return CRON_NEVER;
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &tm);
    assert_true(end && !*end);
    return timegm(&tm);
}

static void fires_at(char **columns)
{
    char *reason = NULL, *rest = columns[3];
    struct cron *cron = cron_parse(columns[0], &reason);
    struct zone *zone = zone_open(columns[1]);
    if (!cron)
        fail_msg("%s: %s", columns[0], reason);
    assert_non_null(zone);
    int64_t at = moment(columns[2]);
    for (char *want = strsep(&rest, " "); want; want = strsep(&rest, " ")) {
        at = cron_next(cron, zone, at);
        if (at != moment(want))
            fail_msg("%s in %s after %s: %lld, not %s", columns[0], columns[1], columns[2], (long long)at,
                     want);
    }
    zone_free(zone);
    cron_free(cron);
}

static void is_refused(char **columns)
{
    char *reason = NULL;
    if (cron_parse(columns[0], &reason))
        fail_msg("'%s' is accepted", columns[0]);
    if (strncmp(reason, columns[1], strlen(columns[1])) != 0)
        fail_msg("'%s': %s", columns[0], reason);
    free(reason);
    assert_null(cron_parse(columns[0], NULL));
}

static void expressions_fire_when_quartz_does(void **state)
{
    (void)state;
    assert_in_range(for_each_row("cron/next.tsv", fires_at), 200, 100000);
}

static void what_quartz_refuses_is_refused(void **state)
{
    (void)state;
    assert_in_range(for_each_row("cron/refused.tsv", is_refused), 60, 100000);
}

static int64_t next(const char *expression, const char *zone_id, const char *after)
{
    struct cron *cron = cron_parse(expression, NULL);
    struct zone *zone = zone_open(zone_id);
    assert_non_null(cron);
    assert_non_null(zone);
    int64_t at = cron_next(cron, zone, moment(after));
    cron_free(cron);
    zone_free(zone);
    return at;
}

static void blanks_around_the_fields_do_not_count(void **state)
{
    (void)state;
    static const char *const expressions[] = {"0 0 12 * * ?", "  0\t0 12 *  * ?  ", "0 0 12 * * ?\n",
                                              "\n0 0 12 * * ?\r\n"};
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++)
        assert_int_equal(next(expressions[i], "UTC", "2023-01-01T00:00:00Z"), moment("2023-01-01T12:00:00Z"));
    assert_null(cron_parse("", NULL));
    assert_null(cron_parse(" \n", NULL));
}

static void offsets_are_zones_too(void **state)
{
    (void)state;
    assert_int_equal(next("0 0 0 * * ?", "+02:00", "2023-01-01T00:00:00Z"), moment("2023-01-01T22:00:00Z"));
    assert_int_equal(next("0 0 0 * * ?", "-03:30", "2023-01-01T00:00:00Z"), moment("2023-01-01T03:30:00Z"));
}

/* Quartz would go on to the year 2126. */
static void nothing_fires_after_2099(void **state)
{
    (void)state;
    assert_int_equal(next("59 59 23 31 12 ? *", "UTC", "2099-01-01T00:00:00Z"),
                     moment("2099-12-31T23:59:59Z"));
    assert_int_equal(next("59 59 23 31 12 ? *", "UTC", "2099-12-31T23:59:59Z"), CRON_NEVER);
    assert_int_equal(next("* * * * * ?", "UTC", "2150-01-01T00:00:00Z"), CRON_NEVER);
    assert_int_equal(next("0 0 0 1 1 ? 2100", "UTC", "2023-01-01T00:00:00Z"), CRON_NEVER);
}

/* From one tick to the next through a year with two changes: always later, and as many as the wall's clock
 * shows (the skipped hour's are missing, the repeated hour's come once). */
static void ticks_move_forward_through_a_year(void **state)
{
    (void)state;
    struct cron *cron = cron_parse("0 */10 * * * ?", NULL);
    struct zone *zone = zone_open("Europe/Berlin");
    int64_t end = moment("2023-12-31T22:59:59Z");
    int ticks = 0;
    for (int64_t at = moment("2022-12-31T22:59:59Z"), then; at <= end; at = then, ticks++) {
        then = cron_next(cron, zone, at);
        assert_true(then > at);
        assert_int_equal(then % 600, 0);
    }
    assert_int_equal(ticks - 1, 6 * (365 * 24 - 1));
    cron_free(cron);
    zone_free(zone);
}

/* A thousand searches to the end of time: a search by seconds would take hours. */
static void what_never_comes_is_known_at_once(void **state)
{
    (void)state;
    static const char *const expressions[] = {"0 0 0 30 2 ?", "59 59 23 31 APR ?", "0 0 0 L-30 2 ?",
                                              "0 0 0 ? 2 9#5", "0 0 0 29 2 ? 2099"};
    clock_t start = clock();
    for (int i = 0; i < 1000; i++)
        assert_int_equal(next(expressions[i % 5], "Europe/Berlin", "2023-01-01T00:00:00Z"), CRON_NEVER);
    assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_fire_when_quartz_does),
        cmocka_unit_test(what_quartz_refuses_is_refused),
        cmocka_unit_test(blanks_around_the_fields_do_not_count),
        cmocka_unit_test(offsets_are_zones_too),
        cmocka_unit_test(nothing_fires_after_2099),
        cmocka_unit_test(ticks_move_forward_through_a_year),
        cmocka_unit_test(what_never_comes_is_known_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
