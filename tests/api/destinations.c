#include "support/api.h"

#include "domain/actor/actor.h"
#include "sandbox/sandboxes.h"

#include <stdlib.h>
#include <string.h>

#define E2E_DESTINATION "2eb65e87-983a-4fd7-b3e3-9d9dc6eb8537"
#define ROCKSET "2c9d93a7-9a17-4789-9de9-f46f0097eb70"

static json_t *postgres_configuration(const char *password)
{
    return json_pack("{ss ss si ss ss ss}", "password", password, "host", "h", "port", 5432, "database", "d",
                     "username", "u", "schema", "public");
}

/* A DestinationCreate in the first workspace; `configuration` is stolen. */
static json_t *create_request(struct api *api, const char *definition_id, json_t *configuration)
{
    char *workspace = first_workspace(api);
    json_t *request = json_pack("{ss ss ss so}", "destinationDefinitionId", definition_id, "workspaceId",
                                workspace, "name", "Mine", "connectionConfiguration", configuration);
    free(workspace);
    return request;
}

static char *make(struct api *api, const char *definition_id, json_t *configuration)
{
    json_t *request = create_request(api, definition_id, configuration);
    return take_text(call_ok(api, "/v1/destinations/create", request), "destinationId");
}

static char *make_postgres(struct api *api)
{
    return make(api, POSTGRES_DESTINATION, postgres_configuration("hidden"));
}

static json_t *get(struct api *api, const char *id)
{
    return call_ok(api, "/v1/destinations/get", one("destinationId", id));
}

static json_t *update_request(const char *id, json_t *configuration)
{
    return json_pack("{ss ss so}", "destinationId", id, "name", "Renamed", "connectionConfiguration",
                     configuration);
}

static void expect_password(struct api *api, const char *id, const char *wanted)
{
    struct actor destination;
    struct world *world = &sandboxes_find(api->app->sandboxes, "default")->world;
    assert_true(actor_load(world, &DESTINATION, id, &destination));
    assert_string_equal(text_at(destination.configuration, "password"), wanted);
    actor_free(&destination);
}

static void create_answers_the_read_with_masked_secrets(void **state)
{
    struct api *api = *state;
    json_auto_t *made = call_ok(api, "/v1/destinations/create",
                                create_request(api, POSTGRES_DESTINATION, postgres_configuration("hidden")));
    assert_string_equal(text_at(made, "destinationName"), "Postgres");
    assert_string_equal(text_at(made, "connectionConfiguration.password"), "**********");
    json_auto_t *read = get(api, text_at(made, "destinationId"));
    assert_true(json_equal(made, read));
    expect_password(api, text_at(made, "destinationId"), "hidden");
}

static void create_refuses_what_breaks_the_specification(void **state)
{
    struct api *api = *state;
    static const char path[] = "/v1/destinations/create";
    json_auto_t *reply = call_status(api, path, create_request(api, LOCAL_JSON, json_object()), 422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"),
                        "connectionConfiguration.destination_path");
    call_fails(api, path, create_request(api, UNKNOWN_ID, json_object()), 404,
               "Could not find configuration for STANDARD_DESTINATION_DEFINITION: " UNKNOWN_ID ".");
    call_fails(api, path, create_request(api, FAKER, json_object()), 404, "STANDARD_DESTINATION_DEFINITION");
    json_t *request = create_request(api, LOCAL_JSON, json_pack("{ss}", "destination_path", "/a"));
    json_object_set_new(request, "workspaceId", json_string(UNKNOWN_ID));
    call_fails(api, path, request, 404, "STANDARD_WORKSPACE: " UNKNOWN_ID ".");
}

static void a_choice_at_the_root_lists_what_each_branch_wants(void **state)
{
    struct api *api = *state;
    char *id = make(api, E2E_DESTINATION, json_pack("{ss}", "type", "SILENT"));
    json_auto_t *read = get(api, id);
    assert_string_equal(text_at(read, "connectionConfiguration.type"), "SILENT");
    call_fails(api, "/v1/destinations/create",
               create_request(api, E2E_DESTINATION, json_pack("{ss}", "type", "LOUD")), 422,
               "$.type: must be a constant value SILENT");
    free(id);
}

