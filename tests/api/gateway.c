/* What every request meets before its handler: paths, methods, credentials, labels, bodies. */
#include "support/api.h"

#include "base/base64.h"
#include "base/die.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct reply request(struct api *api, const char *method, const char *path, const char *header,
                            const char *body)
{
    const char *headers[] = {header, NULL};
    return api_request(api, method, path, body, headers);
}

static const char *header_of(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return NULL;
}

static void expect(struct api *api, const char *method, const char *path, const char *header,
                   const char *body, unsigned status)
{
    struct reply reply = request(api, method, path, header, body);
    if (reply.status != status)
        print_error("%s %s %s %s: %u\n", method, path, header ? header : "", body ? body : "", reply.status);
    assert_int_equal(reply.status, status);
    if (status >= 400 && status != 401) {
        json_auto_t *error = json_loads(reply.body, 0, NULL);
        assert_true(has(error, "message"));
        assert_true(status != 422 || json_is_array(at(error, "validationErrors")));
    }
    reply_clear(&reply);
}

static void unknown_paths_are_404_in_json(void **state)
{
    struct api *api = *state;
    const char *paths[] = {"/nowhere",
                           "/api",
                           "/api/v1",
                           "/api/v1/workspaces",
                           "/api/v1/workspaces/gett",
                           "/api/v1/Workspaces/get",
                           "/api/public/v1/nowhere",
                           "/api/v1/workspaces/get//"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        expect(api, "POST", paths[i], NULL, "{}", 404);
    struct reply reply = request(api, "GET", "/api/public/jobs", NULL, NULL);
    assert_non_null(strstr(reply.body, "/api/public/v1, the Config API at /api/v1."));
    reply_clear(&reply);
}

static void paths_work_with_and_without_api_and_slash(void **state)
{
    struct api *api = *state;
    const char *paths[] = {"/api/v1/workspaces/list", "/v1/workspaces/list", "/api/v1/workspaces/list/",
                           "/v1/workspaces/list/"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        expect(api, "POST", paths[i], NULL, NULL, 200);
}

static void a_wrong_method_is_told_the_right_one(void **state)
{
    struct api *api = *state;
    struct reply get = request(api, "GET", "/api/v1/workspaces/list", NULL, NULL);
    assert_int_equal(get.status, 405);
    assert_string_equal(header_of(&get, "Allow"), "POST");
    struct reply post = request(api, "DELETE", "/api/v1/health", NULL, NULL);
    assert_int_equal(post.status, 405);
    assert_string_equal(header_of(&post, "Allow"), "GET, HEAD");
    reply_clear(&post);
    reply_clear(&get);
}

static void head_works_where_get_does(void **state)
{
    expect(*state, "HEAD", "/api/v1/health", NULL, NULL, 200);
    expect(*state, "HEAD", "/api/v1/workspaces/list", NULL, NULL, 405);
}

static void a_body_must_be_labelled_json(void **state)
{
    struct api *api = *state;
    const char *path = "/api/v1/workspaces/get_by_slug", *body = "{\"slug\": \"none\"}";
    expect(api, "POST", path, "Content-Type: text/plain", body, 415);
    expect(api, "POST", path, "Content-Type: application/x-www-form-urlencoded", body, 415);
    expect(api, "POST", path, "Content-Type: application/jsonp", body, 415);
    expect(api, "POST", path, "Content-Type: APPLICATION/JSON; charset=utf-8", body, 404);
    expect(api, "POST", path, NULL, body, 404);
}

static void an_empty_body_may_have_any_label(void **state)
{
    struct api *api = *state;
    const char *types[] = {"Content-Type: application/x-www-form-urlencoded",
                           "Content-Type: application/octet-stream", "Content-Type: application/json", NULL};
    for (size_t i = 0; i < 4; i++)
        expect(api, "POST", "/api/v1/workspaces/list", types[i], NULL, 200);
}

static void a_missing_body_is_said_to_be_required(void **state)
{
    struct api *api = *state;
    struct reply reply = request(api, "POST", "/api/v1/workspaces/get", NULL, NULL);
    json_auto_t *error = json_loads(reply.body, 0, NULL);
    assert_int_equal(reply.status, 422);
    assert_string_equal(text_at(error, "validationErrors[0].propertyPath"), "");
    assert_string_equal(text_at(error, "validationErrors[0].message"), "a JSON body is required");
    reply_clear(&reply);
}

static void malformed_json_says_where(void **state)
{
    struct api *api = *state;
    char deep[100001];
    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    const char *bodies[] = {"{bad}",
                            "{",
                            "{\"a\":1} x",
                            "tru",
                            "\"\\ud800\"",
                            "{\"a\":\"\xff\"}",
                            "{\"a\":1e999,}",
                            "{\"a\":99999999999999999999 1}",
                            deep};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct reply reply = request(api, "POST", "/api/v1/workspaces/get", NULL, bodies[i]);
        json_auto_t *error = json_loads(reply.body, 0, NULL);
        assert_int_equal(reply.status, 422);
        assert_int_equal(strncmp(text_at(error, "message"), "Invalid json. ", 14), 0);
        assert_non_null(strstr(text_at(error, "message"), "(line 1, column "));
        assert_int_equal(json_array_size(at(error, "validationErrors")), 0);
        reply_clear(&reply);
    }
}

static void bodies_that_are_no_object_are_refused(void **state)
{
    const char *bodies[] = {"[]", "null", "1", "\"x\"", "[{\"workspaceId\":\"" UNKNOWN_ID "\"}]"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        expect(*state, "POST", "/api/v1/workspaces/get", NULL, bodies[i], 422);
}

static void all_faults_are_reported_at_once_with_their_paths(void **state)
{
    struct api *api = *state;
    json_auto_t *error = call_status(api, "/v1/connections/create",
                                     json_loads("{\"sourceId\":\"abc\",\"status\":\"gone\",\"syncCatalog\":{"
                                                "\"streams\":[{\"config\":{\"syncMode\":"
                                                "\"never\",\"destinationSyncMode\":\"append\"}}]},"
                                                "\"schedule\":{\"units\":1.5,\"timeUnit\":null}}",
                                                0, NULL),
                                     422);
    assert_string_equal(text_at(error, "message"), "Some properties contained invalid input.");
    char *text = json_dumps(at(error, "validationErrors"), 0);
    const char *paths[] = {"\"sourceId\"",       "\"destinationId\"",
                           "\"status\"",         "\"syncCatalog.streams[0].config.syncMode\"",
                           "\"schedule.units\"", "\"schedule.timeUnit\""};
    assert_int_equal(json_array_size(at(error, "validationErrors")), 6);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_non_null(strstr(text, paths[i]));
    free(text);
}

static void unknown_properties_pass_and_scalars_are_coerced(void **state)
{
    struct api *api = *state;
    json_auto_t *made = call_ok(api, "/v1/workspaces/create",
                                json_pack("{si ss ss}", "name", 5, "news", "true", "colour", "red"));
    assert_string_equal(text_at(made, "name"), "5");
    assert_true(json_is_true(at(made, "news")));
}

static void strict_refuses_both_and_names_the_nearest(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.strict = true;
    struct api *api = api_with(&options);
    json_auto_t *error =
        call_status(api, "/v1/workspaces/create",
                    json_pack("{ss ss sb}", "name", "Acme", "securityUpdate", "true", "news", true), 422);
    assert_string_equal(text_at(error, "validationErrors[0].propertyPath"), "securityUpdate");
    assert_non_null(strstr(text_at(error, "validationErrors[0].message"), "securityUpdates"));
    json_decref(call_status(api, "/v1/workspaces/create", json_pack("{si}", "name", 5), 422));
    json_decref(
        call_status(api, "/v1/workspaces/create", json_pack("{ss ss}", "name", "A", "news", "true"), 422));
    api_free(api);
}

/* A POST that is not in the log of traffic. */
static struct exchange unlogged(const char *path)
{
    static const char *none[] = {NULL};
    return (struct exchange){.request = {.method = "POST",
                                         .path = path,
                                         .query = "",
                                         .body = "",
                                         .client = "127.0.0.1",
                                         .headers = none,
                                         .header = api_find_header,
                                         .each_header = api_each_header}};
}

static void too_large_a_body_is_a_413(void **state)
{
    struct api *api = *state;
    struct exchange exchange = unlogged("/api/v1/workspaces/get");
    exchange.request.body_too_large = true;
    app_answer(api->app, &exchange);
    assert_int_equal(exchange.reply.status, 413);
    reply_clear(&exchange.reply);
}

static struct api *api_with_auth(enum auth_mode auth, const char *username)
{
    struct api_options options = api_test_options();
    options.access.auth = auth;
    options.access.username = username;
    return api_with(&options);
}

static void basic_auth_guards_every_path(void **state)
{
    (void)state;
    struct api *api = api_with_auth(AUTH_BASIC, "airbyte");
    const char *paths[] = {"/api/v1/health", "/api/v1/openapi", "/api/v1/nowhere", "/nowhere"};
    for (size_t i = 0; i < 4; i++)
        expect(api, "GET", paths[i], NULL, NULL, 401);
    const char *bad[] = {"Authorization: Basic YWlyYnl0ZTp3cm9uZw==",
                         "Authorization: Bearer YWlyYnl0ZTpwYXNzd29yZA==",
                         "Authorization: Basic",
                         "Authorization: Basic !!!",
                         "Authorization: ",
                         "Authorization: Basic YWlyYnl0ZTpwYXNzd29yZHg=",
                         "Authorization: Basic YWlyYnl0ZQ=="};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect(api, "GET", "/api/v1/health", bad[i], NULL, 401);
    expect(api, "GET", "/api/v1/health", "Authorization: Basic YWlyYnl0ZTpwYXNzd29yZA==", NULL, 200);
    expect(api, "GET", "/api/v1/health", "Authorization: basic YWlyYnl0ZTpwYXNzd29yZA==", NULL, 200);
    expect(api, "GET", "/api/v1/nowhere", "Authorization: Basic YWlyYnl0ZTpwYXNzd29yZA==", NULL, 404);
    struct reply reply = request(api, "GET", "/api/v1/health", NULL, NULL);
    assert_string_equal(header_of(&reply, "WWW-Authenticate"), "Basic realm=\"Welcome to Airbyte\"");
    assert_string_equal(reply.content_type, "text/html");
    reply_clear(&reply);
    api_free(api);
}

/* Of more than any user or password may have; there is room for the two together. */
static void credentials_that_are_too_long_are_wrong(void **state)
{
    (void)state;
    struct api *api = api_with_auth(AUTH_BASIC, "airbyte");
    for (int user = 300; user <= 700; user += 50) {
        char *pair = must_printf("%0*d:%0*d", user, 0, 1000 - user, 0);
        char *encoded = base64_encode(pair, strlen(pair)),
             *header = must_printf("Authorization: Basic %s", encoded);
        expect(api, "GET", "/api/v1/health", header, NULL, 401);
        free(header);
        free(encoded);
        free(pair);
    }
    api_free(api);
}

static void open_paths_make_no_sandboxes_for_strangers(void **state)
{
    (void)state;
    struct api *api = api_with_auth(AUTH_BASIC, "airbyte");
    const char *paths[] = {"/sandboxes/made/__admin/livez", "/sandboxes/made/__admin/readyz",
                           "/sandboxes/made/", "/sandboxes/made/__admin/ui/app.js"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        expect(api, "GET", paths[i], NULL, NULL, 200);
    expect(api, "GET", "/__admin/livez", "X-Fakebyte-Sandbox: made", NULL, 200);
    assert_int_equal(sandboxes_count(api->app->sandboxes), 1);
    expect(api, "GET", paths[0], "Authorization: Basic YWlyYnl0ZTpwYXNzd29yZA==", NULL, 200);
    assert_int_equal(sandboxes_count(api->app->sandboxes), 2);
    api_free(api);
}

static void auth_any_takes_any_authorization(void **state)
{
    (void)state;
    struct api *api = api_with_auth(AUTH_ANY, "airbyte");
    expect(api, "GET", "/api/v1/health", "Authorization: Bearer xyz", NULL, 200);
    expect(api, "GET", "/api/v1/health", NULL, NULL, 401);
    api_free(api);
}

static void an_empty_user_name_switches_auth_off(void **state)
{
    (void)state;
    struct api *api = api_with_auth(AUTH_BASIC, "");
    expect(api, "GET", "/api/v1/health", NULL, NULL, 200);
    api_free(api);
}

static void browsers_may_call_from_any_page(void **state)
{
    (void)state;
    struct api *api = api_with_auth(AUTH_BASIC, "airbyte");
    const char *question[] = {"Origin: http://page.test", "Access-Control-Request-Method: POST",
                              "Access-Control-Request-Headers: authorization,content-type", NULL};
    struct reply preflight = api_request(api, "OPTIONS", "/api/v1/workspaces/list", NULL, question);
    assert_int_equal(preflight.status, 200);
    assert_string_equal(header_of(&preflight, "Access-Control-Allow-Origin"), "http://page.test");
    assert_string_equal(header_of(&preflight, "Access-Control-Allow-Methods"), "POST");
    assert_string_equal(header_of(&preflight, "Access-Control-Allow-Headers"), "authorization,content-type");
    assert_string_equal(header_of(&preflight, "Access-Control-Max-Age"), "1800");
    const char *call[] = {"Origin: http://page.test", "Authorization: Basic YWlyYnl0ZTpwYXNzd29yZA==", NULL};
    struct reply reply = api_request(api, "POST", "/api/v1/workspaces/list", NULL, call);
    assert_string_equal(header_of(&reply, "Access-Control-Allow-Origin"), "http://page.test");
    assert_string_equal(header_of(&reply, "Access-Control-Allow-Credentials"), "true");
    assert_string_equal(header_of(&reply, "Vary"), "Origin");
    reply_clear(&reply);
    reply_clear(&preflight);
    api_free(api);
}

static void what_no_header_may_hold_is_not_echoed(void **state)
{
    const char *question[] = {"Origin: http://a\001b", "Access-Control-Request-Method: \033",
                              "Access-Control-Request-Headers: \177", NULL};
    struct reply reply = api_request(*state, "OPTIONS", "/api/v1/workspaces/list", NULL, question);
    assert_int_equal(reply.status, 200);
    assert_null(header_of(&reply, "Access-Control-Allow-Origin"));
    assert_null(header_of(&reply, "Access-Control-Allow-Methods"));
    assert_null(header_of(&reply, "Access-Control-Allow-Headers"));
    reply_clear(&reply);
}

static void without_an_origin_there_are_no_cors_headers(void **state)
{
    struct reply reply = request(*state, "GET", "/api/v1/health", NULL, NULL);
    assert_null(header_of(&reply, "Access-Control-Allow-Origin"));
    reply_clear(&reply);
}

static void every_reply_names_its_request(void **state)
{
    struct reply one_reply = request(*state, "GET", "/api/v1/health", NULL, NULL);
    struct reply other = request(*state, "GET", "/nowhere", NULL, NULL);
    assert_true(*one_reply.id);
    assert_string_not_equal(one_reply.id, other.id);
    reply_clear(&other);
    reply_clear(&one_reply);
}

static size_t remembered(struct api *api)
{
    json_auto_t *log = control(api, "GET", "/requests", NULL, 200);
    return json_array_size(at(log, "requests"));
}

static void what_the_page_asks_is_not_the_clients_doing(void **state)
{
    struct api *api = *state;
    json_decref(control(api, "POST", "/faults",
                        json_pack("{s{ss} si s{ss}}", "match", "path", "/v1/health", "status", 503, "body",
                                  "message", "out of order"),
                        201));
    expect(api, "GET", "/api/v1/health", "X-Fakebyte-Page: 1", NULL, 200);
    assert_int_equal(remembered(api), 0);
    expect(api, "GET", "/api/v1/health", NULL, NULL, 503);
    assert_int_equal(remembered(api), 1);
}

STATEMENT(BREAK_WORKSPACE, "UPDATE workspace SET doc = json_set(doc, '$.news', 'yes')");

static void break_workspaces(const struct api *api)
{
    struct store *store = sandboxes_find(api->app->sandboxes, "default")->world.store;
    store_begin(store);
    assert_int_equal(store_run(store, &BREAK_WORKSPACE, SQL_NOTHING), 1);
    store_commit(store);
}

static void a_reply_that_breaks_its_shape_is_a_500_that_names_the_place(void **state)
{
    (void)state;
    FILE *nowhere = fopen("/dev/null", "w");
    struct api_options options = api_test_options();
    options.log = log_new(LOG_ERROR, LOG_TEXT, nowhere);
    struct api *api = api_with(&options);
    struct exchange exchange = unlogged("/api/v1/workspaces/list");
    break_workspaces(api);
    app_answer(api->app, &exchange);
    char *lines = log_text(options.log);
    assert_int_equal(exchange.reply.status, 500);
    assert_non_null(strstr(exchange.reply.body, "breaks its shape WorkspaceReadList: workspaces[0].news "));
    assert_non_null(
        strstr(lines, "reply of /v1/workspaces/list breaks WorkspaceReadList: workspaces[0].news "));
    free(lines);
    reply_clear(&exchange.reply);
    api_free(api);
    log_free(options.log);
    fclose(nowhere);
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
    (void)state;
    char *texts[3];
    for (size_t i = 0; i < 3; i++) {
        struct api_options options = api_test_options();
        options.start.seed = i < 2 ? 42 : 43;
        struct api *api = api_with(&options);
        char *connection = make_connection(api);
        call_done(api, "/v1/connections/sync", one("connectionId", connection));
        api_advance(api, 20);
        json_auto_t *job = call_ok(api, "/v1/jobs/get", json_pack("{si}", "id", 1));
        texts[i] = json_dumps(job, 0);
        free(connection);
        api_free(api);
    }
    assert_string_equal(texts[0], texts[1]);
    assert_string_not_equal(texts[0], texts[2]);
    for (size_t i = 0; i < 3; i++)
        free(texts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(unknown_paths_are_404_in_json),
        API_TEST(paths_work_with_and_without_api_and_slash),
        API_TEST(a_wrong_method_is_told_the_right_one),
        API_TEST(head_works_where_get_does),
        API_TEST(a_body_must_be_labelled_json),
        API_TEST(an_empty_body_may_have_any_label),
        API_TEST(a_missing_body_is_said_to_be_required),
        API_TEST(malformed_json_says_where),
        API_TEST(bodies_that_are_no_object_are_refused),
        API_TEST(all_faults_are_reported_at_once_with_their_paths),
        API_TEST(unknown_properties_pass_and_scalars_are_coerced),
        API_TEST(strict_refuses_both_and_names_the_nearest),
        API_TEST(too_large_a_body_is_a_413),
        cmocka_unit_test(a_reply_that_breaks_its_shape_is_a_500_that_names_the_place),
        API_TEST(basic_auth_guards_every_path),
        API_TEST(credentials_that_are_too_long_are_wrong),
        cmocka_unit_test(open_paths_make_no_sandboxes_for_strangers),
        API_TEST(auth_any_takes_any_authorization),
        API_TEST(an_empty_user_name_switches_auth_off),
        API_TEST(browsers_may_call_from_any_page),
        API_TEST(without_an_origin_there_are_no_cors_headers),
        API_TEST(what_no_header_may_hold_is_not_echoed),
        API_TEST(every_reply_names_its_request),
        API_TEST(what_the_page_asks_is_not_the_clients_doing),
        API_TEST(the_same_seed_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
