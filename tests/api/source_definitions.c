#include "support/api.h"

#include "base/die.h"
#include "domain/registry/registry.h"

#include <stdlib.h>
#include <string.h>

#define PATH(operation) "/v1/source_definitions/" operation
#define PRIVATE_ONE "11111111-2222-4333-8444-555555555555"

static json_t *named(const char *id)
{
    return one("sourceDefinitionId", id);
}

static json_t *in_workspace(const char *id, const char *workspace)
{
    return json_pack("{ss ss}", "sourceDefinitionId", id, "workspaceId", workspace);
}

static json_t *custom(const char *workspace, const char *repository, const char *tag)
{
    return json_pack("{ss s{ss ss ss ss}}", "workspaceId", workspace, "sourceDefinition", "name", "Mine",
                     "dockerRepository", repository, "dockerImageTag", tag, "documentationUrl",
                     "https://example.org/mine");
}

static char *make_custom(struct api *api, const char *workspace)
{
    json_t *request = custom(workspace, "acme/source-mine", "1.0.0");
    return take_text(call_ok(api, PATH("create_custom"), request), "sourceDefinitionId");
}

static json_t *tagged(const char *id, const char *tag)
{
    return json_pack("{ss ss}", "sourceDefinitionId", id, "dockerImageTag", tag);
}

/* Where a definition stands in a list, -1 where it does not. */
static int place_in(const json_t *list, const char *id)
{
    size_t index;
    json_t *definition;
    json_array_foreach (at(list, "sourceDefinitions"), index, definition)
        if (strcmp(text_at(definition, "sourceDefinitionId"), id) == 0)
            return (int)index;
    return -1;
}

static size_t size_of(const json_t *list)
{
    return json_array_size(at(list, "sourceDefinitions"));
}

static json_t *list_for(struct api *api, const char *workspace)
{
    return call_ok(api, PATH("list_for_workspace"), one("workspaceId", workspace));
}

static void a_fresh_server_lists_the_public_registry(void **state)
{
    struct api *api = *state;
    json_auto_t *list = call_ok(api, PATH("list"), NULL);
    json_auto_t *latest = call_ok(api, PATH("list_latest"), NULL);
    assert_int_equal(size_of(list), 269);
    assert_true(json_equal(list, latest));
    assert_true(place_in(list, FAKER) >= 0);
}

static void members_come_in_the_documents_order(void **state)
{
    struct api *api = *state;
    json_auto_t *definition = call_ok(api, PATH("get"), named(FAKER));
    const char *order[] = {"sourceDefinitionId", "name", "dockerRepository", "dockerImageTag",
                           "documentationUrl",   "icon", "protocolVersion",  "releaseStage",
                           "sourceType"};
    void *member = json_object_iter(definition);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        assert_string_equal(json_object_iter_key(member), order[i]);
        member = json_object_iter_next(definition, member);
    }
    assert_null(member);
}

static void an_icon_is_the_text_of_a_picture(void **state)
{
    struct api *api = *state;
    json_auto_t *definition = call_ok(api, PATH("get"), named(FAKER));
    assert_int_equal(strncmp(text_at(definition, "icon"), "<svg", 4), 0);
}

static void a_list_keeps_the_order_when_a_public_definition_changes(void **state)
{
    struct api *api = *state;
    json_auto_t *before = call_ok(api, PATH("list"), NULL);
    call_done(api, PATH("update"), tagged(FAKER, "2.0.0"));
    json_auto_t *after = call_ok(api, PATH("list"), NULL);
    int place = place_in(after, FAKER);
    assert_int_equal(size_of(after), size_of(before));
    assert_int_equal(place, place_in(before, FAKER));
    json_t *definition = json_array_get(at(after, "sourceDefinitions"), (size_t)place);
    assert_string_equal(text_at(definition, "dockerImageTag"), "2.0.0");
}

static void a_list_ends_with_the_worlds_own(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    char *first = make_custom(api, workspace), *second = make_custom(api, workspace);
    json_auto_t *list = call_ok(api, PATH("list"), NULL);
    assert_int_equal(place_in(list, first), 269);
    assert_int_equal(place_in(list, second), 270);
    free(second);
    free(first);
    free(workspace);
}