static void get_of_an_unknown_id_is_404(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *source = make_source(api, workspace);
    call_fails(api, "/v1/destinations/get", one("destinationId", UNKNOWN_ID), 404,
               "Could not find configuration for DESTINATION_CONNECTION: " UNKNOWN_ID ".");
    call_fails(api, "/v1/destinations/get", one("destinationId", source), 404, "DESTINATION_CONNECTION");
    free(source);
    free(workspace);
}

static void lists_hold_the_live_ones_of_a_workspace(void **state)
{
    struct api *api = *state;
    char *workspace = make_workspace(api, "W");
    char *source = make_source(api, workspace), *kept = make_destination(api, workspace);
    char *gone = make_destination(api, workspace);
    call_done(api, "/v1/destinations/delete", one("destinationId", gone));
    json_auto_t *list = call_ok(api, "/v1/destinations/list", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(list, "destinations")), 1);
    assert_string_equal(text_at(list, "destinations[0].destinationId"), kept);
    json_auto_t *none = call_ok(api, "/v1/destinations/list", one("workspaceId", UNKNOWN_ID));
    assert_int_equal(json_array_size(at(none, "destinations")), 0);
    free(gone);
    free(kept);
    free(source);
    free(workspace);
}

static void update_with_masks_keeps_the_stored_secrets(void **state)
{
    struct api *api = *state;
    char *id = make_postgres(api);
    json_auto_t *updated =
        call_ok(api, "/v1/destinations/update", update_request(id, postgres_configuration("**********")));
    assert_string_equal(text_at(updated, "name"), "Renamed");
    expect_password(api, id, "hidden");
    call_done(api, "/v1/destinations/update", update_request(id, postgres_configuration("other")));
    expect_password(api, id, "other");
    call_fails(api, "/v1/destinations/update", update_request(UNKNOWN_ID, json_object()), 404,
               "DESTINATION_CONNECTION");
    call_fails(api, "/v1/destinations/update", update_request(id, json_object()), 422, "$.host: is missing");
    free(id);
}

/* Rockset marks its open api_server with `airbyte_secret: false`: masked on the way out, not put back on the
 * way in. */
static void a_key_that_says_false_masks_but_does_not_merge(void **state)
{
    struct api *api = *state;
    json_t *configuration = json_pack("{ss ss ss}", "api_key", "k", "workspace", "w", "api_server",
                                      "https://api.rs2.usw2.rockset.com");
    char *id = make(api, ROCKSET, configuration);
    json_auto_t *read = get(api, id);
    json_t *as_read = at(read, "connectionConfiguration");
    assert_string_equal(text_at(as_read, "api_server"), "**********");
    call_fails(api, "/v1/destinations/update", update_request(id, json_incref(as_read)), 422,
               "$.api_server: does not match the regex pattern");
    free(id);
}

static void a_deleted_destination_is_still_read_updated_and_deleted_again(void **state)
{
    struct api *api = *state;
    char *id = make_postgres(api);
    call_done(api, "/v1/destinations/delete", one("destinationId", id));
    assert_int_equal(api->status, 204);
    json_decref(get(api, id));
    call_done(api, "/v1/destinations/update", update_request(id, postgres_configuration("x")));
    call_done(api, "/v1/destinations/delete", one("destinationId", id));
    json_auto_t *found = call_ok(api, "/v1/destinations/search", one("destinationId", id));
    assert_int_equal(json_array_size(at(found, "destinations")), 0);
    call_fails(api, "/v1/destinations/delete", one("destinationId", UNKNOWN_ID), 404,
               "DESTINATION_CONNECTION");
    free(id);
}

static void deleting_a_destination_deprecates_its_connections(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *before = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    call_done(api, "/v1/destinations/delete", one("destinationId", text_at(before, "destinationId")));
    json_auto_t *after = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    assert_string_equal(text_at(after, "status"), "deprecated");
    free(connection);
}

static void deleting_a_definition_deletes_its_destinations(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *files = make_destination(api, workspace),
         *other = make_postgres(api);
    call_done(api, "/v1/destination_definitions/delete", one("destinationDefinitionId", LOCAL_JSON));
    json_auto_t *list = call_ok(api, "/v1/destinations/list", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(list, "destinations")), 1);
    assert_string_equal(text_at(list, "destinations[0].destinationId"), other);
    free(other);
    free(files);
    free(workspace);
}

