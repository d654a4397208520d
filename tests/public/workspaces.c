/* Workspaces of the public API, and the connectors of each. */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

static void a_workspace_begins_with_mail_for_all_but_success(void **state)
{
    struct api *api = *state;
    json_auto_t *made = rest(api, "POST", "/workspaces", one("name", "W"), 200);
    assert_string_equal(text_at(made, "dataResidency"), "auto");
    assert_int_equal(json_object_size(at(made, "notifications")), 6);
    assert_true(json_is_true(at(made, "notifications.failure.email.enabled")));
    assert_true(json_is_false(at(made, "notifications.success.email.enabled")));
    assert_true(json_is_false(at(made, "notifications.syncDisabled.webhook.enabled")));
    assert_false(has(made, "notifications.syncDisabled.webhook.url"));
    char *path = must_printf("/workspaces/%s", text_at(made, "workspaceId"));
    json_auto_t *got = rest(api, "GET", path, NULL, 200);
    assert_true(json_equal(got, made));
    assert_null(rest(api, "DELETE", path, NULL, 204));
    rest_fails(api, "GET", path, NULL, 404, "resource-not-found", text_at(made, "workspaceId"));
    json_auto_t *all = rest(api, "GET", "/workspaces?includeDeleted=true", NULL, 200);
    assert_int_equal(json_array_size(at(all, "data")), 2);
    free(path);
}

static void patch_changes_one_channel_of_one_occasion(void **state)
{
    struct api *api = *state;
    char *id = first_workspace(api), *path = must_printf("/workspaces/%s", id);
    json_auto_t *patched =
        rest(api, "PATCH", path,
             parsed("{\"name\": \"N\", \"notifications\": {\"failure\": {\"webhook\": {\"enabled\": true, "
                    "\"url\": \"http://127.0.0.1:1/x\"}}}}"),
             200);
    assert_string_equal(text_at(patched, "name"), "N");
    assert_string_equal(text_at(patched, "notifications.failure.webhook.url"), "http://127.0.0.1:1/x");
    assert_true(json_is_true(at(patched, "notifications.failure.email.enabled")));
    json_auto_t *config = call_ok(api, "/v1/workspaces/get", one("workspaceId", id));
    assert_string_equal(text_at(config, "notifications[0].slackConfiguration.webhook"),
                        "http://127.0.0.1:1/x");
    assert_true(json_is_true(at(config, "notifications[0].sendOnFailure")));
    call_done(api, "/v1/workspaces/update", json_pack("{ss s[]}", "workspaceId", id, "notifications"));
    json_auto_t *quiet = rest(api, "GET", path, NULL, 200);
    assert_true(json_is_false(at(quiet, "notifications.failure.webhook.enabled")));
    rest_fails(api, "PATCH", path,
               parsed("{\"notifications\": {\"success\": {\"webhook\": {\"enabled\": true}}}}"), 400,
               "Notification missing URL", "success");
    rest_fails(
        api, "PATCH", path,
        parsed(
            "{\"notifications\": {\"connectionUpdateActionRequired\": {\"email\": {\"enabled\": false}}}}"),
        400, "Notification required", "connectionUpdateActionRequired");
    free(path);
    free(id);
}

