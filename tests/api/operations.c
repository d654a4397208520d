#include "support/api.h"

#include <stdlib.h>
#include <string.h>

#define PATH(operation) "/v1/operations/" operation
#define DBT_JOB "https://cloud.getdbt.com/api/v2/accounts/12/jobs/34/run/"

static json_t *named(const char *id)
{
    return one("operationId", id);
}

static json_t *normalization(void)
{
    return json_pack("{ss s{ss}}", "operatorType", "normalization", "normalization", "option", "basic");
}

static json_t *webhook(json_t *webhook)
{
    return json_pack("{ss so}", "operatorType", "webhook", "webhook", webhook);
}

static json_t *dbt_cloud(void)
{
    return json_pack("{ss ss s{si si}}", "webhookConfigId", UNKNOWN_ID, "webhookType", "dbtCloud", "dbtCloud",
                     "accountId", 12, "jobId", 34);
}

static json_t *creation(const char *workspace, json_t *configuration)
{
    return json_pack("{ss ss so}", "workspaceId", workspace, "name", "After", "operatorConfiguration",
                     configuration);
}

/* Creates in the first workspace. */
static json_t *created(struct api *api, json_t *configuration)
{
    char *workspace = first_workspace(api);
    json_t *operation = call_ok(api, PATH("create"), creation(workspace, configuration));
    free(workspace);
    return operation;
}

static char *make_operation(struct api *api)
{
    return take_text(created(api, normalization()), "operationId");
}

static json_t *refused(struct api *api, json_t *configuration)
{
    char *workspace = first_workspace(api);
    json_t *reply = call_status(api, PATH("create"), creation(workspace, configuration), 422);
    free(workspace);
    return reply;
}

static void assert_refused_at(struct api *api, json_t *configuration, const char *path)
{
    json_auto_t *reply = refused(api, configuration);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), path);
}

static void attach(struct api *api, const char *connection, const char *operation)
{
    call_done(api, "/v1/connections/update",
              json_pack("{ss s[s]}", "connectionId", connection, "operationIds", operation));
}

static size_t listed(struct api *api, const char *connection)
{
    json_auto_t *list = call_ok(api, PATH("list"), one("connectionId", connection));
    return json_array_size(at(list, "operations"));
}

static void normalization_is_echoed(void **state)
{
    struct api *api = *state;
    json_auto_t *operation = created(api, normalization());
    assert_string_equal(text_at(operation, "name"), "After");
    assert_string_equal(text_at(operation, "operatorConfiguration.normalization.option"), "basic");
    json_auto_t *found = call_ok(api, PATH("get"), named(text_at(operation, "operationId")));
    assert_true(json_equal(found, operation));
}

static void the_option_of_normalization_may_be_missing(void **state)
{
    json_auto_t *operation =
        created(*state, json_pack("{ss s{}}", "operatorType", "normalization", "normalization"));
    assert_int_equal(json_object_size(at(operation, "operatorConfiguration.normalization")), 0);
}

static void dbt_is_echoed_unchecked(void **state)
{
    json_auto_t *operation =
        created(*state, json_pack("{ss s{ss ss ss}}", "operatorType", "dbt", "dbt", "gitRepoUrl", "no url",
                                  "gitRepoBranch", "main", "dbtArguments", "run"));
    assert_string_equal(text_at(operation, "operatorConfiguration.dbt.gitRepoUrl"), "no url");
    assert_string_equal(text_at(operation, "operatorConfiguration.dbt.gitRepoBranch"), "main");
    assert_string_equal(text_at(operation, "operatorConfiguration.dbt.dbtArguments"), "run");
    assert_false(has(operation, "operatorConfiguration.dbt.dockerImage"));
}

static void members_of_other_types_are_dropped(void **state)
{
    json_t *configuration = normalization();
    json_object_set_new(configuration, "dbt", json_pack("{ss}", "gitRepoUrl", "https://example.org/repo"));
    json_auto_t *operation = created(*state, configuration);
    assert_false(has(operation, "operatorConfiguration.dbt"));
}

