#include "support/api.h"

#include "base/moment.h"

#include <stdlib.h>
#include <string.h>

static json_t *advance(struct api *api, double seconds)
{
    return control(api, "POST", "/clock/advance", json_pack("{sf}", "seconds", seconds), 200);
}

static void a_frozen_clock_moves_only_when_told(void **state)
{
    struct api *api = *state;
    json_auto_t *clock = control(api, "GET", "/clock", NULL, 200);
    assert_string_equal(text_at(clock, "mode"), "frozen");
    assert_string_equal(text_at(clock, "time"), "2023-03-01T09:00:00.000Z");
    assert_false(has(clock, "nextEvent"));
    json_auto_t *later = advance(api, 1.5);
    assert_string_equal(text_at(later, "time"), "2023-03-01T09:00:01.500Z");
}

static void advancing_runs_what_falls_due_on_the_way_the_end_included(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_auto_t *before = control(api, "GET", "/clock", NULL, 200);
    assert_string_equal(text_at(before, "nextEvent"), "2023-03-01T09:00:10.000Z");
    json_decref(advance(api, 10));
    json_auto_t *job = call_ok(api, "/v1/jobs/get_light", json_pack("{si}", "id", 1));
    assert_string_equal(text_at(job, "job.status"), "succeeded");
    free(connection);
}

static void advancing_to_the_next_event_stops_there(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_auto_t *there = control(api, "POST", "/clock/advance", one("to", "next-event"), 200);
    assert_string_equal(text_at(there, "time"), "2023-03-01T09:00:10.000Z");
    assert_false(has(there, "nextEvent"));
    json_auto_t *same = control(api, "POST", "/clock/advance", one("to", "next-event"), 200);
    assert_string_equal(text_at(same, "time"), "2023-03-01T09:00:10.000Z");
    free(connection);
}

static json_t *next_event(struct api *api)
{
    json_auto_t *clock = control(api, "GET", "/clock", NULL, 200);
    return json_incref(json_object_get(clock, "nextEvent"));
}

/* Changes a connection's schedule; when something happens next after that. */
static void replanned(struct api *api, const char *connection, const char *body, const char *expected)
{
    json_t *change = parsed(body);
    json_object_set_new(change, "connectionId", json_string(connection));
    call_done(api, "/v1/connections/update", change);
    json_auto_t *next = next_event(api);
    if (expected)
        assert_string_equal(json_string_value(next), expected);
    else
        assert_null(next);
}

#define CRON(expression)                                                                                     \
    "{\"scheduleType\":\"cron\",\"scheduleData\":{\"cron\":{\"cronExpression\":\"" expression                \
    "\",\"cronTimeZone\":\"UTC\"}}}"

/* What was planned before is not what happens next. */
static void the_next_event_is_one_that_will_happen(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    replanned(api, connection, CRON("0 0 10 * * ?"), "2023-03-01T10:00:00.000Z");
    replanned(api, connection, CRON("0 0 12 * * ?"), "2023-03-01T12:00:00.000Z");
    json_auto_t *there = control(api, "POST", "/clock/advance", one("to", "next-event"), 200);
    assert_string_equal(text_at(there, "time"), "2023-03-01T12:00:00.000Z");
    json_decref(control(api, "POST", "/clock/advance", one("to", "next-event"), 200));
    replanned(api, connection, "{\"status\":\"inactive\"}", NULL);
    replanned(api, connection, "{\"status\":\"active\"}", "2023-03-02T12:00:00.000Z");
    replanned(api, connection, "{\"scheduleType\":\"manual\"}", NULL);
    json_auto_t *begun = call_ok(api, "/v1/connections/sync", one("connectionId", connection));
    json_decref(
        call_ok(api, "/v1/jobs/cancel", json_pack("{sI}", "id", (json_int_t)integer_at(begun, "job.id"))));
    assert_null(next_event(api));
    replanned(api, connection, CRON("0 0 10 * * ?"), "2023-03-02T10:00:00.000Z");
    call_done(api, "/v1/connections/delete", one("connectionId", connection));
    assert_null(next_event(api));
    free(connection);
}

static void a_clock_advances_to_a_time(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_auto_t *there = control(api, "POST", "/clock/advance", one("to", "2023-03-26T03:00:00+01:00"), 200);
    assert_string_equal(text_at(there, "time"), "2023-03-26T02:00:00.000Z");
    json_auto_t *job = call_ok(api, "/v1/jobs/get_light", json_pack("{si}", "id", 1));
    assert_string_equal(text_at(job, "job.status"), "succeeded");
    json_decref(control(api, "POST", "/clock/advance", one("to", "2023-03-26T02:00:00Z"), 200));
    free(connection);
}

