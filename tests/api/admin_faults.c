#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

/* Adds a fault; its id, to be freed. */
static char *add(struct api *api, const char *text)
{
    json_t *fault = control(api, "POST", "/faults", parsed(text), 201);
    return take_text(fault, "id");
}

static void add_done(struct api *api, const char *text)
{
    free(add(api, text));
}

static struct reply health(struct api *api)
{
    return api_request(api, "GET", "/api/v1/health", NULL, NULL);
}

static void expect_health(struct api *api, unsigned status)
{
    struct reply reply = health(api);
    assert_int_equal(reply.status, status);
    assert_int_equal(reply.breaks, BREAK_NONE);
    reply_clear(&reply);
}

static const char *header_of(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return NULL;
}

static void mistakes_are_refused_by_name(void **state)
{
    struct api *api = *state;
    static const struct {
        const char *fault, *path, *message;
    } cases[] = {
        {"{\"match\": {\"path\": \"*\"}}", "", "does nothing"},
        {"{\"status\": 500}", "match", "is missing but it is required"},
        {"{\"match\": {}, \"status\": 500}", "match.path", "is missing but it is required"},
        {"{\"match\": {\"path\": \"*\"}, \"staus\": 500}", "staus", "did you mean \"status\"?"},
        {"{\"match\": {\"path\": \"*\", \"metod\": \"GET\"}, \"status\": 500}", "match.metod", "\"method\""},
        {"{\"match\": {\"path\": \"*\"}, \"delayMs\": {\"lognrmal\": {}}}", "delayMs.lognrmal",
         "\"lognormal\""},
        {"{\"match\": {\"path\": \"*\"}, \"delayMs\": {\"uniform\": {\"lowr\": 1, \"upper\": 2}}}",
         "delayMs.uniform.lowr", "\"lower\""},
        {"{\"match\": {\"path\": \"*\"}, \"delayMs\": {\"uniform\": {\"lower\": 3, \"upper\": 2}}}",
         "delayMs.uniform.lower", "is more than upper"},
        {"{\"match\": {\"path\": \"*\"}, \"delayMs\": {}}", "delayMs", "exactly one"},
        {"{\"match\": {\"path\": \"*\"}, \"delayMs\": -1}", "delayMs", ""},
        {"{\"match\": {\"path\": \"*\"}, \"delayMs\": 86400001}", "delayMs", ""},
        {"{\"match\": {\"path\": \"*\"}, \"delayMs\": \"500\"}", "delayMs", "must be a number"},
        {"{\"match\": {\"path\": \"*\"}, \"status\": \"500\"}", "status", ""},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 100}", "status", ""},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 600}", "status", ""},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"after\": -1}", "after", ""},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"every\": -1}", "every", ""},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"times\": -1}", "times", ""},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"times\": 1.5}", "times", ""},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"probability\": 1.1}", "probability", ""},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"probability\": -0.1}", "probability", ""},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"phase\": \"During\"}", "phase", ""},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"id\": \"a b\"}", "id", ""},
        {"{\"match\": {\"path\": \"*\"}, \"connection\": \"RESET\"}", "connection", ""},
        {"{\"match\": {\"path\": \"*\"}, \"connection\": \"EMPTY_RESPONSE\", \"status\": 500}", "connection",
         "cannot go with status"},
        {"{\"match\": {\"path\": \"*\"}, \"delayMs\": 5, \"body\": {}}", "body", "needs a status"},
        {"{\"match\": {\"path\": \"*\"}, \"delayMs\": 5, \"headers\": {}}", "headers", "needs a status"},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 204, \"body\": {}}", "body", "has none"},
        {"{\"match\": {\"path\": \"*\", \"status\": 200}, \"status\": 500}", "match.status",
         "phase must be \"after\""},
        {"{\"match\": {\"path\": \"/__admin/*\"}, \"status\": 500}", "match.path", "control API"},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"headers\": {\"A\": \"1\\r\\nB: 2\"}}",
         "headers.A", "line break"},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"headers\": {\"A\": \"\"}}", "headers.A",
         "is not a valid header value"},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"headers\": {\"A\": \"1 \"}}", "headers.A",
         "is not a valid header value"},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"headers\": {\"A B\": \"1\"}}", "headers.A B",
         "is not a valid header name"},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"headers\": {\"\": \"1\"}}", "headers.",
         "is not a valid header name"},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"headers\": {\"content-length\": \"1\"}}",
         "headers.content-length", "server's own"},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"headers\": {\"Connection\": \"upgrade\"}}",
         "headers.Connection", "can only be close"},
        {"{\"match\": {\"path\": \"*\"}, \"status\": 500, \"headers\": {\"Retry-After\": 5}}",
         "headers.Retry-After", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_auto_t *reply = control(api, "POST", "/faults", parsed(cases[i].fault), 422);
        const char *path = text_at(reply, "validationErrors[0].propertyPath");
        const char *message = text_at(reply, "validationErrors[0].message");
        if (strcmp(path, cases[i].path) != 0 || !strstr(message, cases[i].message))
            print_error("%s: %s: %s\n", cases[i].fault, path, message);
        assert_string_equal(path, cases[i].path);
        assert_non_null(strstr(message, cases[i].message));
    }
    json_auto_t *list = control(api, "GET", "/faults", NULL, 200);
    assert_int_equal(json_array_size(at(list, "faults")), 0);
}

