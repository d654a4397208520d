#include "support/api.h"

#include <stdlib.h>
#include <string.h>

#define PATH(operation) "/v1/source_oauths/" operation
#define GITHUB "ef69ef6e-aa7f-4af1-a01d-ef775033524e"
#define GITLAB "5e6175e5-68e1-4c17-bff9-56103bbb0d80"
#define HUBSPOT "36c891d9-4bd9-43ac-bad2-10e12756272c"
#define FACEBOOK "e7778cfc-e97c-4458-9ecb-b4f2bba8946c"
#define FACEBOOK_PAGES "010eb12f-837b-4685-892d-0a39f76a98f5"
#define OKTA "1d4fdb25-64fc-4569-92da-fcdca79a8372"
#define SHOPIFY "9da77001-af33-4bcd-be46-6252bf9342b9"
#define TEAMS "eaf50f04-21dd-4620-913b-2a83f5635227"
#define TIKTOK "4bfac00d-ce15-44ff-95b9-9e3c3e8fbd35"
#define ZENDESK "79c1aa37-dae3-42ae-b333-d1c105477715"

/* The older kind of specification and the newer one need no input of the user here. */
static const char *const simple_ones[] = {GITHUB, HUBSPOT, FACEBOOK};

static void set_parameters(struct api *api, const char *id, json_t *parameters)
{
    call_done(api, PATH("oauth_params/create"),
              json_pack("{ss so}", "sourceDefinitionId", id, "params", parameters));
    assert_int_equal(api->status, 200);
}

static json_t *client(void)
{
    return json_pack("{ss ss}", "client_id", "client-1", "client_secret", "canary");
}

static json_t *consent(const char *id)
{
    return json_pack("{ss ss ss}", "sourceDefinitionId", id, "workspaceId", UNKNOWN_ID, "redirectUrl",
                     "https://example.org/back");
}

static json_t *completion(const char *id)
{
    return json_pack("{ss ss ss s{ss}}", "sourceDefinitionId", id, "workspaceId", UNKNOWN_ID, "redirectUrl",
                     "https://example.org/back", "queryParams", "code", "c0de");
}

static json_t *with_input(json_t *request, json_t *input)
{
    json_object_set_new(request, "oAuthInputConfiguration", input);
    return request;
}

static char *consent_url(struct api *api, json_t *request)
{
    return take_text(call_ok(api, PATH("get_consent_url"), request), "consentUrl");
}