static void a_clone_has_the_real_secrets_or_what_is_given(void **state)
{
    struct api *api = *state;
    char *id = make_postgres(api);
    json_auto_t *copy = call_ok(api, "/v1/destinations/clone", one("destinationCloneId", id));
    assert_string_equal(text_at(copy, "name"), "Mine (Copy)");
    expect_password(api, text_at(copy, "destinationId"), "hidden");
    json_t *request = json_pack("{ss s{ss so}}", "destinationCloneId", id, "destinationConfiguration", "name",
                                "Twin", "connectionConfiguration", postgres_configuration("**********"));
    json_auto_t *twin = call_ok(api, "/v1/destinations/clone", request);
    assert_string_equal(text_at(twin, "name"), "Twin");
    expect_password(api, text_at(twin, "destinationId"), "**********");
    call_fails(api, "/v1/destinations/clone", one("destinationCloneId", UNKNOWN_ID), 404,
               "DESTINATION_CONNECTION");
    free(id);
}

static void search_finds_what_meets_every_criterion(void **state)
{
    struct api *api = *state;
    static const char path[] = "/v1/destinations/search";
    char *workspace = first_workspace(api), *files = make_destination(api, workspace),
         *mine = make_postgres(api);
    json_auto_t *all = call_ok(api, path, json_object());
    assert_int_equal(json_array_size(at(all, "destinations")), 2);
    json_auto_t *named = call_ok(api, path, one("destinationName", "Postgres"));
    assert_string_equal(text_at(named, "destinations[0].destinationId"), mine);
    json_auto_t *configured = call_ok(api, path,
                                      json_pack("{ss s{ss}}", "name", "Files", "connectionConfiguration",
                                                "destination_path", "/local/out"));
    assert_string_equal(text_at(configured, "destinations[0].destinationId"), files);
    json_auto_t *none =
        call_ok(api, path, json_pack("{ss ss}", "name", "Files", "destinationName", "Postgres"));
    assert_int_equal(json_array_size(at(none, "destinations")), 0);
    free(mine);
    free(files);
    free(workspace);
}

static void a_check_tells_of_its_job(void **state)
{
    struct api *api = *state;
    char *id = make_postgres(api);
    json_auto_t *check = call_ok(api, "/v1/destinations/check_connection", one("destinationId", id));
    assert_string_equal(text_at(check, "status"), "succeeded");
    assert_string_equal(text_at(check, "jobInfo.configType"), "check_connection_destination");
    assert_string_equal(text_at(check, "jobInfo.configId"), "Optional[" POSTGRES_DESTINATION "]");
    call_fails(api, "/v1/destinations/check_connection", one("destinationId", UNKNOWN_ID), 404,
               "DESTINATION_CONNECTION");
    free(id);
}

static void a_check_for_update_judges_the_merged_configuration_and_stores_nothing(void **state)
{
    struct api *api = *state;
    static const char path[] = "/v1/destinations/check_connection_for_update";
    char *id = make_postgres(api);
    json_auto_t *check = call_ok(api, path, update_request(id, postgres_configuration("new")));
    assert_string_equal(text_at(check, "status"), "succeeded");
    expect_password(api, id, "hidden");
    call_fails(api, path, update_request(id, json_object()), 422, "$.host: is missing");
    call_fails(api, path, update_request(id, json_string("x")), 422, "must be a JSON object");
    call_fails(api, path, update_request(UNKNOWN_ID, json_object()), 404, "DESTINATION_CONNECTION");
    free(id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(create_answers_the_read_with_masked_secrets),
        API_TEST(create_refuses_what_breaks_the_specification),
        API_TEST(a_choice_at_the_root_lists_what_each_branch_wants),
        API_TEST(get_of_an_unknown_id_is_404),
        API_TEST(lists_hold_the_live_ones_of_a_workspace),
        API_TEST(update_with_masks_keeps_the_stored_secrets),
        API_TEST(a_key_that_says_false_masks_but_does_not_merge),
        API_TEST(a_deleted_destination_is_still_read_updated_and_deleted_again),
        API_TEST(deleting_a_destination_deprecates_its_connections),
        API_TEST(deleting_a_definition_deletes_its_destinations),
        API_TEST(a_clone_has_the_real_secrets_or_what_is_given),
        API_TEST(search_finds_what_meets_every_criterion),
        API_TEST(a_check_tells_of_its_job),
        API_TEST(a_check_for_update_judges_the_merged_configuration_and_stores_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