static void deleted_ones_are_in_no_list(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    char *own = make_custom(api, workspace);
    call_done(api, PATH("delete"), named(own));
    call_done(api, PATH("delete"), named(FAKER));
    json_auto_t *list = call_ok(api, PATH("list"), NULL);
    json_auto_t *of_workspace = list_for(api, workspace);
    assert_int_equal(size_of(list), 268);
    assert_int_equal(size_of(of_workspace), 268);
    assert_int_equal(place_in(list, FAKER), -1);
    assert_int_equal(place_in(of_workspace, own), -1);
    free(own);
    free(workspace);
}

static void list_latest_ignores_what_was_changed_here(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_auto_t *before = call_ok(api, PATH("list_latest"), NULL);
    free(make_custom(api, workspace));
    call_done(api, PATH("update"), tagged(POKEAPI, "9.9.9"));
    call_done(api, PATH("delete"), named(FAKER));
    json_auto_t *after = call_ok(api, PATH("list_latest"), NULL);
    assert_true(json_equal(before, after));
    free(workspace);
}

static void a_workspace_sees_public_ones_and_behind_them_its_own(void **state)
{
    struct api *api = *state;
    char *first = first_workspace(api), *other = make_workspace(api, "Other");
    char *own = make_custom(api, first);
    json_auto_t *mine = list_for(api, first), *theirs = list_for(api, other);
    assert_int_equal(place_in(mine, own), 269);
    assert_int_equal(place_in(theirs, own), -1);
    assert_int_equal(size_of(theirs), 269);
    free(own);
    free(other);
    free(first);
}

static void an_unknown_workspace_sees_the_public_ones(void **state)
{
    struct api *api = *state;
    json_auto_t *list = list_for(api, UNKNOWN_ID);
    assert_int_equal(size_of(list), 269);
}

static void neither_public_nor_custom_ones_are_private(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    free(make_custom(api, workspace));
    json_auto_t *list = call_ok(api, PATH("list_private"), one("workspaceId", workspace));
    assert_int_equal(size_of(list), 0);
    free(workspace);
}

static json_t *registry_entry(const char *id, const char *repository, const char *protocol)
{
    return json_pack("{ss ss ss ss ss sb s{s{ss} ss}}", "sourceDefinitionId", id, "name", "Entry",
                     "dockerRepository", repository, "dockerImageTag", "1.0.0", "documentationUrl",
                     "https://example.org/", "public", false, "spec", "connectionSpecification", "type",
                     "object", "protocol_version", protocol);
}

/* A server with that registry. */
static struct api *api_knowing(json_t *registry)
{
    char *error = NULL;
    struct api_options options = api_test_options();
    options.registry = registry_load(registry, NULL, &error);
    assert_non_null(options.registry);
    return api_with(&options);
}

/* A server whose registry has one definition that is not public, and one image of a protocol to come. */
static struct api *api_with_registry(void)
{
    json_auto_t *registry = json_pack(
        "{s[o] s[] s{s{ss s{ss}}}}", "sources", registry_entry(PRIVATE_ONE, "acme/source-hidden", "0.2.0"),
        "destinations", "images", "acme/source-hidden:2.0.0", "protocol_version", "0.4.0",
        "connectionSpecification", "type", "object");
    return api_knowing(registry);
}

static void a_private_one_says_whether_it_is_granted(void **state)
{
    (void)state;
    struct api *api = api_with_registry();
    char *workspace = first_workspace(api);
    json_auto_t *before = call_ok(api, PATH("list_private"), one("workspaceId", workspace));
    assert_true(json_is_false(at(before, "sourceDefinitions[0].granted")));
    call_done(api, PATH("grant_definition"), in_workspace(PRIVATE_ONE, workspace));
    json_auto_t *after = call_ok(api, PATH("list_private"), one("workspaceId", workspace));
    assert_true(json_is_true(at(after, "sourceDefinitions[0].granted")));
    assert_string_equal(text_at(after, "sourceDefinitions[0].sourceDefinition.sourceDefinitionId"),
                        PRIVATE_ONE);
    free(workspace);
    api_free(api);
}

