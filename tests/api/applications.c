/* The Config API's door to tokens; what they open is tested with the public API's:
 * tests/public/applications.c. */
#include "support/api.h"

static void a_client_gets_a_token(void **state)
{
    struct api *api = *state;
    json_auto_t *reply = call_ok(api, "/v1/applications/token",
                                 json_pack("{ss ss}", "client_id", "tests", "client_secret", "sesame"));
    assert_int_equal(json_object_size(reply), 1);
    assert_true(has(reply, "access_token"));
}

static void both_members_must_be_there(void **state)
{
    struct api *api = *state;
    call_fails(api, "/v1/applications/token", one("client_id", "tests"), 422, "Some properties");
}

int main(void)
{
    const struct CMUnitTest tests[] = {EACH_RELEASE_TEST(a_client_gets_a_token),
                                       API_TEST(both_members_must_be_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
