#include "support/story.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

#define UPDATE(advance, more)                                                                                \
    {                                                                                                        \
        advance, "connections/update", "{'connectionId': '$connection', " more "}", NULL, 0                  \
    }
#define BASIC(units, unit)                                                                                   \
    "'scheduleType': 'basic', 'scheduleData': {'basicSchedule': {'units': " #units ", 'timeUnit': '" unit    \
    "'}}"
#define CRON(expression, zone)                                                                               \
    "'scheduleType': 'cron', 'scheduleData': {'cron': {'cronExpression': '" expression                       \
    "', 'cronTimeZone': '" zone "'}}"
#define STATUS(expect)                                                                                       \
    {                                                                                                        \
        0, "connections/get", "{'connectionId': '$connection'}", "{'status': '" expect "'}", 0               \
    }

/* When the connection's jobs were made, oldest first, in hours since the tests' clock began. */
static void expect_hours(struct story *story, const double *hours, size_t count)
{
    json_auto_t *list = call_ok(story->api, "/v1/jobs/list",
                                json_pack("{s[ss] ss s{si}}", "configTypes", "sync", "reset_connection",
                                          "configId", story->connection, "pagination", "pageSize", 1000));
    json_t *jobs = at(list, "jobs");
    assert_int_equal(json_array_size(jobs), count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(integer_at(json_array_get(jobs, count - 1 - i), "job.createdAt") - TEST_TIME,
                         (int64_t)(hours[i] * 3600));
}
#define EXPECT_HOURS(story, ...)                                                                             \
    expect_hours(story, (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void every_unit_has_its_length(void **state)
{
    static const struct {
        const char *unit;
        double hours;
    } units[] = {{"minutes", 1. / 60}, {"hours", 1}, {"days", 24}, {"weeks", 168}, {"months", 720}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct story story = story_begin(*state);
        char *change = must_printf("{'connectionId': '$connection', 'scheduleType': 'basic', 'scheduleData': "
                                   "{'basicSchedule': {'units': 2, 'timeUnit': '%s'}}}",
                                   units[i].unit);
        json_decref(call_ok(*state, "/v1/connections/update", story_json(&story, change)));
        api_advance(*state, units[i].hours * 2 * 3600 - 1);
        json_auto_t *list =
            call_ok(*state, "/v1/jobs/list",
                    json_pack("{s[s] ss}", "configTypes", "sync", "configId", story.connection));
        assert_int_equal(integer_at(list, "totalJobCount"), 1);
        api_advance(*state, 1);
        json_auto_t *next =
            call_ok(*state, "/v1/jobs/list",
                    json_pack("{s[s] ss}", "configTypes", "sync", "configId", story.connection));
        assert_int_equal(integer_at(next, "totalJobCount"), 2);
        call_done(*state, "/v1/connections/delete", one("connectionId", story.connection));
        free(change);
        story_end(&story);
    }
}

static void failed_jobs_resets_and_manual_syncs_count(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN("{'runs': [{'attempts': [{'failure': {'type': 'config_error'}}]}, {}]}"),
         UPDATE(0, BASIC(6, "hours")), JOB(6 * 3600, 2, "{'job': {'status': 'running'}}"),
         {2 * 3600, "connections/reset", "{'connectionId': '$connection'}", NULL, 0},
         {2 * 3600, "connections/sync", "{'connectionId': '$connection'}", NULL, 0}, JOB(6 * 3600, 5, NULL));
    EXPECT_HOURS(&story, 0, 6, 8, 10, 16);
    story_end(&story);
}

static void a_run_longer_than_its_interval_is_followed_at_once(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN("{'runs': [{'attempts': [{'seconds': 9000}]}]}"), UPDATE(0, BASIC(1, "hours")),
         JOB(5 * 3600, 3, NULL));
    EXPECT_HOURS(&story, 0, 2.5, 5);
    story_end(&story);
}

static void a_change_of_schedule_counts_at_once(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, UPDATE(0, BASIC(24, "hours")), JOB(0, 1, NULL), UPDATE(3600 * 2, BASIC(3, "hours")),
         JOB(3600, 2, NULL), UPDATE(3600, "'scheduleType': 'manual'"), JOB(3600 * 100, 2, NULL),
         UPDATE(0, BASIC(3, "hours")), JOB(0, 3, NULL));
    EXPECT_HOURS(&story, 0, 3, 104);
    story_end(&story);
}

