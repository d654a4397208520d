/* A clock that goes far: what falls due on the way happens in slices, beside everybody else's calls. */
#include "support/testing.h"

#include "api/app.h"
#include "base/die.h"
#include "base/moment.h"
#include "http/server.h"
#include "support/api.h"
#include "support/http_client.h"

#include <stdlib.h>
#include <string.h>

enum { A_TURN_MS = 5 };

/* A connection syncs each hour, and so far the clock goes: many slices, also where they are slow. */
static int hours(void)
{
    return getenv("FAKEBYTE_MEMCHECK") ? 90 : 1500;
}

struct site {
    struct loop *loop;
    struct api *api;
    struct http_server *http;
    char *connection;
};

static void answer(void *context, struct exchange *exchange)
{
    app_answer(context, exchange);
}

static json_t *hourly(const char *connection)
{
    return json_pack("{ss ss s{s{si ss}}}", "connectionId", connection, "scheduleType", "basic",
                     "scheduleData", "basicSchedule", "units", 1, "timeUnit", "hours");
}

static int site_setup(void **state)
{
    struct site *site = must_zalloc(sizeof *site);
    char *error = NULL;
    struct http_options http = {.host = "127.0.0.1", .max_body = 1 << 20, .max_connections = 64};
    struct api_options options = api_test_options();
    options.loop = site->loop = loop_new();
    site->api = api_with(&options);
    site->api->sandbox = "far";
    site->connection = make_connection(site->api);
    call_done(site->api, "/v1/connections/update", hourly(site->connection));
    site->http = http_server_start(site->loop, &http, (struct http_handler){answer, site->api->app}, &error);
    assert_non_null(site->http);
    *state = site;
    return 0;
}

static int site_teardown(void **state)
{
    struct site *site = *state;
    http_server_stop(site->http);
    assert_null(site->api->app->catch_up.first);
    api_free(site->api);
    loop_free(site->loop);
    free(site->connection);
    free(site);
    return 0;
}

static struct http_client *ask(const struct site *site, const char *method, const char *path,
                               const char *body)
{
    struct http_client *client = http_client_open(site->loop, "127.0.0.1", http_server_port(site->http));
    http_client_text(client, "%s %s HTTP/1.1\r\nHost: t\r\nContent-Length: %zu\r\n\r\n%s", method, path,
                     strlen(body), body);
    return client;
}

/* The body of the reply, which must have that status; the client is closed. New reference. */
static json_t *told(struct http_client *client, unsigned status)
{
    struct http_reply reply;
    assert_true(http_client_reply(client, &reply));
    assert_int_equal(reply.status, status);
    json_t *body = json_loads(reply.body, 0, NULL);
    http_reply_free(&reply);
    http_client_close(client);
    return body;
}

static void expect_under_way(struct http_client *traveller)
{
    http_client_turn(traveller, A_TURN_MS);
    assert_int_equal(traveller->in.size, 0);
}

static struct http_client *ask_to_advance(const struct site *site, const char *sandbox, int by_hours)
{
    char *path = must_printf("/sandboxes/%s/__admin/clock/advance", sandbox);
    char *body = must_printf("{\"seconds\": %d}", by_hours * 3600);
    struct http_client *client = ask(site, "POST", path, body);
    free(path);
    free(body);
    return client;
}

static struct http_client *depart(const struct site *site)
{
    struct http_client *client = ask_to_advance(site, "far", hours());
    for (int i = 0; i < 3; i++)
        expect_under_way(client);
    return client;
}

static struct http_client *ask_for_last_job(const struct site *site)
{
    char *body = must_printf("{\"connectionId\": \"%s\"}", site->connection);
    struct http_client *client =
        ask(site, "POST", "/sandboxes/far/api/v1/jobs/get_last_replication_job", body);
    free(body);
    return client;
}