/* The registry has the private one first. */
static void what_is_granted_comes_behind_what_is_public(void **state)
{
    (void)state;
    json_t *public = registry_entry(UNKNOWN_ID, "acme/source-open", "0.2.0");
    json_object_set_new(public, "public", json_true());
    json_auto_t *registry =
        json_pack("{s[oo] s[]}", "sources", registry_entry(PRIVATE_ONE, "acme/source-hidden", "0.2.0"),
                  public, "destinations");
    struct api *api = api_knowing(registry);
    char *workspace = first_workspace(api);
    call_done(api, PATH("grant_definition"), in_workspace(PRIVATE_ONE, workspace));
    json_auto_t *list = list_for(api, workspace);
    assert_int_equal(size_of(list), 2);
    assert_int_equal(place_in(list, UNKNOWN_ID), 0);
    assert_int_equal(place_in(list, PRIVATE_ONE), 1);
    free(workspace);
    api_free(api);
}

static void an_unknown_one_is_a_404_with_its_id(void **state)
{
    struct api *api = *state;
    const char *paths[] = {PATH("get"), PATH("delete")};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        json_auto_t *reply = call_status(api, paths[i], named(UNKNOWN_ID), 404);
        assert_string_equal(text_at(reply, "id"), UNKNOWN_ID);
        assert_string_equal(text_at(reply, "message"),
                            "Internal Server Error: Could not find configuration for "
                            "STANDARD_SOURCE_DEFINITION: " UNKNOWN_ID ".");
    }
    call_fails(api, PATH("update"), tagged(UNKNOWN_ID, "1.0.0"), 404,
               "STANDARD_SOURCE_DEFINITION: " UNKNOWN_ID);
}

static void a_destinations_id_is_not_known_here(void **state)
{
    struct api *api = *state;
    call_fails(api, PATH("get"), named(LOCAL_JSON), 404, "STANDARD_SOURCE_DEFINITION: " LOCAL_JSON);
}

static void deleted_ones_are_still_found_by_id(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    call_done(api, PATH("delete"), named(FAKER));
    json_auto_t *found = call_ok(api, PATH("get"), named(FAKER));
    json_auto_t *also = call_ok(api, PATH("get_for_workspace"), in_workspace(FAKER, workspace));
    assert_true(json_equal(found, also));
    free(workspace);
}

static void only_the_granted_workspace_gets_a_custom_one(void **state)
{
    struct api *api = *state;
    char *first = first_workspace(api), *other = make_workspace(api, "Other");
    char *own = make_custom(api, first);
    call_done(api, PATH("get_for_workspace"), in_workspace(own, first));
    call_done(api, PATH("get_for_workspace"), in_workspace(FAKER, other));
    const char *text =
        "Internal Server Error: Cannot find the requested definition with given id for this workspace";
    json_auto_t *reply = call_status(api, PATH("get_for_workspace"), in_workspace(own, other), 404);
    assert_string_equal(text_at(reply, "message"), text);
    assert_string_equal(text_at(reply, "id"), own);
    call_fails(api, PATH("get_for_workspace"), in_workspace(UNKNOWN_ID, first), 404, text);
    free(own);
    free(other);
    free(first);
}

static void granting_lets_a_workspace_in_and_revoking_out(void **state)
{
    struct api *api = *state;
    char *first = first_workspace(api), *other = make_workspace(api, "Other");
    char *own = make_custom(api, first);
    json_auto_t *granted = call_ok(api, PATH("grant_definition"), in_workspace(own, other));
    assert_true(json_is_true(at(granted, "granted")));
    assert_string_equal(text_at(granted, "sourceDefinition.sourceDefinitionId"), own);
    call_done(api, PATH("get_for_workspace"), in_workspace(own, other));
    call_done(api, PATH("revoke_definition"), in_workspace(own, other));
    assert_int_equal(api->status, 204);
    json_decref(call_status(api, PATH("get_for_workspace"), in_workspace(own, other), 404));
    free(own);
    free(other);
    free(first);
}

static void granting_twice_does_no_harm(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    call_done(api, PATH("grant_definition"), in_workspace(FAKER, workspace));
    call_done(api, PATH("grant_definition"), in_workspace(FAKER, workspace));
    json_auto_t *list = list_for(api, workspace);
    assert_int_equal(size_of(list), 269);
    free(workspace);
}

static void a_grant_needs_a_definition_and_a_workspace(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    call_fails(api, PATH("grant_definition"), in_workspace(UNKNOWN_ID, workspace), 404,
               "STANDARD_SOURCE_DEFINITION");
    call_fails(api, PATH("grant_definition"), in_workspace(FAKER, UNKNOWN_ID), 404, "STANDARD_WORKSPACE");
    free(workspace);
}

