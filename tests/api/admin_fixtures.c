/* Fixtures over the control API: loading, mistakes, idempotence, export. */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

#define ACME "ac3e0000-0000-4000-8000-000000000000"
#define SHOP "50000000-0000-4000-8000-000000000001"
#define WAREHOUSE "de000000-0000-4000-8000-000000000001"
#define SHOP_TO_WAREHOUSE "c0000000-0000-4000-8000-000000000001"
#define SHOP_TO_FILES "c0000000-0000-4000-8000-000000000003"

static json_t *admin(struct api *api, const char *method, const char *path, const char *body, unsigned status)
{
    struct reply reply = api_request(api, method, path, body, NULL);
    if (reply.status != status)
        print_error("%s %s: %u %s\n", method, path, reply.status, reply.body ? reply.body : "");
    assert_int_equal(reply.status, status);
    json_t *value = json_loadb(reply.body, reply.body_size, 0, NULL);
    assert_non_null(value);
    reply_clear(&reply);
    return value;
}

static json_t *export_of(struct api *api)
{
    return admin(api, "GET", "/__admin/export", NULL, 200);
}

/* Steals the document. */
static json_t *load_status(struct api *api, json_t *document, unsigned status)
{
    char *text = json_dumps(document, JSON_COMPACT);
    json_t *reply = admin(api, "POST", "/__admin/fixtures", text, status);
    json_decref(document);
    free(text);
    return reply;
}

static void load(struct api *api, json_t *document)
{
    json_decref(load_status(api, document, 200));
}

static json_t *demo(void)
{
    json_t *document = json_load_file("../fixtures/demo.json", 0, NULL);
    assert_non_null(document);
    return document;
}

static void assert_same(const json_t *expected, const json_t *actual)
{
    char *left = json_dumps(expected, JSON_INDENT(1)), *right = json_dumps(actual, JSON_INDENT(1));
    assert_string_equal(left, right);
    free(left);
    free(right);
}

static void loading_says_how_many_entries_there_were(void **state)
{
    json_auto_t *reply = load_status(*state, demo(), 200);
    assert_int_equal(integer_at(reply, "workspaces"), 1);
    assert_int_equal(integer_at(reply, "connections"), 3);
    assert_int_equal(json_object_size(reply), 7);
}

static void what_was_loaded_answers_under_its_fixed_ids(void **state)
{
    struct api *api = *state;
    load(api, demo());
    json_auto_t *workspace = call_ok(api, "/v1/workspaces/get", one("workspaceId", ACME));
    assert_string_equal(text_at(workspace, "slug"), "acme");
    assert_true(json_is_true(at(workspace, "initialSetupComplete")));
    json_auto_t *source = call_ok(api, "/v1/sources/get", one("sourceId", SHOP));
    assert_string_equal(text_at(source, "connectionConfiguration.password"), "**********");
    json_auto_t *state_read = call_ok(api, "/v1/state/get", one("connectionId", SHOP_TO_WAREHOUSE));
    assert_string_equal(text_at(state_read, "stateType"), "stream");
    json_auto_t *operations = call_ok(api, "/v1/operations/list", one("connectionId", SHOP_TO_WAREHOUSE));
    assert_int_equal(json_array_size(at(operations, "operations")), 1);
}

static json_t *jobs_of(struct api *api, const char *connection_id)
{
    return call_ok(
        api, "/v1/jobs/list",
        json_pack("{s[ss] ss}", "configTypes", "sync", "reset_connection", "configId", connection_id));
}

static void past_jobs_are_listed_newest_first_with_their_outcomes(void **state)
{
    struct api *api = *state;
    load(api, demo());
    json_auto_t *jobs = jobs_of(api, SHOP_TO_FILES);
    static const char *const expected[][2] = {{"sync", "succeeded"},
                                              {"reset_connection", "succeeded"},
                                              {"sync", "cancelled"},
                                              {"sync", "succeeded"}};
    assert_int_equal(json_array_size(at(jobs, "jobs")), 4);
    for (size_t i = 0; i < 4; i++) {
        const json_t *job = json_array_get(at(jobs, "jobs"), i);
        assert_string_equal(text_at(job, "job.configType"), expected[i][0]);
        assert_string_equal(text_at(job, "job.status"), expected[i][1]);
    }
    assert_string_equal(text_at(jobs, "jobs[2].attempts[0].failureSummary.failures[0].failureType"),
                        "manual_cancellation");
    assert_int_equal(integer_at(jobs, "jobs[0].attempts[0].recordsSynced"), 12970);
    assert_int_equal(integer_at(jobs, "jobs[0].attempts[0].endedAt"), TEST_TIME - 50 * 3600);
    assert_int_equal(integer_at(jobs, "jobs[0].job.createdAt"), TEST_TIME - 50 * 3600 - 71);
}