static void all_mistakes_are_told_at_once(void **state)
{
    json_t *fault = parsed("{\"match\": {\"path\": \"*\", \"status\": 200}, \"body\": 1,"
                           " \"headers\": {\"A\": \"\\u0001\", \"B\": \"\\n\"}}");
    json_auto_t *reply = control(*state, "POST", "/faults", fault, 422);
    assert_int_equal(json_array_size(at(reply, "validationErrors")), 6);
}

static void a_fault_is_stored_as_it_was_asked_for(void **state)
{
    struct api *api = *state;
    static const char asked[] =
        "{\"match\": {\"path\": \"/v1/health\", \"method\": \"GET\"}, \"after\": 1, \"every\": 2, \"times\": "
        "3,"
        " \"probability\": 0.5, \"delayMs\": {\"lognormal\": {\"median\": 80, \"sigma\": 0.4}}, \"status\": "
        "503,"
        " \"body\": {\"a\": null, \"b\": [1]}, \"headers\": {\"Retry-After\": \"7\"}, \"phase\": \"after\"}";
    json_auto_t *wanted = parsed(asked);
    json_auto_t *fault = control(api, "POST", "/faults", parsed(asked), 201);
    json_object_set(wanted, "id", at(fault, "id"));
    json_object_set_new(wanted, "matched", json_integer(0));
    json_object_set_new(wanted, "fired", json_integer(0));
    assert_true(json_equal(fault, wanted));
    char *path = must_printf("/faults/%s", text_at(fault, "id"));
    json_auto_t *again = control(api, "GET", path, NULL, 200);
    json_auto_t *list = control(api, "GET", "/faults", NULL, 200);
    assert_true(json_equal(again, wanted));
    assert_true(json_equal(at(list, "faults[0]"), wanted));
    free(path);
}

static void faults_are_counted_listed_and_taken_away(void **state)
{
    struct api *api = *state;
    char *made = add(api, "{\"match\": {\"path\": \"/v1/health\"}, \"times\": 1, \"status\": 500}");
    add_done(api, "{\"id\": \"mine\", \"match\": {\"path\": \"/v1/*\"}, \"status\": 501}");
    expect_health(api, 500);
    expect_health(api, 501);
    json_auto_t *list = control(api, "GET", "/faults", NULL, 200);
    assert_string_equal(text_at(list, "faults[0].id"), made);
    assert_int_equal(integer_at(list, "faults[0].fired"), 1);
    assert_int_equal(integer_at(list, "faults[1].matched"), 1);
    json_decref(control(api, "DELETE", "/faults/mine", NULL, 204));
    expect_health(api, 200);
    json_decref(control(api, "DELETE", "/faults/mine", NULL, 404));
    json_auto_t *unknown = control(api, "GET", "/faults/mine", NULL, 404);
    assert_non_null(strstr(text_at(unknown, "message"), "There is no fault mine."));
    json_decref(control(api, "DELETE", "/faults", NULL, 204));
    json_auto_t *none = control(api, "GET", "/faults", NULL, 200);
    assert_int_equal(json_array_size(at(none, "faults")), 0);
    free(made);
}

static void expect_answer(struct api *api, const char *fault, const char *type, const char *body)
{
    add_done(api, fault);
    struct reply reply = health(api);
    assert_int_equal(reply.status, 503);
    assert_int_equal(reply.body_size, strlen(body));
    assert_string_equal(reply.body ? reply.body : "", body);
    if (*body)
        assert_string_equal(reply.content_type, type);
    assert_true(*reply.id);
    reply_clear(&reply);
    json_decref(control(api, "DELETE", "/faults", NULL, 204));
}

