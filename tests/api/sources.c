#include "support/api.h"

#include "base/die.h"
#include "domain/actor/actor.h"

#include <stdlib.h>
#include <string.h>

#define E2E_SOURCE "d53f9084-fa6b-4a5a-976c-5b8392f4ad8a"
#define AIRTABLE "14c6e7ea-97ed-4f5e-a7b5-25e9a80b8212"
#define GOCARDLESS "ba15ac82-5c6a-4fb2-bf24-925c23a1180c"
#define GITHUB "ef69ef6e-aa7f-4af1-a01d-ef775033524e"

/* A SourceCreate in the first workspace; `configuration` is stolen. */
static json_t *create_request(struct api *api, const char *definition_id, json_t *configuration)
{
    char *workspace = first_workspace(api);
    json_t *request = json_pack("{ss ss ss so}", "sourceDefinitionId", definition_id, "workspaceId",
                                workspace, "name", "Mine", "connectionConfiguration", configuration);
    free(workspace);
    return request;
}

static json_t *postgres_configuration(const char *password)
{
    return json_pack("{ss si ss ss ss}", "password", password, "port", 5432, "username", "u", "host", "h",
                     "database", "d");
}

static json_t *faker_configuration(int count)
{
    return json_pack("{si}", "count", count);
}

static json_t *gocardless_configuration(const char *token)
{
    return json_pack("{ss ss ss ss}", "access_token", token, "gocardless_version", "2015-07-06", "start_date",
                     "2023-01-01T00:00:00Z", "gocardless_environment", "live");
}

static char *make_postgres(struct api *api)
{
    json_t *request = create_request(api, POSTGRES_SOURCE, postgres_configuration("hidden"));
    return take_text(call_ok(api, "/v1/sources/create", request), "sourceId");
}

static char *make_faker(struct api *api)
{
    return take_text(call_ok(api, "/v1/sources/create", create_request(api, FAKER, faker_configuration(10))),
                     "sourceId");
}

static json_t *update_request(const char *id, json_t *configuration)
{
    return json_pack("{ss ss so}", "sourceId", id, "name", "Renamed", "connectionConfiguration",
                     configuration);
}

static json_t *get(struct api *api, const char *id)
{
    return call_ok(api, "/v1/sources/get", one("sourceId", id));
}

/* A member of the configuration as it is stored, secrets and all. New reference. */
static json_t *stored_member(struct api *api, const char *id, const char *name)
{
    struct actor source;
    assert_true(actor_load(&sandboxes_find(api->app->sandboxes, "default")->world, &SOURCE, id, &source));
    json_t *member = json_incref(at(source.configuration, name));
    actor_free(&source);
    return member;
}

static void create_answers_the_read_with_masked_secrets(void **state)
{
    struct api *api = *state;
    json_auto_t *made = call_ok(api, "/v1/sources/create",
                                create_request(api, POSTGRES_SOURCE, postgres_configuration("hidden")));
    assert_string_equal(text_at(made, "name"), "Mine");
    assert_string_equal(text_at(made, "sourceName"), "Postgres");
    assert_string_equal(text_at(made, "connectionConfiguration.password"), "**********");
    assert_string_equal(text_at(made, "connectionConfiguration.host"), "h");
    assert_int_equal(strncmp(text_at(made, "icon"), "<svg", 4), 0);
    json_auto_t *read = get(api, text_at(made, "sourceId"));
    assert_true(json_equal(made, read));
}

static void configurations_come_back_in_jsonb_order(void **state)
{
    struct api *api = *state;
    char *id = make_postgres(api);
    char *body = must_printf("{\"sourceId\": \"%s\"}", id);
    struct reply reply = api_request(api, "POST", "/api/v1/sources/get", body, NULL);
    assert_non_null(strstr(reply.body,
                           "\"connectionConfiguration\":{\"host\":\"h\",\"port\":5432,\"database\":\"d\","
                           "\"password\":\"**********\",\"username\":\"u\"},\"name\":\"Mine\""));
    reply_clear(&reply);
    free(body);
    free(id);
}

static void create_needs_a_known_definition(void **state)
{
    struct api *api = *state;
    call_fails(api, "/v1/sources/create", create_request(api, UNKNOWN_ID, json_object()), 404,
               "Could not find configuration for STANDARD_SOURCE_DEFINITION: " UNKNOWN_ID ".");
    call_fails(api, "/v1/sources/create", create_request(api, LOCAL_JSON, json_object()), 404,
               "STANDARD_SOURCE_DEFINITION: " LOCAL_JSON ".");
}

static void create_in_an_unknown_workspace_is_404(void **state)
{
    json_t *request = json_pack("{ss ss ss so}", "sourceDefinitionId", FAKER, "workspaceId", UNKNOWN_ID,
                                "name", "a", "connectionConfiguration", faker_configuration(1));
    call_fails(*state, "/v1/sources/create", request, 404,
               "Could not find configuration for STANDARD_WORKSPACE: " UNKNOWN_ID ".");
}

static void create_in_a_deleted_workspace_works(void **state)
{
    struct api *api = *state;
    char *workspace = make_workspace(api, "Gone");
    call_done(api, "/v1/workspaces/delete", one("workspaceId", workspace));
    char *id = make_source(api, workspace);
    assert_int_equal(strlen(id), 36);
    free(id);
    free(workspace);
}

