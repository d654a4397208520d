/* A clock that goes far: what falls due on the way happens in slices, beside everybody else's calls. */
#include "support/testing.h"

#include "base/die.h"
#include "base/moment.h"
#include "support/site.h"

#include <stdlib.h>
#include <string.h>

enum { A_TURN_MS = 5 };

/* A connection syncs each hour, and so far the clock goes: many slices, also where they are slow. */
static int hours(void)
{
    return getenv("FAKEBYTE_MEMCHECK") ? 90 : 1500;
}

/* The site with a connection in the sandbox "far". */
struct journey {
    struct site site;
    char *connection;
};

static json_t *hourly(const char *connection)
{
    return json_pack("{ss ss s{s{si ss}}}", "connectionId", connection, "scheduleType", "basic",
                     "scheduleData", "basicSchedule", "units", 1, "timeUnit", "hours");
}

static int journey_setup(void **state)
{
    struct journey *journey = must_zalloc(sizeof *journey);
    site_start(&journey->site);
    struct api *api = journey->site.api;
    api->sandbox = "far";
    journey->connection = make_connection(api);
    call_done(api, "/v1/connections/update", hourly(journey->connection));
    *state = journey;
    return 0;
}

static int journey_teardown(void **state)
{
    struct journey *journey = *state;
    site_stop(&journey->site);
    free(journey->connection);
    free(journey);
    return 0;
}

static void expect_under_way(struct http_client *traveller)
{
    http_client_turn(traveller, A_TURN_MS);
    assert_int_equal(traveller->in.size, 0);
}

static struct http_client *ask_to_advance(const struct journey *journey, const char *sandbox, int by_hours)
{
    char *path = must_printf("/sandboxes/%s/__admin/clock/advance", sandbox);
    char *body = must_printf("{\"seconds\": %d}", by_hours * 3600);
    struct http_client *client = site_ask(&journey->site, "POST", path, body);
    free(path);
    free(body);
    return client;
}

static struct http_client *depart(const struct journey *journey)
{
    struct http_client *client = ask_to_advance(journey, "far", hours());
    for (int i = 0; i < 3; i++)
        expect_under_way(client);
    return client;
}

static struct http_client *ask_for_last_job(const struct journey *journey)
{
    char *body = must_printf("{\"connectionId\": \"%s\"}", journey->connection);
    struct http_client *client =
        site_ask(&journey->site, "POST", "/sandboxes/far/api/v1/jobs/get_last_replication_job", body);
    free(body);
    return client;
}

static void others_are_answered_on_the_way(void **state)
{
    struct journey *journey = *state;
    struct http_client *traveller = depart(journey);
    json_decref(site_told(site_ask(&journey->site, "GET", "/api/v1/health", ""), 200));
    json_decref(site_told(site_ask(&journey->site, "GET", "/sandboxes/far/__admin/livez", ""), 200));
    expect_under_way(traveller);
    json_auto_t *clock = site_told(traveller, 200);
    struct moment_text goal = moment_format((TEST_TIME + hours() * 3600) * (int64_t)SECOND);
    assert_string_equal(text_at(clock, "time"), goal.text);
}

/* A call that waits for no journey of others still makes its own. */
static void a_clock_that_is_set_far_on_answers_at_its_goal(void **state)
{
    struct journey *journey = *state;
    struct moment_text goal = moment_format((TEST_TIME + hours() * 3600) * (int64_t)SECOND);
    char *body = must_printf("{\"mode\": \"frozen\", \"time\": \"%s\"}", goal.text);
    json_auto_t *clock =
        site_told(site_ask(&journey->site, "PUT", "/sandboxes/far/__admin/clock", body), 200);
    assert_string_equal(text_at(clock, "time"), goal.text);
    free(body);
}