static void answers_have_the_body_that_was_asked_for(void **state)
{
    struct api *api = *state;
    expect_answer(api, "{\"match\": {\"path\": \"*\"}, \"status\": 503}", NULL, "");
    expect_answer(api, "{\"match\": {\"path\": \"*\"}, \"status\": 503, \"body\": \"\"}", NULL, "");
    expect_answer(api, "{\"match\": {\"path\": \"*\"}, \"status\": 503, \"body\": \"Bad <b>gateway</b>\"}",
                  "text/plain", "Bad <b>gateway</b>");
    expect_answer(api, "{\"match\": {\"path\": \"*\"}, \"status\": 503, \"body\": {\"message\": \"no\"}}",
                  "application/json", "{\"message\":\"no\"}");
    expect_answer(api, "{\"match\": {\"path\": \"*\"}, \"status\": 503, \"body\": [1, null]}",
                  "application/json", "[1,null]");
    expect_answer(api, "{\"match\": {\"path\": \"*\"}, \"status\": 503, \"body\": 5}", "application/json",
                  "5");
    expect_answer(api,
                  "{\"match\": {\"path\": \"*\", \"status\": 200}, \"status\": 503, \"body\": false,"
                  " \"phase\": \"after\"}",
                  "application/json", "false");
}

static void answers_have_the_headers_that_were_asked_for(void **state)
{
    struct api *api = *state;
    add_done(api, "{\"match\": {\"path\": \"*\"}, \"status\": 503, \"body\": \"<p>\","
                  " \"headers\": {\"Retry-After\": \"7\", \"content-type\": \"text/html\"}}");
    struct reply reply = health(api);
    assert_string_equal(header_of(&reply, "Retry-After"), "7");
    assert_string_equal(header_of(&reply, "content-type"), "text/html");
    assert_null(reply.content_type);
    reply_clear(&reply);
}

static void a_connection_is_broken_in_each_way(void **state)
{
    struct api *api = *state;
    static const struct {
        const char *name;
        enum reply_break breaks;
    } ways[] = {
        {"CONNECTION_RESET_BY_PEER", BREAK_CONNECTION_RESET_BY_PEER},
        {"EMPTY_RESPONSE", BREAK_EMPTY_RESPONSE},
        {"MALFORMED_RESPONSE_CHUNK", BREAK_MALFORMED_RESPONSE_CHUNK},
        {"RANDOM_DATA_THEN_CLOSE", BREAK_RANDOM_DATA_THEN_CLOSE},
    };
    static const char *const phases[] = {"before", "after"};
    for (size_t i = 0; i < 8; i++) {
        char *fault = must_printf("{\"match\": {\"path\": \"*\"}, \"connection\": \"%s\", \"phase\": \"%s\"}",
                                  ways[i / 2].name, phases[i % 2]);
        add_done(api, fault);
        struct reply reply = health(api);
        assert_int_equal(reply.status, 0);
        assert_int_equal(reply.breaks, ways[i / 2].breaks);
        reply_clear(&reply);
        json_decref(control(api, "DELETE", "/faults", NULL, 204));
        free(fault);
    }
}

static size_t jobs_of(struct api *api, const char *connection)
{
    json_t *body = json_pack("{s[s]ss}", "configTypes", "sync", "configId", connection);
    json_auto_t *jobs = call_ok(api, "/v1/jobs/list", body);
    return json_array_size(at(jobs, "jobs"));
}

static void before_the_handler_nothing_happens(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    add_done(api, "{\"match\": {\"path\": \"/v1/connections/sync\"}, \"times\": 1, \"status\": 502}");
    json_decref(call_status(api, "/v1/connections/sync", one("connectionId", connection), 502));
    assert_int_equal(jobs_of(api, connection), 0);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    assert_int_equal(jobs_of(api, connection), 1);
    free(connection);
}

/* How duplicate syncs are born: the client tries again what has happened. */
static void after_the_handler_what_it_did_stays(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    add_done(api, "{\"match\": {\"path\": \"/v1/connections/sync\"}, \"times\": 1, \"phase\": \"after\","
                  " \"status\": 504}");
    json_decref(call_status(api, "/v1/connections/sync", one("connectionId", connection), 504));
    assert_int_equal(jobs_of(api, connection), 1);
    call_fails(api, "/v1/connections/sync", one("connectionId", connection), 409, "");
    api_advance(api, 60);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    assert_int_equal(jobs_of(api, connection), 2);
    free(connection);
}

