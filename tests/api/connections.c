#include "support/api.h"

#include <stdlib.h>
#include <string.h>

/* The two ends that the tests join. */
struct ends {
    char *workspace, *source, *destination;
};

static struct ends make_ends(struct api *api)
{
    struct ends ends = {.workspace = first_workspace(api)};
    ends.source = make_source(api, ends.workspace);
    ends.destination = make_destination(api, ends.workspace);
    return ends;
}

static void free_ends(struct ends *ends)
{
    free(ends->workspace);
    free(ends->source);
    free(ends->destination);
}

static json_t *request_between(const struct ends *ends)
{
    return json_pack("{ss ss ss}", "sourceId", ends->source, "destinationId", ends->destination, "status",
                     "active");
}

/* The smallest request with members added: `more` is stolen. */
static json_t *request_with(const struct ends *ends, json_t *more)
{
    json_t *request = request_between(ends);
    json_object_update(request, more);
    json_decref(more);
    return request;
}

static json_t *basic(int units, const char *unit)
{
    return json_pack("{ss s{s{si ss}}}", "scheduleType", "basic", "scheduleData", "basicSchedule", "units",
                     units, "timeUnit", unit);
}

static json_t *cron(const char *expression, const char *zone)
{
    return json_pack("{ss s{s{ss ss}}}", "scheduleType", "cron", "scheduleData", "cron", "cronExpression",
                     expression, "cronTimeZone", zone);
}

static void create_fills_in_what_the_request_leaves_out(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    json_auto_t *made = call_ok(api, "/v1/connections/create", request_between(&ends));
    assert_string_equal(text_at(made, "name"), "Sample <> Files");
    assert_string_equal(text_at(made, "namespaceDefinition"), "source");
    assert_string_equal(text_at(made, "scheduleType"), "manual");
    assert_string_equal(text_at(made, "geography"), "auto");
    assert_string_equal(text_at(made, "nonBreakingChangesPreference"), "ignore");
    assert_true(json_is_false(at(made, "breakingChange")));
    assert_true(json_is_true(at(made, "notifySchemaChanges")));
    assert_int_equal(json_array_size(at(made, "operationIds")), 0);
    assert_int_equal(json_array_size(at(made, "syncCatalog.streams")), 0);
    const char *absent[] = {"namespaceFormat", "prefix",          "schedule",
                            "scheduleData",    "sourceCatalogId", "resourceRequirements"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_false(has(made, absent[i]));
    free_ends(&ends);
}

static void notify_schema_changes_is_honoured_on_create(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    json_auto_t *made =
        call_ok(api, "/v1/connections/create",
                request_with(&ends, json_pack("{sb ss}", "notifySchemaChanges", false, "prefix", "")));
    assert_true(json_is_false(at(made, "notifySchemaChanges")));
    assert_string_equal(text_at(made, "prefix"), "");
    free_ends(&ends);
}

static void the_ends_must_be_there(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    call_fails(api, "/v1/connections/create", request_with(&ends, one("sourceId", UNKNOWN_ID)), 404,
               "SOURCE_CONNECTION");
    call_fails(api, "/v1/connections/create", request_with(&ends, one("destinationId", UNKNOWN_ID)), 404,
               "DESTINATION_CONNECTION");
    call_fails(api, "/v1/connections/create", request_with(&ends, one("sourceId", ends.destination)), 404,
               "SOURCE_CONNECTION");
    free_ends(&ends);
}

static void the_ends_must_share_a_workspace(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    char *elsewhere = make_workspace(api, "Elsewhere");
    char *destination = make_destination(api, elsewhere);
    json_auto_t *text =
        json_sprintf("Source and destination do not belong to the same workspace. Source id: %s, "
                     "Source workspace id: %s, Destination id: %s, Destination workspace id: %s",
                     ends.source, ends.workspace, destination, elsewhere);
    call_fails(api, "/v1/connections/create", request_with(&ends, one("destinationId", destination)), 422,
               json_string_value(text));
    free(destination);
    free(elsewhere);
    free_ends(&ends);
}

static void an_unknown_source_catalog_is_a_404(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    call_fails(api, "/v1/connections/create", request_with(&ends, one("sourceCatalogId", UNKNOWN_ID)), 404,
               "ACTOR_CATALOG");
    free_ends(&ends);
}

static void a_basic_schedule_shows_in_all_three_members(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    json_auto_t *made = call_ok(api, "/v1/connections/create", request_with(&ends, basic(6, "hours")));
    assert_string_equal(text_at(made, "scheduleType"), "basic");
    assert_int_equal(integer_at(made, "scheduleData.basicSchedule.units"), 6);
    assert_int_equal(integer_at(made, "schedule.units"), 6);
    assert_string_equal(text_at(made, "schedule.timeUnit"), "hours");
    free_ends(&ends);
}

static void a_legacy_schedule_is_a_basic_one(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    json_auto_t *made =
        call_ok(api, "/v1/connections/create",
                request_with(&ends, json_pack("{s{si ss}}", "schedule", "units", 1, "timeUnit", "days")));
    assert_string_equal(text_at(made, "scheduleType"), "basic");
    assert_string_equal(text_at(made, "scheduleData.basicSchedule.timeUnit"), "days");
    free_ends(&ends);
}

static void the_retired_schedule_is_refused_in_an_update(void **state)
{
    struct api *api = *state;
    static const char *const paths[] = {"/v1/connections/update", "/v1/web_backend/connections/update"};
    char *id = make_connection(api);
    json_auto_t *before = call_ok(api, "/v1/connections/get", one("connectionId", id));
    for (size_t i = 0; i < 2; i++) {
        json_auto_t *reply = call_status(
            api, paths[i],
            json_pack("{ss s{si ss}}", "connectionId", id, "schedule", "units", 2, "timeUnit", "hours"), 422);
        assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), "schedule");
        assert_non_null(strstr(text_at(reply, "message"),
                               "ConnectionUpdate should only make changes to the schedule by setting "
                               "scheduleType and scheduleData. 'schedule' is no longer supported."));
    }
    json_auto_t *after = call_ok(api, "/v1/connections/get", one("connectionId", id));
    assert_true(json_equal(before, after));
    free(id);
}