static void definitions_are_the_workspaces_own_or_public(void **state)
{
    struct api *api = *state;
    char *id = first_workspace(api), *other = make_workspace(api, "other");
    static const char *const kinds[] = {"sources", "destinations"};
    for (size_t i = 0; i < 2; i++) {
        char *base = must_printf("/workspaces/%s/definitions/%s", id, kinds[i]);
        json_auto_t *made = rest(
            api, "POST", base,
            json_pack("{ss ss ss}", "name", "Own", "dockerRepository", "me/own", "dockerImageTag", "1"), 200);
        char *path = must_printf("%s/%s", base, text_at(made, "id"));
        json_auto_t *put =
            rest(api, "PUT", path, json_pack("{ss ss}", "name", "Mine", "dockerImageTag", "2"), 200);
        assert_string_equal(text_at(put, "dockerImageTag"), "2");
        assert_string_equal(text_at(put, "name"), "Mine");
        json_auto_t *got = rest(api, "GET", path, NULL, 200);
        assert_true(json_equal(got, put));
        json_auto_t *list = rest(api, "GET", base, NULL, 200);
        assert_true(json_array_size(at(list, "data")) > 50);
        assert_false(has(list, "next"));
        char *elsewhere =
            must_printf("/workspaces/%s/definitions/%s/%s", other, kinds[i], text_at(made, "id"));
        json_decref(rest(api, "GET", elsewhere, NULL, 404));
        json_auto_t *deleted = rest(api, "DELETE", path, NULL, 200);
        assert_true(json_equal(deleted, put));
        json_decref(rest(api, "GET", path, NULL, 404));
        free(elsewhere);
        free(path);
        free(base);
    }
    char *public = must_printf("/workspaces/%s/definitions/sources/" FAKER, id);
    rest_fails(api, "PUT", public, json_pack("{ss ss}", "name", "x", "dockerImageTag", "2"), 400,
               "bad-request", "Public definitions cannot be modified.");
    rest_fails(api, "DELETE", public, NULL, 400, "bad-request", "Public definitions cannot be modified.");
    free(public);
    free(other);
    free(id);
}

static json_t *manifest(const char *property)
{
    return json_pack("{ss s{s{ss s[s] s{s{ss sb}}}}}", "version", "1", "spec", "connection_specification",
                     "type", "object", "required", property, "properties", property, "type", "string",
                     "airbyte_secret", true);
}

static json_t *source_of(struct api *api, const char *workspace, const char *definition,
                         json_t *configuration, unsigned status)
{
    return rest(api, "POST", "/sources",
                json_pack("{ss ss ss so}", "name", "L", "workspaceId", workspace, "definitionId", definition,
                          "configuration", configuration),
                status);
}

static void a_manifest_says_what_configures_its_sources(void **state)
{
    struct api *api = *state;
    char *id = first_workspace(api),
         *base = must_printf("/workspaces/%s/definitions/declarative_sources", id);
    json_auto_t *made =
        rest(api, "POST", base, json_pack("{ss so}", "name", "Low", "manifest", manifest("token")), 200);
    assert_int_equal(integer_at(made, "version"), 1);
    const char *definition = text_at(made, "id");
    json_decref(source_of(api, id, definition, json_object(), 422));
    json_auto_t *source = source_of(api, id, definition, one("token", "hush"), 200);
    assert_string_equal(text_at(source, "configuration.token"), "**********");
    assert_string_equal(text_at(source, "sourceType"), "");
    char *path = must_printf("%s/%s", base, definition);
    json_auto_t *second = rest(api, "PUT", path, json_pack("{so}", "manifest", manifest("key")), 200);
    assert_int_equal(integer_at(second, "version"), 2);
    json_decref(source_of(api, id, definition, one("token", "hush"), 422));
    json_auto_t *got = rest(api, "GET", path, NULL, 200);
    assert_true(json_equal(got, second));
    json_auto_t *list = rest(api, "GET", base, NULL, 200);
    assert_int_equal(json_array_size(at(list, "data")), 1);
    char *ordinary = must_printf("/workspaces/%s/definitions/sources/%s", id, definition);
    json_decref(rest(api, "GET", ordinary, NULL, 404));
    rest_fails(api, "POST", base, json_pack("{ss s{}}", "name", "n", "manifest"), 400, "bad-request",
               "connection_specification");
    json_auto_t *deleted = rest(api, "DELETE", path, NULL, 200);
    assert_true(json_equal(deleted, second));
    json_decref(rest(api, "GET", path, NULL, 404));
    free(ordinary);
    free(path);
    free(base);
    free(id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_workspace_begins_with_mail_for_all_but_success),
        API_TEST(patch_changes_one_channel_of_one_occasion),
        API_TEST(definitions_are_the_workspaces_own_or_public),
        API_TEST(a_manifest_says_what_configures_its_sources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