/* A basic schedule is shown in its retired form too, and that goes with it. */
static void the_retired_form_is_shown_of_a_basic_schedule_alone(void **state)
{
    static const char *const others[] = {"{" CRON("0 0 * * * ?", "UTC") "}", "{'scheduleType': 'manual'}"};
    struct story story = story_begin(*state);
    for (size_t i = 0; i < 2; i++) {
        json_auto_t *other = story_json(&story, others[i]);
        json_object_set_new(other, "connectionId", json_string(story.connection));
        PLAY(&story, UPDATE(0, BASIC(6, "hours")),
             {0, "connections/get", "{'connectionId': '$connection'}",
              "{'schedule': {'units': 6, 'timeUnit': 'hours'}}", 0});
        json_auto_t *updated = call_ok(*state, "/v1/connections/update", json_incref(other));
        assert_false(has(updated, "schedule"));
    }
    story_end(&story);
}

static void an_inactive_connection_is_not_scheduled(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, UPDATE(0, "'status': 'inactive', " BASIC(1, "hours")), UPDATE(36000, "'name': 'x'"),
         UPDATE(0, "'status': 'active'"), JOB(0, 1, NULL));
    EXPECT_HOURS(&story, 10);
    story_end(&story);
}

/* 2023-03-26 01:00 UTC is when clocks in Berlin go from 2 to 3. */
static void a_cron_schedule_follows_its_zone_through_a_change_of_clocks(void **state)
{
    struct story story = story_begin(*state);
    const double day = 24, first = 18; /* 2023-03-02 04:00 in Berlin */
    PLAY(&story, UPDATE(0, CRON("0 0 4 * * ?", "Europe/Berlin")), JOB(24 * 3600 * 23, 1, NULL),
         JOB(24 * 3600 * 4, 25, NULL));
    json_auto_t *list = call_ok(*state, "/v1/jobs/list",
                                json_pack("{s[s] ss}", "configTypes", "sync", "configId", story.connection));
    json_t *jobs = at(list, "jobs");
    size_t count = json_array_size(jobs);
    assert_int_equal(count, 27);
    for (size_t i = 0; i < count; i++) {
        double hours = first + day * (double)i - (i >= 24 ? 1 : 0);
        int64_t made = integer_at(json_array_get(jobs, count - 1 - i), "job.createdAt") - TEST_TIME;
        assert_int_equal(made, (int64_t)(hours * 3600));
    }
    story_end(&story);
}

static void cron_ticks_that_were_missed_are_not_made_up_for(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN("{'runs': [{'attempts': [{'seconds': 9000}]}]}"), UPDATE(0, CRON("0 0 * * * ?", "UTC")),
         JOB(3600 * 6.9, 2, NULL));
    EXPECT_HOURS(&story, 1, 4);
    story_end(&story);
}

/* The tick at 09:00:50 is within the minute after the job of 09:00:40. */
static void a_cron_tick_within_a_minute_of_the_last_job_is_passed_over(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN("{'runs': [{'attempts': [{'seconds': 1}]}]}"), UPDATE(0, CRON("50 * * * * ?", "UTC")),
         {40, "connections/sync", "{'connectionId': '$connection'}", NULL, 0}, JOB(69, 1, NULL),
         {0, "jobs/get", "{'id': 2}", NULL, 404}, JOB(1, 2, "{'job': {'createdAt': 1677661310}}"));
    story_end(&story);
}

static void units_of_zero_mean_one_run_after_the_other(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN("{'runs': [{'attempts': [{'seconds': 0.25}]}]}"), UPDATE(0, BASIC(0, "hours")),
         JOB(2.5, 3, NULL), {0, "jobs/get", "{'id': 4}", NULL, 404});
    story_end(&story);
}

/* An api that disables connections after so many failures in a row, or so many days of them alone. */
static struct api *disabling(int failures, int days)
{
    struct api_options options = api_test_options();
    options.settings.auto_disable = true;
    options.settings.max_failed_jobs_in_a_row = failures;
    options.settings.max_days_of_only_failed_jobs = days;
    return api_with(&options);
}

