#include "support/api.h"

static void expect_status(struct api *api, const char *path, const char *status)
{
    const char *methods[] = {"GET", "HEAD"};
    for (size_t i = 0; i < 2; i++) {
        struct reply reply = api_request(api, methods[i], path, NULL, NULL);
        json_auto_t *body = json_loads(reply.body, 0, NULL);
        assert_int_equal(reply.status, 200);
        assert_string_equal(text_at(body, "status"), status);
        reply_clear(&reply);
    }
}

static void probes_are_open_to_everybody(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.access.auth = AUTH_BASIC;
    struct api *api = api_with(&options);
    expect_status(api, "/__admin/livez", "up");
    expect_status(api, "/__admin/readyz", "ready");
    expect_status(api, "/__admin/readyz/", "ready");
    struct reply guarded = api_request(api, "GET", "/__admin/nowhere", NULL, NULL);
    assert_int_equal(guarded.status, 401);
    reply_clear(&guarded);
    api_free(api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(probes_are_open_to_everybody)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
