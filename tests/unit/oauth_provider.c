#include "support/testing.h"

#include "domain/actor/oauth_provider.h"
#include "domain/actor/oauth_url.h"

#include <stdlib.h>
#include <string.h>

/* The consent URL of an image for a user's input, or NULL with *missing. */
static char *url_of(const char *repository, const json_t *input, char **missing)
{
    struct oauth_visit visit = {.repository = repository,
                                .client_id = "test_client_id",
                                .redirect_url = "https://airbyte.io",
                                .state = "state",
                                .token = "token",
                                .challenge = "challenge",
                                .input = input};
    return oauth_url(oauth_provider_of(repository)->url, &visit, missing);
}

static void leads_there(char **columns)
{
    json_auto_t *input =
        json_pack("{ss ss ss ss ss ss ss}", "app_id", "app_id", "subdomain", "test_subdomain", "tenant_id",
                  "test_tenant_id", "host", "account.aws.snowflakecomputing.com", "role", "some_role", "shop",
                  "myshop", "is_sandbox", "false");
    if (strcmp(columns[0], "airbyte/source-okta") == 0)
        json_object_set_new(input, "domain", json_string("test_domain"));
    char *missing = NULL, *url = url_of(columns[0], input, &missing);
    if (!url)
        fail_msg("%s: %s is missing", columns[0], missing);
    assert_non_null(oauth_provider_find(columns[0]));
    assert_string_equal(url, columns[1]);
    free(url);
}

static void each_flow_leads_where_the_platforms_leads(void **state)
{
    (void)state;
    assert_int_equal(for_each_row("oauth/consent-urls.tsv", leads_there), 50);
}

/* The input (stolen) leads to a URL that starts so. */
static void assert_start(const char *repository, json_t *input, const char *start)
{
    char *missing = NULL, *url = url_of(repository, input, &missing);
    assert_non_null(url);
    assert_null(missing);
    if (strncmp(url, start, strlen(start)) != 0)
        fail_msg("%s: %s", repository, url);
    json_decref(input);
    free(url);
}

static void assert_missing(const char *repository, const char *name)
{
    char *missing = NULL;
    assert_null(url_of(repository, NULL, &missing));
    assert_string_equal(missing, name);
    free(missing);
}

static void a_family_of_connectors_shares_its_page(void **state)
{
    (void)state;
    const struct oauth_provider *support = oauth_provider_of("airbyte/source-zendesk-support");
    assert_ptr_equal(support, oauth_provider_of("airbyte/source-zendesk-talk"));
    assert_ptr_not_equal(support, oauth_provider_of("airbyte/source-zendesk-chat"));
}

static void a_scheme_before_a_host_is_dropped(void **state)
{
    (void)state;
    assert_start("airbyte/source-gitlab", json_pack("{ss}", "domain", "https://git.example.org"),
                 "https://git.example.org/oauth/authorize?");
}

static void a_host_may_follow_from_the_input(void **state)
{
    (void)state;
    assert_start("airbyte/source-salesforce", json_pack("{sb}", "is_sandbox", 1),
                 "https://test.salesforce.com/services/oauth2/authorize?");
    assert_start("airbyte/source-surveymonkey", json_pack("{ss}", "origin", "Europe"),
                 "https://api.eu.surveymonkey.com/oauth/authorize?");
    assert_start("airbyte/source-surveymonkey", json_pack("{ss}", "origin", "Canada"),
                 "https://api.surveymonkey.ca/oauth/authorize?");
    assert_start("airbyte/source-lever-hiring", json_pack("{ss}", "environment", "Production"),
                 "https://auth.lever.co/authorize?client_id=test_client_id&redirect_uri=https://airbyte.io&");
}

static void an_input_cannot_leave_its_place(void **state)
{
    (void)state;
    assert_start("airbyte/source-zendesk-support", json_pack("{ss}", "subdomain", "a/b?c#d"),
                 "https://a%2Fb%3Fc%23d.zendesk.com/oauth/authorizations/new?client_id=");
}

static void an_input_without_default_must_be_there(void **state)
{
    (void)state;
    assert_missing("airbyte/source-shopify", "shop");
    assert_missing("airbyte/source-amazon-seller-partner", "app_id");
    assert_missing("airbyte/source-bing-ads", "tenant_id");
    assert_missing("airbyte/source-okta", "domain");
}

static void a_parameter_may_be_left_out(void **state)
{
    (void)state;
    char *missing = NULL, *url = url_of("airbyte/source-monday", NULL, &missing);
    assert_non_null(url);
    assert_null(strstr(url, "subdomain"));
    free(url);
}

static void an_unknown_connector_has_a_page_of_its_name(void **state)
{
    (void)state;
    assert_null(oauth_provider_find("acme/source-mine"));
    assert_start("acme/source-mine", NULL,
                 "https://source-mine.example/oauth/authorize?client_id=test_client_id"
                 "&redirect_uri=https%3A%2F%2Fairbyte.io&response_type=code&state=state");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_flow_leads_where_the_platforms_leads),
        cmocka_unit_test(a_family_of_connectors_shares_its_page),
        cmocka_unit_test(a_scheme_before_a_host_is_dropped),
        cmocka_unit_test(a_host_may_follow_from_the_input),
        cmocka_unit_test(an_input_cannot_leave_its_place),
        cmocka_unit_test(an_input_without_default_must_be_there),
        cmocka_unit_test(a_parameter_may_be_left_out),
        cmocka_unit_test(an_unknown_connector_has_a_page_of_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