static void the_time_of_others_runs_on(void **state)
{
    struct journey *journey = *state;
    struct http_client *traveller = depart(journey);
    json_decref(site_told(site_ask(&journey->site, "POST", "/__admin/wait",
                                   "{\"request\": {\"path\": \"/never*\"}, \"timeoutSeconds\": 0.02}"),
                          408));
    expect_under_way(traveller);
    json_decref(site_told(traveller, 200));
}

static void who_needs_the_sandbox_finds_it_at_its_goal(void **state)
{
    struct journey *journey = *state;
    struct http_client *traveller = depart(journey),
                       *others[] = {ask_for_last_job(journey), ask_for_last_job(journey)};
    json_decref(site_told(traveller, 200));
    for (int i = 0; i < 2; i++) {
        json_auto_t *job = site_told(others[i], 200);
        assert_in_range(integer_at(job, "job.createdAt"), TEST_TIME + (hours() - 2) * 3600,
                        TEST_TIME + hours() * 3600);
        assert_in_range(integer_at(job, "job.id"), hours() - 2, hours() + 1);
    }
}

static void two_sandboxes_take_turns(void **state)
{
    struct journey *journey = *state;
    json_decref(site_told(
        site_ask(&journey->site, "POST", "/__admin/sandboxes/far/fork", "{\"as\": \"twin\"}"), 201));
    struct http_client *traveller = depart(journey);
    json_decref(site_told(ask_to_advance(journey, "twin", hours() / 3), 200));
    expect_under_way(traveller);
    json_decref(site_told(traveller, 200));
}

static void who_leaves_is_forgotten_and_the_journey_goes_on(void **state)
{
    struct journey *journey = *state;
    struct http_client *traveller = depart(journey), *left = ask_for_last_job(journey),
                       *stays = ask_for_last_job(journey);
    for (int i = 0; i < 3; i++)
        http_client_turn(stays, A_TURN_MS);
    http_client_close(traveller);
    http_client_close(left);
    json_auto_t *job = site_told(stays, 200);
    assert_in_range(integer_at(job, "job.id"), hours() - 2, hours() + 1);
}

static void who_waits_for_a_sandbox_that_is_taken_away_is_told(void **state)
{
    struct journey *journey = *state;
    struct http_client *traveller = depart(journey), *other = ask_for_last_job(journey);
    http_client_turn(other, A_TURN_MS);
    json_decref(site_told(site_ask(&journey->site, "DELETE", "/__admin/sandboxes/far", ""), 204));
    json_auto_t *clock = site_told(traveller, 503), *job = site_told(other, 503);
    assert_string_equal(text_at(clock, "message"), "The sandbox far was taken away.");
    assert_string_equal(text_at(job, "message"), "The sandbox far was taken away.");
}

/* Sets out, lets `method` `path` come with `status` while that is under way, and expects to be told why it
 * ended. */
static void expect_ended_by(const struct journey *journey, const char *method, const char *path,
                            const char *body, unsigned status, const char *why)
{
    struct http_client *traveller = depart(journey);
    json_decref(site_told(site_ask(&journey->site, method, path, body), status));
    json_auto_t *refusal = site_told(traveller, 503);
    if (!strstr(text_at(refusal, "message"), why))
        fail_msg("no \"%s\" in %s", why, text_at(refusal, "message"));
}

static void what_puts_another_state_in_place_ends_the_journey(void **state)
{
    struct journey *journey = *state;
    json_decref(site_told(site_ask(&journey->site, "PUT", "/sandboxes/far/__admin/snapshots/home", ""), 200));
    expect_ended_by(journey, "POST", "/sandboxes/far/__admin/snapshots/home/restore", "", 200,
                    "The sandbox far was put back to a snapshot.");
    json_decref(site_told(
        site_ask(&journey->site, "POST", "/__admin/sandboxes/far/fork", "{\"as\": \"twin\"}"), 201));
    expect_ended_by(journey, "POST", "/__admin/sandboxes/twin/fork", "{\"as\": \"far\"}", 201,
                    "The sandbox far was overwritten by a fork.");
    expect_ended_by(journey, "POST", "/sandboxes/far/__admin/reset", "", 204, "The sandbox far was reset.");
}