static void attempts_lie_back_to_back_and_end_with_their_job(void **state)
{
    struct api *api = *state;
    load(api, demo());
    load(api,
         quoted("{'jobs': [{'connectionId': '" SHOP_TO_FILES "', 'key': 'x', 'configType': 'sync', "
                "'status': 'failed', 'endedSecondsAgo': 100, 'attempts': ["
                "{'outcome': 'failed', 'seconds': 30, 'failure': {'origin': 'destination', "
                "'type': 'config_error', 'message': 'full'}}, {'outcome': 'failed', 'seconds': 2.5}]}]}"));
    json_auto_t *jobs = jobs_of(api, SHOP_TO_FILES);
    assert_int_equal(integer_at(jobs, "jobs[0].attempts[0].createdAt"), TEST_TIME - 133);
    assert_int_equal(integer_at(jobs, "jobs[0].attempts[1].createdAt"), TEST_TIME - 103);
    assert_int_equal(integer_at(jobs, "jobs[0].attempts[1].endedAt"), TEST_TIME - 100);
    const json_t *failure = at(jobs, "jobs[0].attempts[0].failureSummary.failures[0]");
    assert_string_equal(text_at(failure, "failureOrigin"), "destination");
    assert_string_equal(text_at(failure, "failureType"), "config_error");
    assert_string_equal(text_at(failure, "externalMessage"), "full");
    assert_int_equal(integer_at(failure, "timestamp"), (TEST_TIME - 103) * 1000LL + 500);
}

static void a_job_that_says_little_gets_plausible_attempts(void **state)
{
    struct api *api = *state;
    load(api, demo());
    load(api, quoted("{'jobs': [{'connectionName': 'Shop to files', 'configType': 'sync', "
                     "'status': 'succeeded', 'endedSecondsAgo': 1, 'key': 'a'}]}"));
    json_auto_t *jobs = jobs_of(api, SHOP_TO_FILES);
    assert_int_equal(integer_at(jobs, "jobs[0].attempts[0].createdAt"), TEST_TIME - 11);
    assert_true(integer_at(jobs, "jobs[0].attempts[0].recordsSynced") >= 100);
    assert_string_equal(text_at(jobs, "jobs[0].attempts[0].streamStats[0].streamName"), "orders");
}

static void the_next_run_follows_from_the_last_past_job(void **state)
{
    struct api *api = *state;
    load(api, demo());
    json_auto_t *before = jobs_of(api, SHOP_TO_WAREHOUSE);
    int64_t last = integer_at(before, "jobs[0].job.createdAt");
    api_advance(api, (double)(last - TEST_TIME) + 6 * 3600 - 1);
    json_auto_t *early = jobs_of(api, SHOP_TO_WAREHOUSE);
    assert_int_equal(integer_at(early, "totalJobCount"), 28);
    api_advance(api, 2);
    json_auto_t *late = jobs_of(api, SHOP_TO_WAREHOUSE);
    assert_int_equal(integer_at(late, "totalJobCount"), 29);
    assert_string_equal(text_at(late, "jobs[0].job.status"), "running");
}

static void loading_twice_changes_nothing(void **state)
{
    struct api *api = *state;
    load(api, demo());
    json_auto_t *once = export_of(api);
    load(api, demo());
    json_auto_t *twice = export_of(api);
    assert_same(once, twice);
    api_advance(api, 1.5);
    json_auto_t *before = jobs_of(api, SHOP_TO_FILES);
    load(api, demo());
    json_auto_t *after = jobs_of(api, SHOP_TO_FILES);
    assert_same(before, after);
}

static const char unnamed[] =
    "{'workspaces': [{'name': 'W', 'webhookConfigs': [{'name': 'dbt', 'authToken': 'secret'}]}],"
    "'sourceDefinitions': [{'name': 'Own', 'dockerRepository': 'own/source', 'dockerImageTag': '1', "
    "'documentationUrl': 'https://own.example', 'spec': {'connectionSpecification': {'type': 'object', "
    "'required': ['key'], 'properties': {'key': {'type': 'string', 'airbyte_secret': true}}}}}],"
    "'sources': [{'sourceId': '11111111-0000-4000-8000-000000000001', 'name': 'F', 'sourceDefinitionId': "
    "'" FAKER "', 'connectionConfiguration': {'count': 5}}, {'name': 'G', 'sourceDefinitionId': '" FAKER
    "', 'connectionConfiguration': {'count': 6}}],"
    "'destinations': [{'destinationId': '22222222-0000-4000-8000-000000000001', 'name': 'L', "
    "'destinationDefinitionId': '" LOCAL_JSON "', 'connectionConfiguration': {'destination_path': '/x'}}],"
    "'operations': [{'name': 'N', 'operatorConfiguration': {'operatorType': 'normalization', "
    "'normalization': {'option': 'basic'}}}],"
    "'connections': [{'sourceId': '11111111-0000-4000-8000-000000000001', 'destinationId': "
    "'22222222-0000-4000-8000-000000000001', 'status': 'inactive'}],"
    "'jobs': [{'connectionName': 'F <> L', 'configType': 'sync', 'status': 'succeeded', 'endedSecondsAgo': "
    "50}, {'connectionName': 'F <> L', 'configType': 'reset_connection', 'status': 'succeeded', "
    "'endedSecondsAgo': 20}]}";