static void a_lost_answer_is_lost_after_the_commit(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    char *body = must_printf("{\"connectionId\": \"%s\"}", connection);
    add_done(api, "{\"match\": {\"path\": \"/v1/connections/sync\"}, \"times\": 1, \"phase\": \"after\","
                  " \"connection\": \"EMPTY_RESPONSE\"}");
    struct reply reply = api_request(api, "POST", "/api/v1/connections/sync", body, NULL);
    assert_int_equal(reply.breaks, BREAK_EMPTY_RESPONSE);
    assert_int_equal(reply.status, 0);
    assert_int_equal(jobs_of(api, connection), 1);
    reply_clear(&reply);
    free(body);
    free(connection);
}

static void matches_see_body_headers_and_method(void **state)
{
    struct api *api = *state;
    static const char *const tagged[] = {"X-Client: airflow/2.9", NULL};
    add_done(api, "{\"match\": {\"path\": \"/v1/jobs/get\", \"body\": {\"id\": 7}}, \"status\": 500}");
    add_done(api,
             "{\"match\": {\"path\": \"*\", \"headers\": {\"x-client\": \"airflow/*\"}}, \"status\": 501}");
    add_done(api, "{\"match\": {\"path\": \"/v1/health\", \"method\": \"POST\"}, \"status\": 502}");
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 7), 500));
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 8), 404));
    struct reply reply = api_request(api, "GET", "/v1/health/", NULL, tagged);
    assert_int_equal(reply.status, 501);
    reply_clear(&reply);
    expect_health(api, 200);
}

static void a_status_can_be_what_is_met(void **state)
{
    struct api *api = *state;
    char *id = add(api, "{\"match\": {\"path\": \"/v1/jobs/get\", \"status\": 404}, \"phase\": \"after\","
                        " \"status\": 500}");
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 8), 500));
    expect_health(api, 200);
    json_decref(call_status(api, "/v1/jobs/get", json_object(), 422));
    free(id);
}

/* Without a loop nothing waits; the rest is done. */
static void a_delay_without_a_loop_is_none(void **state)
{
    struct api *api = *state;
    add_done(api,
             "{\"id\": \"late\", \"match\": {\"path\": \"/v1/health\"}, \"times\": 1, \"delayMs\": 60000}");
    add_done(api, "{\"match\": {\"path\": \"/v1/health\"}, \"delayMs\": 60000, \"status\": 500}");
    expect_health(api, 200);
    expect_health(api, 500);
    json_auto_t *fault = control(api, "GET", "/faults/late", NULL, 200);
    assert_int_equal(integer_at(fault, "fired"), 1);
}

static void control_calls_and_preflights_are_spared(void **state)
{
    struct api *api = *state;
    static const char *const asking[] = {"Origin: http://page", "Access-Control-Request-Method: GET", NULL};
    add_done(api, "{\"match\": {\"path\": \"*\"}, \"status\": 500}");
    json_decref(control(api, "GET", "/clock", NULL, 200));
    json_decref(control(api, "GET", "/livez", NULL, 200));
    struct reply preflight = api_request(api, "OPTIONS", "/api/v1/health", NULL, asking);
    struct reply nowhere = api_request(api, "GET", "/api/v1/nowhere", NULL, NULL);
    assert_int_equal(preflight.status, 200);
    assert_int_equal(nowhere.status, 404);
    reply_clear(&preflight);
    reply_clear(&nowhere);
    expect_health(api, 500);
    json_auto_t *list = control(api, "GET", "/faults", NULL, 200);
    assert_int_equal(integer_at(list, "faults[0].matched"), 1);
}

static void strangers_meet_no_fault(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.access.auth = AUTH_BASIC;
    struct api *api = api_with(&options);
    static const char *const known[] = {"Authorization: Basic YWlyYnl0ZTpwYXNzd29yZA==", NULL};
    struct reply added = api_request(api, "POST", "/__admin/faults",
                                     "{\"match\": {\"path\": \"*\"}, \"times\": 1, \"status\": 500}", known);
    struct reply stranger = health(api);
    struct reply friend = api_request(api, "GET", "/api/v1/health", NULL, known);
    assert_int_equal(added.status, 201);
    assert_int_equal(stranger.status, 401);
    assert_int_equal(friend.status, 500);
    reply_clear(&added);
    reply_clear(&stranger);
    reply_clear(&friend);
    api_free(api);
}

