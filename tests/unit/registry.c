/* Connector catalogs from registry files: --connectors. */
#include "support/testing.h"

#include "base/asset.h"
#include "base/die.h"
#include "base/log.h"
#include "domain/registry/registry.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define ID "11111111-2222-4333-8444-555555555555"

/* An entry as Airbyte's registries have them; members besides are laid over it (stolen). */
static json_t *entry_with(const char *id_member, json_t *more)
{
    json_t *entry =
        json_pack("{ss ss ss ss ss s{s{ss}}}", id_member, ID, "name", "Thing", "dockerRepository",
                  "acme/source-thing", "dockerImageTag", "1.2.3", "documentationUrl",
                  "https://example.org/thing", "spec", "connectionSpecification", "type", "object");
    json_object_update(entry, more);
    json_decref(more);
    return entry;
}

static json_t *document_of(json_t *source)
{
    return json_pack("{s[o] s[]}", "sources", source, "destinations");
}

STATEMENT(ONLY_DOC, "SELECT doc FROM definition");

static void what_the_api_does_not_know_of_a_registry_is_ignored(void **state)
{
    (void)state;
    char *error = NULL;
    json_auto_t *document = document_of(entry_with(
        "sourceDefinitionId", json_pack("{ss ss sb s{si} ss ss}", "iconUrl", "https://example.org/i.svg",
                                        "supportLevel", "community", "custom", false, "releases", "x", 1,
                                        "releaseStage", "beta", "sourceType", "vectorstore")));
    struct registry *registry = registry_load(document, NULL, &error);
    assert_non_null(registry);
    char *doc = store_text(registry_store(registry), &ONLY_DOC, SQL_NOTHING);
    assert_string_equal(
        doc, "{\"sourceDefinitionId\":\"" ID "\",\"name\":\"Thing\",\"dockerRepository\":"
             "\"acme/source-thing\",\"dockerImageTag\":\"1.2.3\",\"documentationUrl\":"
             "\"https://example.org/thing\",\"protocolVersion\":\"0.2.0\",\"releaseStage\":\"beta\"}");
    free(doc);
    registry_close(registry);
}

static void a_removed_connector_is_left_out(void **state)
{
    (void)state;
    char *error = NULL;
    json_auto_t *document =
        document_of(entry_with("sourceDefinitionId", json_pack("{sb}", "tombstone", true)));
    struct registry *registry = registry_load(document, NULL, &error);
    assert_non_null(registry);
    assert_null(store_text(registry_store(registry), &ONLY_DOC, SQL_NOTHING));
    registry_close(registry);
}

static void a_mistake_names_the_entry_and_what_is_wrong(void **state)
{
    (void)state;
    const struct {
        json_t *document;
        const char *error;
    } cases[] = {
        {json_object(), "/sources must be a list"},
        {document_of(json_object()), "/sources/0: sourceDefinitionId must be a UUID"},
        {document_of(entry_with("sourceDefinitionId", json_pack("{si}", "name", 5))),
         "/sources/0: name must be a text"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *error = NULL;
        assert_null(registry_load(cases[i].document, NULL, &error));
        if (strncmp(error, cases[i].error, strlen(cases[i].error)) != 0)
            print_error("%s\n", error);
        assert_int_equal(strncmp(error, cases[i].error, strlen(cases[i].error)), 0);
        free(error);
        json_decref(cases[i].document);
    }
}

/* One odd specification must not cost a user the whole registry. */
static void a_slip_of_a_specification_is_logged_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *spec, *logged;
    } cases[] = {
        {"{\"connectionSpecification\": null}",
         "spec.connectionSpecification: #: a schema must be an object or a boolean"},
        {"{\"connectionSpecification\": {\"properties\": {\"x\": {\"type\": \"strnig\"}}}}",
         "spec.connectionSpecification: #/properties/x/type: must be the name of a type, or a list of such "
         "names"},
        {"{\"connectionSpecification\": {\"dependentSchemas\": {}}}",
         "spec.connectionSpecification: #/dependentSchemas: is no keyword of draft-07"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *error = NULL, *line = must_printf("warn connectors: /sources/0: %s", cases[i].logged);
        FILE *nowhere = fopen("/dev/null", "w");
        struct log *log = log_new(LOG_INFO, LOG_TEXT, nowhere);
        json_auto_t *document =
            document_of(entry_with("sourceDefinitionId", json_pack("{so}", "spec", parsed(cases[i].spec))));
        struct registry *registry = registry_load(document, log, &error);
        assert_non_null(registry);
        char *lines = log_text(log);
        if (!strstr(lines, line))
            fail_msg("<%s> is not in <%s>", line, lines);
        registry_close(registry);
        log_free(log);
        fclose(nowhere);
        free(lines);
        free(line);
    }
}

