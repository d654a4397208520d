#include "support/later.h"

#include "json/print.h"

#include <string.h>

#define DRAFT "b0000000-0000-4000-8000-000000000001"
#define PUBLISHED "b0000000-0000-4000-8000-000000000002"
#define PLAIN "b0000000-0000-4000-8000-000000000003"
#define EMPTY "b0000000-0000-4000-8000-000000000004"
#define WORKSPACE "a0000000-0000-4000-8000-000000000001"
#define CONNECTOR "5d000000-0000-4000-8000-000000000001"
#define OTHER_CONNECTOR "5d000000-0000-4000-8000-000000000002"

#define SPEC                                                                                                 \
    "{'type': 'object', 'properties': {'url': {'type': 'string'}, 'token': {'type': 'string', "              \
    "'airbyte_secret': true}}}"
#define MANIFEST(number) "{'version': '" number "', 'spec': {'connection_specification': " SPEC "}}"
#define OF(id) "'workspaceId': '" WORKSPACE "', 'builderProjectId': '" id "'"

static const struct step seeds = {
    0, "/fixtures",
    "{'workspaces': [{'name': 'Acme', 'workspaceId': '" WORKSPACE "'}], 'sourceDefinitions': ["
    "{'sourceDefinitionId': '" CONNECTOR "', 'name': 'Ours', 'manifests': [" MANIFEST("1") ", " MANIFEST(
        "2") "]}, {'sourceDefinitionId': '" OTHER_CONNECTOR
             "', 'name': 'Image', 'dockerRepository': 'acme/x', "
             "'dockerImageTag': '1', 'documentationUrl': 'https://x.test'}], 'builderProjects': ["
             "{'builderProjectId': '" DRAFT "', 'name': 'New', 'draftManifest': " MANIFEST(
                 "0") ", 'testingValues': {'url': 'u', 'token': 'hush'}, 'updatedAt': 7, 'contributionInfo': "
                      "{'pullRequestUrl': 'https://x.test/1', 'actorDefinitionId': '" CONNECTOR "'}}, "
                      "{'builderProjectId': '" PUBLISHED
                      "', 'name': 'Ours', 'sourceDefinitionId': '" CONNECTOR
                      "', 'testingValues': {'token': 'hush'}}, {'builderProjectId': '" PLAIN
                      "', 'name': 'Image', 'sourceDefinitionId': '" OTHER_CONNECTOR
                      "'}, {'builderProjectId': '" EMPTY "', 'name': 'Empty'}]}",
    NULL, 0};

static void a_project_shows_its_draft_else_what_is_active(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story, seeds,
         {0, "connector_builder_projects/get_with_manifest", "{" OF(DRAFT) "}",
          "{'builderProject': {'name': 'New', 'builderProjectId': '" DRAFT
          "', 'hasDraft': true, 'sourceDefinitionId': null, 'activeDeclarativeManifestVersion': null}, "
          "'declarativeManifest': {'manifest': " MANIFEST(
              "0") ", 'isDraft': true, 'version': null}, "
                   "'testingValues': {'url': 'u', 'token': '**********'}}",
          0},
         {0, "connector_builder_projects/get_with_manifest", "{" OF(PUBLISHED) "}",
          "{'builderProject': {'hasDraft': false, 'sourceDefinitionId': '" CONNECTOR
          "', 'activeDeclarativeManifestVersion': 2}, 'declarativeManifest': {'manifest': " MANIFEST(
              "2") ", 'isDraft': false, 'version': 2}, 'testingValues': {'token': '**********'}}",
          0},
         {0, "connector_builder_projects/get_with_manifest", "{" OF(EMPTY) "}",
          "{'builderProject': {'hasDraft': false}, 'declarativeManifest': null, 'testingValues': null}", 0});
}

static void a_version_can_be_asked_for(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story, seeds,
         {0, "connector_builder_projects/get_with_manifest", "{" OF(PUBLISHED) ", 'version': 1}",
          "{'builderProject': {'activeDeclarativeManifestVersion': 2}, "
          "'declarativeManifest': {'manifest': " MANIFEST("1") ", 'isDraft': false, 'version': 1}}",
          0});
}