static void a_clock_that_is_set_stands_where_the_journey_came_to(void **state)
{
    struct journey *journey = *state;
    expect_ended_by(journey, "PUT", "/sandboxes/far/__admin/clock", "{\"mode\": \"frozen\"}", 200,
                    "The sandbox far had its clock set on the way.");
    json_auto_t *clock = site_told(site_ask(&journey->site, "GET", "/sandboxes/far/__admin/clock", ""), 200);
    int64_t time = 0;
    assert_true(moment_parse(text_at(clock, "time"), &time));
    assert_in_range(time / SECOND, TEST_TIME, TEST_TIME + (hours() - 1) * 3600);
}

/* Those behind the journey need its sandbox, not its goal. */
static void who_waits_behind_a_journey_that_ends_is_answered(void **state)
{
    struct journey *journey = *state;
    struct http_client *traveller = depart(journey), *other = ask_for_last_job(journey);
    json_decref(site_told(
        site_ask(&journey->site, "PUT", "/sandboxes/far/__admin/clock", "{\"mode\": \"frozen\"}"), 200));
    json_decref(site_told(traveller, 503));
    json_auto_t *job = site_told(other, 200);
    assert_in_range(integer_at(job, "job.id"), 1, hours() - 1);
}

/* The call goes to a sandbox that is under way; what it takes away is another one. */
static void what_is_taken_away_on_the_way_is_gone_at_once_and_only_then(void **state)
{
    struct journey *journey = *state;
    json_decref(site_told(
        site_ask(&journey->site, "POST", "/sandboxes/x/api/v1/workspaces/create", "{\"name\": \"old\"}"),
        200));
    struct http_client *traveller = depart(journey);
    json_decref(site_told(site_ask(&journey->site, "DELETE", "/sandboxes/far/__admin/sandboxes/x", ""), 204));
    json_decref(site_told(site_ask(&journey->site, "DELETE", "/sandboxes/far/__admin/sandboxes/x", ""), 404));
    json_decref(site_told(
        site_ask(&journey->site, "POST", "/sandboxes/x/api/v1/workspaces/create", "{\"name\": \"new\"}"),
        200));
    expect_under_way(traveller);
    json_decref(site_told(traveller, 200));
    json_decref(site_told(site_ask(&journey->site, "GET", "/__admin/clock", ""), 200));
    json_auto_t *list =
        site_told(site_ask(&journey->site, "POST", "/sandboxes/x/api/v1/workspaces/list", ""), 200);
    assert_int_equal(json_array_size(at(list, "workspaces")), 2);
    assert_string_equal(text_at(list, "workspaces[1].name"), "new");
}

static void a_server_can_stop_on_the_way(void **state)
{
    struct http_client *traveller = depart(*state), *other = ask_for_last_job(*state);
    http_client_turn(other, A_TURN_MS);
    http_client_close(traveller);
    http_client_close(other);
}

static void set_limit(const struct journey *journey, int64_t bytes)
{
    store_set_limit(sandboxes_find(journey->site.api->app->sandboxes, "far")->world.store, bytes);
}

static void where_the_sandbox_is_full_the_journey_ends_and_calls_go_on(void **state)
{
    struct journey *journey = *state;
    struct http_client *traveller = depart(journey), *other = ask_for_last_job(journey);
    expect_under_way(traveller);
    set_limit(journey, 1);
    json_auto_t *refusal = site_told(traveller, 507), *job = site_told(other, 200);
    assert_non_null(strstr(text_at(refusal, "message"), "the sandbox far is full"));
    assert_in_range(integer_at(job, "job.id"), 1, hours() - 2);
    set_limit(journey, INT64_C(1) << 30);
    job = (json_decref(job), site_told(ask_for_last_job(journey), 200));
    assert_in_range(integer_at(job, "job.id"), hours() - 2, hours() + 1);
}

