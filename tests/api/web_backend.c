#include "support/api.h"

#include <stdlib.h>

static void the_region_is_automatic(void **state)
{
    json_auto_t *list = call_ok(*state, "/v1/web_backend/geographies/list", NULL);
    assert_int_equal(json_array_size(at(list, "geographies")), 1);
    assert_string_equal(text_at(list, "geographies[0]"), "auto");
}

static void assert_updates(struct api *api, int sources, int destinations)
{
    json_auto_t *updates = call_ok(api, "/v1/web_backend/check_updates", NULL);
    assert_int_equal(integer_at(updates, "sourceDefinitions"), sources);
    assert_int_equal(integer_at(updates, "destinationDefinitions"), destinations);
}

static void set_tag(struct api *api, const char *kind, const char *id, const char *tag)
{
    bool source = *kind == 's';
    call_done(api, source ? "/v1/source_definitions/update" : "/v1/destination_definitions/update",
              json_pack("{ss ss}", source ? "sourceDefinitionId" : "destinationDefinitionId", id,
                        "dockerImageTag", tag));
}

static void updates_are_tags_that_differ_from_the_catalogues(void **state)
{
    struct api *api = *state;
    assert_updates(api, 0, 0);
    set_tag(api, "source", FAKER, "99.0.0");
    set_tag(api, "source", POKEAPI, "0.1.4");
    set_tag(api, "destination", LOCAL_JSON, "0.2.10");
    assert_updates(api, 2, 1);
    set_tag(api, "source", FAKER, "2.0.1");
    assert_updates(api, 1, 1);
}

static void neither_deleted_nor_custom_ones_have_updates(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    set_tag(api, "source", FAKER, "99.0.0");
    call_done(api, "/v1/source_definitions/delete", one("sourceDefinitionId", FAKER));
    call_done(api, "/v1/source_definitions/create_custom",
              json_pack("{ss s{ss ss ss ss}}", "workspaceId", workspace, "sourceDefinition", "name", "Mine",
                        "dockerRepository", "airbyte/source-faker", "dockerImageTag", "0.0.1",
                        "documentationUrl", "https://example.org/"));
    assert_updates(api, 0, 0);
    free(workspace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(the_region_is_automatic),
        API_TEST(updates_are_tags_that_differ_from_the_catalogues),
        API_TEST(neither_deleted_nor_custom_ones_have_updates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