static void the_member_of_the_type_must_be_there(void **state)
{
    const char *types[] = {"normalization", "dbt", "webhook"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        json_auto_t *reply = refused(*state, one("operatorType", types[i]));
        const char *path = text_at(reply, "validationErrors[0].propertyPath");
        assert_string_equal(path + strlen("operatorConfiguration."), types[i]);
    }
}

static void the_type_must_be_there(void **state)
{
    assert_refused_at(*state, json_object(), "operatorConfiguration.operatorType");
}

static void a_dbt_cloud_job_makes_the_url_and_the_body(void **state)
{
    json_auto_t *operation = created(*state, webhook(dbt_cloud()));
    const json_t *read = at(operation, "operatorConfiguration.webhook");
    assert_string_equal(text_at(read, "webhookConfigId"), UNKNOWN_ID);
    assert_string_equal(text_at(read, "executionUrl"), DBT_JOB);
    assert_string_equal(text_at(read, "executionBody"), "{\"cause\": \"airbyte\"}");
}

static void the_older_url_says_the_same(void **state)
{
    json_auto_t *older = created(*state, webhook(json_pack("{ss ss ss}", "webhookConfigId", UNKNOWN_ID,
                                                           "executionUrl", DBT_JOB, "executionBody", "{}")));
    json_auto_t *newer = created(*state, webhook(dbt_cloud()));
    assert_true(json_equal(at(older, "operatorConfiguration"), at(newer, "operatorConfiguration")));
}

static void any_other_url_is_refused_with_the_real_text(void **state)
{
    const char *urls[] = {"https://example.org/hook", DBT_JOB "x",
                          "https://cloud.getdbt.com/api/v2/accounts/12/jobs/run/"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        json_auto_t *reply = refused(*state, webhook(one("executionUrl", urls[i])));
        assert_string_equal(text_at(reply, "message"),
                            "Internal Server Error: Unexpected webhook operator config");
        assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"),
                            "operatorConfiguration.webhook.executionUrl");
    }
}

static void a_webhook_needs_a_job_or_a_url(void **state)
{
    assert_refused_at(*state, webhook(json_object()), "operatorConfiguration.webhook.executionUrl");
    assert_refused_at(*state, webhook(one("webhookType", "dbtCloud")),
                      "operatorConfiguration.webhook.dbtCloud");
}

static void an_operation_needs_its_workspace(void **state)
{
    call_fails(*state, PATH("create"), creation(UNKNOWN_ID, normalization()), 404,
               "Could not find configuration for STANDARD_WORKSPACE: " UNKNOWN_ID ".");
}

static void an_update_replaces_name_and_configuration(void **state)
{
    struct api *api = *state;
    json_auto_t *before = created(api, normalization());
    const char *id = text_at(before, "operationId");
    json_auto_t *after = call_ok(api, PATH("update"),
                                 json_pack("{ss ss so}", "operationId", id, "name", "Other",
                                           "operatorConfiguration", webhook(dbt_cloud())));
    assert_string_equal(text_at(after, "operationId"), id);
    assert_string_equal(text_at(after, "workspaceId"), text_at(before, "workspaceId"));
    assert_string_equal(text_at(after, "name"), "Other");
    assert_false(has(after, "operatorConfiguration.normalization"));
    assert_true(has(after, "operatorConfiguration.webhook"));
}

static void a_refused_update_changes_nothing(void **state)
{
    struct api *api = *state;
    json_auto_t *before = created(api, normalization());
    const char *id = text_at(before, "operationId");
    json_decref(call_status(api, PATH("update"),
                            json_pack("{ss ss s{ss}}", "operationId", id, "name", "Other",
                                      "operatorConfiguration", "operatorType", "dbt"),
                            422));
    json_auto_t *after = call_ok(api, PATH("get"), named(id));
    assert_true(json_equal(before, after));
}

