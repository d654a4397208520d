/* What a source's streams offer: docs/behaviour/public-api.md#streams */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

static void streams_are_a_bare_list(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *source = make_source(api, workspace);
    char *destination = make_destination(api, workspace);
    char *path = must_printf("/streams?sourceId=%s&destinationId=%s&ignoreCache=true", source, destination);
    json_auto_t *both = rest(api, "GET", path, NULL, 200);
    assert_true(json_is_array(both));
    assert_true(has(both, "[0].streamName"));
    assert_true(json_is_boolean(at(both, "[0].sourceDefinedCursorField")));
    assert_string_equal(text_at(both, "[0].syncModes[0]"), "full_refresh_append");
    assert_true(json_array_size(at(both, "[0].propertyFields")) > 1);
    char *alone = must_printf("/streams?sourceId=%s", source);
    json_auto_t *one_end = rest(api, "GET", alone, NULL, 200);
    assert_false(has(one_end, "[0].syncModes"));
    rest_fails(api, "GET", "/streams", NULL, 400, "bad-request", "sourceId");
    rest_fails(api, "GET", "/streams?sourceId=" UNKNOWN_ID, NULL, 404, "resource-not-found", UNKNOWN_ID);
    free(alone);
    free(path);
    free(destination);
    free(source);
    free(workspace);
}

/* Each parent stands right before what is in it. */
static void nested_fields_follow_their_parents(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *source = make_source(api, workspace);
    json_t *catalog = parsed(
        "{\"streams\": [{\"stream\": {\"name\": \"s\", \"supportedSyncModes\": [\"full_refresh\"], "
        "\"jsonSchema\": {\"type\": \"object\", \"properties\": {\"address\": {\"type\": \"object\", "
        "\"properties\": {\"city\": {\"type\": \"string\"}}}, \"list\": {\"type\": \"array\", \"items\": "
        "{\"type\": \"object\", \"properties\": {\"x\": {}}}}}}}}]}");
    json_decref(control(api, "POST", "/plans", json_pack("{s[{so}]}", "discover", "catalog", catalog), 201));
    char *path = must_printf("/streams?sourceId=%s", source);
    json_auto_t *streams = rest(api, "GET", path, NULL, 200);
    json_auto_t *expected = parsed("[[\"list\"], [\"address\"], [\"address\", \"city\"]]");
    assert_true(json_equal(at(streams, "[0].propertyFields"), expected));
    free(path);
    free(source);
    free(workspace);
}

static void a_discovery_that_fails_says_why(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *source = make_source(api, workspace);
    json_decref(
        control(api, "POST", "/plans", json_pack("{s[{ss}]}", "discover", "fails", "the door is shut"), 201));
    char *path = must_printf("/streams?sourceId=%s&ignoreCache=true", source);
    rest_fails(api, "GET", path, NULL, 409, "state-conflict", "logs:");
    free(path);
    free(source);
    free(workspace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {API_TEST(streams_are_a_bare_list),
                                       API_TEST(nested_fields_follow_their_parents),
                                       API_TEST(a_discovery_that_fails_says_why)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