static void entries_without_ids_are_known_by_their_names(void **state)
{
    struct api *api = *state;
    load(api, quoted(unnamed));
    json_auto_t *once = export_of(api);
    load(api, quoted(unnamed));
    json_auto_t *twice = export_of(api);
    assert_same(once, twice);
    assert_int_equal(json_array_size(at(once, "sources")), 2);
    assert_int_equal(json_array_size(at(once, "sourceDefinitions")), 1);
    assert_int_equal(json_array_size(at(once, "jobs")), 2);
    assert_string_equal(text_at(once, "workspaces[0].webhookConfigs[0].authToken"), "secret");
}

static void a_changed_entry_updates_what_is_there(void **state)
{
    struct api *api = *state;
    load(api, demo());
    json_auto_t *before = jobs_of(api, SHOP_TO_FILES);
    json_t *changed = demo();
    json_object_set_new(at(changed, "sources[0]"), "name", json_string("Other"));
    json_object_set_new(at(changed, "sources[0].connectionConfiguration"), "password", json_string("new"));
    json_t *jobs = at(changed, "jobs");
    size_t index;
    json_t *job;
    json_array_foreach (jobs, index, job)
        if (has(job, "key") && strcmp(text_at(job, "key"), "second-copy") == 0)
            json_object_set_new(job, "endedSecondsAgo", json_integer(10));
    load(api, changed);
    json_auto_t *fixture = export_of(api);
    assert_string_equal(text_at(fixture, "sources[0].name"), "Other");
    assert_string_equal(text_at(fixture, "sources[0].connectionConfiguration.password"), "new");
    json_auto_t *after = jobs_of(api, SHOP_TO_FILES);
    assert_int_equal(integer_at(after, "totalJobCount"), 4);
    assert_int_equal(integer_at(after, "jobs[0].job.id"), integer_at(before, "jobs[0].job.id"));
    assert_int_equal(integer_at(after, "jobs[0].attempts[0].endedAt"), TEST_TIME - 10);
}

static void what_was_deleted_is_there_again(void **state)
{
    struct api *api = *state;
    load(api, demo());
    json_auto_t *before = export_of(api);
    call_done(api, "/v1/workspaces/delete", one("workspaceId", ACME));
    load(api, demo());
    json_auto_t *after = export_of(api);
    assert_same(before, after);
    call_done(api, "/v1/connections/sync", one("connectionId", SHOP_TO_WAREHOUSE));
}

/* Loads an export into a fresh server; its export must be the same. */
static void assert_round_trip(const json_t *fixture)
{
    struct api *other = api_new();
    load(other, json_deep_copy(fixture));
    json_auto_t *again = export_of(other);
    assert_same(fixture, again);
    api_free(other);
}

static void an_export_loads_to_the_same_export(void **state)
{
    struct api *api = *state;
    load(api, demo());
    load(api, quoted(unnamed));
    json_auto_t *fixture = export_of(api);
    assert_string_equal(text_at(fixture, "sources[0].connectionConfiguration.password"), "tr0ub4dor");
    assert_round_trip(fixture);
}

static void what_calls_made_is_exported(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    api_advance(api, 12.3);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    api_advance(api, 3);
    call_done(api, "/v1/jobs/cancel", json_pack("{si}", "id", 2));
    call_done(api, "/v1/connections/reset", one("connectionId", connection));
    api_advance(api, 20.7);
    call_done(api, "/v1/source_definitions/update",
              json_pack("{ss ss}", "sourceDefinitionId", POKEAPI, "dockerImageTag", "9.9.9"));
    json_auto_t *fixture = export_of(api);
    assert_int_equal(json_array_size(at(fixture, "jobs")), 3);
    assert_string_equal(text_at(fixture, "sourceDefinitions[0].dockerImageTag"), "9.9.9");
    assert_string_equal(text_at(fixture, "jobs[1].status"), "cancelled");
    assert_round_trip(fixture);
    free(connection);
}

