#include "support/api.h"

#include <stdlib.h>
#include <string.h>

#define PATH(operation) "/v1/destination_oauths/" operation
#define SNOWFLAKE "424892c4-daac-4491-b35d-c6688ba547ba"
#define GOOGLE_SHEETS "a4cbd2d1-8dbe-4818-b8bc-b90ad782d12a"

static void set_parameters(struct api *api, const char *id)
{
    call_done(api, PATH("oauth_params/create"),
              json_pack("{ss s{ss ss}}", "destinationDefinitionId", id, "params", "client_id", "client-1",
                        "client_secret", "canary"));
    assert_int_equal(api->status, 200);
}

static json_t *request(const char *id)
{
    return json_pack("{ss ss ss s{ss} s{ss}}", "destinationDefinitionId", id, "workspaceId", UNKNOWN_ID,
                     "redirectUrl", "https://example.org/back", "oAuthInputConfiguration", "host",
                     "acme.snowflakecomputing.com", "queryParams", "code", "c0de");
}

static void a_consent_url_leads_to_the_users_host(void **state)
{
    struct api *api = *state;
    set_parameters(api, SNOWFLAKE);
    char *url = take_text(call_ok(api, PATH("get_consent_url"), request(SNOWFLAKE)), "consentUrl");
    const char *start = "https://acme.snowflakecomputing.com/oauth/authorize?client_id=client-1&";
    assert_int_equal(strncmp(url, start, strlen(start)), 0);
    free(url);
}

static void nested_parameters_are_flattened(void **state)
{
    struct api *api = *state;
    call_done(api, PATH("oauth_params/create"),
              json_pack("{ss s{s{ss}}}", "destinationDefinitionId", SNOWFLAKE, "params", "credentials",
                        "client_id", "nested"));
    char *url = take_text(call_ok(api, PATH("get_consent_url"), request(SNOWFLAKE)), "consentUrl");
    assert_non_null(strstr(url, "?client_id=nested&"));
    free(url);
}

static void completing_gives_tokens_and_masks(void **state)
{
    struct api *api = *state;
    set_parameters(api, SNOWFLAKE);
    json_auto_t *given = call_ok(api, PATH("complete_oauth"), request(SNOWFLAKE));
    assert_int_equal(json_object_size(given), 4);
    assert_true(has(given, "access_token"));
    assert_true(has(given, "refresh_token"));
    assert_string_equal(text_at(given, "client_secret"), "******");
}

static void the_older_specification_nests_what_it_gives(void **state)
{
    struct api *api = *state;
    set_parameters(api, GOOGLE_SHEETS);
    json_auto_t *given = call_ok(api, PATH("complete_oauth"), request(GOOGLE_SHEETS));
    assert_true(has(given, "credentials.refresh_token"));
}

static void errors_name_destinations(void **state)
{
    struct api *api = *state;
    call_fails(api, PATH("get_consent_url"), request(UNKNOWN_ID), 404,
               "STANDARD_DESTINATION_DEFINITION: " UNKNOWN_ID ".");
    call_fails(api, PATH("complete_oauth"), request(SNOWFLAKE), 404,
               "DESTINATION_OAUTH_PARAM: Undefined OAuth Parameter..");
    call_fails(api, PATH("get_consent_url"), request(LOCAL_JSON), 422, "airbyte/destination-local-json");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_consent_url_leads_to_the_users_host),
        API_TEST(nested_parameters_are_flattened),
        API_TEST(completing_gives_tokens_and_masks),
        API_TEST(the_older_specification_nests_what_it_gives),
        API_TEST(errors_name_destinations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