static void a_configuration_that_breaks_its_specification_is_422_with_each_fault(void **state)
{
    struct api *api = *state;
    json_t *broken =
        json_pack("{ss ss ss ss}", "host", "h", "port", "secret-port", "database", "d", "password", "p");
    json_auto_t *reply =
        call_status(api, "/v1/sources/create", create_request(api, POSTGRES_SOURCE, broken), 422);
    static const char start[] =
        "The provided configuration does not fulfill the specification. Errors: json schema "
        "validation failed when comparing the data to the json schema. \nErrors: "
        "$.username: is missing but it is required, "
        "$.port: string found, integer expected \nSchema: \n{\n";
    assert_int_equal(strncmp(text_at(reply, "message"), start, sizeof start - 1), 0);
    assert_int_equal(json_array_size(at(reply, "validationErrors")), 2);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"),
                        "connectionConfiguration.username");
    assert_string_equal(text_at(reply, "validationErrors[1].propertyPath"), "connectionConfiguration.port");
    assert_string_equal(text_at(reply, "validationErrors[1].message"), "string found, integer expected");
    assert_false(has(reply, "validationErrors[1].invalidValue"));
}

static void a_configuration_that_is_no_object_is_422(void **state)
{
    struct api *api = *state;
    char *id = make_faker(api);
    json_auto_t *made =
        call_status(api, "/v1/sources/create", create_request(api, FAKER, json_string("x")), 422);
    json_auto_t *updated = call_status(api, "/v1/sources/update", update_request(id, json_array()), 422);
    assert_string_equal(text_at(made, "validationErrors[0].propertyPath"), "connectionConfiguration");
    assert_string_equal(text_at(updated, "validationErrors[0].propertyPath"), "connectionConfiguration");
    free(id);
}

static void create_may_use_a_deleted_definition(void **state)
{
    struct api *api = *state;
    call_done(api, "/v1/source_definitions/delete", one("sourceDefinitionId", FAKER));
    char *id = make_faker(api);
    json_auto_t *source = get(api, id);
    assert_string_equal(text_at(source, "sourceDefinitionId"), FAKER);
    free(id);
}

static void deleting_a_definition_deletes_its_sources(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *source = make_faker(api), *other = make_postgres(api);
    call_done(api, "/v1/source_definitions/delete", one("sourceDefinitionId", FAKER));
    json_auto_t *list = call_ok(api, "/v1/sources/list", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(list, "sources")), 1);
    assert_string_equal(text_at(list, "sources[0].sourceId"), other);
    free(workspace);
    free(source);
    free(other);
}

static void get_of_an_unknown_id_is_404(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *destination = make_destination(api, workspace);
    call_fails(api, "/v1/sources/get", one("sourceId", UNKNOWN_ID), 404,
               "Could not find configuration for SOURCE_CONNECTION: " UNKNOWN_ID ".");
    call_fails(api, "/v1/sources/get", one("sourceId", destination), 404, "SOURCE_CONNECTION");
    free(destination);
    free(workspace);
}

static void lists_hold_what_is_not_deleted_in_order(void **state)
{
    struct api *api = *state;
    char *workspace = make_workspace(api, "W");
    char *first = make_source(api, workspace), *second = make_source(api, workspace);
    char *third = make_source(api, workspace);
    call_done(api, "/v1/sources/delete", one("sourceId", second));
    json_auto_t *list = call_ok(api, "/v1/sources/list", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(list, "sources")), 2);
    assert_string_equal(text_at(list, "sources[0].sourceId"), first);
    assert_string_equal(text_at(list, "sources[1].sourceId"), third);
    free(third);
    free(second);
    free(first);
    free(workspace);
}

static void the_list_of_an_unknown_workspace_is_empty(void **state)
{
    json_auto_t *list = call_ok(*state, "/v1/sources/list", one("workspaceId", UNKNOWN_ID));
    assert_int_equal(json_array_size(at(list, "sources")), 0);
}

static void update_replaces_name_and_configuration(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *id = make_source(api, workspace);
    json_auto_t *updated = call_ok(api, "/v1/sources/update", update_request(id, faker_configuration(7)));
    assert_string_equal(text_at(updated, "name"), "Renamed");
    assert_int_equal(integer_at(updated, "connectionConfiguration.count"), 7);
    assert_false(has(updated, "connectionConfiguration.seed"));
    json_auto_t *read = get(api, id);
    assert_true(json_equal(updated, read));
    free(id);
    free(workspace);
}

static void update_with_masks_keeps_the_stored_secrets(void **state)
{
    struct api *api = *state;
    char *id = make_postgres(api);
    call_done(api, "/v1/sources/update", update_request(id, postgres_configuration("**********")));
    json_auto_t *kept = stored_member(api, id, "password");
    assert_string_equal(json_string_value(kept), "hidden");
    call_done(api, "/v1/sources/update", update_request(id, postgres_configuration("other")));
    json_auto_t *changed = stored_member(api, id, "password");
    assert_string_equal(json_string_value(changed), "other");
    free(id);
}

/* What an instance-wide OAuth parameter supplies is not even stored. */
static void oauth_parameters_of_the_instance_take_the_place_of_given_ones(void **state)
{
    struct api *api = *state;
    json_t *configuration =
        json_pack("{s{ss ss ss ss}}", "credentials", "auth_method", "oauth2.0", "client_id", "mine",
                  "client_secret", "my secret", "refresh_token", "r");
    call_done(
        api, "/v1/source_oauths/oauth_params/create",
        json_pack("{ss s{ss}}", "sourceDefinitionId", AIRTABLE, "params", "client_id", "the instance's"));
    json_auto_t *made = call_ok(api, "/v1/sources/create", create_request(api, AIRTABLE, configuration));
    json_auto_t *stored = stored_member(api, text_at(made, "sourceId"), "credentials");
    assert_string_equal(text_at(stored, "client_id"), "******");
    assert_string_equal(text_at(stored, "client_secret"), "my secret");
    assert_string_equal(text_at(made, "connectionConfiguration.credentials.client_id"), "**********");
}

static void update_of_an_unknown_id_is_404(void **state)
{
    call_fails(*state, "/v1/sources/update", update_request(UNKNOWN_ID, faker_configuration(1)), 404,
               "SOURCE_CONNECTION: " UNKNOWN_ID ".");
}