/* What has no place of its own in a fixture must come through all the same. */
static const char intricate[] =
    "{'workspaces': [{'name': 'One', 'email': 'one@example.com', 'notifications': [{'notificationType': "
    "'slack', "
    "'sendOnSuccess': true, 'sendOnFailure': false, 'slackConfiguration': {'webhook': "
    "'http://127.0.0.1:9/'}}], "
    "'webhookConfigs': [{'id': '33333333-0000-4000-8000-000000000001', 'name': 'dbt', 'authToken': "
    "'secret'}]}, "
    "{'workspaceId': '44444444-0000-4000-8000-000000000001', 'name': 'Two'}],"
    "'sourceDefinitions': [{'sourceDefinitionId': '" POKEAPI "', 'tombstone': true}],"
    "'destinationDefinitions': [{'destinationDefinitionId': '55555555-0000-4000-8000-000000000001', 'name': "
    "'Own', "
    "'dockerRepository': 'own/it', 'dockerImageTag': 'dev', 'documentationUrl': 'https://own.example', "
    "'supportsDbt': true, 'grantedTo': ['44444444-0000-4000-8000-000000000001']}],"
    "'sources': [{'sourceId': '11111111-0000-4000-8000-000000000001', 'name': 'P', 'sourceDefinitionId': "
    "'" POSTGRES_SOURCE
    "', 'connectionConfiguration': {'host': 'h', 'port': 1, 'database': 'd', 'username': 'u', "
    "'password': 'p', 'replication_method': {'method': 'CDC', 'replication_slot': 's', 'publication': "
    "'p'}}}],"
    "'destinations': [{'destinationId': '22222222-0000-4000-8000-000000000001', 'name': 'L', "
    "'destinationDefinitionId': '55555555-0000-4000-8000-000000000001', 'connectionConfiguration': {'x': "
    "{'b': 1, "
    "'a': null}}}],"
    "'operations': [{'operationId': '66666666-0000-4000-8000-000000000001', 'name': 'W', "
    "'operatorConfiguration': "
    "{'operatorType': 'webhook', 'webhook': {'webhookConfigId': '33333333-0000-4000-8000-000000000001', "
    "'webhookType': 'dbtCloud', 'dbtCloud': {'accountId': 1, 'jobId': 2}}}}],"
    "'connections': [{'connectionId': '77777777-0000-4000-8000-000000000001', 'sourceId': "
    "'11111111-0000-4000-8000-000000000001', 'destinationId': '22222222-0000-4000-8000-000000000001', "
    "'status': "
    "'active', 'schedule': {'units': 1, 'timeUnit': 'days'}, 'geography': 'eu', 'breakingChange': true, "
    "'notifySchemaChanges': false, 'resourceRequirements': {'cpu_limit': '1'}, 'prefix': 'p_', "
    "'namespaceDefinition': 'customformat', 'namespaceFormat': '${SOURCE_NAMESPACE}_x', 'operationIds': "
    "['66666666-0000-4000-8000-000000000001'], 'syncCatalog': {'streams': [{'stream': {'name': 'a b', "
    "'namespace': "
    "'n', 'jsonSchema': {'properties': {'id': {'type': 'integer'}, 'x': {'type': 'string'}}}, "
    "'supportedSyncModes': ['incremental'], 'defaultCursorField': ['id']}, 'config': {'syncMode': "
    "'incremental', "
    "'destinationSyncMode': 'append', 'cursorField': ['id'], 'fieldSelectionEnabled': true, "
    "'selectedFields': "
    "[{'fieldPath': ['id']}]}}]}}],"
    "'states': [{'connectionId': '77777777-0000-4000-8000-000000000001', 'stateType': 'global', "
    "'globalState': "
    "{'shared_state': {'lsn': 5}, 'streamStates': [{'streamDescriptor': {'name': 'a b', 'namespace': 'n'}, "
    "'streamState': {'cursor': '5'}}]}}],"
    "'jobs': [{'connectionName': 'P <> L', 'configType': 'reset_connection', 'status': 'succeeded', "
    "'endedSecondsAgo': 70.25, 'streamsToReset': [{'name': 'a b', 'namespace': 'n'}], 'attempts': "
    "[{'seconds': "
    "1.5, 'outcome': 'succeeded'}]}, {'connectionName': 'P <> L', 'configType': 'sync', 'status': 'failed', "
    "'endedSecondsAgo': 20, 'attempts': [{'outcome': 'failed', 'failure': {'stacktrace': 'trace', "
    "'partialSuccess': true, 'message': 'm', 'internalMessage': 'i'}, 'streams': [{'name': 'gone', "
    "'records': 3, "
    "'committed': 1}]}]}, {'connectionName': 'P <> L', 'configType': 'sync', 'status': 'cancelled', "
    "'endedSecondsAgo': 10, 'attempts': []}]}";