static void a_clock_is_not_set_back_behind_jobs(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_decref(advance(api, 3600));
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_decref(advance(api, 3600));
    json_t *before = json_pack("{ss ss}", "mode", "frozen", "time", "2023-03-01T09:59:59Z");
    json_auto_t *error = control(api, "PUT", "/clock", before, 422);
    assert_string_equal(text_at(error, "validationErrors[0].propertyPath"), "time");
    assert_non_null(strstr(text_at(error, "message"),
                           "cannot be set back to before 2023-03-01T10:00:00.000Z, when the newest job was "
                           "made: reset the sandbox first"));
    json_auto_t *clock = control(api, "GET", "/clock", NULL, 200);
    assert_string_equal(text_at(clock, "time"), "2023-03-01T11:00:00.000Z");
    json_t *between = json_pack("{ss ss}", "mode", "frozen", "time", "2023-03-01T10:00:00Z");
    json_decref(control(api, "PUT", "/clock", between, 200));
    free(connection);
}

static void a_clock_can_be_set_frozen_and_scaled(void **state)
{
    struct api *api = *state;
    json_auto_t *set =
        control(api, "PUT", "/clock",
                json_pack("{ss ss}", "mode", "frozen", "time", "2030-01-01T00:00:00+01:00"), 200);
    assert_string_equal(text_at(set, "time"), "2029-12-31T23:00:00.000Z");
    json_auto_t *scaled =
        control(api, "PUT", "/clock", json_pack("{ss sf}", "mode", "scaled", "factor", 3600.0), 200);
    assert_string_equal(text_at(scaled, "mode"), "scaled");
    assert_true(json_number_value(at(scaled, "factor")) == 3600.0);
    json_auto_t *real = control(api, "PUT", "/clock", one("mode", "real"), 200);
    int64_t time;
    assert_true(moment_parse(text_at(real, "time"), &time));
    assert_true(time <= moment_now() && time > moment_now() - 60 * SECOND);
}

static void mistakes_are_refused_by_name(void **state)
{
    struct api *api = *state;
    static const struct {
        const char *method, *path, *body, *piece;
    } cases[] = {
        {"PUT", "/clock", "{}", "\"mode\""},
        {"PUT", "/clock", "{\"mode\":\"slow\"}", "\"mode\""},
        {"PUT", "/clock", "{\"mode\":\"scaled\"}", "factor"},
        {"PUT", "/clock", "{\"mode\":\"frozen\",\"factor\":2}", "factor"},
        {"PUT", "/clock", "{\"mode\":\"scaled\",\"factor\":-1}", "factor"},
        {"PUT", "/clock", "{\"mode\":\"frozen\",\"time\":\"noon\"}", "time"},
        {"PUT", "/clock", "{\"mode\":\"real\",\"time\":\"2030-01-01T00:00:00Z\"}", "time"},
        {"PUT", "/clock", "{\"mode\":\"frozen\",\"tme\":\"2030-01-01T00:00:00Z\"}",
         "did you mean \\\"time\\\""},
        {"POST", "/clock/advance", "{}", "next-event"},
        {"POST", "/clock/advance", "{\"seconds\":1,\"to\":\"next-event\"}", "next-event"},
        {"POST", "/clock/advance", "{\"seconds\":-1}", "seconds"},
        {"POST", "/clock/advance", "{\"to\":\"noon\"}", "must be \\\"next-event\\\" or a time"},
        {"POST", "/clock/advance", "{\"to\":\"2023-02-01T00:00:00Z\"}", "which the clock shows already"},
        {"POST", "/clock/advance", "{\"to\":\"2323-02-01T00:00:00Z\"}", "more than a hundred years"},
        {"POST", "/clock/advance", "{\"seconds\":\"1\"}", "seconds"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *error =
            control(api, cases[i].method, cases[i].path, json_loads(cases[i].body, 0, NULL), 422);
        char *text = json_dumps(error, 0);
        if (!strstr(text, cases[i].piece))
            print_error("%s: %s\n", cases[i].body, text);
        assert_non_null(strstr(text, cases[i].piece));
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_frozen_clock_moves_only_when_told),
        API_TEST(advancing_runs_what_falls_due_on_the_way_the_end_included),
        API_TEST(advancing_to_the_next_event_stops_there),
        API_TEST(the_next_event_is_one_that_will_happen),
        API_TEST(a_clock_advances_to_a_time),
        API_TEST(a_clock_is_not_set_back_behind_jobs),
        API_TEST(a_clock_can_be_set_frozen_and_scaled),
        API_TEST(mistakes_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
