#include "support/api.h"

#include <stdlib.h>
#include <string.h>

#define PATH "/v1/source_definition_specifications/get"
#define GITHUB "ef69ef6e-aa7f-4af1-a01d-ef775033524e"
#define HUBSPOT "36c891d9-4bd9-43ac-bad2-10e12756272c"

static json_t *read_of(struct api *api, const char *id)
{
    return call_ok(api, PATH, json_pack("{ss ss}", "sourceDefinitionId", id, "workspaceId", UNKNOWN_ID));
}

static void the_workspace_is_not_looked_at(void **state)
{
    json_auto_t *specification = read_of(*state, FAKER);
    assert_string_equal(text_at(specification, "sourceDefinitionId"), FAKER);
    assert_true(has(specification, "documentationUrl"));
    assert_string_equal(text_at(specification, "connectionSpecification.properties.count.type"), "integer");
    assert_false(has(specification, "advancedAuth"));
    assert_false(has(specification, "supportedDestinationSyncModes"));
}

static void the_job_is_one_that_never_ran(void **state)
{
    json_auto_t *specification = read_of(*state, FAKER);
    const json_t *job = at(specification, "jobInfo");
    assert_string_equal(text_at(job, "configType"), "get_spec");
    assert_string_equal(text_at(job, "configId"), "Optional.empty");
    assert_int_equal(integer_at(job, "createdAt"), TEST_TIME * INT64_C(1000));
    assert_int_equal(integer_at(job, "endedAt"), TEST_TIME * INT64_C(1000));
    assert_true(json_is_true(at(job, "succeeded")));
    assert_true(json_is_false(at(job, "connectorConfigurationUpdated")));
    assert_int_equal(json_array_size(at(job, "logs.logLines")), 0);
}

static void each_job_has_an_id_of_its_own(void **state)
{
    json_auto_t *first = read_of(*state, FAKER), *second = read_of(*state, FAKER);
    assert_string_not_equal(text_at(first, "jobInfo.id"), text_at(second, "jobInfo.id"));
}

static void advanced_auth_has_the_apis_names(void **state)
{
    json_auto_t *specification = read_of(*state, GITHUB);
    const json_t *auth = at(specification, "advancedAuth");
    assert_string_equal(text_at(auth, "authFlowType"), "oauth2.0");
    assert_string_equal(text_at(auth, "predicateKey[1]"), "option_title");
    assert_string_equal(text_at(auth, "predicateValue"), "OAuth Credentials");
    const json_t *config = at(auth, "oauthConfigSpecification");
    assert_string_equal(text_at(config, "completeOAuthOutputSpecification.properties.access_token.type"),
                        "string");
    assert_true(has(config, "completeOAuthServerInputSpecification.properties.client_id"));
    assert_true(has(config, "completeOAuthServerOutputSpecification.properties.client_secret"));
    assert_false(has(config, "oauthUserInputFromConnectorConfigSpecification"));
}

static void the_older_auth_keeps_its_names(void **state)
{
    json_auto_t *specification = read_of(*state, HUBSPOT);
    const json_t *auth = at(specification, "authSpecification");
    assert_string_equal(text_at(auth, "auth_type"), "oauth2.0");
    assert_string_equal(text_at(auth, "oauth2Specification.rootObject[0]"), "credentials");
    assert_string_equal(text_at(auth, "oauth2Specification.oauthFlowOutputParameters[0][0]"),
                        "refresh_token");
}

static void free_form_parts_are_in_jsonb_order(void **state)
{
    json_auto_t *specification = read_of(*state, FAKER);
    size_t before = 0;
    const char *name;
    json_t *member;
    json_object_foreach (at(specification, "connectionSpecification"), name, member) {
        assert_true(strlen(name) >= before);
        before = strlen(name);
    }
}

static void deleted_ones_are_still_described(void **state)
{
    call_done(*state, "/v1/source_definitions/delete", one("sourceDefinitionId", FAKER));
    json_auto_t *specification = read_of(*state, FAKER);
    assert_true(has(specification, "connectionSpecification"));
}

static void an_unknown_one_is_a_404(void **state)
{
    call_fails(*state, PATH,
               json_pack("{ss ss}", "sourceDefinitionId", UNKNOWN_ID, "workspaceId", UNKNOWN_ID), 404,
               "STANDARD_SOURCE_DEFINITION: " UNKNOWN_ID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(the_workspace_is_not_looked_at),   API_TEST(the_job_is_one_that_never_ran),
        API_TEST(each_job_has_an_id_of_its_own),    API_TEST(advanced_auth_has_the_apis_names),
        API_TEST(the_older_auth_keeps_its_names),   API_TEST(free_form_parts_are_in_jsonb_order),
        API_TEST(deleted_ones_are_still_described), API_TEST(an_unknown_one_is_a_404),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