static void an_export_keeps_every_detail(void **state)
{
    struct api *api = *state;
    load(api, quoted(intricate));
    json_auto_t *fixture = export_of(api);
    assert_string_equal(text_at(fixture, "sourceDefinitions[0].sourceDefinitionId"), POKEAPI);
    assert_true(json_is_true(at(fixture, "sourceDefinitions[0].tombstone")));
    assert_string_equal(text_at(fixture, "destinationDefinitions[0].grantedTo[0]"),
                        "44444444-0000-4000-8000-000000000001");
    assert_int_equal(json_array_size(at(fixture, "destinationDefinitions[0].grantedTo")), 1);
    assert_true(json_is_null(at(fixture, "destinations[0].connectionConfiguration.x.a")));
    assert_string_equal(text_at(fixture, "connections[0].scheduleType"), "basic");
    assert_true(json_is_true(at(fixture, "connections[0].breakingChange")));
    assert_int_equal(integer_at(fixture, "states[0].globalState.shared_state.lsn"), 5);
    assert_string_equal(text_at(fixture, "jobs[1].attempts[0].failure.stacktrace"), "trace");
    assert_int_equal(integer_at(fixture, "jobs[1].attempts[0].streams[0].bytes"), 300);
    assert_int_equal(json_array_size(at(fixture, "jobs[2].attempts")), 0);
    assert_round_trip(fixture);
    load(api, json_deep_copy(fixture));
    json_auto_t *again = export_of(api);
    json_object_del(fixture, "jobs");
    json_object_del(again, "jobs");
    assert_same(fixture, again);
}

static void the_boot_workspace_goes_where_nothing_hangs_on_it(void **state)
{
    struct api *api = *state;
    load(api, demo());
    json_auto_t *list = call_ok(api, "/v1/workspaces/list", NULL);
    assert_int_equal(json_array_size(at(list, "workspaces")), 1);
    assert_string_equal(text_at(list, "workspaces[0].workspaceId"), ACME);
}

static void the_boot_workspace_stays_where_something_hangs_on_it(void **state)
{
    struct api *api = *state;
    char *boot = first_workspace(api);
    free(make_source(api, boot));
    load(api, demo());
    json_auto_t *list = call_ok(api, "/v1/workspaces/list", NULL);
    assert_int_equal(json_array_size(at(list, "workspaces")), 2);
    free(boot);
}

static void the_boot_workspace_stays_where_the_fixture_brings_none(void **state)
{
    struct api *api = *state;
    char *boot = first_workspace(api);
    load(api, quoted("{'sources': [{'name': 'F', 'sourceDefinitionId': '" FAKER
                     "', 'connectionConfiguration': {'count': 5}}]}"));
    json_auto_t *fixture = export_of(api);
    assert_string_equal(text_at(fixture, "workspaces[0].workspaceId"), boot);
    assert_string_equal(text_at(fixture, "sources[0].workspaceId"), boot);
    free(boot);
}

#define JOB "'connectionId': '" SHOP_TO_FILES "', 'configType': 'sync', 'endedSecondsAgo': 9"

