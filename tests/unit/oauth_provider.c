#include "support/testing.h"

#include "domain/actor/oauth_provider.h"

#include <stdlib.h>

/* The consent URL of an image for a user's input (stolen; NULL for none), or NULL with *missing. */
static char *url_of(const char *repository, json_t *input, char **missing)
{
    struct oauth_visit visit = {.repository = repository,
                                .client_id = "client 1",
                                .redirect_url = "https://example.org/back?a=b",
                                .state = "AbC1234",
                                .input = input};
    char *url = oauth_consent_url(oauth_provider_of(repository), &visit, missing);
    json_decref(input);
    return url;
}

static void assert_url(const char *repository, json_t *input, const char *expected)
{
    char *missing = NULL, *url = url_of(repository, input, &missing);
    assert_non_null(url);
    assert_null(missing);
    assert_string_equal(url, expected);
    free(url);
}

#define CLIENT "?client_id=client%201&redirect_uri=https%3A%2F%2Fexample.org%2Fback%3Fa%3Db"

static void githubs_page_is_githubs(void **state)
{
    (void)state;
    assert_url(
        "airbyte/source-github", NULL,
        "https://github.com/login/oauth/authorize" CLIENT
        "&scope=repo%20read:org%20read:repo_hook%20read:user%20read:discussion%20workflow&state=AbC1234");
}

static void a_family_of_connectors_shares_its_page(void **state)
{
    (void)state;
    const struct oauth_provider *support = oauth_provider_of("airbyte/source-zendesk-support");
    assert_ptr_equal(support, oauth_provider_of("airbyte/source-zendesk-talk"));
    assert_ptr_not_equal(support, oauth_provider_of("airbyte/source-zendesk-chat"));
}

static void a_host_comes_from_the_users_input(void **state)
{
    (void)state;
    assert_url("airbyte/source-zendesk-support", json_pack("{ss}", "subdomain", "acme"),
               "https://acme.zendesk.com/oauth/authorizations/new" CLIENT
               "&response_type=code&scope=read&state=AbC1234");
}

static void a_scheme_in_the_input_is_dropped(void **state)
{
    (void)state;
    assert_url("airbyte/source-gitlab", json_pack("{ss}", "domain", "https://git.example.org"),
               "https://git.example.org/oauth/authorize" CLIENT
               "&response_type=code&scope=read_api&state=AbC1234");
}

static void an_absent_input_takes_its_default(void **state)
{
    (void)state;
    assert_url("airbyte/source-gitlab", NULL,
               "https://gitlab.com/oauth/authorize" CLIENT
               "&response_type=code&scope=read_api&state=AbC1234");
}

static void an_input_cannot_leave_its_place(void **state)
{
    (void)state;
    assert_url("airbyte/source-zendesk-support", json_pack("{ss}", "subdomain", "a/b?c#d"),
               "https://a%2Fb%3Fc%23d.zendesk.com/oauth/authorizations/new" CLIENT
               "&response_type=code&scope=read&state=AbC1234");
}

static void an_input_without_default_must_be_there(void **state)
{
    (void)state;
    char *missing = NULL;
    assert_null(url_of("airbyte/source-shopify", NULL, &missing));
    assert_string_equal(missing, "shop");
    free(missing);
}

static void an_input_that_the_query_needs_must_be_there(void **state)
{
    (void)state;
    char *missing = NULL;
    assert_null(url_of("airbyte/source-amazon-seller-partner", NULL, &missing));
    assert_string_equal(missing, "app_id");
    free(missing);
}

static void a_page_may_call_the_client_otherwise(void **state)
{
    (void)state;
    assert_url("airbyte/source-tiktok-marketing", NULL,
               "https://ads.tiktok.com/marketing_api/auth?app_id=client%201"
               "&redirect_uri=https%3A%2F%2Fexample.org%2Fback%3Fa%3Db&state=AbC1234");
}

static void an_unknown_connector_has_a_page_of_its_name(void **state)
{
    (void)state;
    assert_url("acme/source-mine", NULL,
               "https://source-mine.example/oauth/authorize" CLIENT "&response_type=code&state=AbC1234");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(githubs_page_is_githubs),
        cmocka_unit_test(a_family_of_connectors_shares_its_page),
        cmocka_unit_test(a_host_comes_from_the_users_input),
        cmocka_unit_test(a_scheme_in_the_input_is_dropped),
        cmocka_unit_test(an_absent_input_takes_its_default),
        cmocka_unit_test(an_input_cannot_leave_its_place),
        cmocka_unit_test(an_input_without_default_must_be_there),
        cmocka_unit_test(an_input_that_the_query_needs_must_be_there),
        cmocka_unit_test(a_page_may_call_the_client_otherwise),
        cmocka_unit_test(an_unknown_connector_has_a_page_of_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