static void others_are_answered_on_the_way(void **state)
{
    struct site *site = *state;
    struct http_client *traveller = depart(site);
    json_decref(told(ask(site, "GET", "/api/v1/health", ""), 200));
    json_decref(told(ask(site, "GET", "/sandboxes/far/__admin/livez", ""), 200));
    expect_under_way(traveller);
    json_auto_t *clock = told(traveller, 200);
    struct moment_text goal = moment_format((TEST_TIME + hours() * 3600) * (int64_t)SECOND);
    assert_string_equal(text_at(clock, "time"), goal.text);
}

static void the_time_of_others_runs_on(void **state)
{
    struct site *site = *state;
    struct http_client *traveller = depart(site);
    json_decref(told(
        ask(site, "POST", "/__admin/wait", "{\"request\": {\"path\": \"/never\"}, \"timeoutSeconds\": 0.02}"),
        408));
    expect_under_way(traveller);
    json_decref(told(traveller, 200));
}

static void who_needs_the_sandbox_finds_it_at_its_goal(void **state)
{
    struct site *site = *state;
    struct http_client *traveller = depart(site),
                       *others[] = {ask_for_last_job(site), ask_for_last_job(site)};
    json_decref(told(traveller, 200));
    for (int i = 0; i < 2; i++) {
        json_auto_t *job = told(others[i], 200);
        assert_in_range(integer_at(job, "job.createdAt"), TEST_TIME + (hours() - 2) * 3600,
                        TEST_TIME + hours() * 3600);
        assert_in_range(integer_at(job, "job.id"), hours() - 2, hours() + 1);
    }
}

static void two_sandboxes_take_turns(void **state)
{
    struct site *site = *state;
    json_decref(told(ask(site, "POST", "/__admin/sandboxes/far/fork", "{\"as\": \"twin\"}"), 201));
    struct http_client *traveller = depart(site);
    json_decref(told(ask_to_advance(site, "twin", hours() / 3), 200));
    expect_under_way(traveller);
    json_decref(told(traveller, 200));
}

static void who_leaves_is_forgotten_and_the_journey_goes_on(void **state)
{
    struct site *site = *state;
    struct http_client *traveller = depart(site), *left = ask_for_last_job(site),
                       *stays = ask_for_last_job(site);
    for (int i = 0; i < 3; i++)
        http_client_turn(stays, A_TURN_MS);
    http_client_close(traveller);
    http_client_close(left);
    json_auto_t *job = told(stays, 200);
    assert_in_range(integer_at(job, "job.id"), hours() - 2, hours() + 1);
}

static void who_waits_for_a_sandbox_that_is_taken_away_is_told(void **state)
{
    struct site *site = *state;
    struct http_client *traveller = depart(site), *other = ask_for_last_job(site);
    http_client_turn(other, A_TURN_MS);
    json_decref(told(ask(site, "DELETE", "/__admin/sandboxes/far", ""), 204));
    json_auto_t *clock = told(traveller, 503), *job = told(other, 503);
    assert_string_equal(text_at(clock, "message"), "The sandbox was taken away.");
    assert_string_equal(text_at(job, "message"), "The sandbox was taken away.");
}

static void a_server_can_stop_on_the_way(void **state)
{
    struct http_client *traveller = depart(*state), *other = ask_for_last_job(*state);
    http_client_turn(other, A_TURN_MS);
    http_client_close(traveller);
    http_client_close(other);
}

#define SITE_TEST(name) cmocka_unit_test_setup_teardown(name, site_setup, site_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(others_are_answered_on_the_way),
        SITE_TEST(the_time_of_others_runs_on),
        SITE_TEST(who_needs_the_sandbox_finds_it_at_its_goal),
        SITE_TEST(two_sandboxes_take_turns),
        SITE_TEST(who_leaves_is_forgotten_and_the_journey_goes_on),
        SITE_TEST(who_waits_for_a_sandbox_that_is_taken_away_is_told),
        SITE_TEST(a_server_can_stop_on_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