static void revoking_checks_nothing(void **state)
{
    struct api *api = *state;
    call_done(api, PATH("revoke_definition"), in_workspace(UNKNOWN_ID, UNKNOWN_ID));
    assert_int_equal(api->status, 204);
}

static void a_custom_one_gets_its_own_id_and_stage(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *request = custom(workspace, "acme/source-mine", "1.0.0");
    json_object_set_new(at(request, "sourceDefinition"), "icon", json_string("mine.svg"));
    json_auto_t *definition = call_ok(api, PATH("create_custom"), request);
    assert_string_equal(text_at(definition, "releaseStage"), "custom");
    assert_string_equal(text_at(definition, "protocolVersion"), "0.2.0");
    assert_string_equal(text_at(definition, "name"), "Mine");
    assert_false(has(definition, "sourceType"));
    assert_false(has(definition, "icon"));
    json_auto_t *found = call_ok(api, PATH("get"), named(text_at(definition, "sourceDefinitionId")));
    assert_true(json_equal(found, definition));
    free(workspace);
}

static void names_and_images_need_not_be_unique(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    char *first = make_custom(api, workspace), *second = make_custom(api, workspace);
    assert_string_not_equal(first, second);
    free(second);
    free(first);
    free(workspace);
}

static void a_custom_one_keeps_its_resource_requirements(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *request = custom(workspace, "acme/source-mine", "1.0.0");
    json_object_set_new(at(request, "sourceDefinition"), "resourceRequirements",
                        json_pack("{s{ss}}", "default", "cpu_limit", "2"));
    json_auto_t *definition = call_ok(api, PATH("create_custom"), request);
    assert_string_equal(text_at(definition, "resourceRequirements.default.cpu_limit"), "2");
    free(workspace);
}

static json_t *specification_of(struct api *api, const char *id, const char *workspace)
{
    return call_ok(api, "/v1/source_definition_specifications/get", in_workspace(id, workspace));
}

static void a_known_image_brings_its_specification(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *request = custom(workspace, "airbyte/source-e2e-test", "0.1.2");
    char *id = take_text(call_ok(api, PATH("create_custom"), request), "sourceDefinitionId");
    json_auto_t *specification = specification_of(api, id, workspace);
    assert_string_equal(text_at(specification, "connectionSpecification.oneOf[1].properties.type.const"),
                        "INFINITE_FEED");
    free(id);
    free(workspace);
}

/* What the platform's own tests and others' create: none of it fulfils the specification of the tag that the
 * registry has. */
static void another_tag_is_an_unknown_image(void **state)
{
    static const struct {
        const char *repository, *tag, *configuration;
    } table[] = {
        {"airbyte/source-pokeapi", "77.0.0", "{\"anything\": [1]}"},
        {"farosai/airbyte-pagerduty-source", "0.14.0", "{\"token\": 5}"},
        {"airbyte/source-e2e-test", "0.1.2",
         "{\"type\": \"INFINITE_FEED\", \"message_interval\": 1000, \"max_records\": 300}"},
        {"airbyte/source-e2e-test", "0.1.3", "{\"type\": \"SOMETHING_NEW\"}"},
    };
    struct api *api = *state;
    char *workspace = first_workspace(api);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        json_t *request = custom(workspace, table[i].repository, table[i].tag);
        char *id = take_text(call_ok(api, PATH("create_custom"), request), "sourceDefinitionId");
        call_done(api, "/v1/sources/create",
                  json_pack("{ss ss ss so}", "workspaceId", workspace, "name", "S", "sourceDefinitionId", id,
                            "connectionConfiguration", parsed(table[i].configuration)));
        free(id);
    }
    free(workspace);
}

static void an_update_to_another_tag_takes_any_configuration(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *request = json_pack("{ss ss ss s{}}", "workspaceId", workspace, "name", "S", "sourceDefinitionId",
                                POSTGRES_SOURCE, "connectionConfiguration");
    call_fails(api, "/v1/sources/create", json_incref(request), 422, "is missing but it is required");
    call_done(api, PATH("update"), tagged(POSTGRES_SOURCE, "99.0.0"));
    call_done(api, "/v1/sources/create", request);
    call_done(api, PATH("update"), tagged(POSTGRES_SOURCE, "1.0.45"));
    call_fails(api, "/v1/sources/create",
               json_pack("{ss ss ss s{}}", "workspaceId", workspace, "name", "S", "sourceDefinitionId",
                         POSTGRES_SOURCE, "connectionConfiguration"),
               422, "is missing but it is required");
    free(workspace);
}

