#include "support/api.h"

#include <stdlib.h>
#include <string.h>

#define PATH(operation) "/v1/destination_definitions/" operation

/* What destinations have in common with sources is tested there: it is one code. */

static json_t *named(const char *id)
{
    return one("destinationDefinitionId", id);
}

static json_t *in_workspace(const char *id, const char *workspace)
{
    return json_pack("{ss ss}", "destinationDefinitionId", id, "workspaceId", workspace);
}

static json_t *custom(const char *workspace)
{
    return json_pack("{ss s{ss ss ss ss}}", "workspaceId", workspace, "destinationDefinition", "name", "Mine",
                     "dockerRepository", "acme/destination-mine", "dockerImageTag", "1.0.0",
                     "documentationUrl", "https://example.org/mine");
}

static char *make_custom(struct api *api, const char *workspace)
{
    return take_text(call_ok(api, PATH("create_custom"), custom(workspace)), "destinationDefinitionId");
}

static json_t *tagged(const char *id, const char *tag)
{
    return json_pack("{ss ss}", "destinationDefinitionId", id, "dockerImageTag", tag);
}

static size_t size_of(const json_t *list)
{
    return json_array_size(at(list, "destinationDefinitions"));
}

static void a_fresh_server_lists_the_public_catalog(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_auto_t *list = call_ok(api, PATH("list"), NULL);
    json_auto_t *latest = call_ok(api, PATH("list_latest"), NULL);
    json_auto_t *of_workspace = call_ok(api, PATH("list_for_workspace"), one("workspaceId", workspace));
    json_auto_t *private = call_ok(api, PATH("list_private"), one("workspaceId", workspace));
    assert_int_equal(size_of(list), 53);
    assert_true(json_equal(list, latest));
    assert_true(json_equal(list, of_workspace));
    assert_int_equal(size_of(private), 0);
    free(workspace);
}

static void normalization_is_always_there(void **state)
{
    struct api *api = *state;
    json_auto_t *with = call_ok(api, PATH("get"), named(POSTGRES_DESTINATION));
    json_auto_t *without = call_ok(api, PATH("get"), named(LOCAL_JSON));
    assert_true(json_is_true(at(with, "supportsDbt")));
    assert_true(json_is_true(at(with, "normalizationConfig.supported")));
    assert_string_equal(text_at(with, "normalizationConfig.normalizationRepository"),
                        "airbyte/normalization");
    assert_true(json_is_false(at(without, "supportsDbt")));
    assert_int_equal(json_object_size(at(without, "normalizationConfig")), 1);
    assert_true(json_is_false(at(without, "normalizationConfig.supported")));
    assert_false(has(with, "sourceType"));
}

static void a_custom_one_supports_neither_dbt_nor_normalization(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_auto_t *definition = call_ok(api, PATH("create_custom"), custom(workspace));
    assert_string_equal(text_at(definition, "releaseStage"), "custom");
    assert_true(json_is_false(at(definition, "supportsDbt")));
    assert_true(json_is_false(at(definition, "normalizationConfig.supported")));
    free(workspace);
}

static void an_update_keeps_dbt_and_normalization(void **state)
{
    struct api *api = *state;
    json_auto_t *before = call_ok(api, PATH("get"), named(POSTGRES_DESTINATION));
    json_auto_t *after = call_ok(api, PATH("update"), tagged(POSTGRES_DESTINATION, "0.3.27"));
    json_object_set_new(before, "dockerImageTag", json_string("0.3.27"));
    assert_true(json_equal(before, after));
}

static void an_unknown_one_is_a_404_with_its_id(void **state)
{
    struct api *api = *state;
    const char *paths[] = {PATH("get"), PATH("delete")};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        call_fails(api, paths[i], named(UNKNOWN_ID), 404,
                   "Could not find configuration for STANDARD_DESTINATION_DEFINITION: " UNKNOWN_ID ".");
    call_fails(api, PATH("get"), named(FAKER), 404, "STANDARD_DESTINATION_DEFINITION: " FAKER);
    call_fails(api, PATH("update"), tagged(FAKER, "1.0.0"), 404, "STANDARD_DESTINATION_DEFINITION: " FAKER);
}

static void granting_and_revoking_decide_who_gets_it(void **state)
{
    struct api *api = *state;
    char *first = first_workspace(api), *other = make_workspace(api, "Other");
    char *own = make_custom(api, first);
    call_fails(api, PATH("get_for_workspace"), in_workspace(own, other), 404,
               "Cannot find the requested definition with given id for this workspace");
    json_auto_t *granted = call_ok(api, PATH("grant_definition"), in_workspace(own, other));
    assert_string_equal(text_at(granted, "destinationDefinition.destinationDefinitionId"), own);
    call_done(api, PATH("get_for_workspace"), in_workspace(own, other));
    call_done(api, PATH("revoke_definition"), in_workspace(own, other));
    assert_int_equal(api->status, 204);
    json_decref(call_status(api, PATH("get_for_workspace"), in_workspace(own, other), 404));
    free(own);
    free(other);
    free(first);
}

static void deleting_takes_destinations_and_connections_along(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api), *workspace = first_workspace(api);
    call_done(api, PATH("delete"), named(LOCAL_JSON));
    assert_int_equal(api->status, 204);
    json_auto_t *destinations = call_ok(api, "/v1/destinations/list", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(destinations, "destinations")), 0);
    json_auto_t *sources = call_ok(api, "/v1/sources/list", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(sources, "sources")), 1);
    json_auto_t *read = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    assert_string_equal(text_at(read, "status"), "deprecated");
    free(workspace);
    free(connection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_fresh_server_lists_the_public_catalog),
        API_TEST(normalization_is_always_there),
        API_TEST(a_custom_one_supports_neither_dbt_nor_normalization),
        API_TEST(an_update_keeps_dbt_and_normalization),
        API_TEST(an_unknown_one_is_a_404_with_its_id),
        API_TEST(granting_and_revoking_decide_who_gets_it),
        API_TEST(deleting_takes_destinations_and_connections_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