static void each_sandbox_has_its_own(void **state)
{
    struct api *api = *state;
    add_done(api, "{\"id\": \"here\", \"match\": {\"path\": \"*\"}, \"status\": 500}");
    api->sandbox = "other";
    json_auto_t *none = control(api, "GET", "/faults", NULL, 200);
    assert_int_equal(json_array_size(at(none, "faults")), 0);
    json_decref(call_status(api, "/v1/workspaces/list", json_object(), 200));
    api->sandbox = NULL;
    json_decref(control(api, "POST", "/sandboxes/default/fork", one("as", "copy"), 201));
    api->sandbox = "copy";
    json_decref(control(api, "GET", "/faults/here", NULL, 200));
    json_decref(call_status(api, "/v1/workspaces/list", json_object(), 500));
    api->sandbox = NULL;
    json_auto_t *original = control(api, "GET", "/faults/here", NULL, 200);
    assert_int_equal(integer_at(original, "fired"), 0);
}

static void sandboxes_begin_with_the_first_faults(void **state)
{
    struct api *api = *state;
    struct problem problem = {0};
    json_auto_t *list = parsed("[{\"id\": \"first\", \"match\": {\"path\": \"*\"}, \"status\": 500}]");
    assert_true(faults_load(sandboxes_first_faults(api->app->sandboxes),
                            release_shapes_of(&api->app->shapes, 0), list, &problem));
    api->sandbox = "new";
    json_decref(call_status(api, "/v1/workspaces/list", json_object(), 500));
    json_decref(control(api, "DELETE", "/faults", NULL, 204));
    add_done(api, "{\"id\": \"second\", \"match\": {\"path\": \"*\"}, \"status\": 501}");
    json_decref(control(api, "POST", "/reset", json_pack("{s[s]}", "keep", "faults"), 204));
    json_decref(control(api, "GET", "/faults/second", NULL, 200));
    json_decref(control(api, "POST", "/reset", NULL, 204));
    json_decref(control(api, "GET", "/faults/second", NULL, 404));
    json_auto_t *first = control(api, "GET", "/faults/first", NULL, 200);
    assert_int_equal(integer_at(first, "fired"), 0);
}

static void ids_and_chances_repeat_after_a_reset(void **state)
{
    struct api *api = *state;
    static const char coin[] = "{\"match\": {\"path\": \"*\"}, \"probability\": 0.5, \"status\": 500}";
    unsigned met[2][40] = {{0}};
    char *ids[2];
    for (size_t life = 0; life < 2; life++) {
        ids[life] = add(api, coin);
        for (size_t i = 0; i < 40; i++) {
            struct reply reply = health(api);
            met[life][i] = reply.status;
            reply_clear(&reply);
        }
        json_decref(control(api, "POST", "/reset", NULL, 204));
    }
    assert_string_equal(ids[0], ids[1]);
    assert_memory_equal(met[0], met[1], sizeof met[0]);
    free(ids[0]);
    free(ids[1]);
}

/* The world's own ids are the same whether or not faults draw. */
static void faults_do_not_disturb_the_worlds_numbers(void **state)
{
    (void)state;
    char *ids[2];
    for (size_t i = 0; i < 2; i++) {
        struct api *api = api_new();
        if (i == 1) {
            add_done(api, "{\"match\": {\"path\": \"*\"}, \"probability\": 0.5, \"status\": 500}");
            struct reply reply = health(api);
            reply_clear(&reply);
            json_decref(control(api, "DELETE", "/faults", NULL, 204));
        }
        ids[i] = make_workspace(api, "Acme");
        api_free(api);
    }
    assert_string_equal(ids[0], ids[1]);
    free(ids[0]);
    free(ids[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(mistakes_are_refused_by_name),
        API_TEST(all_mistakes_are_told_at_once),
        API_TEST(a_fault_is_stored_as_it_was_asked_for),
        API_TEST(faults_are_counted_listed_and_taken_away),
        API_TEST(answers_have_the_body_that_was_asked_for),
        API_TEST(answers_have_the_headers_that_were_asked_for),
        API_TEST(a_connection_is_broken_in_each_way),
        API_TEST(before_the_handler_nothing_happens),
        API_TEST(after_the_handler_what_it_did_stays),
        API_TEST(a_lost_answer_is_lost_after_the_commit),
        API_TEST(matches_see_body_headers_and_method),
        API_TEST(a_status_can_be_what_is_met),
        API_TEST(a_delay_without_a_loop_is_none),
        API_TEST(control_calls_and_preflights_are_spared),
        cmocka_unit_test(strangers_meet_no_fault),
        API_TEST(each_sandbox_has_its_own),
        API_TEST(sandboxes_begin_with_the_first_faults),
        API_TEST(ids_and_chances_repeat_after_a_reset),
        cmocka_unit_test(faults_do_not_disturb_the_worlds_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
