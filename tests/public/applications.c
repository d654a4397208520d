/* Tokens: how they are asked for, what they open, when they end; and the clients that ask. */
#include "support/api.h"

#include "base/base64.h"
#include "base/die.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TOKEN "/api/public/v1/applications/token"
#define FORM "Content-Type: application/x-www-form-urlencoded"

static struct api *guarded(enum auth_mode auth)
{
    struct api_options options = api_test_options();
    options.access.auth = auth;
    return api_with(&options);
}

/* The reply's JSON, new; the status must be that. */
static json_t *asked(struct api *api, const char *method, const char *path, const char *body,
                     const char *header, unsigned status)
{
    const char *headers[] = {header, NULL};
    struct reply reply = api_request(api, method, path, body, headers);
    if (reply.status != status)
        fail_msg("%s %s: %u %s", method, path, reply.status, reply.body ? reply.body : "");
    json_t *value = reply.body ? json_loadb(reply.body, reply.body_size, 0, NULL) : NULL;
    reply_clear(&reply);
    return value;
}

/* "Authorization: Bearer ..." of a new token for that client id: new. */
static char *bearer_of(struct api *api, const char *client_id)
{
    char *body = must_printf("{\"client_id\": \"%s\", \"client_secret\": \"sesame\"}", client_id);
    json_auto_t *reply = asked(api, "POST", TOKEN, body, NULL, 200);
    free(body);
    return must_printf("Authorization: Bearer %s", text_at(reply, "access_token"));
}

static unsigned status_with(struct api *api, const char *method, const char *path, const char *header)
{
    const char *headers[] = {header, NULL};
    struct reply reply = api_request(api, method, path, NULL, headers);
    unsigned status = reply.status;
    reply_clear(&reply);
    return status;
}

static void a_token_is_asked_for_by_form_and_by_json(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    static const struct {
        const char *body, *header;
    } ways[] = {
        {"grant_type=client_credentials&client_id=tests&client_secret=sesame", FORM},
        {"client_id=tests&client_secret=s%65same", FORM "; charset=utf-8"},
        {"{\"client_id\": \"tests\", \"client_secret\": \"sesame\"}", "Content-Type: application/json"},
        {"{\"client_id\": \"tests\", \"client_secret\": \"sesame\", \"grant-type\": \"client_credentials\"}",
         NULL},
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        json_auto_t *reply = asked(api, "POST", TOKEN, ways[i].body, ways[i].header, 200);
        assert_int_equal(json_object_size(reply), 3);
        assert_string_equal(text_at(reply, "token_type"), "Bearer");
        assert_int_equal(integer_at(reply, "expires_in"), 900);
        assert_true(strlen(text_at(reply, "access_token")) > 100);
    }
    api_free(api);
}

static void the_config_api_gives_nothing_but_the_token(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    json_auto_t *reply = asked(api, "POST", "/api/v1/applications/token",
                               "{\"client_id\": \"tests\", \"client_secret\": \"sesame\"}", NULL, 200);
    assert_int_equal(json_object_size(reply), 1);
    assert_non_null(strchr(text_at(reply, "access_token"), '.'));
    json_decref(asked(api, "POST", "/api/v1/applications/token", "client_id=tests", FORM, 415));
    api_free(api);
}

