/* What connectors answer: which streams a discovery sees, what a check finds wrong. */
#include "support/api.h"

#include "domain/actor/connector_answer.h"
#include "domain/discovery/discovered_catalog.h"
#include "sandbox/sandboxes.h"

#include <stdlib.h>
#include <string.h>

#define E2E_SOURCE "d53f9084-fa6b-4a5a-976c-5b8392f4ad8a"
#define E2E_DESTINATION "2eb65e87-983a-4fd7-b3e3-9d9dc6eb8537"
#define AIRTABLE "14c6e7ea-97ed-4f5e-a7b5-25e9a80b8212"

static struct world *world_of(struct api *api)
{
    return &sandboxes_find(api->app->sandboxes, "default")->world;
}

/* A connector and what it is asked about. */
struct inquiry {
    struct connector connector;
    json_t *configuration;
    struct question question;
};

static struct inquiry *asked(struct api *api, const struct actor_kind *kind, const char *id,
                             const char *configuration)
{
    struct inquiry *asked = test_calloc(1, sizeof *asked);
    assert_true(connector_load(world_of(api), kind, id, &asked->connector));
    asked->configuration = json_loads(configuration, 0, NULL);
    assert_non_null(asked->configuration);
    asked->question = (struct question){kind, &asked->connector, asked->configuration, NULL};
    return asked;
}

static void inquiry_free(struct inquiry *asked)
{
    connector_free(&asked->connector);
    json_decref(asked->configuration);
    test_free(asked);
}

static json_t *discovered(struct api *api, const char *id, const char *configuration, char **complaint)
{
    struct inquiry *source = asked(api, &SOURCE, id, configuration);
    json_t *catalog = connector_answer_discovery(world_of(api), &source->question, complaint);
    inquiry_free(source);
    return catalog;
}

static void expect_names(const json_t *catalog, const char *wanted)
{
    char names[400] = "";
    size_t index;
    json_t *entry;
    json_array_foreach (at(catalog, "streams"), index, entry) {
        strcat(names, index ? " " : "");
        strcat(names, text_at(entry, "stream.name"));
    }
    assert_string_equal(names, wanted);
}

static void expect_streams(struct api *api, const char *id, const char *configuration, const char *wanted)
{
    char *complaint = NULL;
    json_auto_t *catalog = discovered(api, id, configuration, &complaint);
    assert_null(complaint);
    assert_non_null(catalog);
    expect_names(catalog, wanted);
}

static void recorded_connectors_have_their_own_streams(void **state)
{
    expect_streams(*state, FAKER, "{\"count\": 5}", "products users purchases");
    expect_streams(*state, POKEAPI, "{\"pokemon_name\": \"ditto\"}", "pokemon");
}

#define DATABASE "\"host\": \"h\", \"port\": 5432, \"database\": \"d\", \"username\": \"u\""

static void postgres_reads_tables_or_its_change_log(void **state)
{
    char *complaint = NULL;
    json_auto_t *tables = discovered(*state, POSTGRES_SOURCE, "{" DATABASE "}", &complaint);
    json_auto_t *log =
        discovered(*state, POSTGRES_SOURCE,
                   "{" DATABASE ", \"replication_method\": {\"method\": \"CDC\", \"plugin\": \"pgoutput\","
                   " \"replication_slot\": \"s\", \"publication\": \"p\"}}",
                   &complaint);
    assert_null(complaint);
    assert_false(has(tables, "streams[0].stream.jsonSchema.properties._ab_cdc_lsn"));
    assert_true(has(log, "streams[0].stream.jsonSchema.properties._ab_cdc_lsn"));
    assert_string_equal(text_at(log, "streams[0].stream.name"), text_at(tables, "streams[0].stream.name"));
}

static void e2e_testing_offers_what_its_configuration_says(void **state)
{
    expect_streams(
        *state, E2E_SOURCE,
        "{\"type\": \"CONTINUOUS_FEED\", \"max_messages\": 1, \"mock_catalog\": {\"type\": \"SINGLE_STREAM\","
        " \"stream_name\": \"mine\", \"stream_schema\": \"{\\\"type\\\": \\\"object\\\"}\"}}",
        "mine");
    expect_streams(
        *state, E2E_SOURCE,
        "{\"max_messages\": 1, \"mock_catalog\": {\"type\": \"MULTI_STREAM\", \"stream_schemas\":"
        " \"{\\\"a\\\": {\\\"type\\\": \\\"object\\\"}, \\\"b\\\": {\\\"type\\\": \\\"object\\\"}}\"}}",
        "a b");
}

