/* Connections of the public API: docs/behaviour/public-api.md#connections */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

struct ends {
    char *source, *destination;
};

/* Faker and Local JSON. */
static struct ends make_ends(struct api *api)
{
    char *workspace = first_workspace(api);
    struct ends ends = {make_source(api, workspace), make_destination(api, workspace)};
    free(workspace);
    return ends;
}

static void free_ends(struct ends *ends)
{
    free(ends->source);
    free(ends->destination);
}

/* A request for a connection between them with these streams (stolen; NULL for none given). */
static json_t *request_of(const struct ends *ends, json_t *streams)
{
    json_t *request = json_pack("{ss ss}", "sourceId", ends->source, "destinationId", ends->destination);
    if (streams)
        json_object_set_new(request, "configurations", json_pack("{so}", "streams", streams));
    return request;
}

static json_t *make(struct api *api, const struct ends *ends, json_t *streams)
{
    return rest(api, "POST", "/connections", request_of(ends, streams), 200);
}

static char *path_of(const json_t *connection)
{
    return must_printf("/connections/%s", text_at(connection, "connectionId"));
}

static void every_stream_is_taken_where_none_is_named(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    json_auto_t *made = make(api, &ends, NULL);
    assert_int_equal(json_array_size(at(made, "configurations.streams")), 3);
    assert_string_equal(text_at(made, "configurations.streams[0].syncMode"), "full_refresh_overwrite");
    assert_string_equal(text_at(made, "schedule.scheduleType"), "manual");
    assert_string_equal(text_at(made, "namespaceDefinition"), "destination");
    assert_string_equal(text_at(made, "nonBreakingSchemaUpdatesBehavior"), "ignore");
    assert_string_equal(text_at(made, "prefix"), "");
    assert_string_equal(text_at(made, "status"), "active");
    assert_non_null(strstr(text_at(made, "name"), " <> "));
    assert_int_equal(integer_at(made, "createdAt"), TEST_TIME);
    assert_int_equal(json_array_size(at(made, "tags")), 0);
    char *path = path_of(made);
    json_auto_t *got = rest(api, "GET", path, NULL, 200);
    assert_true(json_equal(got, made));
    free(path);
    free_ends(&ends);
}

/* What is asked for comes back in its order, with cursor and key as the source defines them. */
static void streams_keep_their_order_and_are_filled_in(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    json_auto_t *made =
        make(api, &ends,
             json_pack("[{ss ss} {ss s[{s[s]}]}]", "name", "users", "syncMode", "incremental_append", "name",
                       "products", "selectedFields", "fieldPath", "id"));
    assert_int_equal(json_array_size(at(made, "configurations.streams")), 2);
    assert_string_equal(text_at(made, "configurations.streams[0].name"), "users");
    assert_string_equal(text_at(made, "configurations.streams[0].syncMode"), "incremental_append");
    assert_true(json_array_size(at(made, "configurations.streams[0].cursorField")) > 0);
    assert_string_equal(text_at(made, "configurations.streams[1].selectedFields[0].fieldPath[0]"), "id");
    free_ends(&ends);
}

static void what_the_config_api_cannot_say_comes_back(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    json_t *mapper = json_pack("{ss s{ss ss}}", "type", "field-renaming", "mapperConfiguration",
                               "newFieldName", "n", "originalFieldName", "id");
    json_auto_t *made = make(api, &ends,
                             json_pack("[{ss ss sb s[o]}]", "name", "users", "destinationObjectName",
                                       "people", "includeFiles", false, "mappers", mapper));
    assert_string_equal(text_at(made, "configurations.streams[0].destinationObjectName"), "people");
    assert_string_equal(text_at(made, "configurations.streams[0].mappers[0].type"), "field-renaming");
    free_ends(&ends);
}