static void a_token_looks_like_one(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    char *bearer = bearer_of(api, "tests"), *token = bearer + strlen("Authorization: Bearer ");
    char *payload = strchr(token, '.') + 1, *signature = strchr(payload, '.') + 1;
    char bytes[1024], header[256];
    assert_null(strchr(signature, '.'));
    payload[-1] = signature[-1] = '\0';
    assert_true(base64_decode(token, header, sizeof header));
    assert_string_equal(header, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    assert_true(base64_decode(payload, bytes, sizeof bytes));
    json_auto_t *claims = parsed(bytes);
    assert_string_equal(text_at(claims, "aud"), "airbyte-server");
    assert_string_equal(text_at(claims, "sub"), "00000000-0000-0000-0000-000000000000");
    assert_int_equal(integer_at(claims, "exp"), TEST_TIME + 900);
    free(bearer);
    api_free(api);
}

static void a_token_opens_all_apis_beside_basic(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    char *bearer = bearer_of(api, "tests");
    static const struct {
        const char *method, *path;
    } calls[] = {{"GET", "/api/public/v1/applications"},
                 {"POST", "/api/v1/workspaces/list"},
                 {"GET", "/__admin/clock"}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(status_with(api, calls[i].method, calls[i].path, bearer), 200);
        assert_int_equal(
            status_with(api, calls[i].method, calls[i].path, "Authorization: Basic YWlyYnl0ZTpwYXNzd29yZA=="),
            200);
        assert_int_equal(status_with(api, calls[i].method, calls[i].path, "Authorization: Bearer x.y.z"),
                         401);
        assert_int_equal(status_with(api, calls[i].method, calls[i].path, NULL), 401);
    }
    free(bearer);
    api_free(api);
}

static void modes_of_auth_take_one_or_the_other(void **state)
{
    (void)state;
    static const struct {
        enum auth_mode mode;
        unsigned basic, bearer, garbage, nothing;
    } cases[] = {{AUTH_BOTH, 200, 200, 401, 401},
                 {AUTH_BASIC, 200, 401, 401, 401},
                 {AUTH_TOKEN, 401, 200, 401, 401},
                 {AUTH_ANY, 200, 200, 200, 401},
                 {AUTH_NONE, 200, 200, 200, 200}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct api *api = guarded(cases[i].mode);
        char *bearer = bearer_of(api, "tests");
        const char *path = "/api/public/v1/applications";
        assert_int_equal(status_with(api, "GET", path, "Authorization: Basic YWlyYnl0ZTpwYXNzd29yZA=="),
                         cases[i].basic);
        assert_int_equal(status_with(api, "GET", path, bearer), cases[i].bearer);
        assert_int_equal(status_with(api, "GET", path, "Authorization: Bearer nonsense"), cases[i].garbage);
        assert_int_equal(status_with(api, "GET", path, NULL), cases[i].nothing);
        free(bearer);
        api_free(api);
    }
}

static void a_token_ends_on_the_sandboxes_clock(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    char *bearer = bearer_of(api, "tests"), *other = bearer_of(api, "tests+apart");
    api_advance(api, 899);
    assert_int_equal(status_with(api, "GET", "/api/public/v1/applications", bearer), 200);
    api_advance(api, 1);
    json_auto_t *refusal = asked(api, "GET", "/api/public/v1/applications", NULL, bearer, 401);
    json_auto_t *expected =
        parsed("{\"message\": \"Unauthorized\", \"_links\": {\"self\": {\"href\": "
               "\"/api/public/v1/applications\", \"templated\": false}}, \"_embedded\": {\"errors\": "
               "[{\"message\": \"Unauthorized\", \"_links\": {}, \"_embedded\": {}}]}}");
    assert_true(json_equal(refusal, expected));
    assert_int_equal(status_with(api, "GET", "/api/public/v1/applications", other), 200);
    char *fresh = bearer_of(api, "tests");
    assert_int_equal(status_with(api, "GET", "/api/public/v1/applications", fresh), 200);
    free(fresh);
    free(other);
    free(bearer);
    api_free(api);
}

static void the_client_id_chooses_the_sandbox(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    static const char *const names[] = {"one", "with.dots.in", "four", "a_b-c"};
    for (size_t i = 0; i < 4; i++) {
        char *id = must_printf("tests+%s", names[i]), *bearer = bearer_of(api, id);
        json_decref(asked(api, "POST", "/api/public/v1/applications", "{\"name\": \"n\"}", bearer, 200));
        char *path = must_printf("/sandboxes/%s/api/public/v1/applications", names[i]);
        json_auto_t *there = asked(api, "GET", path, NULL, bearer, 200);
        assert_int_equal(json_array_size(at(there, "applications")), 2);
        free(path);
        free(bearer);
        free(id);
    }
    char *bearer = bearer_of(api, "tests");
    json_auto_t *here = asked(api, "GET", "/api/public/v1/applications", NULL, bearer, 200);
    assert_int_equal(json_array_size(at(here, "applications")), 1);
    free(bearer);
    api_free(api);
}

/* A proxy finds the name before the signature's digits: docker/fleet/sandbox.conf. */
static void a_tokens_third_part_tells_its_sandbox(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    static const struct {
        const char *id, *beginning;
        size_t size;
    } cases[] = {
        {"tests", "", 32}, {"tests+one", "one_", 36}, {"tests+four", "four_", 38}, {"tests+a.b", "a+b_", 36}};
    for (size_t i = 0; i < 4; i++) {
        char *bearer = bearer_of(api, cases[i].id), *third = strrchr(bearer, '.') + 1;
        assert_int_equal(strncmp(third, cases[i].beginning, strlen(cases[i].beginning)), 0);
        assert_int_equal(strlen(third), cases[i].size);
        free(bearer);
    }
    api_free(api);
}

static void wrong_credentials_are_refused_as_there(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    static const char *const bodies[] = {"{\"client_id\": \"tests\", \"client_secret\": \"sesamf\"}",
                                         "{\"client_id\": \"test\", \"client_secret\": \"sesame\"}",
                                         "{\"client_id\": \"tests+nowhere\", \"client_secret\": \"no\"}",
                                         "{\"client_id\": \"\", \"client_secret\": \"\"}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        json_auto_t *reply = asked(api, "POST", TOKEN, bodies[i], NULL, 400);
        assert_string_equal(text_at(reply, "message"), "Bad Request");
        assert_string_equal(text_at(reply, "_links.self.href"), TOKEN);
        assert_string_equal(text_at(reply, "_embedded.errors[0].message"), "Invalid client id or token");
    }
    assert_int_equal(sandboxes_count(api->app->sandboxes), 1);
    json_decref(asked(api, "POST", TOKEN, "{}", NULL, 422));
    json_decref(asked(api, "POST", TOKEN, "nonsense", NULL, 422));
    api_free(api);
}

/* Any letter of a token changed. */
static void a_token_that_was_tampered_with_opens_nothing(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_TOKEN);
    char *bearer = bearer_of(api, "tests+some");
    for (size_t i = strlen("Authorization: Bearer "); bearer[i]; i++) {
        char kept = bearer[i];
        bearer[i] = kept == 'a' ? 'b' : 'a';
        assert_int_equal(status_with(api, "GET", "/api/public/v1/applications", bearer), 401);
        bearer[i] = kept;
    }
    assert_int_equal(status_with(api, "GET", "/api/public/v1/applications", bearer), 200);
    free(bearer);
    api_free(api);
}