static void an_unknown_image_takes_any_object(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *id = make_custom(api, workspace);
    json_auto_t *specification = specification_of(api, id, workspace);
    assert_string_equal(text_at(specification, "connectionSpecification.type"), "object");
    assert_true(json_is_true(at(specification, "connectionSpecification.additionalProperties")));
    assert_int_equal(json_object_size(at(specification, "connectionSpecification.properties")), 0);
    free(id);
    free(workspace);
}

static void the_protocols_version_is_the_images(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *request = custom(workspace, "airbyte/source-e2e-test", "2.1.1");
    json_auto_t *definition = call_ok(api, PATH("create_custom"), request);
    assert_string_equal(text_at(definition, "protocolVersion"), "0.2.0");
    const char *id = text_at(definition, "sourceDefinitionId");
    json_auto_t *updated = call_ok(api, PATH("update"), tagged(id, "2.1.2"));
    assert_string_equal(text_at(updated, "protocolVersion"), "0.2.1");
    free(workspace);
}

static void a_protocol_out_of_range_is_refused_with_the_real_text(void **state)
{
    (void)state;
    struct api *api = api_with_registry();
    char *workspace = first_workspace(api);
    json_auto_t *reply =
        call_status(api, PATH("create_custom"), custom(workspace, "acme/source-hidden", "2.0.0"), 400);
    assert_string_equal(text_at(reply, "message"),
                        "Airbyte Protocol Version 0.4.0 is not supported. (Must be within [0.0.0:0.3.0])");
    call_fails(api, PATH("update"), tagged(PRIVATE_ONE, "2.0.0"), 400, "Airbyte Protocol Version 0.4.0");
    json_auto_t *list = call_ok(api, PATH("list"), NULL);
    assert_int_equal(size_of(list), 1);
    assert_string_equal(text_at(list, "sourceDefinitions[0].dockerImageTag"), "1.0.0");
    free(workspace);
    api_free(api);
}

static void a_custom_one_needs_its_workspace(void **state)
{
    struct api *api = *state;
    call_fails(api, PATH("create_custom"), custom(UNKNOWN_ID, "acme/source-mine", "1.0.0"), 404,
               "STANDARD_WORKSPACE: " UNKNOWN_ID);
}

static void a_custom_one_needs_a_documentation_url(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *request = custom(workspace, "acme/source-mine", "1.0.0");
    json_object_del(at(request, "sourceDefinition"), "documentationUrl");
    json_auto_t *reply = call_status(api, PATH("create_custom"), request, 422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"),
                        "sourceDefinition.documentationUrl");
    free(workspace);
}

static void an_update_keeps_everything_but_the_tag(void **state)
{
    struct api *api = *state;
    json_auto_t *before = call_ok(api, PATH("get"), named(POSTGRES_SOURCE));
    json_auto_t *after = call_ok(api, PATH("update"), tagged(POSTGRES_SOURCE, "1.0.46"));
    assert_string_equal(text_at(after, "dockerImageTag"), "1.0.46");
    assert_string_equal(text_at(after, "sourceType"), "database");
    json_object_set_new(before, "dockerImageTag", json_string("1.0.46"));
    assert_true(json_equal(before, after));
    json_auto_t *found = call_ok(api, PATH("get"), named(POSTGRES_SOURCE));
    assert_true(json_equal(found, after));
}

static void resource_requirements_stay_until_others_are_given(void **state)
{
    struct api *api = *state;
    json_t *request = tagged(FAKER, "2.0.0");
    json_object_set_new(request, "resourceRequirements",
                        json_pack("{s{ss}}", "default", "memory_limit", "1Gi"));
    call_done(api, PATH("update"), request);
    json_auto_t *kept = call_ok(api, PATH("update"), tagged(FAKER, "2.0.1"));
    assert_string_equal(text_at(kept, "resourceRequirements.default.memory_limit"), "1Gi");
    json_t *other = tagged(FAKER, "2.0.1");
    json_object_set_new(other, "resourceRequirements", json_pack("{s{ss}}", "default", "cpu_limit", "1"));
    json_auto_t *replaced = call_ok(api, PATH("update"), other);
    assert_false(has(replaced, "resourceRequirements.default.memory_limit"));
}

