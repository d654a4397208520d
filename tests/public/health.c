/* The public API's answer to "are you there". */
#include "support/api.h"

#include <string.h>

static void health_is_a_sentence(void **state)
{
    struct api *api = *state;
    const char *none[] = {NULL};
    struct reply reply = api_request(api, "GET", "/api/public/v1/health", NULL, none);
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.content_type, "text/plain");
    assert_true(reply.body_size > 0);
    reply_clear(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {API_TEST(health_is_a_sentence)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