static void a_token_outlives_a_restart(void **state)
{
    (void)state;
    char folder[] = "/tmp/fakebyte-token-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *file = must_printf("%s/state.db", folder), *bearers[2];
    struct api_options options = api_test_options();
    options.access.auth = AUTH_TOKEN;
    options.start.file = file;
    struct api *api = api_with(&options);
    bearers[0] = bearer_of(api, "tests");
    bearers[1] = bearer_of(api, "tests+kept");
    api_free(api);
    api = api_with(&options);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(status_with(api, "GET", "/api/public/v1/applications", bearers[i]), 200);
        free(bearers[i]);
    }
    api_free(api);
    char *command = must_printf("rm -r '%s'", folder);
    assert_int_equal(system(command), 0);
    free(command);
    free(file);
}

/* Six threads of their users are about nothing else. */
static void wrong_doors_name_the_right_one(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    static const char *const doors[] = {"/v1/applications/token", "/api/public/applications/token",
                                        "/applications/token", "/api/public/v1/v1/applications/token",
                                        "/public/applications/token"};
    const char *body = "grant_type=client_credentials&client_id=tests&client_secret=sesame";
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
        json_auto_t *reply = asked(api, "POST", doors[i], body, FORM, 401);
        assert_string_equal(text_at(reply, "message"), "Unauthorized");
        assert_non_null(strstr(text_at(reply, "_embedded.errors[0].message"), TOKEN));
    }
    char *bearer = bearer_of(api, "tests");
    json_auto_t *doubled = asked(api, "GET", "/api/public/v1/v1/jobs", NULL, bearer, 404);
    assert_non_null(strstr(text_at(doubled, "_embedded.errors[0].message"), "/api/public/v1"));
    json_auto_t *root = asked(api, "GET", "/v1/jobs", NULL, bearer, 404);
    assert_non_null(strstr(text_at(root, "message"), "/api/public/v1"));
    json_auto_t *unknown = asked(api, "GET", "/api/public/v1/nowhere", NULL, bearer, 404);
    assert_string_equal(text_at(unknown, "_embedded.errors[0].message"), "Page Not Found");
    json_auto_t *method = asked(api, "PUT", "/api/public/v1/applications", NULL, bearer, 405);
    assert_non_null(strstr(text_at(method, "_embedded.errors[0].message"), "GET, HEAD, POST"));
    free(bearer);
    api_free(api);
}

static void applications_are_made_and_ask_for_tokens(void **state)
{
    struct api *api = *state;
    json_auto_t *fresh = rest(api, "GET", "/applications", NULL, 200);
    assert_int_equal(json_array_size(at(fresh, "applications")), 1);
    assert_string_equal(text_at(fresh, "applications[0].clientId"), "tests");
    json_auto_t *made = rest(api, "POST", "/applications", one("name", "Nightly"), 200);
    assert_int_equal(integer_at(made, "createdAt"), TEST_TIME);
    rest_fails(api, "POST", "/applications", one("name", "Nightly"), 400, "bad-request", "Nightly");
    json_decref(rest(api, "POST", "/applications", one("name", "Second"), 200));
    rest_fails(api, "POST", "/applications", one("name", "Third"), 400, "bad-request", "2 applications");
    char *path = must_printf("/applications/%s", text_at(made, "id"));
    json_auto_t *got = rest(api, "GET", path, NULL, 200);
    assert_true(json_equal(got, made));
    json_decref(rest(api, "POST", "/applications/token",
                     json_pack("{ss ss}", "client_id", text_at(made, "clientId"), "client_secret",
                               text_at(made, "clientSecret")),
                     200));
    json_auto_t *deleted = rest(api, "DELETE", path, NULL, 200);
    assert_true(json_equal(deleted, made));
    rest_fails(api, "GET", path, NULL, 404, "resource-not-found", text_at(made, "id"));
    free(path);
}

