#include "support/api.h"

#include <stdlib.h>
#include <string.h>

/* A SourceCoreConfig; its workspace need not be there. `configuration` is stolen. */
static json_t *source(const char *definition_id, json_t *configuration)
{
    return json_pack("{ss ss so}", "sourceDefinitionId", definition_id, "workspaceId", UNKNOWN_ID,
                     "connectionConfiguration", configuration);
}

static json_t *destination(const char *definition_id, json_t *configuration)
{
    return json_pack("{ss ss so}", "destinationDefinitionId", definition_id, "workspaceId", UNKNOWN_ID,
                     "connectionConfiguration", configuration);
}

static void expect_nothing_stored(struct api *api)
{
    json_auto_t *sources = call_ok(api, "/v1/sources/search", json_object());
    json_auto_t *destinations = call_ok(api, "/v1/destinations/search", json_object());
    assert_int_equal(json_array_size(at(sources, "sources")), 0);
    assert_int_equal(json_array_size(at(destinations, "destinations")), 0);
}

static void a_source_is_checked_without_being_stored(void **state)
{
    struct api *api = *state;
    json_auto_t *check =
        call_ok(api, "/v1/scheduler/sources/check_connection", source(FAKER, json_pack("{si}", "count", 1)));
    assert_string_equal(text_at(check, "status"), "succeeded");
    assert_false(has(check, "message"));
    assert_string_equal(text_at(check, "jobInfo.configType"), "check_connection_source");
    assert_string_equal(text_at(check, "jobInfo.configId"), "Optional[" FAKER "]");
    expect_nothing_stored(api);
}

static void a_destination_is_checked_without_being_stored(void **state)
{
    struct api *api = *state;
    json_auto_t *check = call_ok(api, "/v1/scheduler/destinations/check_connection",
                                 destination(LOCAL_JSON, json_pack("{ss}", "destination_path", "/a")));
    assert_string_equal(text_at(check, "status"), "succeeded");
    assert_string_equal(text_at(check, "jobInfo.configType"), "check_connection_destination");
    expect_nothing_stored(api);
}

static void a_configuration_that_breaks_its_specification_is_a_check_that_fails(void **state)
{
    struct api *api = *state;
    json_auto_t *check = call_ok(api, "/v1/scheduler/sources/check_connection", source(FAKER, json_object()));
    assert_string_equal(text_at(check, "status"), "failed");
    assert_non_null(strstr(text_at(check, "message"), "Errors: $.count: is missing but it is required"));
    assert_true(json_is_true(at(check, "jobInfo.succeeded")));
    assert_non_null(strstr(text_at(check, "jobInfo.logs.logLines[3]"), "ERROR"));
    json_auto_t *other =
        call_ok(api, "/v1/scheduler/destinations/check_connection", destination(LOCAL_JSON, json_object()));
    assert_string_equal(text_at(other, "status"), "failed");
}

static void an_unknown_definition_is_404(void **state)
{
    call_fails(*state, "/v1/scheduler/sources/check_connection", source(UNKNOWN_ID, json_object()), 404,
               "STANDARD_SOURCE_DEFINITION: " UNKNOWN_ID ".");
    call_fails(*state, "/v1/scheduler/sources/discover_schema", source(UNKNOWN_ID, json_object()), 404,
               "STANDARD_SOURCE_DEFINITION: " UNKNOWN_ID ".");
    call_fails(*state, "/v1/scheduler/destinations/check_connection", destination(UNKNOWN_ID, json_object()),
               404, "STANDARD_DESTINATION_DEFINITION: " UNKNOWN_ID ".");
}

static void a_configuration_that_is_no_object_is_422(void **state)
{
    const char *paths[] = {"/v1/scheduler/sources/check_connection", "/v1/scheduler/sources/discover_schema"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        json_auto_t *reply = call_status(*state, paths[i], source(FAKER, json_integer(1)), 422);
        assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), "connectionConfiguration");
    }
}

static void a_source_is_discovered_without_being_stored(void **state)
{
    struct api *api = *state;
    json_auto_t *read =
        call_ok(api, "/v1/scheduler/sources/discover_schema", source(FAKER, json_pack("{si}", "count", 1)));
    assert_int_equal(json_array_size(at(read, "catalog.streams")), 3);
    assert_string_equal(text_at(read, "jobInfo.configId"), "Optional[" FAKER "]");
    expect_nothing_stored(api);
}

/* What a source finds later with the same streams has the id that was given here. */
static void a_catalogue_discovered_so_can_be_referred_to(void **state)
{
    struct api *api = *state;
    json_auto_t *before =
        call_ok(api, "/v1/scheduler/sources/discover_schema", source(FAKER, json_pack("{si}", "count", 1)));
    char *workspace = first_workspace(api), *stored = make_source(api, workspace);
    json_auto_t *after = call_ok(api, "/v1/sources/discover_schema", one("sourceId", stored));
    assert_string_equal(text_at(before, "catalogId"), text_at(after, "catalogId"));
    free(stored);
    free(workspace);
}

static void a_discovery_that_fails_is_200_with_the_job_alone(void **state)
{
    json_auto_t *read =
        call_ok(*state, "/v1/scheduler/sources/discover_schema", source(FAKER, json_object()));
    assert_int_equal(json_object_size(read), 1);
    assert_true(json_is_false(at(read, "jobInfo.succeeded")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_source_is_checked_without_being_stored),
        API_TEST(a_destination_is_checked_without_being_stored),
        API_TEST(a_configuration_that_breaks_its_specification_is_a_check_that_fails),
        API_TEST(an_unknown_definition_is_404),
        API_TEST(a_configuration_that_is_no_object_is_422),
        API_TEST(a_source_is_discovered_without_being_stored),
        API_TEST(a_catalogue_discovered_so_can_be_referred_to),
        API_TEST(a_discovery_that_fails_is_200_with_the_job_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
