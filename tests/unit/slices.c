/* Members found in the text of an object. */
#include "support/testing.h"

#include "json/slices.h"

#include <string.h>

static const struct {
    const char *object, *found; /* of the member "a", NULL where there is none */
} cases[] = {
    {"{}", NULL},
    {"{\"a\":1}", "1"},
    {"{\"b\":{\"a\":2},\"a\":[1,{\"a\":3}]}", "[1,{\"a\":3}]"},
    {"{\"b\":\"a\\\"},{\",\"a\":\"x\\\\\"}", "\"x\\\\\""},
    {"{\"aa\":1,\"b\":[]}", NULL},
    {"{\"a\":{},\"b\":null}", "{}"},
};

static void members_are_found_where_they_stand(void **state)
{
    (void)state;
    static const char *const names[] = {"a", NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct slice slice;
        json_slices(cases[i].object, names, &slice);
        if (!cases[i].found) {
            assert_null(slice.at);
            continue;
        }
        assert_non_null(slice.at);
        assert_int_equal(slice.size, strlen(cases[i].found));
        assert_memory_equal(slice.at, cases[i].found, slice.size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(members_are_found_where_they_stand)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