static void an_applications_credentials_count_until_it_is_deleted(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_TOKEN);
    char *bearer = bearer_of(api, "tests+own");
    json_auto_t *made = asked(api, "POST", "/api/public/v1/applications", "{\"name\": \"n\"}", bearer, 200);
    char *body = must_printf("{\"client_id\": \"%s+own\", \"client_secret\": \"%s\"}",
                             text_at(made, "clientId"), text_at(made, "clientSecret"));
    json_decref(asked(api, "POST", TOKEN, body, NULL, 200));
    char *elsewhere = must_printf("{\"client_id\": \"%s\", \"client_secret\": \"%s\"}",
                                  text_at(made, "clientId"), text_at(made, "clientSecret"));
    json_decref(asked(api, "POST", TOKEN, elsewhere, NULL, 400));
    char *path = must_printf("/api/public/v1/applications/%s", text_at(made, "id"));
    json_decref(asked(api, "DELETE", path, NULL, bearer, 200));
    json_decref(asked(api, "POST", TOKEN, body, NULL, 400));
    free(path);
    free(elsewhere);
    free(body);
    free(bearer);
    api_free(api);
}

static void doors_that_are_open_to_all(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    json_decref(asked(api, "GET", "/api/public/v1/health", NULL, NULL, 200));
    const char *none[] = {NULL};
    static const char *const bases[] = {"/api/public", "/api/public/v1"};
    for (size_t at = 0; at < 2; at++) {
        struct reply reply = api_request(api, "GET", bases[at], NULL, none);
        assert_int_equal(reply.status, 302);
        bool located = false;
        for (size_t i = 0; i < reply.header_count; i++)
            located |= strcmp(reply.headers[i].name, "Location") == 0 &&
                       strcmp(reply.headers[i].value, "https://reference.airbyte.com/") == 0;
        assert_true(located);
        reply_clear(&reply);
    }
    api_free(api);
}

/* Neither credentials nor tokens are shown by what is kept of requests. */
static void secrets_are_masked_in_the_request_log(void **state)
{
    (void)state;
    struct api *api = guarded(AUTH_BOTH);
    char *bearer = bearer_of(api, "tests");
    json_decref(asked(api, "POST", TOKEN, "client_id=tests&client_secret=sesame", FORM, 200));
    json_decref(asked(api, "GET", "/api/public/v1/applications", NULL, bearer, 200));
    const char *headers[] = {bearer, NULL};
    struct reply log = api_request(api, "GET", "/__admin/requests", NULL, headers);
    assert_int_equal(log.status, 200);
    assert_null(strstr(log.body, "sesame"));
    assert_null(strstr(log.body, strchr(bearer, '.')));
    assert_non_null(strstr(log.body, "createAccessToken"));
    reply_clear(&log);
    free(bearer);
    api_free(api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_asked_for_by_form_and_by_json),
        cmocka_unit_test(the_config_api_gives_nothing_but_the_token),
        cmocka_unit_test(a_token_looks_like_one),
        cmocka_unit_test(a_token_opens_all_apis_beside_basic),
        cmocka_unit_test(modes_of_auth_take_one_or_the_other),
        cmocka_unit_test(a_token_ends_on_the_sandboxes_clock),
        cmocka_unit_test(the_client_id_chooses_the_sandbox),
        cmocka_unit_test(a_tokens_third_part_tells_its_sandbox),
        cmocka_unit_test(wrong_credentials_are_refused_as_there),
        cmocka_unit_test(a_token_that_was_tampered_with_opens_nothing),
        cmocka_unit_test(a_token_outlives_a_restart),
        cmocka_unit_test(wrong_doors_name_the_right_one),
        API_TEST(applications_are_made_and_ask_for_tokens),
        cmocka_unit_test(an_applications_credentials_count_until_it_is_deleted),
        cmocka_unit_test(doors_that_are_open_to_all),
        cmocka_unit_test(secrets_are_masked_in_the_request_log),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