/* Each is loaded over the demo. */
static const struct {
    const char *document, *pointer, *reason;
} mistakes[] = {
    {"{'conections': []}", "/conections", "did you mean \"connections\"?"},
    {"{'workspaces': {}}", "/workspaces", "object found, array expected"},
    {"{'workspaces': [{'name': 'A'}, {'nam': 'B'}]}", "/workspaces/1/nam", "did you mean \"name\"?"},
    {"{'workspaces': [{'slug': 'b'}]}", "/workspaces/0/name", "is missing but it is required"},
    {"{'workspaces': [{'name': 'B', 'workspaceId': 'x'}]}", "/workspaces/0/workspaceId", "uuid"},
    {"{'workspaces': [{'name': 'B', 'slug': 'acme'}]}", "/workspaces/0/slug", "is that of workspace " ACME},
    {"{'workspaces': [{'name': 'B', 'notifications': [{'notificationType': 'slack', 'sendOnSuccess': true, "
     "'sendOnFailure': true}]}]}",
     "/workspaces/0/notifications/0/slackConfiguration", "is missing"},
    {"{'sources': [{'name': 'A', 'sourceDefinitionId': '" UNKNOWN_ID "', 'connectionConfiguration': {}}]}",
     "/sources/0/sourceDefinitionId", "Could not find configuration for STANDARD_SOURCE_DEFINITION"},
    {"{'sources': [{'name': 'A', 'workspaceId': '" UNKNOWN_ID "', 'sourceDefinitionId': '" FAKER
     "', 'connectionConfiguration': {'count': 1}}]}",
     "/sources/0/workspaceId", "STANDARD_WORKSPACE: " UNKNOWN_ID},
    {"{'sources': [{'name': 'A', 'sourceDefinitionId': '" FAKER "', 'connectionConfiguration': {}}]}",
     "/sources/0/connectionConfiguration/count", "is missing but it is required"},
    {"{'sources': [{'sourceId': '" SHOP "', 'name': 'A', 'sourceDefinitionId': '" FAKER
     "', 'connectionConfiguration': {'count': 1}}]}",
     "/sources/0/sourceDefinitionId", "cannot be changed"},
    {"{'sources': [{'sourceId': '" WAREHOUSE "', 'name': 'A', 'sourceDefinitionId': '" FAKER
     "', 'connectionConfiguration': {'count': 1}}]}",
     "/sources/0/sourceId", "is that of a destination"},
    {"{'sourceDefinitions': [{'name': 'Own', 'dockerRepository': 'a/b', 'documentationUrl': 'https://a.b'}]}",
     "/sourceDefinitions/0/dockerImageTag", "is missing"},
    {"{'sourceDefinitions': [{'sourceDefinitionId': '" LOCAL_JSON "'}]}",
     "/sourceDefinitions/0/sourceDefinitionId", "is that of a kind of destination"},
    {"{'operations': [{'name': 'A', 'operatorConfiguration': {'operatorType': 'dbt'}}]}",
     "/operations/0/operatorConfiguration/dbt", "is missing but it is required"},
    {"{'connections': [{'sourceId': '" UNKNOWN_ID "', 'destinationId': '" WAREHOUSE
     "', 'status': 'active'}]}",
     "/connections/0/sourceId", "SOURCE_CONNECTION: " UNKNOWN_ID},
    {"{'connections': [{'sourceId': '" SHOP "', 'destinationId': '" WAREHOUSE
     "', 'status': 'active', 'operationIds': ['" UNKNOWN_ID "']}]}",
     "/connections/0/operationIds/0", "STANDARD_SYNC_OPERATION"},
    {"{'connections': [{'sourceId': '" SHOP "', 'destinationId': '" WAREHOUSE
     "', 'status': 'active', 'scheduleType': 'cron', 'scheduleData': {'cron': {'cronExpression': 'soon', "
     "'cronTimeZone': 'UTC'}}}]}",
     "/connections/0/scheduleData/cron/cronExpression", "invalid cron expression"},
    {"{'connections': [{'sourceId': '" SHOP "', 'destinationId': '" WAREHOUSE
     "', 'status': 'active', 'scheduleType': 'manual', 'scheduleData': {'basicSchedule': {'units': 1, "
     "'timeUnit': 'hours'}}}]}",
     "/connections/0/scheduleData", "when setting the Connection scheduleType to MANUAL"},
    {"{'connections': [{'sourceId': '" SHOP "', 'destinationId': '" WAREHOUSE
     "', 'status': 'active', 'syncCatalog': {'streams': [{'stream': {'name': 'a'}, 'config': {'syncMode': "
     "'full', 'destinationSyncMode': 'append'}}]}}]}",
     "/connections/0/syncCatalog/streams/0/config/syncMode", "enumeration"},
    {"{'states': [{'connectionId': '" UNKNOWN_ID "', 'stateType': 'legacy', 'state': {}}]}",
     "/states/0/connectionId", "STANDARD_SYNC"},
    {"{'states': [{'connectionId': '" SHOP_TO_FILES "', 'stateType': 'stream'}]}", "/states/0/streamState",
     "is missing"},
    {"{'jobs': [{'configType': 'sync', 'status': 'failed', 'endedSecondsAgo': 1}]}", "/jobs/0/connectionId",
     "is missing but it is required"},
    {"{'jobs': [{'connectionName': 'nobody', 'configType': 'sync', 'status': 'failed', 'endedSecondsAgo': "
     "1}]}",
     "/jobs/0/connectionName", "no connection has this name"},
    {"{'jobs': [{" JOB ", 'status': 'running'}]}", "/jobs/0/status", "enumeration"},
    {"{'jobs': [{" JOB ", 'status': 'succeeded', 'attempts': [{'outcome': 'failed'}]}]}",
     "/jobs/0/attempts/0/outcome", "must be succeeded, as the job is"},
    {"{'jobs': [{" JOB ", 'status': 'failed', 'attempts': [{'outcome': 'hang'}]}]}",
     "/jobs/0/attempts/0/outcome", "must be failed, as the job is"},
    {"{'jobs': [{" JOB ", 'status': 'cancelled', 'attempts': [{'outcome': 'succeeded'}]}]}",
     "/jobs/0/attempts/0/outcome", "the job was cancelled"},
    {"{'jobs': [{" JOB
     ", 'status': 'failed', 'attempts': [{'outcome': 'succeeded'}, {'outcome': 'failed'}]}]}",
     "/jobs/0/attempts/0/outcome", "another attempt follows"},
    {"{'jobs': [{" JOB ", 'status': 'succeeded', 'attempts': []}]}", "/jobs/0/attempts", "must not be empty"},
    {"{'jobs': [{" JOB ", 'status': 'succeeded', 'attempts': [{'outcome': 'succeeded', 'failure': {}}]}]}",
     "/jobs/0/attempts/0/failure", "belongs to an attempt that failed"},
    {"{'jobs': [{" JOB ", 'status': 'succeeded', 'streamsToReset': []}]}", "/jobs/0/streamsToReset",
     "belongs to a reset_connection"},
    {"{'jobs': [{" JOB ", 'status': 'failed', 'key': 'k'}, {" JOB ", 'status': 'failed', 'key': 'k'}]}",
     "/jobs/1/key", "is that of another job"},
    {"{'jobs': [{" JOB ", 'status': 'succeeded', 'attempts': [{'outcome': 'succeeded', 'streams': [{'name': "
     "'a', 'records': 9000000000000000000}]}]}]}",
     "/jobs/0/attempts/0/streams/0/records", "must have a maximum value of 1000000000000"},
    {"{'faults': [1]}", "/faults/0", "object expected"},
};