/* The configuration is judged as it came, too: a mask does not have the form that this token must have. */
static void update_of_a_source_judges_masks_as_they_come(void **state)
{
    struct api *api = *state;
    json_t *given = gocardless_configuration("live_token");
    char *id =
        take_text(call_ok(api, "/v1/sources/create", create_request(api, GOCARDLESS, given)), "sourceId");
    call_fails(api, "/v1/sources/update", update_request(id, gocardless_configuration("**********")), 422,
               "$.access_token: does not match the regex pattern");
    json_auto_t *check = call_ok(api, "/v1/sources/check_connection_for_update",
                                 update_request(id, gocardless_configuration("**********")));
    assert_string_equal(text_at(check, "status"), "succeeded");
    free(id);
}

static void update_refuses_what_breaks_the_specification_and_keeps_the_old(void **state)
{
    struct api *api = *state;
    char *id = make_faker(api);
    json_auto_t *before = get(api, id);
    call_fails(api, "/v1/sources/update", update_request(id, json_object()), 422, "$.count: is missing");
    json_auto_t *after = get(api, id);
    assert_true(json_equal(before, after));
    free(id);
}

static void a_deleted_source_is_still_read_updated_and_deleted_again(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *id = make_faker(api);
    call_done(api, "/v1/sources/delete", one("sourceId", id));
    assert_int_equal(api->status, 204);
    json_decref(get(api, id));
    call_done(api, "/v1/sources/update", update_request(id, faker_configuration(3)));
    call_done(api, "/v1/sources/delete", one("sourceId", id));
    assert_int_equal(api->status, 204);
    json_auto_t *list = call_ok(api, "/v1/sources/list", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(list, "sources")), 0);
    call_fails(api, "/v1/sources/delete", one("sourceId", UNKNOWN_ID), 404, "SOURCE_CONNECTION");
    free(id);
    free(workspace);
}

static void deleting_a_source_deprecates_its_connections(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *before = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    call_done(api, "/v1/sources/delete", one("sourceId", text_at(before, "sourceId")));
    json_auto_t *after = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    assert_string_equal(text_at(after, "status"), "deprecated");
    free(connection);
}

static void deleting_a_workspace_deletes_its_sources(void **state)
{
    struct api *api = *state;
    char *workspace = make_workspace(api, "W"), *id = make_source(api, workspace);
    call_done(api, "/v1/workspaces/delete", one("workspaceId", workspace));
    json_auto_t *list = call_ok(api, "/v1/sources/list", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(list, "sources")), 0);
    json_decref(get(api, id));
    free(id);
    free(workspace);
}

static void a_clone_has_the_real_secrets_and_a_name_of_its_own(void **state)
{
    struct api *api = *state;
    char *id = make_postgres(api);
    json_auto_t *copy = call_ok(api, "/v1/sources/clone", one("sourceCloneId", id));
    assert_string_equal(text_at(copy, "name"), "Mine (Copy)");
    assert_string_not_equal(text_at(copy, "sourceId"), id);
    json_auto_t *secret = stored_member(api, text_at(copy, "sourceId"), "password");
    assert_string_equal(json_string_value(secret), "hidden");
    free(id);
}

static void a_clone_takes_the_given_configuration_entirely(void **state)
{
    struct api *api = *state;
    char *id = make_postgres(api);
    json_t *request = json_pack("{ss s{ss so}}", "sourceCloneId", id, "sourceConfiguration", "name", "Twin",
                                "connectionConfiguration", postgres_configuration("**********"));
    json_auto_t *copy = call_ok(api, "/v1/sources/clone", request);
    assert_string_equal(text_at(copy, "name"), "Twin");
    json_auto_t *secret = stored_member(api, text_at(copy, "sourceId"), "password");
    assert_string_equal(json_string_value(secret), "**********");
    free(id);
}

static void clones_are_made_of_deleted_ones_but_not_of_unknown_ones(void **state)
{
    struct api *api = *state;
    char *id = make_faker(api);
    call_done(api, "/v1/sources/delete", one("sourceId", id));
    json_auto_t *copy = call_ok(api, "/v1/sources/clone", one("sourceCloneId", id));
    assert_string_equal(text_at(copy, "name"), "Mine (Copy)");
    call_fails(api, "/v1/sources/clone", one("sourceCloneId", UNKNOWN_ID), 404, "SOURCE_CONNECTION");
    free(id);
}

static void a_clone_is_checked_as_a_new_one_is(void **state)
{
    struct api *api = *state;
    char *id = make_faker(api);
    json_t *request =
        json_pack("{ss s{s{}}}", "sourceCloneId", id, "sourceConfiguration", "connectionConfiguration");
    call_fails(api, "/v1/sources/clone", request, 422, "$.count: is missing");
    free(id);
}

static void the_name_of_a_clone_may_not_grow_too_long(void **state)
{
    struct api *api = *state;
    char name[251];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    json_t *request = create_request(api, FAKER, faker_configuration(1));
    json_object_set_new(request, "name", json_string(name));
    char *id = take_text(call_ok(api, "/v1/sources/create", request), "sourceId");
    json_auto_t *reply = call_status(api, "/v1/sources/clone", one("sourceCloneId", id), 422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), "name");
    free(id);
}

static size_t found(struct api *api, json_t *criteria)
{
    json_auto_t *list = call_ok(api, "/v1/sources/search", criteria);
    return json_array_size(at(list, "sources"));
}

