/* What a request may look like before an operation sees it. */
#include "support/api.h"

#include "base/die.h"
#include "base/text.h"
#include "http/exchange.h"
#include "json/print.h"

#include <stdlib.h>
#include <string.h>

static struct api *strict_api(void)
{
    struct api_options options = api_test_options();
    options.strict = true;
    return api_with(&options);
}

static void expect(struct api *api, const char *method, const char *path, const char *body,
                   const char *const *headers, unsigned status, const char *piece)
{
    struct reply reply = api_request(api, method, path, body, headers);
    assert_int_equal(reply.status, status);
    if (!strstr(reply.body, piece))
        fail_msg("<%s> is not in <%s>", piece, reply.body);
    reply_clear(&reply);
}

/* What http/ found out about the body. */
static void a_body_that_cannot_be_decoded_is_refused(void **state)
{
    struct api *api = *state;
    const struct request requests[] = {
        {.method = "POST", .path = "/v1/workspaces/create", .body = "{}", .body_size = 2, .body_code = "br"},
        {.method = "POST", .path = "/v1/workspaces/list", .body = "", .body_unreadable = true},
    };
    static const char *const messages[] = {
        "Content Encoding [br] not allowed. Allowed encodings: [gzip, identity]",
        "Invalid gzip. The body is not what its Content-Encoding says."};
    static const unsigned statuses[] = {415, 422};
    for (size_t i = 0; i < 2; i++) {
        struct exchange exchange = {.request = requests[i]};
        exchange.request.query = "";
        exchange.request.client = "127.0.0.1";
        exchange.request.header = api_find_header;
        exchange.request.each_header = api_each_header;
        app_answer(api->app, &exchange);
        assert_int_equal(exchange.reply.status, statuses[i]);
        assert_non_null(strstr(exchange.reply.body, messages[i]));
        reply_clear(&exchange.reply);
    }
}

static void a_single_value_is_a_list_of_one(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *jobs =
        call_ok(api, "/v1/jobs/list", json_pack("{ss ss}", "configId", connection, "configTypes", "sync"));
    assert_int_equal(json_array_size(at(jobs, "jobs")), 0);
    free(connection);
    struct api *strict = strict_api();
    call_fails(
        strict, "/v1/jobs/list",
        json_pack("{ss ss}", "configId", "c0000000-0000-4000-8000-000000000000", "configTypes", "sync"), 422,
        "Some properties");
    api_free(strict);
}

static void a_byte_order_mark_is_no_part_of_the_body(void **state)
{
    expect(*state, "POST", "/v1/workspaces/list", "\xEF\xBB\xBF{}", NULL, 200, "\"workspaces\"");
}

/* Without --strict all of these are taken. */
static void nothing_is_ignored_silently_where_that_was_asked(void **state)
{
    static const struct {
        const char *method, *path, *body, *piece;
    } table[] = {
        {"POST", "/v1/workspaces/create", "{\"name\":\"a\",\"name\":\"b\"}", "duplicate object key"},
        {"POST", "/v1/workspaces/list?limit=1", "{}", "is not a known parameter"},
        {"GET", "/v1/health?verbose=1", NULL, "is not a known parameter"},
        {"GET", "/v1/health", "{\"a\":1}", "takes no body"},
        {"POST", "/v1/workspaces/list", "x", "takes no body"},
        {"POST", "/v1/workspaces/create", "{\"name\":\"a\",\"nmae\":\"b\"}", "did you mean \\\"name\\\"?"},
    };
    struct api *strict = strict_api();
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        expect(strict, table[i].method, table[i].path, table[i].body, NULL, 422, table[i].piece);
        expect(*state, table[i].method, table[i].path, table[i].body, NULL, 200, "");
    }
    api_free(strict);
}

static void what_is_accepted_and_sent_must_be_json(void **state)
{
    static const struct {
        const char *header;
        unsigned status;
    } table[] = {
        {"Accept: text/html", 406},
        {"Accept: text/html, image/*;q=0.5", 406},
        {"Accept: text/html, */*;q=0.1", 200},
        {"Accept: application/*", 200},
        {"Accept: Application/JSON", 200},
        {"Accept: ", 200},
        {"Content-Type: text/plain", 415},
        {"Content-Type: application/json; charset=utf-8", 200},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *const headers[] = {table[i].header, NULL};
        struct reply reply =
            api_request(*state, "POST", "/v1/workspaces/create", "{\"name\":\"W\"}", headers);
        assert_int_equal(reply.status, table[i].status);
        if (reply.status == 406)
            assert_non_null(strstr(reply.body, "Supported types: [application/json]"));
        reply_clear(&reply);
    }
}

#define WIDE "[18446744073709551615,1e400,-0.12345678901234567890]"

/* Stored, read, searched, exported and loaded again. */
static void wide_numbers_are_kept_wherever_json_is_free_form(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_t *request =
        parsed("{\"connectionState\": {\"stateType\": \"legacy\", \"state\": {\"cursor\": " WIDE "}}}");
    json_object_set_new(request, "connectionId", json_string(connection));
    json_object_set_new(at(request, "connectionState"), "connectionId", json_string(connection));
    call_done(api, "/v1/state/create_or_update", request);
    struct text body = {0};
    text_add_format(&body, "{\"connectionId\":\"%s\"}", connection);
    expect(api, "POST", "/v1/state/get", body.data, NULL, 200, "\"cursor\":" WIDE);
    text_free(&body);
    char *workspace = first_workspace(api);
    text_add_format(&body,
                    "{\"workspaceId\":\"%s\",\"name\":\"Wide\",\"sourceDefinitionId\":\"" FAKER
                    "\",\"connectionConfiguration\":{\"count\":5,\"\\u00e9\":" WIDE "}}",
                    workspace);
    expect(api, "POST", "/v1/sources/create", body.data, NULL, 200, ":" WIDE);
    expect(api, "POST", "/v1/sources/list", "{\"workspaceId\":\"00000000-0000-4000-8000-000000000000\"}",
           NULL, 200, "");
    struct reply export = api_request(api, "GET", "/__admin/export", NULL, NULL);
    assert_int_equal(export.status, 200);
    reply_clear(&export);
    json_auto_t *requests = control(api, "GET", "/requests", NULL, 200);
    char *shown = json_print(requests);
    assert_non_null(strstr(shown, WIDE));
    free(shown);
    text_free(&body);
    free(workspace);
    free(connection);
}

static void a_wide_number_is_no_id_and_no_amount(void **state)
{
    expect(*state, "POST", "/v1/jobs/get", "{\"id\":18446744073709551615}", NULL, 422,
           "18446744073709551615 is beyond the range of int64");
    expect(*state, "POST", "/v1/workspaces/create", "{\"name\":1e400}", NULL, 200, "\"name\":\"1e400\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_body_that_cannot_be_decoded_is_refused),
        API_TEST(a_single_value_is_a_list_of_one),
        API_TEST(a_byte_order_mark_is_no_part_of_the_body),
        API_TEST(nothing_is_ignored_silently_where_that_was_asked),
        API_TEST(what_is_accepted_and_sent_must_be_json),
        API_TEST(wide_numbers_are_kept_wherever_json_is_free_form),
        API_TEST(a_wide_number_is_no_id_and_no_amount),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
