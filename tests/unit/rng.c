#include "support/testing.h"

#include "base/uuid.h"

#include <string.h>

static void the_same_seed_and_name_repeat(void **state)
{
    (void)state;
    struct rng one = rng_seeded(7, "default"), two = rng_seeded(7, "default");
    for (int i = 0; i < 100; i++)
        assert_int_equal(rng_next(&one), rng_next(&two));
}

static void another_seed_or_name_differs(void **state)
{
    (void)state;
    struct rng one = rng_seeded(7, "default"), two = rng_seeded(8, "default"), three = rng_seeded(7, "other");
    uint64_t number = rng_next(&one);
    assert_int_not_equal(number, rng_next(&two));
    assert_int_not_equal(number, rng_next(&three));
}

static void uuids_are_version_4(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(1, "");
    for (int i = 0; i < 1000; i++) {
        struct uuid uuid = uuid_new(&rng);
        assert_true(uuid_valid(uuid.text));
        assert_int_equal(uuid.text[14], '4');
        assert_non_null(strchr("89ab", uuid.text[19]));
    }
}

static void what_is_no_uuid_is_refused(void **state)
{
    (void)state;
    const char *bad[] = {"",
                         "abc",
                         "01234567-89ab-cdef-0123-456789abcde",
                         "01234567-89ab-cdef-0123-456789abcdef0",
                         "{1234567-89ab-cdef-0123-456789abcdef}",
                         "0123456789abcdef0123456789abcdef0123"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(uuid_valid(bad[i]));
    assert_true(uuid_valid("01234567-89AB-cdef-0123-456789abcdef"));
}

static void between_keeps_its_bounds(void **state)
{
    (void)state;
    struct rng rng = rng_seeded(3, "");
    for (int i = 0; i < 1000; i++) {
        assert_in_range(rng_between(&rng, 5, 7), 5, 7);
        assert_true(rng_unit(&rng) < 1.0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_and_name_repeat), cmocka_unit_test(another_seed_or_name_differs),
        cmocka_unit_test(uuids_are_version_4),           cmocka_unit_test(what_is_no_uuid_is_refused),
        cmocka_unit_test(between_keeps_its_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