static void what_a_project_lacks_is_not_found(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story, seeds, {0, "connector_builder_projects/get_with_manifest", "{" OF(NOBODY) "}", NULL, 404},
         {0, "connector_builder_projects/get_with_manifest", "{" OF(NOBODY) ", 'version': 1}", NULL, 404},
         {0, "connector_builder_projects/get_with_manifest",
          "{'workspaceId': '" NOBODY "', 'builderProjectId': '" DRAFT "'}", NULL, 404},
         {0, "connector_builder_projects/get_with_manifest", "{" OF(DRAFT) ", 'version': 1}", NULL, 404},
         {0, "connector_builder_projects/get_with_manifest", "{" OF(PUBLISHED) ", 'version': 0}", NULL, 404},
         {0, "connector_builder_projects/get_with_manifest", "{" OF(PLAIN) "}", NULL, 404},
         {0, "connector_builder_projects/update_testing_values",
          "{" OF(NOBODY) ", 'spec': {}, 'testingValues': {}}", NULL, 404});
}

static void errors_say_what_was_not_found(void **state)
{
    static const char none[] = "Could not find configuration for CONNECTOR_BUILDER_PROJECT: " NOBODY ".",
                      unpublished[] = "Could not find configuration for DECLARATIVE_MANIFEST: "
                                      "ACTIVE_DECLARATIVE_MANIFEST.actor_definition_id:" OTHER_CONNECTOR
                                      " and matching DECLARATIVE_MANIFEST.version.",
                      no_version[] = "Could not find configuration for CONNECTOR_BUILDER_PROJECTS/"
                                     "DECLARATIVE_MANIFEST/ACTIVE_DECLARATIVE_MANIFEST: "
                                     "connector_builder_projects.id:" PUBLISHED " manifest_version:9.";
    static const char path[] = "/v1/connector_builder_projects/get_with_manifest";
    struct story story = {.api = *state};
    PLAY(&story, seeds);
    call_fails(*state, path, story_json(&story, "{" OF(NOBODY) "}"), 404, none);
    call_fails(*state, path, story_json(&story, "{" OF(PLAIN) "}"), 404, unpublished);
    call_fails(*state, path, story_json(&story, "{" OF(PUBLISHED) ", 'version': 9}"), 404, no_version);
}

static void testing_values_are_set_and_secrets_survive_their_mask(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story, seeds,
         {0, "connector_builder_projects/update_testing_values",
          "{" OF(DRAFT) ", 'spec': " SPEC ", 'testingValues': {'url': 'v', 'token': '**********'}}",
          "{'url': 'v', 'token': '**********'}", 0},
         {0, "connector_builder_projects/update_testing_values",
          "{" OF(EMPTY) ", 'spec': " SPEC ", 'testingValues': {'token': 'first'}}", "{'token': '**********'}",
          0},
         {0, "connector_builder_projects/get_with_manifest", "{" OF(DRAFT) "}",
          "{'testingValues': {'url': 'v', 'token': '**********'}}", 0});
    json_auto_t *whole = control(*state, "GET", "/export", NULL, 200);
    assert_string_equal(text_at(whole, "builderProjects[0].testingValues.token"), "hush");
    assert_string_equal(text_at(whole, "builderProjects[3].testingValues.token"), "first");
    assert_int_equal(integer_at(whole, "builderProjects[0].updatedAt"), TEST_TIME);
    json_auto_t *requests = control(*state, "GET", "/requests", NULL, 200);
    char *log = json_print(requests);
    assert_null(strstr(log, "hush"));
    assert_null(strstr(log, "first"));
    free(log);
}

static void a_project_is_found_by_what_it_was_published_as(void **state)
{
    struct story story = {.api = *state};
    static const char path[] = "/v1/connector_builder_projects/get_for_definition_id";
    PLAY(&story, seeds,
         {0, "connector_builder_projects/get_for_definition_id",
          "{'workspaceId': '" WORKSPACE "', 'actorDefinitionId': '" CONNECTOR "'}",
          "{'builderProjectId': '" PUBLISHED "'}", 0});
    json_auto_t *none =
        call_ok(*state, path,
                story_json(&story, "{'workspaceId': '" WORKSPACE "', 'actorDefinitionId': '" FAKER "'}"));
    assert_true(json_is_null(at(none, "builderProjectId")));
}