static void a_new_tag_brings_its_specification(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *request = custom(workspace, "airbyte/source-e2e-test", "2.1.1");
    char *id = take_text(call_ok(api, PATH("create_custom"), request), "sourceDefinitionId");
    json_auto_t *before = specification_of(api, id, workspace);
    call_done(api, PATH("update"), tagged(id, "0.1.2"));
    json_auto_t *after = specification_of(api, id, workspace);
    assert_true(has(before, "connectionSpecification.properties.max_messages"));
    assert_true(has(after, "connectionSpecification.oneOf"));
    free(id);
    free(workspace);
}

static void an_update_needs_a_tag(void **state)
{
    struct api *api = *state;
    json_auto_t *reply = call_status(api, PATH("update"), named(FAKER), 422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), "dockerImageTag");
}

static void an_updated_deleted_one_stays_deleted(void **state)
{
    struct api *api = *state;
    call_done(api, PATH("delete"), named(FAKER));
    json_auto_t *updated = call_ok(api, PATH("update"), tagged(FAKER, "2.0.0"));
    assert_string_equal(text_at(updated, "dockerImageTag"), "2.0.0");
    json_auto_t *list = call_ok(api, PATH("list"), NULL);
    assert_int_equal(place_in(list, FAKER), -1);
}

static void deleting_again_does_no_harm(void **state)
{
    struct api *api = *state;
    for (int i = 0; i < 2; i++) {
        call_done(api, PATH("delete"), named(FAKER));
        assert_int_equal(api->status, 204);
    }
}

static void deleting_takes_the_sources_of_all_workspaces_along(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    char *other = make_workspace(api, "Other");
    free(make_source(api, other));
    call_done(api, PATH("delete"), named(FAKER));
    json_auto_t *sources = call_ok(api, "/v1/sources/list", one("workspaceId", other));
    assert_int_equal(json_array_size(at(sources, "sources")), 0);
    json_auto_t *read = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    assert_string_equal(text_at(read, "status"), "deprecated");
    free(other);
    free(connection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_fresh_server_lists_the_public_registry),
        API_TEST(members_come_in_the_documents_order),
        API_TEST(an_icon_is_the_text_of_a_picture),
        API_TEST(a_list_keeps_the_order_when_a_public_definition_changes),
        API_TEST(a_list_ends_with_the_worlds_own),
        API_TEST(deleted_ones_are_in_no_list),
        API_TEST(list_latest_ignores_what_was_changed_here),
        API_TEST(a_workspace_sees_public_ones_and_behind_them_its_own),
        API_TEST(an_unknown_workspace_sees_the_public_ones),
        API_TEST(neither_public_nor_custom_ones_are_private),
        API_TEST(a_private_one_says_whether_it_is_granted),
        cmocka_unit_test(what_is_granted_comes_behind_what_is_public),
        API_TEST(an_unknown_one_is_a_404_with_its_id),
        API_TEST(a_destinations_id_is_not_known_here),
        API_TEST(deleted_ones_are_still_found_by_id),
        API_TEST(only_the_granted_workspace_gets_a_custom_one),
        API_TEST(granting_lets_a_workspace_in_and_revoking_out),
        API_TEST(granting_twice_does_no_harm),
        API_TEST(a_grant_needs_a_definition_and_a_workspace),
        API_TEST(revoking_checks_nothing),
        API_TEST(a_custom_one_gets_its_own_id_and_stage),
        API_TEST(names_and_images_need_not_be_unique),
        API_TEST(a_custom_one_keeps_its_resource_requirements),
        API_TEST(a_known_image_brings_its_specification),
        API_TEST(another_tag_is_an_unknown_image),
        API_TEST(an_update_to_another_tag_takes_any_configuration),
        API_TEST(an_unknown_image_takes_any_object),
        API_TEST(the_protocols_version_is_the_images),
        API_TEST(a_protocol_out_of_range_is_refused_with_the_real_text),
        API_TEST(a_custom_one_needs_its_workspace),
        API_TEST(a_custom_one_needs_a_documentation_url),
        API_TEST(an_update_keeps_everything_but_the_tag),
        API_TEST(resource_requirements_stay_until_others_are_given),
        API_TEST(a_new_tag_brings_its_specification),
        API_TEST(an_update_needs_a_tag),
        API_TEST(an_updated_deleted_one_stays_deleted),
        API_TEST(deleting_again_does_no_harm),
        API_TEST(deleting_takes_the_sources_of_all_workspaces_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