static void an_unknown_one_is_a_404_with_its_id(void **state)
{
    json_auto_t *reply = call_status(*state, PATH("get"), named(UNKNOWN_ID), 404);
    assert_string_equal(text_at(reply, "id"), UNKNOWN_ID);
    call_fails(*state, PATH("update"),
               json_pack("{ss ss so}", "operationId", UNKNOWN_ID, "name", "x", "operatorConfiguration",
                         normalization()),
               404, "Could not find configuration for STANDARD_SYNC_OPERATION: " UNKNOWN_ID ".");
}

static void a_deleted_one_is_found_and_updated_but_not_listed(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api), *id = make_operation(api);
    attach(api, connection, id);
    assert_int_equal(listed(api, connection), 1);
    call_done(api, PATH("delete"), named(id));
    assert_int_equal(api->status, 204);
    call_done(api, PATH("get"), named(id));
    call_done(
        api, PATH("update"),
        json_pack("{ss ss so}", "operationId", id, "name", "x", "operatorConfiguration", normalization()));
    assert_int_equal(listed(api, connection), 0);
    free(id);
    free(connection);
}

static void deleting_takes_it_from_all_connections(void **state)
{
    struct api *api = *state;
    char *first = make_connection(api), *second = make_connection(api);
    char *gone = make_operation(api), *kept = make_operation(api);
    attach(api, first, gone);
    call_done(api, "/v1/connections/update",
              json_pack("{ss s[ss]}", "connectionId", second, "operationIds", gone, kept));
    call_done(api, PATH("delete"), named(gone));
    json_auto_t *one_of = call_ok(api, "/v1/connections/get", one("connectionId", first));
    json_auto_t *other = call_ok(api, "/v1/connections/get", one("connectionId", second));
    assert_int_equal(json_array_size(at(one_of, "operationIds")), 0);
    assert_int_equal(json_array_size(at(other, "operationIds")), 1);
    assert_string_equal(text_at(other, "operationIds[0]"), kept);
    free(kept);
    free(gone);
    free(second);
    free(first);
}

static void deleting_an_unknown_one_or_twice_does_no_harm(void **state)
{
    struct api *api = *state;
    char *id = make_operation(api);
    const char *ids[] = {id, id, UNKNOWN_ID};
    for (size_t i = 0; i < 3; i++) {
        call_done(api, PATH("delete"), named(ids[i]));
        assert_int_equal(api->status, 204);
    }
    free(id);
}

static void a_list_has_the_connections_order(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    char *first = make_operation(api), *second = make_operation(api);
    call_done(api, "/v1/connections/update",
              json_pack("{ss s[ss]}", "connectionId", connection, "operationIds", second, first));
    json_auto_t *list = call_ok(api, PATH("list"), one("connectionId", connection));
    assert_string_equal(text_at(list, "operations[0].operationId"), second);
    assert_string_equal(text_at(list, "operations[1].operationId"), first);
    free(second);
    free(first);
    free(connection);
}

static void the_list_of_an_unknown_connection_is_a_404(void **state)
{
    call_fails(*state, PATH("list"), one("connectionId", UNKNOWN_ID), 404, "STANDARD_SYNC: " UNKNOWN_ID);
}

static void a_check_looks_for_the_member_of_the_type(void **state)
{
    json_auto_t *good = call_ok(*state, PATH("check"), normalization());
    json_auto_t *bad = call_ok(*state, PATH("check"), one("operatorType", "dbt"));
    assert_string_equal(text_at(good, "status"), "succeeded");
    assert_string_equal(text_at(bad, "status"), "failed");
    assert_false(has(bad, "message"));
}

