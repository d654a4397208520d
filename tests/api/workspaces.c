#include "support/api.h"

#include <stdlib.h>
#include <string.h>

static void a_fresh_server_has_one_workspace_named_by_its_id(void **state)
{
    struct api *api = *state;
    json_auto_t *list = call_ok(api, "/v1/workspaces/list", NULL);
    assert_int_equal(json_array_size(at(list, "workspaces")), 1);
    json_t *workspace = at(list, "workspaces[0]");
    assert_string_equal(text_at(workspace, "name"), text_at(workspace, "workspaceId"));
    assert_string_equal(text_at(workspace, "slug"), text_at(workspace, "workspaceId"));
    assert_true(json_is_false(at(workspace, "initialSetupComplete")));
    assert_true(json_is_true(at(workspace, "displaySetupWizard")));
    assert_string_equal(text_at(workspace, "defaultGeography"), "auto");
    assert_int_equal(json_array_size(at(workspace, "notifications")), 0);
    const char *absent[] = {"email", "news", "anonymousDataCollection", "securityUpdates", "webhookConfigs"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_false(has(workspace, absent[i]));
}

static void create_fills_in_what_the_request_leaves_out(void **state)
{
    struct api *api = *state;
    json_auto_t *workspace = call_ok(api, "/v1/workspaces/create", one("name", "Acme"));
    const char *false_ones[] = {"initialSetupComplete", "displaySetupWizard", "anonymousDataCollection",
                                "news", "securityUpdates"};
    for (size_t i = 0; i < sizeof false_ones / sizeof *false_ones; i++)
        assert_true(json_is_false(at(workspace, false_ones[i])));
    assert_string_equal(text_at(workspace, "slug"), "acme");
    assert_int_equal(json_array_size(at(workspace, "webhookConfigs")), 0);
    assert_string_not_equal(text_at(workspace, "customerId"), text_at(workspace, "workspaceId"));
}

static void initial_setup_is_never_complete_on_create(void **state)
{
    struct api *api = *state;
    json_auto_t *workspace =
        call_ok(api, "/v1/workspaces/create",
                json_pack("{ss sb ss}", "name", "Acme", "initialSetupComplete", true, "email", ""));
    assert_true(json_is_false(at(workspace, "initialSetupComplete")));
    assert_false(has(workspace, "email"));
}

static void members_come_in_the_documents_order(void **state)
{
    struct api *api = *state;
    json_auto_t *workspace =
        call_ok(api, "/v1/workspaces/create", json_pack("{ss ss}", "name", "Acme", "email", "a@example.org"));
    const char *order[] = {"workspaceId", "customerId", "email", "name", "slug", "initialSetupComplete"};
    void *member = json_object_iter(workspace);
    for (size_t i = 0; i < sizeof order / sizeof *order;
         i++, member = json_object_iter_next(workspace, member))
        assert_string_equal(json_object_iter_key(member), order[i]);
}

static void a_taken_slug_gets_eight_letters(void **state)
{
    struct api *api = *state;
    free(make_workspace(api, "My Team"));
    json_auto_t *second = call_ok(api, "/v1/workspaces/create", one("name", "My  Team!"));
    const char *slug = text_at(second, "slug");
    assert_int_equal(strlen(slug), strlen("my-team-") + 8);
    assert_int_equal(strncmp(slug, "my-team-", 8), 0);
}

static void deleting_does_not_free_the_slug(void **state)
{
    struct api *api = *state;
    char *id = make_workspace(api, "Gone");
    call_done(api, "/v1/workspaces/delete", one("workspaceId", id));
    json_auto_t *again = call_ok(api, "/v1/workspaces/create", one("name", "Gone"));
    assert_string_not_equal(text_at(again, "slug"), "gone");
    free(id);
}

static void webhook_configurations_get_ids_and_lose_their_tokens(void **state)
{
    struct api *api = *state;
    json_auto_t *workspace = call_ok(api, "/v1/workspaces/create",
                                     json_pack("{ss s[{ss ss}]}", "name", "Hooks", "webhookConfigs", "name",
                                               "dbt", "authToken", "canary"));
    assert_string_equal(text_at(workspace, "webhookConfigs[0].name"), "dbt");
    assert_true(has(workspace, "webhookConfigs[0].id"));
    char *text = json_dumps(workspace, 0);
    assert_null(strstr(text, "canary"));
    free(text);
}

static void a_webhook_configuration_needs_a_name(void **state)
{
    struct api *api = *state;
    call_fails(api, "/v1/workspaces/create", json_pack("{ss s[{}]}", "name", "Hooks", "webhookConfigs"), 422,
               "$.webhookConfigs[0].name: is missing but it is required");
}

static void a_notification_needs_its_slack_configuration(void **state)
{
    struct api *api = *state;
    json_auto_t *reply =
        call_status(api, "/v1/workspaces/create",
                    json_pack("{ss s[{ss sb sb}]}", "name", "Bell", "notifications", "notificationType",
                              "slack", "sendOnSuccess", true, "sendOnFailure", true),
                    422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"),
                        "notifications[0].slackConfiguration");
}

/* Required or not: what the document gives a default takes it. */
static void a_notification_takes_the_documents_defaults(void **state)
{
    struct api *api = *state;
    json_t *entry =
        parsed("{\"notificationType\":\"slack\",\"slackConfiguration\":{\"webhook\":\"http://a\"}}");
    json_t *eager = json_deep_copy(entry);
    json_object_set_new(eager, "sendOnSuccess", json_true());
    json_object_set_new(eager, "sendOnFailure", json_null());
    json_auto_t *made = call_ok(api, "/v1/workspaces/create",
                                json_pack("{ss s[oo]}", "name", "A", "notifications", entry, eager));
    assert_true(json_is_false(at(made, "notifications[0].sendOnSuccess")));
    assert_true(json_is_true(at(made, "notifications[0].sendOnFailure")));
    assert_true(json_is_true(at(made, "notifications[1].sendOnSuccess")));
    assert_true(json_is_true(at(made, "notifications[1].sendOnFailure")));
}

static void update_changes_only_what_is_given(void **state)
{
    struct api *api = *state;
    char *id = make_workspace(api, "Patch");
    json_auto_t *updated = call_ok(api, "/v1/workspaces/update",
                                   json_pack("{ss ss sb sn}", "workspaceId", id, "email", "a@example.org",
                                             "news", true, "defaultGeography"));
    assert_string_equal(text_at(updated, "email"), "a@example.org");
    assert_true(json_is_true(at(updated, "news")));
    assert_true(json_is_false(at(updated, "securityUpdates")));
    assert_string_equal(text_at(updated, "name"), "Patch");
    assert_string_equal(text_at(updated, "defaultGeography"), "auto");
    free(id);
}

static void an_update_gives_webhooks_new_ids(void **state)
{
    struct api *api = *state;
    char *id = make_workspace(api, "Hooks");
    json_auto_t *first =
        call_ok(api, "/v1/workspaces/update",
                json_pack("{ss s[{ss}]}", "workspaceId", id, "webhookConfigs", "name", "dbt"));
    json_auto_t *second =
        call_ok(api, "/v1/workspaces/update",
                json_pack("{ss s[{ss}]}", "workspaceId", id, "webhookConfigs", "name", "dbt"));
    assert_string_not_equal(text_at(first, "webhookConfigs[0].id"), text_at(second, "webhookConfigs[0].id"));
    free(id);
}

static void renaming_to_the_same_name_adds_a_suffix(void **state)
{
    struct api *api = *state;
    char *id = make_workspace(api, "Same");
    json_auto_t *renamed =
        call_ok(api, "/v1/workspaces/update_name", json_pack("{ss ss}", "workspaceId", id, "name", "Same"));
    assert_int_equal(strncmp(text_at(renamed, "slug"), "same-", 5), 0);
    json_auto_t *other =
        call_ok(api, "/v1/workspaces/update_name", json_pack("{ss ss}", "workspaceId", id, "name", "Other"));
    assert_string_equal(text_at(other, "slug"), "other");
    free(id);
}

static void a_slug_leads_to_its_workspace(void **state)
{
    struct api *api = *state;
    char *id = make_workspace(api, "By Slug");
    json_auto_t *found = call_ok(api, "/v1/workspaces/get_by_slug", one("slug", "by-slug"));
    assert_string_equal(text_at(found, "workspaceId"), id);
    call_fails(api, "/v1/workspaces/get_by_slug", one("slug", "nowhere"), 404,
               "Could not find configuration for STANDARD_WORKSPACE: nowhere.");
    free(id);
}

static void a_connection_leads_to_its_workspace_even_when_deleted(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *connection = make_connection(api);
    call_done(api, "/v1/connections/delete", one("connectionId", connection));
    json_auto_t *found = call_ok(api, "/v1/workspaces/get_by_connection_id", one("connectionId", connection));
    assert_string_equal(text_at(found, "workspaceId"), workspace);
    call_fails(api, "/v1/workspaces/get_by_connection_id", one("connectionId", UNKNOWN_ID), 404,
               "STANDARD_SYNC");
    free(connection);
    free(workspace);
}

static void a_deleted_workspace_is_gone_and_takes_its_children_along(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *connection = make_connection(api);
    json_auto_t *before = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    call_done(api, "/v1/workspaces/delete", one("workspaceId", workspace));
    assert_int_equal(api->status, 204);
    call_fails(api, "/v1/workspaces/get", one("workspaceId", workspace), 404, "STANDARD_WORKSPACE");
    call_fails(api, "/v1/workspaces/delete", one("workspaceId", workspace), 404, "STANDARD_WORKSPACE");
    call_fails(api, "/v1/workspaces/update", one("workspaceId", workspace), 404, "STANDARD_WORKSPACE");
    json_auto_t *after = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    assert_string_equal(text_at(after, "status"), "deprecated");
    json_auto_t *sources = call_ok(api, "/v1/sources/list", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(sources, "sources")), 0);
    call_done(api, "/v1/sources/get", one("sourceId", text_at(before, "sourceId")));
    free(connection);
    free(workspace);
}