static void schedule_data_without_a_type_is_ignored_on_create(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    json_t *request = request_with(&ends, basic(6, "hours"));
    json_object_del(request, "scheduleType");
    json_auto_t *made = call_ok(api, "/v1/connections/create", request);
    assert_string_equal(text_at(made, "scheduleType"), "manual");
    assert_false(has(made, "scheduleData"));
    free_ends(&ends);
}

static void bad_schedules_are_refused_with_the_real_texts(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    const struct {
        json_t *schedule;
        const char *message;
    } cases[] = {
        {one("scheduleType", "basic"), "schedule data must be populated if schedule type is populated"},
        {one("scheduleType", "cron"), "schedule data must be populated if schedule type is populated"},
        {json_pack("{ss s{}}", "scheduleType", "basic", "scheduleData"),
         "if schedule type is basic, then scheduleData.basic must be populated"},
        {json_pack("{ss s{}}", "scheduleType", "cron", "scheduleData"),
         "if schedule type is cron, then scheduleData.cron must be populated"},
        {cron("0 0 12 * * ?", "Etc/UTC"), "Etc/ timezones are unsupported"},
        {cron("0 0 12 * * ?", "etc/GMT+1"), "Etc/"},
        {cron("0 0 12 * * ?", "Mars/Olympus"), "invalid cron timezone"},
        {cron("0 12 * * *", "UTC"), "invalid cron expression"},
        {cron("never", "Mars/Olympus"), "invalid cron timezone"},
        {json_pack("{ss s{si ss}}", "scheduleType", "manual", "schedule", "units", 1, "timeUnit", "days"),
         "supply old or new schedule schema but not both"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        call_fails(api, "/v1/connections/create", request_with(&ends, cases[i].schedule), 422,
                   cases[i].message);
    json_auto_t *good =
        call_ok(api, "/v1/connections/create", request_with(&ends, cron("* */2 * * * ?", "UTC")));
    assert_string_equal(text_at(good, "scheduleData.cron.cronTimeZone"), "UTC");
    assert_false(has(good, "schedule"));
    free_ends(&ends);
}

static void update_refuses_schedule_data_that_its_type_does_not_take(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    json_t *surplus = basic(1, "hours");
    json_object_set_new(surplus, "connectionId", json_string(id));
    json_object_set_new(surplus, "scheduleType", json_string("manual"));
    call_fails(api, "/v1/connections/update", json_incref(surplus), 422,
               "ConnectionUpdate should not include any scheduleData when setting the Connection "
               "scheduleType to MANUAL.");
    json_object_del(surplus, "scheduleType");
    call_fails(api, "/v1/connections/update", surplus, 422,
               "ConnectionUpdate should not include any scheduleData without also specifying a valid "
               "scheduleType.");
    call_fails(api, "/v1/connections/update",
               json_pack("{ss ss}", "connectionId", id, "scheduleType", "cron"), 422,
               "ConnectionUpdate should include scheduleData when setting the Connection scheduleType to "
               "CRON.");
    free(id);
}

static void the_stored_catalog_holds_the_selected_streams(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    json_auto_t *connection = call_ok(api, "/v1/connections/get", one("connectionId", id));
    json_t *catalog = json_incref(at(connection, "syncCatalog"));
    assert_int_equal(json_array_size(at(catalog, "streams")), 2);
    assert_true(json_is_true(at(catalog, "streams[0].config.selected")));
    assert_false(has(catalog, "streams[0].config.suggested"));
    assert_true(json_is_false(at(catalog, "streams[0].config.fieldSelectionEnabled")));
    json_object_set_new(at(catalog, "streams[1].config"), "selected", json_false());
    json_auto_t *updated = call_ok(api, "/v1/connections/update",
                                   json_pack("{ss so}", "connectionId", id, "syncCatalog", catalog));
    assert_int_equal(json_array_size(at(updated, "syncCatalog.streams")), 1);
    free(id);
}

static void update_changes_only_what_is_given(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    json_auto_t *before = call_ok(api, "/v1/connections/get", one("connectionId", id));
    json_auto_t *after =
        call_ok(api, "/v1/connections/update",
                json_pack("{ss ss ss}", "connectionId", id, "name", "Renamed", "sourceId", UNKNOWN_ID));
    assert_string_equal(text_at(after, "name"), "Renamed");
    json_object_set(before, "name", at(after, "name"));
    assert_true(json_equal(before, after));
    call_fails(api, "/v1/connections/update", one("connectionId", UNKNOWN_ID), 404, "STANDARD_SYNC");
    free(id);
}

static void deleted_connections_are_found_but_not_listed(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api), *workspace = first_workspace(api);
    call_done(api, "/v1/connections/delete", one("connectionId", id));
    assert_int_equal(api->status, 204);
    call_done(api, "/v1/connections/delete", one("connectionId", id));
    json_auto_t *found = call_ok(api, "/v1/connections/get", one("connectionId", id));
    assert_string_equal(text_at(found, "status"), "deprecated");
    json_auto_t *live = call_ok(api, "/v1/connections/list", one("workspaceId", workspace));
    json_auto_t *all = call_ok(api, "/v1/connections/list_all", one("workspaceId", workspace));
    assert_int_equal(json_array_size(at(live, "connections")), 0);
    assert_int_equal(json_array_size(at(all, "connections")), 1);
    call_fails(api, "/v1/connections/delete", one("connectionId", UNKNOWN_ID), 404, "STANDARD_SYNC");
    free(workspace);
    free(id);
}

static void lists_of_an_unknown_workspace_are_empty(void **state)
{
    struct api *api = *state;
    json_auto_t *list = call_ok(api, "/v1/connections/list", one("workspaceId", UNKNOWN_ID));
    assert_int_equal(json_array_size(at(list, "connections")), 0);
}

static size_t found_by(struct api *api, json_t *criteria)
{
    json_auto_t *found = call_ok(api, "/v1/connections/search", criteria);
    return json_array_size(at(found, "connections"));
}

static void search_needs_every_criterion_to_match(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    assert_int_equal(found_by(api, json_object()), 1);
    assert_int_equal(found_by(api, one("name", "Sample <> Files")), 1);
    assert_int_equal(found_by(api, one("name", "sample <> files")), 0);
    assert_int_equal(found_by(api, one("name", "  ")), 1);
    assert_int_equal(found_by(api, json_pack("{ss ss}", "connectionId", id, "status", "inactive")), 0);
    assert_int_equal(found_by(api, json_pack("{s{ss}}", "source", "sourceName", "Sample Data (Faker)")), 1);
    assert_int_equal(found_by(api, json_pack("{s{ss}}", "destination", "name", "Elsewhere")), 0);
    assert_int_equal(
        found_by(api, json_pack("{s{s{si}}}", "source", "connectionConfiguration", "count", 100)), 1);
    assert_int_equal(found_by(api, json_pack("{s{s{si}}}", "source", "connectionConfiguration", "count", 1)),
                     0);
    call_done(api, "/v1/connections/delete", one("connectionId", id));
    assert_int_equal(found_by(api, json_object()), 0);
    free(id);
}

static void a_failed_create_leaves_nothing_behind(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    call_fails(api, "/v1/connections/create", request_with(&ends, cron("bad", "UTC")), 422, "invalid cron");
    json_auto_t *list = call_ok(api, "/v1/connections/list_all", one("workspaceId", ends.workspace));
    assert_int_equal(json_array_size(at(list, "connections")), 0);
    free_ends(&ends);
}

static void a_sync_runs_at_once_and_succeeds_in_time(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    json_auto_t *started = call_ok(api, "/v1/connections/sync", one("connectionId", id));
    assert_string_equal(text_at(started, "job.status"), "running");
    assert_string_equal(text_at(started, "job.configType"), "sync");
    assert_string_equal(text_at(started, "job.configId"), id);
    assert_string_equal(text_at(started, "attempts[0].attempt.status"), "running");
    assert_int_equal(integer_at(started, "attempts[0].attempt.id"), 0);
    assert_int_equal(integer_at(started, "job.createdAt"), TEST_TIME);
    api_advance(api, 9.9);
    json_auto_t *running = call_ok(api, "/v1/jobs/get", json_pack("{sO}", "id", at(started, "job.id")));
    assert_string_equal(text_at(running, "job.status"), "running");
    api_advance(api, 0.1);
    json_auto_t *done = call_ok(api, "/v1/jobs/get", json_pack("{sO}", "id", at(started, "job.id")));
    assert_string_equal(text_at(done, "job.status"), "succeeded");
    assert_int_equal(integer_at(done, "job.updatedAt"), TEST_TIME + 10);
    assert_int_equal(integer_at(done, "attempts[0].attempt.endedAt"), TEST_TIME + 10);
    free(id);
}

static void a_second_sync_is_refused_while_one_runs(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", id));
    json_auto_t *refused = call_status(api, "/v1/connections/sync", one("connectionId", id), 409);
    char message[100];
    snprintf(message, sizeof message, "A sync is already running for: %s", id);
    assert_string_equal(text_at(refused, "message"), message);
    assert_string_equal(text_at(refused, "exceptionClassName"),
                        "io.airbyte.commons.server.errors.ValueConflictKnownException");
    free(id);
}

static void a_deleted_connection_does_not_sync(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    call_done(api, "/v1/connections/delete", one("connectionId", id));
    call_fails(api, "/v1/connections/sync", one("connectionId", id), 409,
               " is deleted, so no further operations cannot be performed on it.");
    call_fails(api, "/v1/connections/sync", one("connectionId", UNKNOWN_ID), 404, "STANDARD_SYNC");
    free(id);
}

static void deleting_a_connection_cancels_what_runs(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    json_auto_t *started = call_ok(api, "/v1/connections/sync", one("connectionId", id));
    call_done(api, "/v1/connections/delete", one("connectionId", id));
    json_auto_t *job = call_ok(api, "/v1/jobs/get", json_pack("{sO}", "id", at(started, "job.id")));
    assert_string_equal(text_at(job, "job.status"), "cancelled");
    free(id);
}

static void a_sync_of_an_inactive_connection_succeeds_and_moves_nothing(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    call_done(api, "/v1/connections/update", json_pack("{ss ss}", "connectionId", id, "status", "inactive"));
    json_auto_t *started = call_ok(api, "/v1/connections/sync", one("connectionId", id));
    api_advance(api, 10);
    json_auto_t *done = call_ok(api, "/v1/jobs/get", json_pack("{sO}", "id", at(started, "job.id")));
    json_t *attempt = at(done, "attempts[0].attempt");
    assert_string_equal(text_at(done, "job.status"), "succeeded");
    assert_false(has(attempt, "bytesSynced"));
    assert_int_equal(json_object_size(at(attempt, "totalStats")), 0);
    assert_int_equal(json_array_size(at(attempt, "streamStats")), 0);
    free(id);
}

static void a_reset_pre_empts_a_sync_and_names_all_streams(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    json_auto_t *sync = call_ok(api, "/v1/connections/sync", one("connectionId", id));
    json_auto_t *reset = call_ok(api, "/v1/connections/reset", one("connectionId", id));
    assert_string_equal(text_at(reset, "job.configType"), "reset_connection");
    assert_int_equal(json_array_size(at(reset, "job.resetConfig.streamsToReset")), 2);
    json_auto_t *cancelled = call_ok(api, "/v1/jobs/get", json_pack("{sO}", "id", at(sync, "job.id")));
    assert_string_equal(text_at(cancelled, "job.status"), "cancelled");
    api_advance(api, 10);
    json_auto_t *done = call_ok(api, "/v1/jobs/get", json_pack("{sO}", "id", at(reset, "job.id")));
    assert_string_equal(text_at(done, "job.status"), "succeeded");
    assert_int_equal(integer_at(done, "attempts[0].attempt.recordsSynced"), 0);
    free(id);
}

static void a_reset_of_nothing_is_a_reset_and_leaves_the_state_alone(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    char *id = take_text(call_ok(api, "/v1/connections/create", request_between(&ends)), "connectionId");
    json_auto_t *reset = call_ok(api, "/v1/connections/reset", one("connectionId", id));
    assert_string_equal(text_at(reset, "job.configType"), "reset_connection");
    assert_int_equal(json_array_size(at(reset, "job.resetConfig.streamsToReset")), 0);
    api_advance(api, 10);
    json_auto_t *done = call_ok(api, "/v1/jobs/get", json_pack("{sO}", "id", at(reset, "job.id")));
    json_auto_t *after = call_ok(api, "/v1/state/get", one("connectionId", id));
    assert_string_equal(text_at(done, "job.status"), "succeeded");
    assert_int_equal(integer_at(done, "attempts[0].attempt.totalStats.recordsEmitted"), 0);
    assert_string_equal(text_at(after, "stateType"), "not_set");
    json_auto_t *sync = call_ok(api, "/v1/connections/sync", one("connectionId", id));
    assert_string_equal(text_at(sync, "job.configType"), "sync");
    free(id);
    free_ends(&ends);
}

/* Lets the next reset of a connection fail. */
static void let_a_reset_fail(struct api *api, const char *id)
{
    json_decref(control(api, "POST", "/plans",
                        json_pack("{s{ss ss} s[{s[{ss s{ss}}]} {s[{ss}]}]}", "match", "connectionId", id,
                                  "configType", "reset_connection", "runs", "attempts", "outcome", "failed",
                                  "failure", "type", "config_error", "attempts", "outcome", "succeeded"),
                        201));
}

static void after_a_reset_that_failed_comes_a_reset_again(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    let_a_reset_fail(api, id);
    call_done(api, "/v1/connections/reset", one("connectionId", id));
    api_advance(api, 60);
    json_auto_t *failed = call_ok(api, "/v1/jobs/get", json_pack("{si}", "id", 1));
    assert_string_equal(text_at(failed, "job.status"), "failed");
    json_auto_t *again = call_ok(api, "/v1/connections/sync", one("connectionId", id));
    assert_string_equal(text_at(again, "job.configType"), "reset_connection");
    assert_true(json_equal(at(again, "job.resetConfig"), at(failed, "job.resetConfig")));
    api_advance(api, 60);
    json_auto_t *sync = call_ok(api, "/v1/connections/sync", one("connectionId", id));
    assert_string_equal(text_at(sync, "job.configType"), "sync");
    free(id);
}

static void streams_that_an_earlier_reset_failed_to_reset_join_the_next(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    let_a_reset_fail(api, id);
    json_auto_t *failing = call_ok(api, "/v1/connections/reset", one("connectionId", id));
    api_advance(api, 60);
    json_auto_t *connection = call_ok(api, "/v1/connections/get", one("connectionId", id));
    json_t *catalog = json_incref(at(connection, "syncCatalog"));
    json_object_set_new(at(catalog, "streams[1].stream"), "name", json_string("renamed"));
    call_done(api, "/v1/connections/update",
              json_pack("{ss so}", "connectionId", id, "syncCatalog", catalog));
    json_auto_t *joined = call_ok(api, "/v1/connections/reset", one("connectionId", id));
    json_t *streams = at(joined, "job.resetConfig.streamsToReset");
    assert_int_equal(json_array_size(streams), 3);
    assert_true(json_equal(json_array_get(streams, 1), at(failing, "job.resetConfig.streamsToReset[1]")));
    assert_string_equal(text_at(streams, "[2].name"), "renamed");
    free(id);
}

static void cancelling_a_reset_forgets_what_it_was_to_reset(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    json_auto_t *reset = call_ok(api, "/v1/connections/reset", one("connectionId", id));
    call_done(api, "/v1/jobs/cancel", json_pack("{sO}", "id", at(reset, "job.id")));
    json_auto_t *sync = call_ok(api, "/v1/connections/sync", one("connectionId", id));
    assert_string_equal(text_at(sync, "job.configType"), "sync");
    free(id);
}

static void a_reset_counts_as_the_last_run_and_starts_nothing_else(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    call_done(api, "/v1/connections/reset", one("connectionId", id));
    api_advance(api, 3600);
    json_t *schedule = basic(2, "hours");
    json_object_set_new(schedule, "connectionId", json_string(id));
    call_done(api, "/v1/connections/update", schedule);
    api_advance(api, 3599);
    json_auto_t *before = call_ok(api, "/v1/jobs/get_last_replication_job", one("connectionId", id));
    assert_int_equal(integer_at(before, "job.id"), 1);
    api_advance(api, 1);
    json_auto_t *after = call_ok(api, "/v1/jobs/get_last_replication_job", one("connectionId", id));
    assert_string_equal(text_at(after, "job.configType"), "sync");
    assert_int_equal(integer_at(after, "job.createdAt"), TEST_TIME + 7200);
    free(id);
}

static void resets_are_for_connections_that_are_there(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    call_done(api, "/v1/connections/delete", one("connectionId", id));
    call_fails(api, "/v1/connections/reset", one("connectionId", id), 409,
               " is deleted, so no further operations cannot be performed on it.");
    call_fails(api, "/v1/connections/reset", one("connectionId", UNKNOWN_ID), 404, "STANDARD_SYNC");
    free(id);
}

static void a_reset_of_an_inactive_connection_succeeds_and_does_nothing(void **state)
{
    struct api *api = *state;
    char *id = make_connection(api);
    call_done(api, "/v1/connections/update", json_pack("{ss ss}", "connectionId", id, "status", "inactive"));
    json_auto_t *reset = call_ok(api, "/v1/connections/reset", one("connectionId", id));
    api_advance(api, 10);
    json_auto_t *done = call_ok(api, "/v1/jobs/get", json_pack("{sO}", "id", at(reset, "job.id")));
    json_auto_t *after = call_ok(api, "/v1/state/get", one("connectionId", id));
    assert_string_equal(text_at(done, "job.status"), "succeeded");
    assert_int_equal(json_object_size(at(done, "attempts[0].attempt.totalStats")), 0);
    assert_string_equal(text_at(after, "stateType"), "not_set");
    free(id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(create_fills_in_what_the_request_leaves_out),
        API_TEST(notify_schema_changes_is_honoured_on_create),
        API_TEST(the_ends_must_be_there),
        API_TEST(the_ends_must_share_a_workspace),
        API_TEST(an_unknown_source_catalog_is_a_404),
        API_TEST(a_basic_schedule_shows_in_all_three_members),
        API_TEST(a_legacy_schedule_is_a_basic_one),
        API_TEST(the_retired_schedule_is_refused_in_an_update),
        API_TEST(schedule_data_without_a_type_is_ignored_on_create),
        API_TEST(bad_schedules_are_refused_with_the_real_texts),
        API_TEST(update_refuses_schedule_data_that_its_type_does_not_take),
        API_TEST(the_stored_catalog_holds_the_selected_streams),
        API_TEST(update_changes_only_what_is_given),
        API_TEST(deleted_connections_are_found_but_not_listed),
        API_TEST(lists_of_an_unknown_workspace_are_empty),
        API_TEST(search_needs_every_criterion_to_match),
        API_TEST(a_failed_create_leaves_nothing_behind),
        API_TEST(a_sync_runs_at_once_and_succeeds_in_time),
        API_TEST(a_second_sync_is_refused_while_one_runs),
        API_TEST(a_deleted_connection_does_not_sync),
        API_TEST(deleting_a_connection_cancels_what_runs),
        API_TEST(a_sync_of_an_inactive_connection_succeeds_and_moves_nothing),
        API_TEST(a_reset_pre_empts_a_sync_and_names_all_streams),
        API_TEST(a_reset_of_nothing_is_a_reset_and_leaves_the_state_alone),
        API_TEST(after_a_reset_that_failed_comes_a_reset_again),
        API_TEST(streams_that_an_earlier_reset_failed_to_reset_join_the_next),
        API_TEST(cancelling_a_reset_forgets_what_it_was_to_reset),
        API_TEST(a_reset_counts_as_the_last_run_and_starts_nothing_else),
        API_TEST(resets_are_for_connections_that_are_there),
        API_TEST(a_reset_of_an_inactive_connection_succeeds_and_does_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