static void search_finds_what_meets_every_criterion(void **state)
{
    struct api *api = *state;
    char *workspace = make_workspace(api, "Other");
    char *faker = make_source(api, workspace), *postgres = make_postgres(api), *gone = make_faker(api);
    call_done(api, "/v1/sources/delete", one("sourceId", gone));
    assert_int_equal(found(api, json_object()), 2);
    assert_int_equal(found(api, one("sourceDefinitionId", FAKER)), 1);
    assert_int_equal(found(api, one("sourceId", postgres)), 1);
    assert_int_equal(found(api, one("workspaceId", workspace)), 1);
    assert_int_equal(found(api, one("name", "Mine")), 1);
    assert_int_equal(found(api, one("name", "mine")), 0);
    assert_int_equal(found(api, one("name", "  ")), 2);
    assert_int_equal(found(api, one("sourceName", "Postgres")), 1);
    assert_int_equal(found(api, json_pack("{ss ss}", "name", "Mine", "workspaceId", workspace)), 0);
    free(gone);
    free(postgres);
    free(faker);
    free(workspace);
}

static void search_compares_given_keys_with_masked_values(void **state)
{
    struct api *api = *state;
    char *id = make_postgres(api);
    assert_int_equal(found(api, json_pack("{s{ss}}", "connectionConfiguration", "host", "h")), 1);
    assert_int_equal(found(api, json_pack("{s{ss}}", "connectionConfiguration", "host", "i")), 0);
    assert_int_equal(found(api, json_pack("{s{ss si}}", "connectionConfiguration", "host", "h", "port", 1)),
                     0);
    assert_int_equal(found(api, json_pack("{s{ss}}", "connectionConfiguration", "password", "**********")),
                     1);
    assert_int_equal(found(api, json_pack("{s{ss}}", "connectionConfiguration", "password", "hidden")), 0);
    assert_int_equal(found(api, json_pack("{s{ss}}", "connectionConfiguration", "nowhere", "x")), 0);
    free(id);
}

static void a_check_of_a_stored_source_succeeds_without_a_message(void **state)
{
    struct api *api = *state;
    char *id = make_faker(api);
    json_auto_t *check = call_ok(api, "/v1/sources/check_connection", one("sourceId", id));
    assert_string_equal(text_at(check, "status"), "succeeded");
    assert_false(has(check, "message"));
    assert_string_equal(text_at(check, "jobInfo.configType"), "check_connection_source");
    assert_string_equal(text_at(check, "jobInfo.configId"), "Optional[" FAKER "]");
    assert_int_equal(integer_at(check, "jobInfo.createdAt"), (int64_t)TEST_TIME * 1000);
    assert_true(json_is_true(at(check, "jobInfo.succeeded")));
    assert_true(json_is_false(at(check, "jobInfo.connectorConfigurationUpdated")));
    assert_true(json_array_size(at(check, "jobInfo.logs.logLines")) >= 3);
    assert_non_null(
        strstr(text_at(check, "jobInfo.logs.logLines[2]"), "2023-03-01 09:00:00 \x1b[32mINFO\x1b[m "));
    assert_non_null(strstr(text_at(check, "jobInfo.logs.logLines[2]"), "airbyte/source-faker:2.0.1 check"));
    call_fails(api, "/v1/sources/check_connection", one("sourceId", UNKNOWN_ID), 404, "SOURCE_CONNECTION");
    free(id);
}

static void a_check_that_fails_is_a_job_that_succeeded(void **state)
{
    struct api *api = *state;
    json_t *configuration = json_pack("{si s{ss ss ss}}", "max_messages", 1, "mock_catalog", "type",
                                      "SINGLE_STREAM", "stream_name", "a", "stream_schema", "{");
    json_t *request = create_request(api, E2E_SOURCE, configuration);
    char *id = take_text(call_ok(api, "/v1/sources/create", request), "sourceId");
    json_auto_t *check = call_ok(api, "/v1/sources/check_connection", one("sourceId", id));
    assert_string_equal(text_at(check, "status"), "failed");
    assert_non_null(strstr(text_at(check, "message"), "stream_schema"));
    assert_true(json_is_true(at(check, "jobInfo.succeeded")));
    free(id);
}

static void a_check_for_update_judges_the_merged_configuration_and_stores_nothing(void **state)
{
    struct api *api = *state;
    static const char path[] = "/v1/sources/check_connection_for_update";
    char *id = make_postgres(api);
    json_auto_t *before = get(api, id);
    json_auto_t *check = call_ok(api, path, update_request(id, postgres_configuration("**********")));
    assert_string_equal(text_at(check, "status"), "succeeded");
    json_auto_t *after = get(api, id);
    assert_true(json_equal(before, after));
    call_fails(api, path, update_request(id, json_object()), 422, "$.host: is missing");
    call_fails(api, path, update_request(UNKNOWN_ID, json_object()), 404, "SOURCE_CONNECTION");
    free(id);
}

static json_t *discover(struct api *api, const char *id)
{
    return call_ok(api, "/v1/sources/discover_schema", one("sourceId", id));
}

static json_t *discover_anew(struct api *api, const char *id)
{
    return call_ok(api, "/v1/sources/discover_schema",
                   json_pack("{ss sb}", "sourceId", id, "disable_cache", true));
}

static void expect_proposal(struct api *api, char *id, bool selected, const char *destination_mode)
{
    json_auto_t *read = discover(api, id);
    const json_t *config = at(read, "catalog.streams[0].config");
    assert_int_equal(json_is_true(at(config, "selected")), selected);
    assert_int_equal(json_is_true(at(config, "suggested")), selected);
    assert_string_equal(text_at(config, "destinationSyncMode"), destination_mode);
    free(id);
}

static char *make_pokeapi(struct api *api)
{
    json_t *request = create_request(api, POKEAPI, json_pack("{ss}", "pokemon_name", "ditto"));
    return take_text(call_ok(api, "/v1/sources/create", request), "sourceId");
}

/* docs/decisions/releases.md#discoveries */
static void a_later_discovery_selects_what_is_suggested_or_alone(void **state)
{
    expect_proposal(*state, make_postgres(*state), false, "overwrite");
    expect_proposal(*state, make_pokeapi(*state), true, "overwrite");
    expect_proposal(*state, make_faker(*state), true, "overwrite");
}