static void a_consent_url_has_client_redirect_scopes_and_state(void **state)
{
    struct api *api = *state;
    set_parameters(api, GITHUB, client());
    char *url = consent_url(api, consent(GITHUB));
    const char *start = "https://github.com/login/oauth/authorize?client_id=client-1"
                        "&redirect_uri=https%3A%2F%2Fexample.org%2Fback&scope=repo%20read:org%20";
    assert_int_equal(strncmp(url, start, strlen(start)), 0);
    const char *last = strstr(url, "&state=");
    assert_non_null(last);
    assert_int_equal(strlen(last), strlen("&state=") + 7);
    assert_int_equal(strspn(last + 7, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"), 7);
    assert_null(strstr(url, "canary"));
    free(url);
}

static void each_login_has_a_state_of_its_own(void **state)
{
    struct api *api = *state;
    set_parameters(api, GITHUB, client());
    char *first = consent_url(api, consent(GITHUB)), *second = consent_url(api, consent(GITHUB));
    assert_string_not_equal(first, second);
    free(second);
    free(first);
}

static void the_older_specification_leads_to_a_page_too(void **state)
{
    struct api *api = *state;
    set_parameters(api, HUBSPOT, client());
    char *url = consent_url(api, consent(HUBSPOT));
    assert_int_equal(strncmp(url, "https://app.hubspot.com/oauth/authorize?", 40), 0);
    free(url);
}

static void an_unknown_definition_is_a_404(void **state)
{
    call_fails(*state, PATH("get_consent_url"), consent(UNKNOWN_ID), 404,
               "Could not find configuration for STANDARD_SOURCE_DEFINITION: " UNKNOWN_ID ".");
    call_fails(*state, PATH("complete_oauth"), completion(UNKNOWN_ID), 404, "STANDARD_SOURCE_DEFINITION");
}

static void a_connector_without_oauth_is_refused_with_the_reason(void **state)
{
    struct api *api = *state;
    set_parameters(api, FAKER, client());
    call_fails(api, PATH("get_consent_url"), consent(FAKER), 422,
               "Requested OAuth implementation for airbyte/source-faker");
    call_fails(api, PATH("complete_oauth"), completion(FAKER), 422,
               "but it is not included in the oauth mapping.");
}

static void without_parameters_it_is_a_404_with_the_real_text(void **state)
{
    const char *text = "Internal Server Error: Could not find configuration for SOURCE_OAUTH_PARAM: "
                       "Undefined OAuth Parameter..";
    json_auto_t *reply = call_status(*state, PATH("get_consent_url"), consent(GITHUB), 404);
    assert_string_equal(text_at(reply, "message"), text);
    call_fails(*state, PATH("complete_oauth"), completion(GITHUB), 404, text);
}

static void parameters_need_a_client_id(void **state)
{
    struct api *api = *state;
    set_parameters(api, GITHUB, one("client_secret", "canary"));
    const char *text = "Internal Server Error: Undefined parameter 'client_id' necessary for the OAuth Flow.";
    call_fails(api, PATH("get_consent_url"), consent(GITHUB), 422, text);
    call_fails(api, PATH("complete_oauth"), completion(GITHUB), 422, text);
}

static void the_client_is_named_as_the_specification_has_it(void **state)
{
    struct api *api = *state;
    set_parameters(api, TIKTOK, json_pack("{ss ss}", "app_id", "app-1", "secret", "canary"));
    char *url = consent_url(api, consent(TIKTOK));
    assert_non_null(strstr(url, "?app_id=app-1&"));
    free(url);
}

static void nested_parameters_are_flattened(void **state)
{
    struct api *api = *state;
    set_parameters(
        api, GITHUB,
        json_pack("{s{s{ss}} ss}", "credentials", "deep", "client_id", "nested", "client_secret", "canary"));
    char *url = consent_url(api, consent(GITHUB));
    assert_non_null(strstr(url, "client_id=nested&"));
    json_auto_t *given = call_ok(api, PATH("complete_oauth"), completion(GITHUB));
    assert_string_equal(text_at(given, "client_id"), "******");
    assert_string_equal(text_at(given, "client_secret"), "******");
    free(url);
}

static void two_parameters_of_a_name_are_refused(void **state)
{
    struct api *api = *state;
    const char *text = "OAuth Config's key 'client_id' already exists";
    set_parameters(api, GITHUB,
                   json_pack("{s{ss ss} ss}", "credentials", "client_id", "inner", "client_secret", "canary",
                             "client_id", "outer"));
    call_fails(api, PATH("get_consent_url"), consent(GITHUB), 422, text);
    call_fails(api, PATH("complete_oauth"), completion(GITHUB), 422, text);
}

static void a_flow_of_the_platform_needs_no_declaration(void **state)
{
    struct api *api = *state;
    set_parameters(api, FACEBOOK_PAGES, client());
    char *url = consent_url(api, consent(FACEBOOK_PAGES));
    assert_non_null(strstr(url, "&scope=pages_manage_ads%2C"));
    json_auto_t *flat = call_ok(api, PATH("complete_oauth"), completion(FACEBOOK_PAGES));
    assert_int_equal(strlen(text_at(flat, "access_token")), 40);
    assert_string_equal(text_at(flat, "client_id"), "******");
    set_parameters(api, OKTA, client());
    call_fails(api, PATH("get_consent_url"), consent(OKTA), 422,
               "Undefined parameter 'domain' necessary for the OAuth Flow.");
    json_auto_t *nested = call_ok(api, PATH("complete_oauth"), completion(OKTA));
    assert_int_equal(strlen(text_at(nested, "credentials.refresh_token")), 40);
    free(url);
}

static void parameters_are_replaced_as_a_whole(void **state)
{
    struct api *api = *state;
    set_parameters(api, GITHUB, client());
    set_parameters(api, GITHUB, one("client_id", "client-2"));
    char *url = consent_url(api, consent(GITHUB));
    assert_non_null(strstr(url, "client_id=client-2&"));
    free(url);
}

static void parameters_are_taken_for_any_definition(void **state)
{
    set_parameters(*state, UNKNOWN_ID, json_object());
}

static void the_input_must_fit_the_connectors_schema(void **state)
{
    struct api *api = *state;
    set_parameters(api, SHOPIFY, client());
    json_t *input = json_pack("{ss ss}", "shop", "acme", "other", "x");
    json_auto_t *reply = call_status(api, PATH("get_consent_url"), with_input(consent(SHOPIFY), input), 422);
    const char *start =
        "The provided configuration does not fulfill the specification. Errors: json schema "
        "validation failed when comparing the data to the json schema. \nErrors: $.other: is not "
        "defined in the schema and the schema does not allow additional properties";
    assert_int_equal(strncmp(text_at(reply, "message"), start, strlen(start)), 0);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), "oAuthInputConfiguration.other");
}

