/* Fixtures that say all that a release's API takes and the one before does not: tests/releases/NAME.json. */
#include "support/later.h"

#include "base/die.h"
#include "json/read.h"

#include <stdlib.h>
#include <string.h>

/* New reference. */
static json_t *fixture_of(enum release release)
{
    char *path = must_printf("releases/%s.json", release_name(release)), *error = NULL;
    json_t *fixture = json_read_file(path, &error);
    if (!fixture)
        fail_msg("%s", error);
    free(path);
    return fixture;
}

/* Loads it (stolen) into a fresh sandbox, and gives back what that exports. */
static json_t *loaded(struct api *api, const char *sandbox, json_t *fixture)
{
    api->sandbox = sandbox;
    json_decref(control(api, "POST", "/fixtures", fixture, 200));
    return control(api, "GET", "/export", NULL, 200);
}

static void what_a_release_takes_is_loaded_and_exported(void **state)
{
    for (enum release release = RELEASE_0_63; release < RELEASES; release++) {
        json_auto_t *fixture = fixture_of(release);
        json_auto_t *first = loaded(*state, "one", json_deep_copy(fixture));
        if (!json_holds(first, fixture))
            fail_msg("%s does not export what it loads", release_name(release));
        json_decref(control(*state, "POST", "/fixtures", fixture_of(release), 200));
        json_auto_t *again = control(*state, "GET", "/export", NULL, 200);
        assert_true(json_equal(first, again));
        json_auto_t *copy = loaded(*state, "two", json_deep_copy(first));
        assert_true(json_equal(first, copy));
        for (size_t i = 0; i < 2; i++)
            json_decref(control(*state, "DELETE", i ? "/sandboxes/one" : "/sandboxes/two", NULL, 204));
    }
}

/* The replies are checked against the release's shapes on the way. */
static void what_was_loaded_is_shown(void **state)
{
    static const char expected[] =
        "{'syncCatalog': {'streams': [{'stream': {'isResumable': true}, 'config': {'generationId': 4}}]}, "
        "'notifySchemaChangesByEmail': true, 'backfillPreference': 'enabled'}";
    char connection[] = "c0000000-0000-4000-8000-000000000001";
    struct story story = {.api = *state, .connection = connection};
    for (enum release release = RELEASE_0_63; release < RELEASES; release++) {
        json_decref(loaded(*state, "shown", fixture_of(release)));
        PLAY(&story, {0, "connections/get", "{'connectionId': '$connection'}", expected, 0},
             {0, "workspaces/get", "{'workspaceId': 'a0000000-0000-4000-8000-000000000001'}",
              "{'organizationId': '0f000000-0000-4000-8000-000000000001'}", 0},
             {0, "sources/get", "{'sourceId': '50000000-0000-4000-8000-000000000001'}", "{'name': 'Sample'}",
              0},
             SYNC, {10, "jobs/get", "{'id': 1}", "{'job': {'status': 'succeeded'}}", 0});
        json_decref(control(*state, "DELETE", "/sandboxes/shown", NULL, 204));
    }
}

static void generations_go_on_where_a_fixture_says_they_are(void **state)
{
    char connection[] = "c0000000-0000-4000-8000-000000000001";
    struct story story = {.api = *state, .connection = connection};
    json_decref(loaded(*state, "first", fixture_of(RELEASE_2_0)));
    PLAY(&story, {0, "connections/clear", "{'connectionId': '$connection'}", NULL, 0},
         {10, "connections/get", "{'connectionId': '$connection'}",
          "{'syncCatalog': {'streams': [{'config': {'generationId': 5, 'minimumGenerationId': 5, 'syncId': "
          "1}}]}}",
          0});
    json_auto_t *export = control(*state, "GET", "/export", NULL, 200);
    json_decref(loaded(*state, "second", json_incref(export)));
    PLAY(&story, SYNC,
         {10, "connections/get", "{'connectionId': '$connection'}",
          "{'syncCatalog': {'streams': [{'config': {'generationId': 6}}]}}", 0});
}

static void what_came_later_is_not_known_and_leaves_nothing(void **state)
{
    for (enum release release = RELEASE_0_63; release < RELEASES; release++) {
        json_t *fixture = fixture_of(release);
        json_object_set_new(fixture, "airbyte", json_string(release_name(release - 1)));
        json_auto_t *refused = control(*state, "POST", "/fixtures", fixture, 422);
        char *reason = must_printf(": Airbyte has it from %s on, and this is %s", release_name(release),
                                   release_name(release - 1));
        assert_non_null(strstr(text_at(refused, "message"), reason));
        free(reason);
        json_auto_t *whole = control(*state, "GET", "/export", NULL, 200);
        assert_false(has(whole, "airbyte"));
        assert_int_equal(json_array_size(at(whole, "connections")), 0);
    }
}

static void other_mistakes_are_not_taken_for_what_came_later(void **state)
{
    static const char *const fixtures[] = {
        "{'connections': [{'status': 'active', 'syncCatalog': {'streams': [{'stream': {'name': 'a', 'namespace': 5}}]}}]}",
        "{'airbyte': '2.0', 'workspaces': [{'name': 'w', 'dataplaneGroupId': 5}]}",
    };
    struct story story = {.api = *state};
    for (size_t i = 0; i < sizeof fixtures / sizeof *fixtures; i++) {
        json_auto_t *refused = control(*state, "POST", "/fixtures", story_json(&story, fixtures[i]), 422);
        assert_null(strstr(text_at(refused, "message"), "Airbyte has it"));
    }
}

static void an_unknown_organization_is_a_mistake(void **state)
{
    struct story story = {.api = *state};
    json_auto_t *refused = control(
        *state, "POST", "/fixtures",
        story_json(&story,
                   "{'airbyte': '2.0', 'workspaces': [{'name': 'w', 'organizationId': '" NOBODY "'}]}"),
        422);
    assert_string_equal(text_at(refused, "validationErrors[0].propertyPath"), "/workspaces/0/organizationId");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(what_a_release_takes_is_loaded_and_exported),
        API_TEST(what_was_loaded_is_shown),
        API_TEST(generations_go_on_where_a_fixture_says_they_are),
        API_TEST(what_came_later_is_not_known_and_leaves_nothing),
        API_TEST(other_mistakes_are_not_taken_for_what_came_later),
        API_TEST(an_unknown_organization_is_a_mistake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