static const char NO_SCHEMA[] = "{\"max_messages\": 1, \"mock_catalog\": {\"type\": \"SINGLE_STREAM\","
                                " \"stream_name\": \"mine\", \"stream_schema\": \"{\"}}";

static void e2e_testing_fails_on_text_that_is_no_schema(void **state)
{
    char *complaint = NULL;
    assert_null(discovered(*state, E2E_SOURCE, NO_SCHEMA, &complaint));
    assert_non_null(strstr(complaint, "stream_schema"));
    free(complaint);
    struct inquiry *source = asked(*state, &SOURCE, E2E_SOURCE, NO_SCHEMA);
    complaint = connector_answer_check(world_of(*state), &source->question);
    assert_non_null(strstr(complaint, "stream_schema"));
    free(complaint);
    inquiry_free(source);
}

static void other_sources_have_plausible_streams_always_the_same(void **state)
{
    char *complaint = NULL;
    json_auto_t *once = discovered(*state, AIRTABLE, "{}", &complaint);
    json_auto_t *again = discovered(*state, AIRTABLE, "{}", &complaint);
    assert_null(complaint);
    assert_int_equal(json_array_size(at(once, "streams")), 3);
    assert_true(json_equal(once, again));
}

static void a_configuration_that_breaks_its_specification_discovers_nothing(void **state)
{
    char *complaint = NULL;
    assert_null(discovered(*state, FAKER, "{\"count\": \"many\"}", &complaint));
    assert_non_null(strstr(complaint, "$.count: string found, integer expected"));
    free(complaint);
}

static void a_check_says_what_is_wrong_or_nothing(void **state)
{
    struct inquiry *good = asked(*state, &DESTINATION, E2E_DESTINATION, "{\"type\": \"SILENT\"}");
    assert_null(connector_answer_check(world_of(*state), &good->question));
    inquiry_free(good);
    struct inquiry *bad = asked(*state, &DESTINATION, E2E_DESTINATION, "{\"type\": \"LOUD\"}");
    char *complaint = connector_answer_check(world_of(*state), &bad->question);
    assert_non_null(strstr(complaint, "json schema validation failed"));
    free(complaint);
    inquiry_free(bad);
}

/* So that the same streams are the same content, whoever proposes what. */
static void of_finds_that_are_alike_the_newest_is_known(void **state)
{
    struct world *world = world_of(*state);
    char *workspace = first_workspace(*state), *source = make_source(*state, workspace);
    const struct catalog_find find = {.source_id = source, .version = "1", .hash = "h"};
    char *ids[] = {discovered_catalog_store(world, "{\"streams\":[]}"),
                   discovered_catalog_store(world, "{\"streams\":[{}]}")};
    for (size_t i = 0; i < 4; i++) {
        discovered_catalog_note(world, &find, ids[i % 2]);
        char *known = discovered_catalog_known(world, &find);
        assert_string_equal(known, ids[i % 2]);
        free(known);
    }
    free(ids[0]);
    free(ids[1]);
    free(source);
    free(workspace);
}

static void stored_catalogues_have_no_configs(void **state)
{
    json_t *request = json_pack("{ss ss s{si}}", "sourceDefinitionId", FAKER, "workspaceId", UNKNOWN_ID,
                                "connectionConfiguration", "count", 1);
    json_auto_t *read = call_ok(*state, "/v1/scheduler/sources/discover_schema", request);
    json_auto_t *stored = discovered_catalog_get(world_of(*state), text_at(read, "catalogId"));
    expect_names(stored, "products users purchases");
    assert_true(has(read, "catalog.streams[0].config"));
    assert_false(has(stored, "streams[0].config"));
    assert_true(json_equal(at(stored, "streams[0].stream"), at(read, "catalog.streams[0].stream")));
    assert_null(discovered_catalog_get(world_of(*state), UNKNOWN_ID));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_connectors_have_their_own_streams),
        cmocka_unit_test(postgres_reads_tables_or_its_change_log),
        cmocka_unit_test(e2e_testing_offers_what_its_configuration_says),
        cmocka_unit_test(e2e_testing_fails_on_text_that_is_no_schema),
        cmocka_unit_test(other_sources_have_plausible_streams_always_the_same),
        cmocka_unit_test(a_configuration_that_breaks_its_specification_discovers_nothing),
        cmocka_unit_test(a_check_says_what_is_wrong_or_nothing),
        cmocka_unit_test(of_finds_that_are_alike_the_newest_is_known),
        cmocka_unit_test(stored_catalogues_have_no_configs),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}