static void a_page_may_need_a_part_of_the_input(void **state)
{
    struct api *api = *state;
    set_parameters(api, SHOPIFY, client());
    json_auto_t *reply = call_status(api, PATH("get_consent_url"), consent(SHOPIFY), 422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), "oAuthInputConfiguration.shop");
    char *url = consent_url(api, with_input(consent(SHOPIFY), one("shop", "acme")));
    assert_int_equal(strncmp(url, "https://acme.myshopify.com/", 27), 0);
    free(url);
}

static char *make_zendesk(struct api *api)
{
    char *workspace = first_workspace(api);
    json_t *request =
        json_pack("{ss ss ss s{ss ss s{ss ss}}}", "sourceDefinitionId", ZENDESK, "workspaceId", workspace,
                  "name", "Desk", "connectionConfiguration", "subdomain", "stored", "start_date",
                  "2023-01-01T00:00:00Z", "credentials", "credentials", "oauth2.0", "access_token", "t0ken");
    free(workspace);
    return take_text(call_ok(api, "/v1/sources/create", request), "sourceId");
}

static void masked_input_is_taken_from_the_stored_source(void **state)
{
    struct api *api = *state;
    char *source = make_zendesk(api);
    set_parameters(api, ZENDESK, client());
    json_t *request = with_input(consent(ZENDESK), one("subdomain", "**********"));
    json_object_set_new(request, "sourceId", json_string(source));
    char *url = consent_url(api, request);
    assert_int_equal(strncmp(url, "https://stored.zendesk.com/", 27), 0);
    free(url);
    free(source);
}

static void an_unknown_source_is_a_404(void **state)
{
    struct api *api = *state;
    set_parameters(api, ZENDESK, client());
    json_t *request = with_input(consent(ZENDESK), one("subdomain", "**********"));
    json_object_set_new(request, "sourceId", json_string(UNKNOWN_ID));
    call_fails(api, PATH("get_consent_url"), request, 404, "SOURCE_CONNECTION: " UNKNOWN_ID);
}

static void completing_gives_what_the_specification_lists(void **state)
{
    struct api *api = *state;
    json_t *parameters = client();
    json_object_set_new(parameters, "unlisted", json_string("canary"));
    set_parameters(api, GITLAB, parameters);
    json_auto_t *given = call_ok(api, PATH("complete_oauth"), completion(GITLAB));
    assert_int_equal(json_object_size(given), 5);
    assert_int_equal(strlen(text_at(given, "access_token")), 40);
    assert_string_not_equal(text_at(given, "access_token"), text_at(given, "refresh_token"));
    assert_string_equal(text_at(given, "token_expiry_date"), "2023-03-01T11:00:00.000Z");
    assert_string_equal(text_at(given, "client_id"), "******");
    assert_string_equal(text_at(given, "client_secret"), "******");
}

static void completing_needs_the_clients_secret(void **state)
{
    struct api *api = *state;
    set_parameters(api, GITHUB, one("client_id", "client-1"));
    call_fails(api, PATH("complete_oauth"), completion(GITHUB), 422,
               "Undefined parameter 'client_secret' necessary for the OAuth Flow.");
    set_parameters(api, TIKTOK, one("app_id", "app-1"));
    call_fails(api, PATH("complete_oauth"), completion(TIKTOK), 422,
               "Undefined parameter 'secret' necessary for the OAuth Flow.");
}

static void the_older_specification_nests_what_it_gives(void **state)
{
    struct api *api = *state;
    set_parameters(api, HUBSPOT, client());
    json_auto_t *nested = call_ok(api, PATH("complete_oauth"), completion(HUBSPOT));
    assert_int_equal(json_object_size(nested), 1);
    assert_true(has(nested, "credentials.refresh_token"));
    assert_string_equal(text_at(nested, "credentials.client_id"), "******");
    set_parameters(api, FACEBOOK, client());
    json_auto_t *flat = call_ok(api, PATH("complete_oauth"), completion(FACEBOOK));
    assert_true(has(flat, "access_token"));
    assert_string_equal(text_at(flat, "client_secret"), "******");
}

static void completing_needs_the_code(void **state)
{
    struct api *api = *state;
    for (size_t i = 0; i < sizeof simple_ones / sizeof *simple_ones; i++) {
        set_parameters(api, simple_ones[i], client());
        json_t *request = completion(simple_ones[i]);
        json_object_set_new(request, "queryParams", one("error", "access_denied"));
        json_auto_t *reply = call_status(api, PATH("complete_oauth"), request, 422);
        assert_string_equal(text_at(reply, "message"),
                            "Internal Server Error: java.io.IOException: Undefined "
                            "'code' from consent redirected url.");
        assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), "queryParams.code");
    }
}