static void a_connection_runs_operations_of_its_workspace_alone(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api), *other = make_workspace(api, "Other");
    char *foreign = take_text(call_ok(api, PATH("create"), creation(other, normalization())), "operationId");
    char *own = first_workspace(api);
    json_auto_t *text =
        json_sprintf("Operation and connection do not belong to the same workspace. Workspace id: "
                     "%s, Operation id: %s, Operation workspace id: %s",
                     own, foreign, other);
    call_fails(api, "/v1/connections/update",
               json_pack("{ss s[s]}", "connectionId", connection, "operationIds", foreign), 422,
               json_string_value(text));
    free(own);
    call_fails(api, "/v1/connections/update",
               json_pack("{ss s[s]}", "connectionId", connection, "operationIds", UNKNOWN_ID), 404,
               "STANDARD_SYNC_OPERATION: " UNKNOWN_ID);
    free(foreign);
    free(other);
    free(connection);
}

/* Whether an operation is deleted shows in the list of a connection that it is put on again. */
static bool is_deleted(struct api *api, const char *operation)
{
    char *connection = make_connection(api);
    attach(api, connection, operation);
    bool deleted = listed(api, connection) == 0;
    free(connection);
    return deleted;
}

static void deleting_a_connection_deletes_its_unshared_operations(void **state)
{
    struct api *api = *state;
    char *first = make_connection(api), *second = make_connection(api);
    char *shared = make_operation(api), *own = make_operation(api);
    call_done(api, "/v1/connections/update",
              json_pack("{ss s[ss]}", "connectionId", first, "operationIds", shared, own));
    attach(api, second, shared);
    call_done(api, "/v1/connections/delete", one("connectionId", first));
    assert_int_equal(listed(api, first), 0);
    assert_int_equal(listed(api, second), 1);
    assert_true(is_deleted(api, own));
    free(own);
    free(shared);
    free(second);
    free(first);
}

static void operations_outlive_a_connection_deleted_with_its_source(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api), *own = make_operation(api);
    attach(api, connection, own);
    json_auto_t *read = call_ok(api, "/v1/connections/get", one("connectionId", connection));
    call_done(api, "/v1/sources/delete", one("sourceId", text_at(read, "sourceId")));
    assert_int_equal(listed(api, connection), 1);
    free(own);
    free(connection);
}

static void a_removed_operation_is_not_deleted(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api), *own = make_operation(api);
    attach(api, connection, own);
    call_done(api, "/v1/connections/update",
              json_pack("{ss s[]}", "connectionId", connection, "operationIds"));
    assert_int_equal(listed(api, connection), 0);
    assert_false(is_deleted(api, own));
    free(own);
    free(connection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(normalization_is_echoed),
        API_TEST(the_option_of_normalization_may_be_missing),
        API_TEST(dbt_is_echoed_unchecked),
        API_TEST(members_of_other_types_are_dropped),
        API_TEST(the_member_of_the_type_must_be_there),
        API_TEST(the_type_must_be_there),
        API_TEST(a_dbt_cloud_job_makes_the_url_and_the_body),
        API_TEST(the_older_url_says_the_same),
        API_TEST(any_other_url_is_refused_with_the_real_text),
        API_TEST(a_webhook_needs_a_job_or_a_url),
        API_TEST(an_operation_needs_its_workspace),
        API_TEST(an_update_replaces_name_and_configuration),
        API_TEST(a_refused_update_changes_nothing),
        API_TEST(an_unknown_one_is_a_404_with_its_id),
        API_TEST(a_deleted_one_is_found_and_updated_but_not_listed),
        API_TEST(deleting_takes_it_from_all_connections),
        API_TEST(deleting_an_unknown_one_or_twice_does_no_harm),
        API_TEST(a_list_has_the_connections_order),
        API_TEST(the_list_of_an_unknown_connection_is_a_404),
        API_TEST(a_check_looks_for_the_member_of_the_type),
        API_TEST(a_connection_runs_operations_of_its_workspace_alone),
        API_TEST(deleting_a_connection_deletes_its_unshared_operations),
        API_TEST(operations_outlive_a_connection_deleted_with_its_source),
        API_TEST(a_removed_operation_is_not_deleted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