static void an_unknown_workspace_is_a_404_with_its_id(void **state)
{
    struct api *api = *state;
    json_auto_t *reply = call_status(api, "/v1/workspaces/get", one("workspaceId", UNKNOWN_ID), 404);
    assert_string_equal(text_at(reply, "id"), UNKNOWN_ID);
    assert_string_equal(
        text_at(reply, "message"),
        "Internal Server Error: Could not find configuration for STANDARD_WORKSPACE: " UNKNOWN_ID ".");
    assert_string_equal(text_at(reply, "exceptionClassName"),
                        "io.airbyte.commons.server.errors.IdNotFoundKnownException");
    assert_int_equal(json_array_size(at(reply, "exceptionStack")), 1);
    assert_string_equal(text_at(reply, "exceptionStack[0]"),
                        "io.airbyte.commons.server.errors.IdNotFoundKnownException: Could not find "
                        "configuration for STANDARD_WORKSPACE: " UNKNOWN_ID ".");
}

static void feedback_is_taken_from_any_workspace(void **state)
{
    struct api *api = *state;
    call_done(api, "/v1/workspaces/tag_feedback_status_as_done", one("workspaceId", UNKNOWN_ID));
    assert_int_equal(api->status, 204);
}

static void a_name_has_at_most_256_characters(void **state)
{
    struct api *api = *state;
    char name[258];
    memset(name, 'x', sizeof name);
    name[257] = '\0';
    call_fails(api, "/v1/workspaces/create", one("name", name), 422, "Some properties");
    name[256] = '\0';
    call_done(api, "/v1/workspaces/create", one("name", name));
}

