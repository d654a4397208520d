/* Work that is left and gone on with later. */
#include "support/testing.h"

#include "base/moment.h"
#include "base/work.h"

enum { A_SLICE = 1, A_LONG_TIME = 60000, MANY = 1 << 30 };

/* Counts up to `goal`, and rests where its slice is over. */
struct count {
    struct work *work;
    int reached, goal;
};

static void count_up(void *arg)
{
    struct count *count = arg;
    while (count->reached < count->goal && work_wanted(count->work)) {
        count->reached++;
        work_meet(count->work);
    }
}

static void begin(struct count *count, int goal)
{
    *count = (struct count){.goal = goal};
    count->work = work_new(count_up, count);
    assert_non_null(count->work);
}

static void work_rests_and_goes_on_where_it_was(void **state)
{
    (void)state;
    struct count count;
    begin(&count, MANY);
    int before = 0;
    for (int i = 0; i < 3; i++) {
        assert_false(work_slice(count.work, A_SLICE));
        assert_true(count.reached > before);
        before = count.reached;
    }
    count.goal = count.reached + 1;
    assert_true(work_slice(count.work, A_LONG_TIME));
    assert_int_equal(count.reached, count.goal);
    work_free(count.work);
}

static void a_slice_takes_its_time(void **state)
{
    (void)state;
    struct count count;
    begin(&count, MANY);
    int64_t begun = moment_monotonic();
    assert_false(work_slice(count.work, 20));
    assert_true(moment_monotonic() - begun >= 20);
    work_call_off(count.work);
    work_free(count.work);
}

static void what_is_called_off_leaves_the_rest_out(void **state)
{
    (void)state;
    struct count count;
    begin(&count, MANY);
    assert_true(work_wanted(count.work));
    assert_false(work_slice(count.work, A_SLICE));
    work_call_off(count.work);
    assert_false(work_wanted(count.work));
    assert_true(count.reached < MANY);
    assert_true(work_slice(count.work, A_SLICE));
    work_free(count.work);
}

static void whoever_meets_it_brings_it_to_its_end(void **state)
{
    (void)state;
    struct count count;
    begin(&count, MANY);
    assert_false(work_slice(count.work, A_SLICE));
    count.goal = count.reached + 100000;
    work_meet(count.work);
    assert_int_equal(count.reached, count.goal);
    assert_true(work_slice(count.work, A_SLICE));
    work_free(count.work);
}

static void what_never_began_can_go(void **state)
{
    (void)state;
    struct count count;
    begin(&count, MANY);
    work_free(count.work);
    assert_int_equal(count.reached, 0);
}

static void no_work_is_no_matter(void **state)
{
    (void)state;
    work_meet(NULL);
    assert_true(work_wanted(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_rests_and_goes_on_where_it_was),
        cmocka_unit_test(a_slice_takes_its_time),
        cmocka_unit_test(what_is_called_off_leaves_the_rest_out),
        cmocka_unit_test(whoever_meets_it_brings_it_to_its_end),
        cmocka_unit_test(what_never_began_can_go),
        cmocka_unit_test(no_work_is_no_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
