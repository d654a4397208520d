#include "support/api.h"

#include <stdlib.h>
#include <string.h>

static json_t *configuration_of(struct api *api, const char *release)
{
    char path[64];
    snprintf(path, sizeof path, "/sandboxes/@%s/api/v1/instance_configuration", release);
    struct reply reply =
        api_request(api, "GET", path, NULL, (const char *const[]){"Host: airbyte.test:8000", NULL});
    assert_int_equal(reply.status, 200);
    json_t *configuration = parsed(reply.body);
    reply_clear(&reply);
    return configuration;
}

static void each_release_tells_its_version(void **state)
{
    static const struct {
        const char *release, *version;
    } releases[] = {{"0.63", "0.63.0"}, {"1.5", "1.5.0"}, {"2.0", "2.0.0"}};
    for (size_t i = 0; i < 3; i++) {
        json_auto_t *configuration = configuration_of(*state, releases[i].release);
        assert_string_equal(text_at(configuration, "version"), releases[i].version);
        assert_string_equal(text_at(configuration, "edition"), "community");
        assert_string_equal(text_at(configuration, "auth.mode"), "none");
        assert_string_equal(text_at(configuration, "airbyteUrl"), "http://airbyte.test:8000");
    }
}

static void the_default_workspace_is_the_first(void **state)
{
    json_auto_t *configuration = configuration_of(*state, "1.5");
    struct api api = *(struct api *)*state;
    api.sandbox = "@1.5";
    char *first = first_workspace(&api);
    assert_string_equal(text_at(configuration, "defaultWorkspaceId"), first);
    free(first);
}

static void a_licence_is_told_of_by_those_that_know_one(void **state)
{
    json_auto_t *old = configuration_of(*state, "0.63"), *new = configuration_of(*state, "2.0");
    assert_false(has(old, "licenseStatus"));
    assert_string_equal(text_at(new, "licenseStatus"), "invalid");
    assert_string_equal(text_at(new, "defaultOrganizationEmail"), "airbyte@example.com");
}

static void the_oldest_release_has_none(void **state)
{
    struct reply reply = api_request(*state, "GET", "/api/v1/instance_configuration", NULL, NULL);
    assert_int_equal(reply.status, 404);
    assert_non_null(strstr(reply.body, "Airbyte has this operation from 0.63"));
    reply_clear(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(each_release_tells_its_version),
        API_TEST(the_default_workspace_is_the_first),
        API_TEST(a_licence_is_told_of_by_those_that_know_one),
        API_TEST(the_oldest_release_has_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