static void ids_may_come_in_capitals(void **state)
{
    struct api *api = *state;
    char *id = make_workspace(api, "Loud");
    char *capitals = strdup(id);
    for (char *letter = capitals; *letter; letter++)
        *letter = (char)(*letter >= 'a' && *letter <= 'z' ? *letter - 32 : *letter);
    json_auto_t *found = call_ok(api, "/v1/workspaces/get", one("workspaceId", capitals));
    assert_string_equal(text_at(found, "workspaceId"), id);
    free(capitals);
    free(id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_fresh_server_has_one_workspace_named_by_its_id),
        API_TEST(create_fills_in_what_the_request_leaves_out),
        API_TEST(initial_setup_is_never_complete_on_create),
        API_TEST(members_come_in_the_documents_order),
        API_TEST(a_taken_slug_gets_eight_letters),
        API_TEST(deleting_does_not_free_the_slug),
        API_TEST(webhook_configurations_get_ids_and_lose_their_tokens),
        API_TEST(a_webhook_configuration_needs_a_name),
        API_TEST(a_notification_needs_its_slack_configuration),
        API_TEST(a_notification_takes_the_documents_defaults),
        API_TEST(update_changes_only_what_is_given),
        API_TEST(an_update_gives_webhooks_new_ids),
        API_TEST(renaming_to_the_same_name_adds_a_suffix),
        API_TEST(a_slug_leads_to_its_workspace),
        API_TEST(a_connection_leads_to_its_workspace_even_when_deleted),
        API_TEST(a_deleted_workspace_is_gone_and_takes_its_children_along),
        API_TEST(an_unknown_workspace_is_a_404_with_its_id),
        API_TEST(feedback_is_taken_from_any_workspace),
        API_TEST(a_name_has_at_most_256_characters),
        API_TEST(ids_may_come_in_capitals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