static void an_older_discovery_selects_what_is_suggested_or_all(void **state)
{
    expect_proposal(*state, make_postgres(*state), true, "append");
    expect_proposal(*state, make_pokeapi(*state), true, "append");
    expect_proposal(*state, make_faker(*state), true, "append");
}

static void a_fresh_discovery_tells_of_its_job(void **state)
{
    struct api *api = *state;
    char *id = make_faker(api);
    json_auto_t *read = discover(api, id);
    assert_string_equal(text_at(read, "jobInfo.configType"), "discover_schema");
    assert_string_equal(text_at(read, "jobInfo.configId"), "Optional[" FAKER "]");
    assert_int_equal(integer_at(read, "jobInfo.endedAt"), (int64_t)TEST_TIME * 1000);
    assert_true(json_array_size(at(read, "jobInfo.logs.logLines")) >= 3);
    assert_string_equal(text_at(read, "catalog.streams[1].stream.name"), "users");
    assert_string_equal(text_at(read, "catalog.streams[1].config.aliasName"), "users");
    assert_string_equal(text_at(read, "catalog.streams[1].config.destinationSyncMode"), "append");
    assert_int_equal(strlen(text_at(read, "catalogId")), 36);
    assert_false(has(read, "catalogDiff"));
    free(id);
}

static void the_same_configuration_is_not_asked_twice(void **state)
{
    struct api *api = *state;
    char *id = make_faker(api);
    json_auto_t *first = discover(api, id);
    json_auto_t *second = discover(api, id);
    assert_string_equal(text_at(second, "jobInfo.configId"), "NoConfiguration");
    assert_int_equal(integer_at(second, "jobInfo.createdAt"), 0);
    assert_int_equal(integer_at(second, "jobInfo.endedAt"), 0);
    assert_int_equal(json_array_size(at(second, "jobInfo.logs.logLines")), 0);
    assert_true(json_equal(at(first, "catalog"), at(second, "catalog")));
    assert_string_equal(text_at(first, "catalogId"), text_at(second, "catalogId"));
    json_auto_t *anew = discover_anew(api, id);
    assert_string_equal(text_at(anew, "jobInfo.configId"), "Optional[" FAKER "]");
    free(id);
}

static void a_changed_configuration_or_image_is_asked_anew(void **state)
{
    struct api *api = *state;
    static const char fresh[] = "Optional[" FAKER "]";
    char *id = make_faker(api);
    json_decref(discover(api, id));
    call_done(api, "/v1/sources/update", update_request(id, faker_configuration(11)));
    json_auto_t *changed = discover(api, id);
    assert_string_equal(text_at(changed, "jobInfo.configId"), fresh);
    call_done(api, "/v1/source_definitions/update",
              json_pack("{ss ss}", "sourceDefinitionId", FAKER, "dockerImageTag", "2.0.2"));
    json_auto_t *newer = discover(api, id);
    assert_string_equal(text_at(newer, "jobInfo.configId"), fresh);
    assert_non_null(strstr(text_at(newer, "jobInfo.logs.logLines[2]"), "source-faker:2.0.2 discover"));
    call_done(api, "/v1/sources/update", update_request(id, faker_configuration(11)));
    json_auto_t *same = discover(api, id);
    assert_string_equal(text_at(same, "jobInfo.configId"), "NoConfiguration");
    free(id);
}

static void the_order_of_a_configurations_keys_does_not_count(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *id = make_source(api, workspace);
    json_decref(discover(api, id));
    call_done(api, "/v1/sources/update", update_request(id, json_pack("{si si}", "seed", -1, "count", 100)));
    json_auto_t *same = discover(api, id);
    assert_string_equal(text_at(same, "jobInfo.configId"), "NoConfiguration");
    free(id);
    free(workspace);
}

static void the_same_content_has_the_same_catalog_id(void **state)
{
    struct api *api = *state;
    char *one_source = make_faker(api), *other = make_faker(api), *postgres = make_postgres(api);
    json_auto_t *first = discover(api, one_source);
    json_auto_t *second = discover(api, other);
    json_auto_t *third = discover(api, postgres);
    assert_string_equal(text_at(first, "catalogId"), text_at(second, "catalogId"));
    assert_string_not_equal(text_at(first, "catalogId"), text_at(third, "catalogId"));
    free(postgres);
    free(other);
    free(one_source);
}

static void only_suggested_streams_are_selected(void **state)
{
    struct api *api = *state;
    json_t *configuration = json_pack("{ss ss}", "start_date", "2023-01-01T00:00:00Z", "repository", "a/b");
    char *id =
        take_text(call_ok(api, "/v1/sources/create", create_request(api, GITHUB, configuration)), "sourceId");
    json_auto_t *read = discover(api, id);
    size_t index, selected = 0;
    json_t *entry;
    json_array_foreach (at(read, "catalog.streams"), index, entry) {
        assert_true(json_equal(at(entry, "config.selected"), at(entry, "config.suggested")));
        selected += json_is_true(at(entry, "config.selected"));
    }
    assert_int_equal(selected, 10);
    free(id);
}

static void a_file_is_the_stream_that_its_configuration_names(void **state)
{
    struct api *api = *state;
    json_t *configuration = json_pack("{ss ss ss s{ss}}", "dataset_name", "iris", "format", "csv", "url",
                                      "https://x.example/iris.csv", "provider", "storage", "HTTPS");
    json_t *request = create_request(api, "778daa7c-feaf-4db6-96f3-70fd645acc77", configuration);
    char *id = take_text(call_ok(api, "/v1/sources/create", request), "sourceId");
    json_auto_t *read = discover(api, id);
    assert_int_equal(json_array_size(at(read, "catalog.streams")), 1);
    assert_string_equal(text_at(read, "catalog.streams[0].stream.name"), "iris");
    assert_string_equal(text_at(read, "catalog.streams[0].config.syncMode"), "full_refresh");
    free(id);
}