static void a_mistake_names_its_place_and_its_reason(void **state)
{
    struct api *api = *state;
    load(api, demo());
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        json_auto_t *reply = load_status(api, quoted(mistakes[i].document), 422);
        const char *pointer = text_at(reply, "validationErrors[0].propertyPath");
        const char *reason = text_at(reply, "validationErrors[0].message");
        if (strcmp(pointer, mistakes[i].pointer) != 0 || !strstr(reason, mistakes[i].reason))
            print_error("%s\n", mistakes[i].document);
        assert_string_equal(pointer, mistakes[i].pointer);
        if (!strstr(reason, mistakes[i].reason))
            print_error("%s\n", reason);
        assert_non_null(strstr(reason, mistakes[i].reason));
    }
}

static const char slipping[] =
    "{'sourceDefinitions': [{'name': 'Own', 'dockerRepository': 'a/b', 'dockerImageTag': '1', "
    "'documentationUrl': 'https://a.b', 'spec': {'connectionSpecification': {'properties': {'a': {'pattern': "
    "'('}, 'b': {'type': 'nothing'}}}}}]}";

/* The specification is there, and only what meets its slip is refused. */
static void a_specification_with_a_slip_is_loaded(void **state)
{
    struct api *api = *state;
    load(api, quoted(slipping));
    json_auto_t *export = export_of(api);
    const char *id = text_at(export, "sourceDefinitions[0].sourceDefinitionId");
    const char *const faults[] = {
        "$.a: cannot be checked: #/properties/a/pattern: is no regular expression: missing closing parenthesis",
        "$.b: string found, unknown expected", NULL};
    const char *const members[] = {"a", "b", "c"};
    char *workspace = first_workspace(api);
    for (size_t i = 0; i < 3; i++) {
        json_auto_t *reply =
            call_status(api, "/v1/sources/create",
                        json_pack("{ss ss ss s{ss}}", "workspaceId", workspace, "name", "S",
                                  "sourceDefinitionId", id, "connectionConfiguration", members[i], "x"),
                        faults[i] ? 422 : 200);
        assert_true(!faults[i] || strstr(text_at(reply, "message"), faults[i]));
    }
    free(workspace);
}

static void a_mistake_leaves_nothing_of_its_load_behind(void **state)
{
    struct api *api = *state;
    json_auto_t *before = export_of(api);
    json_t *document = demo();
    json_object_set_new(json_array_get(at(document, "jobs"), 30), "connectionId", json_string(UNKNOWN_ID));
    json_auto_t *reply = load_status(api, document, 422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), "/jobs/30/connectionId");
    json_auto_t *after = export_of(api);
    assert_same(before, after);
    load(api, demo());
}

static void plans_and_faults_are_armed(void **state)
{
    struct api *api = *state;
    json_t *fixture = json_pack("{s[{s{} s[{s[{ss}]}]}] s[{s{ss} si}]}", "plans", "match", "runs", "attempts",
                                "outcome", "failed", "faults", "match", "path", "/v1/health", "status", 503);
    json_decref(control(api, "POST", "/fixtures", fixture, 200));
    json_auto_t *plans = control(api, "GET", "/plans", NULL, 200);
    json_auto_t *faults = control(api, "GET", "/faults", NULL, 200);
    assert_int_equal(json_array_size(at(plans, "plans")), 1);
    assert_int_equal(json_array_size(at(faults, "faults")), 1);
}

#define ENDS                                                                                                  \
    "'sources': [{'connector': 'source-faker', 'name': 'people', 'connectionConfiguration': {'count': 1}}], " \
    "'destinations': [{'connector': 'Local JSON', 'name': 'files', 'connectionConfiguration': "               \
    "{'destination_path': '/x'}}]"
