#include "support/api.h"

#include <stdlib.h>
#include <string.h>

#define PATH "/v1/destination_definition_specifications/get"

static json_t *request(const char *id)
{
    return json_pack("{ss ss}", "destinationDefinitionId", id, "workspaceId", UNKNOWN_ID);
}

static void the_sync_modes_are_listed(void **state)
{
    json_auto_t *specification = call_ok(*state, PATH, request(POSTGRES_DESTINATION));
    const json_t *modes = at(specification, "supportedDestinationSyncModes");
    assert_int_equal(json_array_size(modes), 3);
    assert_string_equal(text_at(modes, "[0]"), "overwrite");
    assert_string_equal(text_at(modes, "[2]"), "append_dedup");
    assert_string_equal(text_at(specification, "jobInfo.configType"), "get_spec");
    assert_true(has(specification, "connectionSpecification.properties.host"));
}

static void an_unknown_image_can_append_and_overwrite(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *custom = json_pack("{ss s{ss ss ss ss}}", "workspaceId", workspace, "destinationDefinition",
                               "name", "Mine", "dockerRepository", "acme/destination-mine", "dockerImageTag",
                               "1.0.0", "documentationUrl", "https://example.org/mine");
    char *id = take_text(call_ok(api, "/v1/destination_definitions/create_custom", custom),
                         "destinationDefinitionId");
    json_auto_t *specification = call_ok(api, PATH, request(id));
    assert_int_equal(json_array_size(at(specification, "supportedDestinationSyncModes")), 2);
    assert_string_equal(text_at(specification, "documentationUrl"), "https://example.org/mine");
    free(id);
    free(workspace);
}

static void an_unknown_one_is_a_404(void **state)
{
    call_fails(*state, PATH, request(FAKER), 404, "STANDARD_DESTINATION_DEFINITION: " FAKER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(the_sync_modes_are_listed),
        API_TEST(an_unknown_image_can_append_and_overwrite),
        API_TEST(an_unknown_one_is_a_404),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