static void crons_come_and_go_in_utc(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    json_t *request = request_of(&ends, NULL);
    json_object_set_new(request, "schedule",
                        json_pack("{ss ss}", "scheduleType", "cron", "cronExpression", "0 0 12 * * ? UTC"));
    json_auto_t *made = rest(api, "POST", "/connections", request, 200);
    assert_string_equal(text_at(made, "schedule.cronExpression"), "0 0 12 * * ? UTC");
    json_auto_t *config =
        call_ok(api, "/v1/connections/get", one("connectionId", text_at(made, "connectionId")));
    assert_string_equal(text_at(config, "scheduleData.cron.cronExpression"), "0 0 12 * * ?");
    assert_string_equal(text_at(config, "scheduleData.cron.cronTimeZone"), "UTC");
    char *path = path_of(made);
    json_auto_t *manual =
        rest(api, "PATCH", path, json_pack("{s{ss}}", "schedule", "scheduleType", "manual"), 200);
    assert_false(has(manual, "schedule.cronExpression"));
    static const struct {
        const char *expression, *title, *piece;
    } bad[] = {{NULL, "Missing cron data", "Missing cron expression"},
               {"nonsense", "Invalid cron expression", "nonsense"},
               {"* 0 12 * * ?", "Cron expression too frequent", "one hour minimum"},
               {"0 * 12 * * ? 2030", "Cron expression too frequent", "one hour minimum"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        json_t *schedule = json_pack("{ss ss*}", "scheduleType", "cron", "cronExpression", bad[i].expression);
        rest_fails(api, "PATCH", path, json_pack("{so}", "schedule", schedule), 400, bad[i].title,
                   bad[i].piece);
    }
    free(path);
    free_ends(&ends);
}

static void basic_schedules_are_only_read(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api), *path = must_printf("/connections/%s", connection);
    call_done(api, "/v1/connections/update",
              json_pack("{ss ss s{s{ss si}}}", "connectionId", connection, "scheduleType", "basic",
                        "scheduleData", "basicSchedule", "timeUnit", "hours", "units", 24));
    json_auto_t *got = rest(api, "GET", path, NULL, 200);
    assert_string_equal(text_at(got, "schedule.scheduleType"), "basic");
    assert_string_equal(text_at(got, "schedule.basicTiming"), "Every 24 HOURS");
    free(path);
    free(connection);
}

static const struct {
    const char *streams, *piece;
} refused[] = {
    {"[{\"name\": \"nothing\"}]", "No streams found with name nothing"},
    {"[{\"name\": \"users\"}, {\"name\": \"users\"}]", "Duplicate stream found in configuration"},
    {"[{\"name\": \"users\", \"selectedFields\": []}]", "No fields selected for stream"},
    {"[{\"name\": \"users\", \"selectedFields\": [{\"fieldPath\": []}]}]",
     "Selected field path cannot be empty"},
    {"[{\"name\": \"users\", \"selectedFields\": [{\"fieldPath\": [\"a\", \"b\"]}]}]",
     "Nested field selection not supported"},
    {"[{\"name\": \"users\", \"selectedFields\": [{\"fieldPath\": [\"id\"]}, {\"fieldPath\": [\"id\"]}]}]",
     "Duplicate fields selected"},
    {"[{\"name\": \"users\", \"selectedFields\": [{\"fieldPath\": [\"nope\"]}]}]", "Invalid fields selected"},
    {"[{\"name\": \"users\", \"syncMode\": \"full_refresh_update\"}]",
     "Cannot set sync mode to full_refresh_update"},
    {"[{\"name\": \"users\", \"syncMode\": \"incremental_append\", \"cursorField\": [\"name\"]}]",
     "is already defined by source"},
};

static void streams_that_break_a_rule_are_refused_by_name(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        rest_fails(api, "POST", "/connections", request_of(&ends, parsed(refused[i].streams)), 400,
                   "bad-request", refused[i].piece);
    free_ends(&ends);
}

static void ends_that_are_not_there_are_named(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api), none = {(char[]){UNKNOWN_ID}, ends.destination};
    json_auto_t *source = rest(api, "POST", "/connections", request_of(&none, NULL), 404);
    assert_string_equal(text_at(source, "data.resourceType"), "source");
    none = (struct ends){ends.source, (char[]){UNKNOWN_ID}};
    json_auto_t *destination = rest(api, "POST", "/connections", request_of(&none, NULL), 404);
    assert_string_equal(text_at(destination, "data.resourceType"), "destination");
    free_ends(&ends);
}