static void a_discovery_that_fails_is_200_with_the_job_alone(void **state)
{
    struct api *api = *state;
    json_t *configuration = json_pack("{si s{ss ss}}", "max_messages", 1, "mock_catalog", "type",
                                      "MULTI_STREAM", "stream_schemas", "no JSON");
    json_t *request = create_request(api, E2E_SOURCE, configuration);
    char *id = take_text(call_ok(api, "/v1/sources/create", request), "sourceId");
    json_auto_t *read = discover(api, id);
    assert_true(json_is_false(at(read, "jobInfo.succeeded")));
    assert_int_equal(json_object_size(read), 1);
    free(id);
}

static void discovery_of_an_unknown_source_is_404(void **state)
{
    call_fails(*state, "/v1/sources/discover_schema", one("sourceId", UNKNOWN_ID), 404, "SOURCE_CONNECTION");
}

/* A SourceDiscoverSchemaWriteRequestBody of one stream with these columns; `properties` is stolen. */
static json_t *write_request(const char *id, const char *stream, json_t *properties)
{
    return json_pack("{ss ss ss s{s[{s{ss s{ss so} s[s]} s{ss ss}}]}}", "sourceId", id, "connectorVersion",
                     "2.0.1", "configurationHash", "0123456789abcdef0123456789abcdef", "catalog", "streams",
                     "stream", "name", stream, "jsonSchema", "type", "object", "properties", properties,
                     "supportedSyncModes", "full_refresh", "config", "syncMode", "full_refresh",
                     "destinationSyncMode", "append");
}

static json_t *columns(const char *name)
{
    return json_pack("{s{ss}}", name, "type", "string");
}

static void a_written_catalog_is_kept_once(void **state)
{
    struct api *api = *state;
    static const char path[] = "/v1/sources/write_discover_catalog_result";
    char *id = make_faker(api);
    char *first = take_text(call_ok(api, path, write_request(id, "a", columns("x"))), "catalogId");
    char *again = take_text(call_ok(api, path, write_request(id, "a", columns("x"))), "catalogId");
    char *other = take_text(call_ok(api, path, write_request(id, "b", columns("x"))), "catalogId");
    assert_string_equal(first, again);
    assert_string_not_equal(first, other);
    free(other);
    free(again);
    free(first);
    free(id);
}

static void writing_a_catalog_needs_to_say_whose_it_is(void **state)
{
    struct api *api = *state;
    static const char path[] = "/v1/sources/write_discover_catalog_result";
    call_fails(api, path, write_request(UNKNOWN_ID, "a", columns("x")), 404, "SOURCE_CONNECTION");
    const char *needed[] = {"sourceId", "connectorVersion", "configurationHash"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        json_t *request = write_request(UNKNOWN_ID, "a", columns("x"));
        json_object_del(request, needed[i]);
        json_auto_t *reply = call_status(api, path, request, 422);
        assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), needed[i]);
    }
    json_t *request = write_request(UNKNOWN_ID, "a", columns("x"));
    json_object_set_new(request, "configurationHash", json_string("0123456789abcdef0123456789abcdef0"));
    call_fails(api, path, request, 422, "32 characters");
}

static void the_newest_catalog_is_in_the_protocols_form(void **state)
{
    struct api *api = *state;
    static const char path[] = "/v1/sources/most_recent_source_actor_catalog";
    char *id = make_faker(api);
    json_decref(discover(api, id));
    api_advance(api, 60);
    call_done(api, "/v1/sources/write_discover_catalog_result", write_request(id, "late", columns("x")));
    json_auto_t *newest = call_ok(api, path, one("sourceId", id));
    assert_int_equal(integer_at(newest, "updatedAt"), TEST_TIME + 60);
    assert_string_equal(text_at(newest, "catalog.streams[0].name"), "late");
    assert_string_equal(text_at(newest, "catalog.streams[0].json_schema.properties.x.type"), "string");
    assert_string_equal(text_at(newest, "catalog.streams[0].supported_sync_modes[0]"), "full_refresh");
    assert_int_equal(json_object_size(at(newest, "catalog.streams[0]")), 5);
    free(id);
}

static void a_source_nobody_asked_has_no_newest_catalog(void **state)
{
    json_auto_t *newest =
        call_ok(*state, "/v1/sources/most_recent_source_actor_catalog", one("sourceId", UNKNOWN_ID));
    assert_int_equal(json_object_size(newest), 0);
}

/* What the connections of one source compare themselves with. */
struct drifting {
    char *source, *destination;
    json_t
        *catalog; /* of a discovery long ago: another column of the stream users, and a stream that is gone */
};

static struct drifting drifting_source(struct api *api)
{
    char *workspace = first_workspace(api);
    struct drifting drifting = {.source = make_faker(api), .destination = make_destination(api, workspace)};
    drifting.catalog = json_pack("{s[{s{ss s{ss so} s[s]} s{ss s[s] ss}}]}", "streams", "stream", "name",
                                 "users", "jsonSchema", "type", "object", "properties", columns("gone"),
                                 "supportedSyncModes", "incremental", "config", "syncMode", "incremental",
                                 "cursorField", "gone", "destinationSyncMode", "append");
    free(workspace);
    return drifting;
}

static void drifting_free(struct drifting *drifting)
{
    free(drifting->source);
    free(drifting->destination);
    json_decref(drifting->catalog);
}