static void the_newest_release_says_more_of_a_project(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story, seeds,
         {0, "connector_builder_projects/get_with_manifest", "{" OF(DRAFT) "}",
          "{'builderProject': {'updatedAt': 7, 'contributionInfo': {'pullRequestUrl': 'https://x.test/1'}}}",
          0},
         {0, "connector_builder_projects/get_for_definition_id",
          "{'workspaceId': '" WORKSPACE "', 'actorDefinitionId': '" CONNECTOR "'}",
          "{'workspaceId': '" WORKSPACE "'}", 0});
}

/* What the public API publishes is what a project of that connector shows. */
static void a_project_follows_its_connector(void **state)
{
    struct api *api = *state;
    struct story story = {.api = api};
    PLAY(&story, seeds);
    static const char path[] = "/workspaces/" WORKSPACE "/definitions/declarative_sources/" CONNECTOR;
    json_auto_t *low = rest(api, "GET", path, NULL, 200);
    assert_int_equal(integer_at(low, "version"), 2);
    json_decref(rest(api, "PUT", path, story_json(&story, "{'manifest': " MANIFEST("3") "}"), 200));
    PLAY(&story, {0, "connector_builder_projects/get_with_manifest", "{" OF(PUBLISHED) "}",
                  "{'declarativeManifest': {'manifest': " MANIFEST("3") ", 'version': 3}}", 0});
}

static void projects_and_manifests_are_exported_and_loaded_again(void **state)
{
    struct api *api = *state;
    struct story story = {.api = api};
    PLAY(&story, seeds);
    json_auto_t *whole = control(api, "GET", "/export", NULL, 200);
    assert_int_equal(json_array_size(at(whole, "builderProjects")), 4);
    assert_int_equal(json_array_size(at(whole, "sourceDefinitions[0].manifests")), 2);
    api->sandbox = "copy";
    json_decref(control(api, "POST", "/fixtures", json_deep_copy(whole), 200));
    json_auto_t *copy = control(api, "GET", "/export", NULL, 200);
    assert_true(json_equal(whole, copy));
}

static void loading_again_changes_nothing_and_a_name_is_enough(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story, seeds);
    json_auto_t *before = control(*state, "GET", "/export", NULL, 200);
    PLAY(&story, {5, "/fixtures", "{'builderProjects': [{'name': 'New', 'workspace': 'Acme'}]}", NULL, 0},
         seeds);
    json_auto_t *after = control(*state, "GET", "/export", NULL, 200);
    assert_true(json_equal(before, after));
}

static void a_mistake_in_a_project_is_named(void **state)
{
    static const struct {
        const char *fixture, *reason;
    } mistakes[] = {
        {"{'builderProjects': [{'name': 'n', 'sourceDefinitionId': '" NOBODY "'}]}",
         "/builderProjects/0/sourceDefinitionId: Could not find configuration"},
        {"{'builderProjects': [{'name': 'n', 'workspaceId': '" NOBODY "'}]}",
         "/builderProjects/0/workspaceId: Could not find configuration"},
        {"{'sourceDefinitions': [{'name': 'n', 'manifests': [{}]}]}",
         "manifest.spec.connection_specification: is missing but it is required"},
    };
    struct story story = {.api = *state};
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        json_auto_t *refused =
            control(*state, "POST", "/fixtures", story_json(&story, mistakes[i].fixture), 422);
        char *text = json_print(refused);
        if (!strstr(text, mistakes[i].reason))
            fail_msg("%s in %s", mistakes[i].reason, text);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LATER_TEST(a_project_shows_its_draft_else_what_is_active),
        LATER_TEST(a_version_can_be_asked_for),
        LATER_TEST(what_a_project_lacks_is_not_found),
        RELEASE_TEST(errors_say_what_was_not_found, 0_63, "0.63"),
        LATER_TEST(testing_values_are_set_and_secrets_survive_their_mask),
        RELEASE_TEST(a_project_is_found_by_what_it_was_published_as, 1_5, "1.5"),
        RELEASE_TEST(a_project_is_found_by_what_it_was_published_as, 2_0, "2.0"),
        RELEASE_TEST(the_newest_release_says_more_of_a_project, 2_0, "2.0"),
        LATER_TEST(a_project_follows_its_connector),
        LATER_TEST(loading_again_changes_nothing_and_a_name_is_enough),
        API_TEST(projects_and_manifests_are_exported_and_loaded_again),
        API_TEST(a_mistake_in_a_project_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