#define BETWEEN                                                                                              \
    "'source': 'people', 'destination': 'files', 'status': 'active', 'syncCatalog': {'streams': []}"

static void names_stand_in_the_place_of_ids(void **state)
{
    struct api *api = *state;
    const char *text =
        "{" ENDS ", 'connections': [{'name': 'all', " BETWEEN "}], 'states': [{'connection': 'all', "
        "'stateType': 'not_set'}], 'jobs': [{'connection': 'all', 'configType': 'sync', 'status': "
        "'succeeded', 'endedSecondsAgo': 60}]}";
    load(api, quoted(text));
    json_auto_t *once = export_of(api);
    assert_string_equal(text_at(once, "sources[0].sourceDefinitionId"), FAKER);
    assert_string_equal(text_at(once, "destinations[0].destinationDefinitionId"), LOCAL_JSON);
    assert_string_equal(text_at(once, "connections[0].sourceId"), text_at(once, "sources[0].sourceId"));
    assert_string_equal(text_at(once, "jobs[0].connectionId"), text_at(once, "connections[0].connectionId"));
    load(api, quoted(text));
    json_auto_t *twice = export_of(api);
    assert_same(once, twice);
}

static void names_that_do_not_say_which_are_refused(void **state)
{
    static const struct {
        const char *text, *pointer, *piece;
    } cases[] = {
        {"{'connections': [{" BETWEEN "}]}", "/connections/0/source",
         "is no known name; sourceId says it, too"},
        {"{'sources': [{'connector': 'source-nothing', 'name': 'x', 'connectionConfiguration': {}}]}",
         "/sources/0/connector", "is no known name"},
        {"{'sources': [{'name': 'x', 'connectionConfiguration': {}}]}", "/sources/0/sourceDefinitionId",
         "is missing but it is required"},
        {"{" ENDS ", 'connections': [{'sourceId': '" UNKNOWN_ID "', " BETWEEN "}]}", "/connections/0/source",
         "give one of them"},
        {"{'sources': [{'repeat': 0, 'connector': 'source-faker', 'name': 'x', 'connectionConfiguration': {}}]}",
         "/sources/0/repeat", "minimum"},
    };
    struct api *api = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *reply = load_status(api, quoted(cases[i].text), 422);
        if (strcmp(text_at(reply, "validationErrors[0].propertyPath"), cases[i].pointer) != 0 ||
            !strstr(text_at(reply, "message"), cases[i].piece))
            fail_msg("%s: %s", cases[i].text, text_at(reply, "message"));
    }
}

static void an_entry_is_repeated_with_a_number(void **state)
{
    struct api *api = *state;
    load(api, quoted("{" ENDS
                     ", 'connections': [{'repeat': 3, 'name': 'orders {n}', 'prefix': '{n}_{n}_', " BETWEEN
                     "}]}"));
    json_auto_t *whole = export_of(api);
    assert_int_equal(json_array_size(at(whole, "connections")), 3);
    assert_string_equal(text_at(whole, "connections[2].name"), "orders 3");
    assert_string_equal(text_at(whole, "connections[1].prefix"), "2_2_");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(names_stand_in_the_place_of_ids),
        API_TEST(names_that_do_not_say_which_are_refused),
        API_TEST(an_entry_is_repeated_with_a_number),
        API_TEST(loading_says_how_many_entries_there_were),
        API_TEST(what_was_loaded_answers_under_its_fixed_ids),
        API_TEST(past_jobs_are_listed_newest_first_with_their_outcomes),
        API_TEST(attempts_lie_back_to_back_and_end_with_their_job),
        API_TEST(a_job_that_says_little_gets_plausible_attempts),
        API_TEST(the_next_run_follows_from_the_last_past_job),
        API_TEST(loading_twice_changes_nothing),
        API_TEST(entries_without_ids_are_known_by_their_names),
        API_TEST(a_changed_entry_updates_what_is_there),
        API_TEST(what_was_deleted_is_there_again),
        API_TEST(an_export_loads_to_the_same_export),
        API_TEST(what_calls_made_is_exported),
        API_TEST(an_export_keeps_every_detail),
        API_TEST(the_boot_workspace_goes_where_nothing_hangs_on_it),
        API_TEST(the_boot_workspace_stays_where_something_hangs_on_it),
        API_TEST(the_boot_workspace_stays_where_the_fixture_brings_none),
        API_TEST(a_mistake_names_its_place_and_its_reason),
        API_TEST(a_specification_with_a_slip_is_loaded),
        API_TEST(a_mistake_leaves_nothing_of_its_load_behind),
        API_TEST(plans_and_faults_are_armed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
