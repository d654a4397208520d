#include "support/api.h"

static void health_is_available(void **state)
{
    struct api *api = *state;
    const char *paths[] = {"/api/v1/health", "/api/v1/health/", "/v1/health"};
    for (size_t i = 0; i < 3; i++) {
        struct reply reply = api_request(api, "GET", paths[i], NULL, NULL);
        assert_int_equal(reply.status, 200);
        assert_string_equal(reply.body, "{\"available\":true}");
        assert_string_equal(reply.content_type, "application/json");
        reply_clear(&reply);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {API_TEST(health_is_available)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