/* The files that were published over the years, in their own words: an entry each. */
static void registries_of_all_years_are_read(void **state)
{
    (void)state;
    static const char base[] =
        "\"sourceDefinitionId\": \"" ID "\", \"name\": \"Thing\", \"dockerRepository\": "
        "\"acme/source-thing\", \"dockerImageTag\": \"1.2.3\", \"documentationUrl\": "
        "\"https://example.org/thing\"";
    static const char *const shapes[] = {
        /* connector_catalog.json, 2022 */
        "\"icon\": \"thing.svg\", \"sourceType\": \"api\", \"releaseStage\": \"alpha\", \"spec\": {\"dockerImage\": "
        "\"acme/source-thing:1.2.3\", \"spec\": null, \"connectionSpecification\": {\"title\": \"Thing\"}, "
        "\"supportsNormalization\": false, \"supportsDBT\": false, \"supported_destination_sync_modes\": []}, "
        "\"public\": true, \"custom\": false, \"tombstone\": false",
        /* oss_registry.json, 2023 */
        "\"releaseDate\": null, \"supportLevel\": \"community\", \"githubIssueLabel\": \"source-thing\", \"license\": "
        "\"MIT\", \"allowedHosts\": {\"hosts\": [\"${host}\"]}, \"suggestedStreams\": {\"streams\": [\"a\"]}, "
        "\"resourceRequirements\": {\"jobSpecific\": [{\"jobType\": \"sync\", \"resourceRequirements\": "
        "{\"memory_limit\": \"1Gi\"}}]}, \"spec\": {\"connectionSpecification\": {\"$schema\": "
        "\"https://json-schema.org/draft-07/schema#\"}, \"advanced_auth\": {}}",
        /* cloud_registry.json, 2025 */
        "\"iconUrl\": \"https://example.org/i.svg\", \"ab_internal\": {\"sl\": 100, \"ql\": 200}, \"language\": "
        "\"manifest-only\", \"tags\": [\"cdk:low-code\"], \"maxSecondsBetweenMessages\": 5400, \"generated\": {\"git\": "
        "{}}, \"packageInfo\": {\"cdk_version\": \"6\"}, \"releases\": {\"releaseCandidates\": {\"2.0.0\": "
        "{\"spec\": {}}}, \"breakingChanges\": {\"1.0.0\": {\"upgradeDeadline\": \"2025-01-01\"}}}, \"spec\": "
        "{\"connectionSpecification\": {\"properties\": {\"n\": {\"type\": \"integer\", \"maximum\": "
        "1e30}}}}",
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char *error = NULL,
             *text = must_printf("{\"sources\": [{%s, %s}], \"destinations\": []}", base, shapes[i]);
        json_auto_t *document = parsed(text);
        struct registry *registry = registry_load(document, NULL, &error);
        if (!registry)
            fail_msg("%s", error);
        char *spec = registry_image_spec(registry, "acme/source-thing", "1.2.3");
        assert_non_null(registry_spec(registry, spec)->schema);
        free(spec);
        registry_close(registry);
        free(text);
    }
}

static void an_id_stands_once(void **state)
{
    (void)state;
    char *error = NULL;
    json_t *entry = entry_with("sourceDefinitionId", json_object());
    json_auto_t *document = json_pack("{s[OO] s[]}", "sources", entry, entry, "destinations");
    assert_null(registry_load(document, NULL, &error));
    assert_string_equal(error, "/sources/1: sourceDefinitionId " ID " is there twice");
    free(error);
    json_decref(entry);
}

static void the_built_in_one_knows_the_public_connectors(void **state)
{
    (void)state;
    const struct asset *image = asset_find("images/registry.db");
    struct registry *registry = registry_open(image->begin, asset_size(image));
    char *known = registry_image_spec(registry, "airbyte/source-postgres", "1.0.45");
    char *other_tag = registry_image_spec(registry, "airbyte/source-postgres", "9.9.9");
    assert_null(other_tag);
    assert_null(registry_image_spec(registry, "nobody/knows", "1"));
    const struct spec *spec = registry_spec(registry, known);
    assert_non_null(spec->schema);
    assert_ptr_equal(spec, registry_spec(registry, known));
    free(known);
    registry_close(registry);
}

/* Texts of one size share a place. */
static void a_definition_is_read_as_its_text_says(void **state)
{
    (void)state;
    const struct asset *image = asset_find("images/registry.db");
    struct registry *registry = registry_open(image->begin, asset_size(image));
    json_auto_t *one = registry_read(registry, "{\"name\":\"One\"}");
    json_auto_t *again = registry_read(registry, "{\"name\":\"One\"}");
    json_auto_t *two = registry_read(registry, "{\"name\":\"Two\"}");
    assert_ptr_equal(one, again);
    assert_string_equal(json_string_value(json_object_get(one, "name")), "One");
    assert_string_equal(json_string_value(json_object_get(two, "name")), "Two");
    registry_close(registry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_api_does_not_know_of_a_registry_is_ignored),
        cmocka_unit_test(a_removed_connector_is_left_out),
        cmocka_unit_test(a_mistake_names_the_entry_and_what_is_wrong),
        cmocka_unit_test(a_slip_of_a_specification_is_logged_with_its_place),
        cmocka_unit_test(registries_of_all_years_are_read),
        cmocka_unit_test(an_id_stands_once),
        cmocka_unit_test(the_built_in_one_knows_the_public_connectors),
        cmocka_unit_test(a_definition_is_read_as_its_text_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