#define FAILS_ONCE "{'attempts': [{'seconds': 1, 'failure': {'type': 'config_error'}}]}"

static void a_connection_that_fails_too_often_in_a_row_is_disabled(void **state)
{
    struct api *api = disabling(3, 14);
    struct story story = story_begin(api);
    (void)state;
    PLAY(&story, PLAN("{'runs': [" FAILS_ONCE "," FAILS_ONCE ", {}," FAILS_ONCE "]}"),
         UPDATE(0, BASIC(1, "hours")), JOB(3600 * 4 + 30, 5, "{'job': {'status': 'failed'}}"),
         STATUS("active"), JOB(3600, 6, "{'job': {'status': 'failed'}}"), STATUS("inactive"),
         {360000, "jobs/get", "{'id': 7}", NULL, 404});
    story_end(&story);
    api_free(api);
}

static void a_success_of_long_ago_does_not_spare_a_connection(void **state)
{
    struct api *api = disabling(3, 2);
    struct story story = story_begin(api);
    (void)state;
    PLAY(&story, PLAN("{'runs': [{}," FAILS_ONCE "]}"), SYNC, JOB(86400, 1, NULL), SYNC,
         JOB(86400 * 1.5, 2, NULL), SYNC, JOB(30, 3, "{'job': {'status': 'failed'}}"));
    json_auto_t *connection = call_ok(api, "/v1/connections/get", one("connectionId", story.connection));
    assert_string_equal(text_at(connection, "status"), "inactive");
    story_end(&story);
    api_free(api);
}

static void days_of_only_failed_jobs_disable_and_younger_connections_are_spared(void **state)
{
    struct api *api = disabling(100, 3);
    struct story story = story_begin(api);
    (void)state;
    PLAY(&story, PLAN("{'runs': [" FAILS_ONCE "]}"), UPDATE(0, BASIC(24, "hours")),
         JOB(86400 * 2 + 30, 3, "{'job': {'status': 'failed'}}"), STATUS("active"),
         JOB(86400, 4, "{'job': {'status': 'failed'}}"), STATUS("inactive"));
    story_end(&story);
    api_free(api);
}

static void a_first_job_that_was_cancelled_does_not_make_a_connection_old(void **state)
{
    struct api *api = disabling(100, 3);
    struct story story = story_begin(api);
    (void)state;
    PLAY(&story, PLAN("{'runs': [" FAILS_ONCE "]}"), SYNC, {0, "jobs/cancel", "{'id': 1}", NULL, 0},
         {86400 * 4, "connections/sync", "{'connectionId': '$connection'}", NULL, 0},
         JOB(30, 2, "{'job': {'status': 'failed'}}"), STATUS("active"));
    story_end(&story);
    api_free(api);
}

static void nothing_is_disabled_unless_asked_for(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN("{'runs': [" FAILS_ONCE "]}"), UPDATE(0, BASIC(1, "hours")),
         JOB(3600 * 150, 150, "{'job': {'status': 'failed'}}"), STATUS("active"));
    story_end(&story);
}

/* The source's streams with other fields: products loses what the connection reads by. */
#define FOUND(fields)                                                                                        \
    "{'catalog': {'streams': [{'stream': {'name': 'users', 'supportedSyncModes': ['full_refresh'], "         \
    "'jsonSchema': {'type': 'object', 'properties': {" fields "}}}}]}}"

static void the_schema_is_looked_at_anew_after_a_day_and_may_stop_the_run(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, UPDATE(0, "'nonBreakingChangesPreference': 'disable'"),
         PLAN("{'match': {'sourceId': '$source'}, 'discover': " FOUND("'id': {'type': 'number'}") "}"),
         {86400 - 1, "connections/sync", "{'connectionId': '$connection'}", NULL, 0}, STATUS("active"),
         JOB(1, 1, NULL), {20, "connections/sync", "{'connectionId': '$connection'}", NULL, 0},
         STATUS("inactive"),
         JOB(10, 2,
             "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'status': 'succeeded', "
             "'recordsSynced': null, 'totalStats': {}, 'streamStats': []}}]}"));
    story_end(&story);
}