static void a_provider_may_call_the_code_otherwise(void **state)
{
    struct api *api = *state;
    set_parameters(api, TIKTOK, json_pack("{ss ss}", "app_id", "app-1", "secret", "canary"));
    call_fails(api, PATH("complete_oauth"), completion(TIKTOK), 422,
               "Undefined 'auth_code' from consent redirected url.");
    json_t *request = completion(TIKTOK);
    json_object_set_new(request, "queryParams", one("auth_code", "c0de"));
    json_auto_t *given = call_ok(api, PATH("complete_oauth"), request);
    assert_true(has(given, "access_token"));
    assert_string_equal(text_at(given, "app_id"), "******");
}

/* Creates a source of Microsoft Teams with that way to log in; its configuration as it is read. New
 * reference. */
static json_t *teams_configuration(struct api *api, const char *auth_type)
{
    char *workspace = first_workspace(api);
    json_t *credentials = json_pack("{ss ss ss ss}", "auth_type", auth_type, "tenant_id", "tenant",
                                    "client_id", "mine", "client_secret", "canary");
    if (strcmp(auth_type, "Client") == 0)
        json_object_set_new(credentials, "refresh_token", json_string("canary"));
    json_auto_t *source = call_ok(api, "/v1/sources/create",
                                  json_pack("{ss ss ss s{ss so}}", "sourceDefinitionId", TEAMS, "workspaceId",
                                            workspace, "name", "Teams", "connectionConfiguration", "period",
                                            "D7", "credentials", credentials));
    free(workspace);
    return json_incref(at(source, "connectionConfiguration"));
}

static void configurations_written_afterwards_lose_the_servers_fields(void **state)
{
    struct api *api = *state;
    json_auto_t *before = teams_configuration(api, "Client");
    set_parameters(api, TEAMS, client());
    json_auto_t *after = teams_configuration(api, "Client");
    assert_string_equal(text_at(before, "credentials.client_id"), "mine");
    assert_string_equal(text_at(after, "credentials.client_id"), "******");
    assert_string_equal(text_at(after, "credentials.tenant_id"), "tenant");
}

static void fields_that_the_parameters_lack_are_kept(void **state)
{
    struct api *api = *state;
    set_parameters(api, TEAMS, one("client_secret", "canary"));
    json_auto_t *configuration = teams_configuration(api, "Client");
    assert_string_equal(text_at(configuration, "credentials.client_id"), "mine");
}

static void configurations_with_another_login_keep_their_fields(void **state)
{
    struct api *api = *state;
    set_parameters(api, TEAMS, client());
    json_auto_t *configuration = teams_configuration(api, "Token");
    assert_string_equal(text_at(configuration, "credentials.client_id"), "mine");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_consent_url_has_client_redirect_scopes_and_state),
        API_TEST(each_login_has_a_state_of_its_own),
        API_TEST(the_older_specification_leads_to_a_page_too),
        API_TEST(an_unknown_definition_is_a_404),
        API_TEST(a_connector_without_oauth_is_refused_with_the_reason),
        API_TEST(without_parameters_it_is_a_404_with_the_real_text),
        API_TEST(parameters_need_a_client_id),
        API_TEST(the_client_is_named_as_the_specification_has_it),
        API_TEST(nested_parameters_are_flattened),
        API_TEST(two_parameters_of_a_name_are_refused),
        API_TEST(a_flow_of_the_platform_needs_no_declaration),
        API_TEST(parameters_are_replaced_as_a_whole),
        API_TEST(parameters_are_taken_for_any_definition),
        API_TEST(the_input_must_fit_the_connectors_schema),
        API_TEST(a_page_may_need_a_part_of_the_input),
        API_TEST(masked_input_is_taken_from_the_stored_source),
        API_TEST(an_unknown_source_is_a_404),
        API_TEST(completing_gives_what_the_specification_lists),
        API_TEST(completing_needs_the_clients_secret),
        API_TEST(the_older_specification_nests_what_it_gives),
        API_TEST(completing_needs_the_code),
        API_TEST(a_provider_may_call_the_code_otherwise),
        API_TEST(configurations_written_afterwards_lose_the_servers_fields),
        API_TEST(fields_that_the_parameters_lack_are_kept),
        API_TEST(configurations_with_another_login_keep_their_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
