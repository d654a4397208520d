#include "support/testing.h"

#include "domain/world/clock.h"

enum { WALL = 1000000, START = 5000 };

static int64_t wait_for(enum clock_mode mode, double factor, int64_t time)
{
    struct clock clock = clock_started(mode, factor, START, WALL);
    return clock_wait(&clock, time, WALL + 100);
}

static void a_clock_that_runs_comes_to_a_time(void **state)
{
    (void)state;
    assert_int_equal(wait_for(CLOCK_REAL, 0, START + 300), 200);
    assert_int_equal(wait_for(CLOCK_SCALED, 2, START + 300), 50);
    assert_int_equal(wait_for(CLOCK_SCALED, 3, START + 301), 1);
    assert_int_equal(wait_for(CLOCK_SCALED, 0.5, START + 300), 500);
}

static void a_time_that_is_past_is_there(void **state)
{
    (void)state;
    assert_int_equal(wait_for(CLOCK_REAL, 0, START + 100), 0);
    assert_int_equal(wait_for(CLOCK_REAL, 0, 0), 0);
    assert_int_equal(wait_for(CLOCK_FROZEN, 0, START), 0);
}

static void never_is_never(void **state)
{
    (void)state;
    assert_int_equal(wait_for(CLOCK_FROZEN, 0, START + 1), INT64_MAX);
    assert_int_equal(wait_for(CLOCK_SKIP, 0, START + 1), INT64_MAX);
    assert_int_equal(wait_for(CLOCK_REAL, 0, INT64_MAX), INT64_MAX);
    assert_int_equal(wait_for(CLOCK_SCALED, 1e-12, START + DAY), INT64_MAX);
    assert_int_equal(wait_for(CLOCK_SCALED, 1e6, INT64_MAX), INT64_MAX);
}

/* Whoever sleeps so long finds the time come. */
static void after_the_wait_the_clock_shows_it(void **state)
{
    (void)state;
    static const double factors[] = {0.1, 0.7, 1, 1.5, 3, 59.9, 1000};
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        struct clock clock = clock_started(CLOCK_SCALED, factors[i], START, WALL);
        int64_t wait = clock_wait(&clock, START + 12345, WALL);
        assert_true(clock_read(&clock, WALL + wait) >= START + 12345);
        assert_true(factors[i] < 1 || clock_read(&clock, WALL + wait - 2) < START + 12345);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_that_runs_comes_to_a_time),
        cmocka_unit_test(a_time_that_is_past_is_there),
        cmocka_unit_test(never_is_never),
        cmocka_unit_test(after_the_wait_the_clock_shows_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
