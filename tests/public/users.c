/* Users of an organization. */
#include "support/api.h"

#define ZERO "00000000-0000-0000-0000-000000000000"

static void users_are_found_by_id_or_address(void **state)
{
    struct api *api = *state;
    static const struct {
        const char *path;
        size_t count;
    } cases[] = {{"/users?organizationId=" ZERO, 1},
                 {"/users?organizationId=" ZERO "&ids=" ZERO "," UNKNOWN_ID, 1},
                 {"/users?organizationId=" ZERO "&ids=" UNKNOWN_ID, 0},
                 {"/users?organizationId=" ZERO "&emails=airbyte@example.com&ids=" UNKNOWN_ID, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *list = rest(api, "GET", cases[i].path, NULL, 200);
        assert_int_equal(json_array_size(at(list, "data")), cases[i].count);
    }
    rest_fails(api, "GET", "/users", NULL, 400, "bad-request", "organizationId");
    json_decref(rest(api, "GET", "/users?organizationId=" UNKNOWN_ID, NULL, 404));
}

int main(void)
{
    const struct CMUnitTest tests[] = {API_TEST(users_are_found_by_id_or_address)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