/* An event falls due each microsecond, and somebody listens: more than can ever be run. */
static void a_clock_that_outruns_its_events_lets_everybody_through(void **state)
{
    struct journey *journey = *state;
    char *cron =
        must_printf("{\"connectionId\": \"%s\", \"scheduleType\": \"cron\", \"scheduleData\": {\"cron\": "
                    "{\"cronExpression\": \"* * * * * ?\", \"cronTimeZone\": \"UTC\"}}}",
                    journey->connection);
    struct http_client *listener = site_ask(&journey->site, "GET", "/sandboxes/far/__admin/events", "");
    json_decref(
        site_told(site_ask(&journey->site, "POST", "/sandboxes/far/api/v1/connections/update", cron), 200));
    json_decref(site_told(site_ask(&journey->site, "PUT", "/sandboxes/far/__admin/clock",
                                   "{\"mode\": \"scaled\", \"factor\": 1000000}"),
                          200));
    int64_t last = 0;
    for (int i = 0; i < 20; i++) {
        json_decref(site_told(site_ask(&journey->site, "GET", "/__admin/livez", ""), 200));
        json_auto_t *job = site_told(ask_for_last_job(journey), 200);
        assert_true(integer_at(job, "job.id") >= last);
        last = integer_at(job, "job.id");
    }
    assert_true(last > 1);
    http_client_close(listener);
    free(cron);
}

/* Whoever listens has the sandbox woken; that would go on for ever where waking it changes nothing. */
static void a_full_sandbox_is_not_woken(void **state)
{
    struct journey *journey = *state;
    struct sandbox *far = sandboxes_find(journey->site.api->app->sandboxes, "far");
    struct http_client *listener = site_ask(&journey->site, "GET", "/sandboxes/far/__admin/events", "");
    json_decref(site_told(site_ask(&journey->site, "PUT", "/sandboxes/far/__admin/clock",
                                   "{\"mode\": \"scaled\", \"factor\": 1}"),
                          200));
    assert_true(far->due.place > 0);
    set_limit(journey, 1);
    clock_advance(&far->world.clock, hours() * (int64_t)HOUR);
    json_decref(site_told(ask_for_last_job(journey), 200));
    assert_true(far->due.place == 0);
    set_limit(journey, INT64_C(1) << 30);
    json_decref(site_told(ask_for_last_job(journey), 200));
    assert_true(far->due.place > 0);
    http_client_close(listener);
}

#define JOURNEY_TEST(name) cmocka_unit_test_setup_teardown(name, journey_setup, journey_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        JOURNEY_TEST(others_are_answered_on_the_way),
        JOURNEY_TEST(a_clock_that_is_set_far_on_answers_at_its_goal),
        JOURNEY_TEST(the_time_of_others_runs_on),
        JOURNEY_TEST(who_needs_the_sandbox_finds_it_at_its_goal),
        JOURNEY_TEST(two_sandboxes_take_turns),
        JOURNEY_TEST(who_leaves_is_forgotten_and_the_journey_goes_on),
        JOURNEY_TEST(who_waits_for_a_sandbox_that_is_taken_away_is_told),
        JOURNEY_TEST(where_the_sandbox_is_full_the_journey_ends_and_calls_go_on),
        JOURNEY_TEST(a_full_sandbox_is_not_woken),
        JOURNEY_TEST(a_clock_that_outruns_its_events_lets_everybody_through),
        JOURNEY_TEST(what_puts_another_state_in_place_ends_the_journey),
        JOURNEY_TEST(a_clock_that_is_set_stands_where_the_journey_came_to),
        JOURNEY_TEST(who_waits_behind_a_journey_that_ends_is_answered),
        JOURNEY_TEST(what_is_taken_away_on_the_way_is_gone_at_once_and_only_then),
        JOURNEY_TEST(a_server_can_stop_on_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