/* A connection made from the old catalog; `cursor` is what its stream is read by. */
static char *connect(struct api *api, const struct drifting *drifting, const char *mode,
                     const char *preference)
{
    json_t *catalog = json_deep_copy(drifting->catalog);
    json_object_set_new(at(catalog, "streams[0].config"), "syncMode", json_string(mode));
    json_t *request =
        json_pack("{ss ss ss so ss}", "sourceId", drifting->source, "destinationId", drifting->destination,
                  "status", "active", "syncCatalog", catalog, "nonBreakingChangesPreference", preference);
    return take_text(call_ok(api, "/v1/connections/create", request), "connectionId");
}

static void expect_connection(struct api *api, const char *id, bool breaking, const char *status)
{
    json_auto_t *connection = call_ok(api, "/v1/connections/get", one("connectionId", id));
    assert_int_equal(json_is_true(at(connection, "breakingChange")), breaking);
    assert_string_equal(text_at(connection, "status"), status);
}

static json_t *discover_for(struct api *api, const struct drifting *drifting, const char *connection)
{
    return call_ok(api, "/v1/sources/discover_schema",
                   json_pack("{ss ss}", "sourceId", drifting->source, "connectionId", connection));
}

static void a_fresh_find_is_compared_with_every_connection_of_the_source(void **state)
{
    struct api *api = *state;
    struct drifting drifting = drifting_source(api);
    char *breaking = connect(api, &drifting, "incremental", "ignore");
    char *careful = connect(api, &drifting, "full_refresh", "disable");
    char *careless = connect(api, &drifting, "full_refresh", "ignore");
    char *deleted = connect(api, &drifting, "incremental", "ignore");
    call_done(api, "/v1/connections/delete", one("connectionId", deleted));
    json_auto_t *read = discover_for(api, &drifting, careless);
    assert_true(json_is_false(at(read, "breakingChange")));
    assert_string_equal(text_at(read, "connectionStatus"), "active");
    assert_string_equal(text_at(read, "catalogDiff.transforms[0].transformType"), "add_stream");
    expect_connection(api, breaking, true, "inactive");
    expect_connection(api, careful, false, "inactive");
    expect_connection(api, careless, false, "active");
    expect_connection(api, deleted, false, "deprecated");
    free(deleted);
    free(careless);
    free(careful);
    free(breaking);
    drifting_free(&drifting);
}

static void set_connection(struct api *api, const char *id, const json_t *catalog, bool breaking)
{
    call_done(api, "/v1/connections/update",
              json_pack("{ss ss sb}", "connectionId", id, "sourceCatalogId", text_at(catalog, "catalogId"),
                        "breakingChange", breaking));
}

static void connections_alike_and_unlike_are_each_compared_with_what_they_were_made_from(void **state)
{
    struct api *api = *state;
    struct drifting drifting = drifting_source(api);
    json_auto_t *known = discover(api, drifting.source);
    char *current = connect(api, &drifting, "full_refresh", "disable");
    char *mended = connect(api, &drifting, "incremental", "ignore");
    char *careful = connect(api, &drifting, "full_refresh", "disable");
    char *alike = connect(api, &drifting, "full_refresh", "disable");
    char *named = connect(api, &drifting, "incremental", "ignore");
    set_connection(api, current, known, false);
    set_connection(api, mended, known, true);
    json_decref(call_ok(
        api, "/v1/sources/discover_schema",
        json_pack("{ss ss sb}", "sourceId", drifting.source, "connectionId", named, "disable_cache", true)));
    expect_connection(api, current, false, "active");
    expect_connection(api, mended, false, "active");
    expect_connection(api, careful, false, "inactive");
    expect_connection(api, alike, false, "inactive");
    expect_connection(api, named, true, "inactive");
    free(named);
    free(alike);
    free(careful);
    free(mended);
    free(current);
    drifting_free(&drifting);
}

static void deleting_a_source_reaches_connections_of_any_depth(void **state)
{
    struct api *api = *state;
    struct drifting drifting = drifting_source(api);
    char *usual = connect(api, &drifting, "full_refresh", "ignore");
    json_t *nested = json_object();
    for (int depth = 0; depth < 2020; depth++)
        nested = json_pack("{so}", "a", nested);
    json_object_set_new(at(drifting.catalog, "streams[0].stream"), "jsonSchema", nested);
    char *deep = connect(api, &drifting, "full_refresh", "ignore");
    call_done(api, "/v1/sources/delete", one("sourceId", drifting.source));
    expect_connection(api, usual, false, "deprecated");
    expect_connection(api, deep, false, "deprecated");
    free(deep);
    free(usual);
    drifting_free(&drifting);
}

static void a_breaking_change_is_told_to_the_named_connection(void **state)
{
    struct api *api = *state;
    struct drifting drifting = drifting_source(api);
    char *connection = connect(api, &drifting, "incremental", "ignore");
    json_auto_t *read = discover_for(api, &drifting, connection);
    assert_true(json_is_true(at(read, "breakingChange")));
    assert_string_equal(text_at(read, "connectionStatus"), "inactive");
    free(connection);
    drifting_free(&drifting);
}

static void the_catalogue_that_a_connection_was_made_from_is_what_counts(void **state)
{
    struct api *api = *state;
    struct drifting drifting = drifting_source(api);
    char *connection = connect(api, &drifting, "full_refresh", "ignore");
    json_auto_t *known = discover(api, drifting.source);
    call_done(
        api, "/v1/connections/update",
        json_pack("{ss ss}", "connectionId", connection, "sourceCatalogId", text_at(known, "catalogId")));
    json_auto_t *read = call_ok(api, "/v1/sources/discover_schema",
                                json_pack("{ss ss sb}", "sourceId", drifting.source, "connectionId",
                                          connection, "disable_cache", true));
    assert_int_equal(json_array_size(at(read, "catalogDiff.transforms")), 0);
    free(connection);
    drifting_free(&drifting);
}