static void patch_changes_what_is_given_and_never_resets(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    json_auto_t *made = make(api, &ends, json_pack("[{ss}]", "name", "users"));
    char *path = path_of(made);
    json_auto_t *patched =
        rest(api, "PATCH", path,
             json_pack("{ss ss ss ss s{s[]}}", "name", "N", "namespaceDefinition", "custom_format",
                       "namespaceFormat", "x_${SOURCE_NAMESPACE}", "nonBreakingSchemaUpdatesBehavior",
                       "disable_connection", "configurations", "streams"),
             200);
    assert_string_equal(text_at(patched, "name"), "N");
    assert_string_equal(text_at(patched, "namespaceDefinition"), "custom_format");
    assert_string_equal(text_at(patched, "nonBreakingSchemaUpdatesBehavior"), "disable_connection");
    assert_true(json_equal(at(patched, "configurations"), at(made, "configurations")));
    json_auto_t *config =
        call_ok(api, "/v1/connections/get", one("connectionId", text_at(made, "connectionId")));
    assert_string_equal(text_at(config, "namespaceDefinition"), "customformat");
    assert_string_equal(text_at(config, "nonBreakingChangesPreference"), "disable");
    json_auto_t *replaced = rest(
        api, "PATCH", path, json_pack("{s{s[{ss}]}}", "configurations", "streams", "name", "products"), 200);
    assert_string_equal(text_at(replaced, "configurations.streams[0].name"), "products");
    assert_int_equal(json_array_size(at(replaced, "configurations.streams")), 1);
    json_auto_t *jobs = rest(api, "GET", "/jobs", NULL, 200);
    assert_int_equal(json_array_size(at(jobs, "data")), 0);
    json_decref(rest(api, "PUT", path, json_object(), 405));
    free(path);
    free_ends(&ends);
}

static void a_deleted_connection_is_deprecated(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api), *path = must_printf("/connections/%s", connection);
    assert_null(rest(api, "DELETE", path, NULL, 204));
    json_auto_t *gone = rest(api, "GET", path, NULL, 200);
    assert_string_equal(text_at(gone, "status"), "deprecated");
    assert_null(rest(api, "DELETE", path, NULL, 204));
    json_auto_t *live = rest(api, "GET", "/connections", NULL, 200);
    assert_int_equal(json_array_size(at(live, "data")), 0);
    json_auto_t *all = rest(api, "GET", "/connections?includeDeleted=true", NULL, 200);
    assert_int_equal(json_array_size(at(all, "data")), 1);
    rest_fails(api, "GET", "/connections/" UNKNOWN_ID, NULL, 404, "resource-not-found", UNKNOWN_ID);
    free(path);
    free(connection);
}

static void connections_have_tags_and_are_found_by_them(void **state)
{
    struct api *api = *state;
    struct ends ends = make_ends(api);
    char *workspace = first_workspace(api);
    json_auto_t *tag =
        rest(api, "POST", "/tags",
             json_pack("{ss ss ss}", "name", "n", "color", "00ff00", "workspaceId", workspace), 200);
    json_t *request = request_of(&ends, NULL);
    json_object_set_new(request, "tags", json_pack("[O]", tag));
    json_auto_t *made = rest(api, "POST", "/connections", request, 200);
    assert_true(json_equal(at(made, "tags[0]"), tag));
    json_decref(make(api, &ends, NULL));
    char *query = must_printf("/connections?tagIds=%s", text_at(tag, "tagId")), *path = path_of(made);
    json_auto_t *tagged = rest(api, "GET", query, NULL, 200);
    assert_int_equal(json_array_size(at(tagged, "data")), 1);
    json_auto_t *bare = rest(api, "PATCH", path, json_pack("{s[]}", "tags"), 200);
    assert_int_equal(json_array_size(at(bare, "tags")), 0);
    json_t *unknown = json_pack("{ss ss ss ss}", "tagId", UNKNOWN_ID, "name", "n", "color", "00ff00",
                                "workspaceId", workspace);
    rest_fails(api, "PATCH", path, json_pack("{s[o]}", "tags", unknown), 404, "resource-not-found",
               UNKNOWN_ID);
    free(path);
    free(query);
    free(workspace);
    free_ends(&ends);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(every_stream_is_taken_where_none_is_named),
        API_TEST(streams_keep_their_order_and_are_filled_in),
        API_TEST(what_the_config_api_cannot_say_comes_back),
        API_TEST(crons_come_and_go_in_utc),
        API_TEST(basic_schedules_are_only_read),
        API_TEST(streams_that_break_a_rule_are_refused_by_name),
        API_TEST(ends_that_are_not_there_are_named),
        API_TEST(patch_changes_what_is_given_and_never_resets),
        API_TEST(a_deleted_connection_is_deprecated),
        API_TEST(connections_have_tags_and_are_found_by_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