/* The connection is made from what its source has, and minds any change of that. */
static void mind_every_change(struct story *story)
{
    json_auto_t *found = call_ok(story->api, "/v1/sources/discover_schema", one("sourceId", story->source));
    json_t *request =
        json_pack("{ss ss sO}", "connectionId", story->connection, "nonBreakingChangesPreference", "disable",
                  "sourceCatalogId", at(found, "catalogId"));
    call_done(story->api, "/v1/connections/update", request);
}

static void a_schema_that_is_the_same_changes_nothing(void **state)
{
    struct story story = story_begin(*state);
    mind_every_change(&story);
    PLAY(
        &story, {86400 * 2, "connections/sync", "{'connectionId': '$connection'}", NULL, 0}, STATUS("active"),
        JOB(10, 1, "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'streamStats': [{}, {}]}}]}"));
    json_auto_t *newest =
        call_ok(*state, "/v1/sources/most_recent_source_actor_catalog", one("sourceId", story.source));
    assert_int_equal(integer_at(newest, "updatedAt"), TEST_TIME + 86400 * 2);
    story_end(&story);
}

static void a_refresh_whose_connector_fails_does_not_stop_the_run(void **state)
{
    struct story story = story_begin(*state);
    PLAY(&story, PLAN("{'match': {'sourceId': '$source'}, 'discover': {'fails': 'gone'}}"),
         {86400 * 2, "connections/sync", "{'connectionId': '$connection'}", NULL, 0},
         JOB(10, 1,
             "{'job': {'status': 'succeeded'}, 'attempts': [{'attempt': {'streamStats': [{'streamName': "
             "'products'}, {'streamName': 'users'}]}}]}"));
    story_end(&story);
}

STATEMENT(FORGET_DEFINITION,
          "UPDATE actor SET doc = json_set(doc, '$.sourceDefinitionId', ?1) WHERE kind = 'source'");

static void a_refresh_that_cannot_start_fails_the_attempt(void **state)
{
    struct story story = story_begin(*state);
    struct sandbox *sandbox = sandboxes_find(story.api->app->sandboxes, "default");
    store_run(sandbox->world.store, &FORGET_DEFINITION, SQL_WITH(SQL_TEXT(UNKNOWN_ID)));
    PLAY(
        &story, {86400 * 2, "connections/sync", "{'connectionId': '$connection'}", NULL, 0},
        JOB(4, 1,
            "{'job': {'status': 'failed'}, 'attempts': [{'attempt': {'failureSummary': {'failures': "
            "[{'failureOrigin': 'source', 'failureType': 'refresh_schema', 'externalMessage': 'Failed to detect "
            "if there is a schema change. If the error persist please contact the support team.'}], 'partialSuccess': false}}}, "
            "{'attempt': {'failureSummary': {'failures': [{'failureType': 'config_error'}]}}}]}"));
    story_end(&story);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(every_unit_has_its_length),
        API_TEST(failed_jobs_resets_and_manual_syncs_count),
        API_TEST(a_run_longer_than_its_interval_is_followed_at_once),
        API_TEST(a_change_of_schedule_counts_at_once),
        API_TEST(the_retired_form_is_shown_of_a_basic_schedule_alone),
        API_TEST(an_inactive_connection_is_not_scheduled),
        API_TEST(a_cron_schedule_follows_its_zone_through_a_change_of_clocks),
        API_TEST(cron_ticks_that_were_missed_are_not_made_up_for),
        cmocka_unit_test(a_connection_that_fails_too_often_in_a_row_is_disabled),
        cmocka_unit_test(a_success_of_long_ago_does_not_spare_a_connection),
        cmocka_unit_test(days_of_only_failed_jobs_disable_and_younger_connections_are_spared),
        API_TEST(nothing_is_disabled_unless_asked_for),
        API_TEST(the_schema_is_looked_at_anew_after_a_day_and_may_stop_the_run),
        API_TEST(a_cron_tick_within_a_minute_of_the_last_job_is_passed_over),
        API_TEST(units_of_zero_mean_one_run_after_the_other),
        cmocka_unit_test(a_first_job_that_was_cancelled_does_not_make_a_connection_old),
        API_TEST(a_schema_that_is_the_same_changes_nothing),
        API_TEST(a_refresh_whose_connector_fails_does_not_stop_the_run),
        API_TEST(a_refresh_that_cannot_start_fails_the_attempt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