static void without_a_fresh_find_or_a_connection_of_the_source_nothing_is_compared(void **state)
{
    struct api *api = *state;
    struct drifting drifting = drifting_source(api);
    char *connection = connect(api, &drifting, "incremental", "ignore");
    json_decref(discover(api, drifting.source));
    json_auto_t *cached = discover_for(api, &drifting, connection);
    const char *absent[] = {"catalogDiff", "breakingChange", "connectionStatus"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_false(has(cached, absent[i]));
    expect_connection(api, connection, false, "active");
    call_done(api, "/v1/sources/update", update_request(drifting.source, faker_configuration(12)));
    json_auto_t *stranger = discover_for(api, &drifting, UNKNOWN_ID);
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_false(has(stranger, absent[i]));
    expect_connection(api, connection, true, "inactive");
    free(connection);
    drifting_free(&drifting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(create_answers_the_read_with_masked_secrets),
        API_TEST(configurations_come_back_in_jsonb_order),
        API_TEST(create_needs_a_known_definition),
        API_TEST(create_in_an_unknown_workspace_is_404),
        API_TEST(create_in_a_deleted_workspace_works),
        cmocka_unit_test_setup_teardown(a_configuration_that_breaks_its_specification_is_422_with_each_fault,
                                        api_setup, api_teardown),
        API_TEST(a_configuration_that_is_no_object_is_422),
        API_TEST(create_may_use_a_deleted_definition),
        API_TEST(deleting_a_definition_deletes_its_sources),
        API_TEST(get_of_an_unknown_id_is_404),
        API_TEST(lists_hold_what_is_not_deleted_in_order),
        API_TEST(the_list_of_an_unknown_workspace_is_empty),
        API_TEST(update_replaces_name_and_configuration),
        API_TEST(update_with_masks_keeps_the_stored_secrets),
        API_TEST(oauth_parameters_of_the_instance_take_the_place_of_given_ones),
        API_TEST(update_of_an_unknown_id_is_404),
        cmocka_unit_test_setup_teardown(update_of_a_source_judges_masks_as_they_come, api_setup,
                                        api_teardown),
        cmocka_unit_test_setup_teardown(update_refuses_what_breaks_the_specification_and_keeps_the_old,
                                        api_setup, api_teardown),
        cmocka_unit_test_setup_teardown(a_deleted_source_is_still_read_updated_and_deleted_again, api_setup,
                                        api_teardown),
        cmocka_unit_test_setup_teardown(deleting_a_source_deprecates_its_connections, api_setup,
                                        api_teardown),
        API_TEST(deleting_a_workspace_deletes_its_sources),
        cmocka_unit_test_setup_teardown(a_clone_has_the_real_secrets_and_a_name_of_its_own, api_setup,
                                        api_teardown),
        cmocka_unit_test_setup_teardown(a_clone_takes_the_given_configuration_entirely, api_setup,
                                        api_teardown),
        cmocka_unit_test_setup_teardown(clones_are_made_of_deleted_ones_but_not_of_unknown_ones, api_setup,
                                        api_teardown),
        API_TEST(a_clone_is_checked_as_a_new_one_is),
        API_TEST(the_name_of_a_clone_may_not_grow_too_long),
        API_TEST(search_finds_what_meets_every_criterion),
        cmocka_unit_test_setup_teardown(search_compares_given_keys_with_masked_values, api_setup,
                                        api_teardown),
        cmocka_unit_test_setup_teardown(a_check_of_a_stored_source_succeeds_without_a_message, api_setup,
                                        api_teardown),
        API_TEST(a_check_that_fails_is_a_job_that_succeeded),
        cmocka_unit_test_setup_teardown(a_check_for_update_judges_the_merged_configuration_and_stores_nothing,
                                        api_setup, api_teardown),
        RELEASE_TEST(an_older_discovery_selects_what_is_suggested_or_all, 0_40, "0.40"),
        RELEASE_TEST(an_older_discovery_selects_what_is_suggested_or_all, 0_63, "0.63"),
        RELEASE_TEST(a_later_discovery_selects_what_is_suggested_or_alone, 1_5, "1.5"),
        RELEASE_TEST(a_later_discovery_selects_what_is_suggested_or_alone, 2_0, "2.0"),
        API_TEST(a_fresh_discovery_tells_of_its_job),
        API_TEST(the_same_configuration_is_not_asked_twice),
        cmocka_unit_test_setup_teardown(a_changed_configuration_or_image_is_asked_anew, api_setup,
                                        api_teardown),
        API_TEST(the_order_of_a_configurations_keys_does_not_count),
        API_TEST(the_same_content_has_the_same_catalog_id),
        API_TEST(only_suggested_streams_are_selected),
        API_TEST(a_file_is_the_stream_that_its_configuration_names),
        cmocka_unit_test_setup_teardown(a_discovery_that_fails_is_200_with_the_job_alone, api_setup,
                                        api_teardown),
        API_TEST(discovery_of_an_unknown_source_is_404),
        API_TEST(a_written_catalog_is_kept_once),
        API_TEST(writing_a_catalog_needs_to_say_whose_it_is),
        API_TEST(the_newest_catalog_is_in_the_protocols_form),
        API_TEST(a_source_nobody_asked_has_no_newest_catalog),
        cmocka_unit_test_setup_teardown(a_fresh_find_is_compared_with_every_connection_of_the_source,
                                        api_setup, api_teardown),
        API_TEST(connections_alike_and_unlike_are_each_compared_with_what_they_were_made_from),
        API_TEST(deleting_a_source_reaches_connections_of_any_depth),
        cmocka_unit_test_setup_teardown(a_breaking_change_is_told_to_the_named_connection, api_setup,
                                        api_teardown),
        cmocka_unit_test_setup_teardown(the_catalogue_that_a_connection_was_made_from_is_what_counts,
                                        api_setup, api_teardown),
        cmocka_unit_test_setup_teardown(
            without_a_fresh_find_or_a_connection_of_the_source_nothing_is_compared, api_setup, api_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
