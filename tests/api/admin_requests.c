/* The log of what clients asked: reading, filtering, counting, verifying. */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static json_t *match(const char *text)
{
    json_error_t error;
    json_auto_t *document = json_loads(text, 0, &error);
    if (!document)
        fail_msg("%s: %s", error.text, text);
    return json_pack("{sO}", "match", document);
}

static json_t *listed(struct api *api, const char *query)
{
    char *path = must_printf("/requests%s", query);
    json_t *list = control(api, "GET", path, NULL, 200);
    free(path);
    return list;
}

static size_t count_listed(struct api *api, const char *query)
{
    json_auto_t *list = listed(api, query);
    return json_array_size(at(list, "requests"));
}

static int64_t count_of(struct api *api, const char *text)
{
    json_auto_t *count = control(api, "POST", "/requests/count", match(text), 200);
    return integer_at(count, "count");
}

static void get_job(struct api *api, int id)
{
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", id), 404));
}

static void a_request_is_logged_with_its_answer(void **state)
{
    struct api *api = *state;
    const char *headers[] = {"X-Team: data", "Authorization: Basic c2VjcmV0", NULL};
    struct reply reply =
        api_request(api, "POST", "/api/v1/jobs/get/?a=b&api_key=hidden", "{\"id\": 5}", headers);
    json_auto_t *list = listed(api, "");
    json_t *entry = at(list, "requests[0]");
    assert_int_equal(json_array_size(at(list, "requests")), 1);
    assert_int_equal(integer_at(list, "dropped"), 0);
    assert_string_equal(text_at(entry, "id"), reply.id);
    assert_string_equal(text_at(entry, "method"), "POST");
    assert_string_equal(text_at(entry, "path"), "/v1/jobs/get");
    assert_string_equal(text_at(entry, "query"), "a=b&api_key=**********");
    assert_string_equal(text_at(entry, "operation"), "getJobInfo");
    assert_string_equal(text_at(entry, "clientAddress"), "127.0.0.1");
    assert_string_equal(text_at(entry, "headers.X-Team"), "data");
    assert_string_equal(text_at(entry, "headers.Authorization"), "**********");
    assert_int_equal(integer_at(entry, "status"), 404);
    assert_int_equal(integer_at(entry, "body.id"), 5);
    assert_int_equal(integer_at(entry, "bodyBytes"), 9);
    assert_string_equal(text_at(entry, "reply.message"),
                        "Internal Server Error: Could not find job with id: 5");
    assert_int_equal(integer_at(entry, "replyBytes"), reply.body_size);
    assert_true(integer_at(entry, "micros") >= 0);
    assert_true(strcmp(text_at(entry, "receivedAt"), text_at(entry, "answeredAt")) <= 0);
    assert_false(has(entry, "fault"));
    reply_clear(&reply);
}

static void a_body_that_is_no_json_is_there_byte_for_byte(void **state)
{
    struct api *api = *state;
    const char *headers[] = {"Content-Type: application/json", NULL};
    struct reply refused = api_request(api, "POST", "/api/v1/jobs/get", "{\"id\": 5", headers);
    char *path = must_printf("/__admin/requests/%s/body", refused.id);
    struct reply body = api_request(api, "GET", path, NULL, headers + 1);
    assert_int_equal(body.status, 200);
    assert_int_equal(body.body_size, strlen("{\"id\": 5"));
    assert_memory_equal(body.body, "{\"id\": 5", body.body_size);
    free(path);
    json_decref(control(api, "GET", "/requests/none/body", NULL, 404));
    reply_clear(&refused);
    reply_clear(&body);
}

static void headers_of_the_answer_are_kept(void **state)
{
    struct api *api = *state;
    json_decref(control(api, "POST", "/faults",
                        json_pack("{s{ss} si s{ss}}", "match", "path", "/v1/jobs/get", "status", 429,
                                  "headers", "Retry-After", "7"),
                        201));
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 1), 429));
    json_auto_t *list = listed(api, "");
    assert_string_equal(text_at(list, "requests[0].replyHeaders.Retry-After"), "7");
    assert_string_equal(text_at(list, "requests[0].replyHeaders.X-Request-Id"),
                        text_at(list, "requests[0].id"));
    assert_string_equal(text_at(list, "requests[0].at"), "2023-03-01T09:00:00.000Z");
}

static void what_is_refused_is_logged_too(void **state)
{
    struct api *api = *state;
    json_decref(call_status(api, "/v1/nowhere", NULL, 404));
    json_decref(call_status(api, "/v1/health", NULL, 405));
    struct reply reply = api_request(api, "POST", "/v1/jobs/get", "{\"id\"", NULL);
    reply_clear(&reply);
    json_auto_t *list = listed(api, "");
    assert_string_equal(text_at(list, "requests[0].path"), "/v1/nowhere");
    assert_false(has(list, "requests[0].operation"));
    assert_int_equal(integer_at(list, "requests[1].status"), 405);
    assert_int_equal(integer_at(list, "requests[2].status"), 422);
    assert_int_equal(integer_at(list, "requests[2].bodyBytes"), 5);
    assert_false(has(list, "requests[2].body"));
}

static void control_calls_are_not_logged(void **state)
{
    struct api *api = *state;
    json_decref(control(api, "GET", "/clock", NULL, 200));
    json_decref(control(api, "GET", "/nowhere", NULL, 404));
    json_decref(control(api, "POST", "/clock", NULL, 405));
    assert_int_equal(count_listed(api, ""), 0);
}

static void bytes_that_are_no_text_do_no_harm(void **state)
{
    struct api *api = *state;
    const char *headers[] = {"X-Odd: \xff\xfe", NULL};
    struct reply reply = api_request(api, "POST", "/v1/\xff?q=\xc3", "\xff", headers);
    assert_int_equal(reply.status, 404);
    reply_clear(&reply);
    json_auto_t *list = listed(api, "");
    assert_string_equal(text_at(list, "requests[0].path"), "/v1/\xEF\xBF\xBD");
    json_decref(control(api, "POST", "/requests/verify", match("{\"path\": \"/v1/x\"}"), 422));
    json_decref(control(api, "GET", "/requests.har", NULL, 200));
}

static void each_sandbox_has_its_own_log(void **state)
{
    struct api *api = *state;
    get_job(api, 1);
    api->sandbox = "other";
    get_job(api, 2);
    get_job(api, 3);
    assert_int_equal(count_listed(api, ""), 2);
    api->sandbox = NULL;
    assert_int_equal(count_listed(api, ""), 1);
}

static void a_reset_empties_the_log_unless_it_is_kept(void **state)
{
    struct api *api = *state;
    get_job(api, 1);
    json_decref(control(api, "POST", "/reset", json_pack("{s[s]}", "keep", "requests"), 204));
    assert_int_equal(count_listed(api, ""), 1);
    json_decref(control(api, "POST", "/reset", NULL, 204));
    assert_int_equal(count_listed(api, ""), 0);
}

static void filters_narrow_down(void **state)
{
    struct api *api = *state;
    for (int i = 1; i <= 5; i++)
        get_job(api, i);
    call_done(api, "/v1/workspaces/list", NULL);
    assert_int_equal(count_listed(api, ""), 6);
    assert_int_equal(count_listed(api, "?path=/v1/jobs/*"), 5);
    assert_int_equal(count_listed(api, "?path=%2Fapi%2Fv1%2Fworkspaces%2F*"), 1);
    assert_int_equal(count_listed(api, "?status=200"), 1);
    assert_int_equal(count_listed(api, "?status=404&method=post"), 5);
    assert_int_equal(count_listed(api, "?method=GET"), 0);
    assert_int_equal(count_listed(api, "?since=2000-01-01T00:00:00Z&until=2100-01-01T00:00:00%2B01:00"), 6);
    assert_int_equal(count_listed(api, "?since=2100-01-01T00:00:00Z"), 0);
    assert_int_equal(count_listed(api, "?until=2000-01-01T00:00:00Z"), 0);
    assert_int_equal(count_listed(api, "?limit=0"), 0);
}

static void a_limit_means_the_newest_or_the_next(void **state)
{
    struct api *api = *state;
    for (int i = 1; i <= 5; i++)
        get_job(api, i);
    json_auto_t *newest = listed(api, "?limit=2");
    assert_int_equal(json_array_size(at(newest, "requests")), 2);
    assert_int_equal(integer_at(newest, "requests[0].body.id"), 4);
    json_auto_t *all = listed(api, "");
    char *query = must_printf("?limit=2&after=%s", text_at(all, "requests[1].id"));
    json_auto_t *next = listed(api, query);
    assert_int_equal(json_array_size(at(next, "requests")), 2);
    assert_int_equal(integer_at(next, "requests[0].body.id"), 3);
    char *one_id = must_printf("?id=%s", text_at(all, "requests[4].id"));
    json_auto_t *only = listed(api, one_id);
    assert_int_equal(json_array_size(at(only, "requests")), 1);
    assert_int_equal(integer_at(only, "requests[0].body.id"), 5);
    free(one_id);
    free(query);
}

static void slips_in_a_filter_are_refused(void **state)
{
    struct api *api = *state;
    json_auto_t *slip = control(api, "GET", "/requests?statsu=200", NULL, 422);
    assert_string_equal(text_at(slip, "validationErrors[0].propertyPath"), "statsu");
    assert_string_equal(text_at(slip, "validationErrors[0].message"),
                        "is not a known parameter; did you mean \"status\"?");
    static const char *const bad[] = {
        "/requests?status=abc", "/requests?status=1000",     "/requests?limit=-1",
        "/requests?limit=",     "/requests?since=yesterday", "/requests?path=%ff"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        json_decref(control(api, "GET", bad[i], NULL, 422));
    json_decref(control(api, "GET", "/clock?mode=real", NULL, 422));
}

static void some_or_all_can_be_deleted(void **state)
{
    struct api *api = *state;
    for (int i = 1; i <= 3; i++)
        get_job(api, i);
    call_done(api, "/v1/workspaces/list", NULL);
    json_decref(control(api, "DELETE", "/requests?path=/v1/jobs/*", NULL, 204));
    assert_int_equal(count_listed(api, ""), 1);
    json_decref(control(api, "DELETE", "/requests", NULL, 204));
    assert_int_equal(count_listed(api, ""), 0);
}

static void only_so_many_are_kept(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.start.max_requests = 3;
    struct api *api = api_with(&options);
    for (int i = 1; i <= 5; i++)
        get_job(api, i);
    json_auto_t *list = listed(api, "");
    assert_int_equal(json_array_size(at(list, "requests")), 3);
    assert_int_equal(integer_at(list, "requests[0].body.id"), 3);
    assert_int_equal(integer_at(list, "dropped"), 2);
    api_free(api);
}

static void counting_takes_a_match(void **state)
{
    struct api *api = *state;
    for (int i = 1; i <= 3; i++)
        get_job(api, i);
    get_job(api, 3);
    assert_int_equal(count_of(api, "{\"path\": \"/v1/jobs/get\"}"), 4);
    assert_int_equal(count_of(api, "{\"path\": \"*\", \"body\": {\"id\": 3}}"), 2);
    assert_int_equal(count_of(api, "{\"path\": \"*\", \"status\": 200}"), 0);
    json_auto_t *slip =
        control(api, "POST", "/requests/count", match("{\"path\": \"*\", \"metod\": \"GET\"}"), 422);
    assert_string_equal(text_at(slip, "validationErrors[0].message"),
                        "is not a known property; did you mean \"method\"?");
    json_decref(control(api, "POST", "/requests/count", match("{}"), 422));
}

static json_t *verify(struct api *api, const char *text, unsigned status)
{
    json_error_t error;
    json_t *body = json_loads(text, 0, &error);
    if (!body)
        fail_msg("%s: %s", error.text, text);
    return control(api, "POST", "/requests/verify", body, status);
}

static void verifying_counts(void **state)
{
    struct api *api = *state;
    get_job(api, 1);
    get_job(api, 1);
    static const struct {
        const char *body;
        unsigned status;
    } cases[] = {
        {"{\"match\": {\"path\": \"/v1/jobs/get\"}}", 200},
        {"{\"match\": {\"path\": \"/v1/jobs/get\"}, \"count\": 2}", 200},
        {"{\"match\": {\"path\": \"/v1/jobs/get\"}, \"count\": 1}", 422},
        {"{\"match\": {\"path\": \"/v1/jobs/get\"}, \"atLeast\": 2}", 200},
        {"{\"match\": {\"path\": \"/v1/jobs/get\"}, \"atLeast\": 3}", 422},
        {"{\"match\": {\"path\": \"/v1/jobs/get\"}, \"atMost\": 2}", 200},
        {"{\"match\": {\"path\": \"/v1/jobs/get\"}, \"atMost\": 1}", 422},
        {"{\"match\": {\"path\": \"/v1/jobs/get\"}, \"atLeast\": 1, \"atMost\": 3}", 200},
        {"{\"match\": {\"path\": \"/v1/jobs/cancel\"}}", 422},
        {"{\"match\": {\"path\": \"/v1/jobs/cancel\"}, \"count\": 0}", 200},
        {"{\"match\": {\"path\": \"/v1/jobs/cancel\"}, \"atMost\": 0}", 200},
        {"{\"match\": {\"path\": \"*\"}, \"count\": 1, \"atMost\": 1}", 422},
        {"{}", 422},
        {"{\"match\": {\"path\": \"*\"}, \"sequence\": [{\"path\": \"*\"}]}", 422},
        {"{\"sequence\": []}", 422},
        {"{\"sequence\": [{\"path\": \"*\"}], \"count\": 1}", 422},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        json_decref(verify(api, cases[i].body, cases[i].status));
    json_auto_t *counted = verify(api, "{\"match\": {\"path\": \"*\"}}", 200);
    assert_int_equal(integer_at(counted, "count"), 2);
}

static void a_miss_tells_what_came_closest_and_what_differed(void **state)
{
    struct api *api = *state;
    call_done(api, "/v1/workspaces/list", NULL);
    get_job(api, 4);
    get_job(api, 5);
    json_auto_t *miss = verify(
        api, "{\"match\": {\"path\": \"/v1/jobs/get\", \"method\": \"POST\", \"body\": {\"id\": 7}}}", 422);
    assert_string_equal(text_at(miss, "message"),
                        "POST /v1/jobs/get with this body: 0 requests, but there must be at least 1.\n"
                        "Nearest:\n"
                        "  POST /v1/jobs/get: body.id is 5, not 7\n"
                        "  POST /v1/jobs/get: body.id is 4, not 7\n"
                        "  POST /v1/workspaces/list: path is /v1/workspaces/list, not /v1/jobs/get, "
                        "there is no JSON body");
    assert_int_equal(integer_at(miss, "count"), 0);
    assert_int_equal(json_array_size(at(miss, "validationErrors")), 0);
    assert_int_equal(json_array_size(at(miss, "nearest")), 3);
    assert_string_equal(text_at(miss, "nearest[0].differences[0]"), "body.id is 5, not 7");
    assert_string_equal(text_at(miss, "nearest[1].differences[0]"), "body.id is 4, not 7");
    assert_string_equal(text_at(miss, "nearest[2].request.path"), "/v1/workspaces/list");
    assert_string_equal(text_at(miss, "nearest[2].differences[0]"),
                        "path is /v1/workspaces/list, not /v1/jobs/get");
}

static void too_many_are_shown(void **state)
{
    struct api *api = *state;
    get_job(api, 1);
    json_auto_t *many = verify(api, "{\"match\": {\"path\": \"/v1/jobs/get\"}, \"count\": 0}", 422);
    const char *message = text_at(many, "message");
    assert_non_null(strstr(message, "/v1/jobs/get: 1 request, but there must be 0.\nThey are:\n  "));
    assert_non_null(strstr(message, "Z POST /v1/jobs/get, answered with 404"));
    assert_string_equal(text_at(many, "requests[0].path"), "/v1/jobs/get");
    assert_int_equal(json_array_size(at(many, "nearest")), 0);
}

static void a_sequence_may_have_others_between(void **state)
{
    struct api *api = *state;
    get_job(api, 1);
    call_done(api, "/v1/workspaces/list", NULL);
    get_job(api, 2);
    json_decref(verify(api,
                       "{\"sequence\": [{\"path\": \"*\", \"body\": {\"id\": 1}},"
                       " {\"path\": \"*\", \"body\": {\"id\": 2}}]}",
                       200));
    json_auto_t *wrong = verify(api,
                                "{\"sequence\": [{\"path\": \"/v1/workspaces/list\"},"
                                " {\"path\": \"/v1/jobs/get\", \"body\": {\"id\": 1}}]}",
                                422);
    assert_string_equal(text_at(wrong, "message"),
                        "The sequence breaks off at step 2 of 2, /v1/jobs/get with this body: nothing "
                        "after step 1 matches it.\nNearest:\n  POST /v1/jobs/get: body.id is 2, not 1");
    assert_int_equal(integer_at(wrong, "count"), 1);
    assert_int_equal(json_array_size(at(wrong, "nearest")), 1);
    json_auto_t *none = verify(api, "{\"sequence\": [{\"path\": \"/v1/jobs/cancel\"}]}", 422);
    assert_non_null(
        strstr(text_at(none, "message"), "step 1 of 1, /v1/jobs/cancel: nothing matches it.\nNear"));
}

/* The demand is not met, for the reason that the message holds. */
static void unmet(struct api *api, const char *demand, const char *piece)
{
    json_auto_t *miss = verify(api, demand, 422);
    if (!strstr(text_at(miss, "message"), piece))
        fail_msg("%s: %s", demand, text_at(miss, "message"));
    assert_false(has(miss, "exceptionClassName"));
}

static void met(struct api *api, const char *demand)
{
    json_decref(verify(api, demand, 200));
}

/* The slip is refused, at that place and with those words. */
static void refused(struct api *api, const char *path, const char *body, const char *place,
                    const char *message)
{
    json_error_t error;
    json_t *document = json_loads(body, 0, &error);
    assert_non_null(document);
    json_auto_t *reply = control(api, "POST", path, document, 422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), place);
    assert_string_equal(text_at(reply, "validationErrors[0].message"), message);
    char *line = must_printf("%s: %s", place, message);
    assert_string_equal(text_at(reply, "message"), line);
    free(line);
}

static void a_path_that_no_operation_has_is_refused(void **state)
{
    struct api *api = *state;
#define SLIP "no operation has the path /v1/job/get; did you mean \"/v1/jobs/get\"?"
    refused(api, "/requests/verify", "{\"match\": {\"path\": \"/api/v1/job/get/\"}, \"count\": 0}",
            "match.path", SLIP);
    refused(api, "/requests/count", "{\"match\": {\"path\": \"/v1/job/get\"}}", "match.path", SLIP);
    refused(api, "/requests/verify", "{\"sequence\": [{\"path\": \"*\"}, {\"path\": \"/v1/job/get\"}]}",
            "sequence[1].path", SLIP);
    refused(api, "/requests/verify", "{\"match\": {\"path\": \"*\"}, \"after\": {\"path\": \"/v1/job/get\"}}",
            "after.path", SLIP);
    refused(api, "/requests/verify",
            "{\"match\": {\"path\": \"*\"}, \"before\": {\"path\": \"/v1/job/get\"}}", "before.path", SLIP);
    refused(api, "/wait", "{\"request\": {\"path\": \"/v1/job/get\"}, \"timeoutSeconds\": 0}", "request.path",
            SLIP);
    refused(api, "/faults", "{\"match\": {\"path\": \"/v1/job/get\"}, \"status\": 500}", "match.path", SLIP);
    refused(api, "/requests/count", "{\"match\": {\"path\": \"/v7/elsewhere\"}}", "match.path",
            "no operation has the path /v7/elsewhere");
#undef SLIP
    assert_int_equal(count_of(api, "{\"path\": \"/v7/*\"}"), 0);
    assert_int_equal(count_of(api, "{\"path\": \"/api/v1/jobs/cancel/\"}"), 0);
}

static void only_means_nothing_else(void **state)
{
    struct api *api = *state;
    get_job(api, 1);
    get_job(api, 2);
    met(api, "{\"match\": {\"path\": \"/v1/jobs/get\"}, \"count\": 2, \"only\": true}");
    met(api, "{\"sequence\": [{\"path\": \"*\"}, {\"path\": \"*\"}], \"only\": true}");
    unmet(api, "{\"sequence\": [{\"path\": \"*\"}], \"only\": true}",
          "1 other request came, but there must be only what was asked for.\nThey are:\n  ");
    call_done(api, "/v1/workspaces/list", NULL);
    met(api, "{\"match\": {\"path\": \"/v1/jobs/get\"}, \"count\": 2, \"only\": false}");
    unmet(api, "{\"match\": {\"path\": \"/v1/jobs/get\"}, \"count\": 2, \"only\": true}",
          "Z POST /v1/workspaces/list, answered with 200");
}

static void edges_cut_out_a_part_of_the_log(void **state)
{
    struct api *api = *state;
    get_job(api, 1);
    call_done(api, "/v1/workspaces/list", NULL);
    get_job(api, 2);
    get_job(api, 3);
    call_done(api, "/v1/source_definitions/list", NULL);
    get_job(api, 4);
#define JOBS "{\"match\": {\"path\": \"/v1/jobs/get\"}, "
#define AFTER "\"after\": {\"path\": \"/v1/workspaces/list\"}"
#define BEFORE "\"before\": {\"path\": \"/v1/source_definitions/list\"}"
    met(api, JOBS AFTER ", \"count\": 3}");
    met(api, JOBS BEFORE ", \"count\": 3}");
    met(api, JOBS AFTER ", " BEFORE ", \"count\": 2, \"only\": true}");
    met(api, JOBS AFTER ", \"within\": 3600, \"count\": 3}");
    met(api, JOBS BEFORE ", \"within\": 3600, \"count\": 3}");
    met(api, "{\"sequence\": [{\"path\": \"*\", \"body\": {\"id\": 3}}], " AFTER ", " BEFORE "}");
    unmet(api, "{\"sequence\": [{\"path\": \"*\", \"body\": {\"id\": 1}}], " AFTER "}",
          "body.id is 4, not 1");
    unmet(api, JOBS "\"after\": {\"path\": \"/v1/jobs/cancel\"}}",
          "No request is the \"after\" that is asked for: /v1/jobs/cancel.\nNearest:\n  POST /v1/jobs/get");
    unmet(api, JOBS "\"before\": {\"path\": \"/v1/jobs/cancel\"}}", "No request is the \"before\"");
    unmet(api, JOBS "\"after\": {\"path\": \"/v1/source_definitions/list\"}, \"count\": 2}",
          "1 request, but there must be 2.");
    json_auto_t *slip = verify(api, JOBS "\"within\": 1}", 422);
    assert_string_equal(text_at(slip, "validationErrors[0].propertyPath"), "within");
}

static void spans_are_measured(void **state)
{
    struct api *api = *state;
    call_done(api, "/v1/workspaces/list", NULL);
    usleep(50000);
    get_job(api, 1);
    usleep(50000);
    get_job(api, 2);
    met(api, JOBS "\"minIntervalSeconds\": 0.02}");
    unmet(api, JOBS "\"minIntervalSeconds\": 60}", "s apart, but there must be at least 60.000 s between");
    unmet(api, "{\"sequence\": [{\"path\": \"*\"}, {\"path\": \"*\"}], \"minIntervalSeconds\": 60}",
          "Requests 1 and 2 of 2 came");
    unmet(api, JOBS AFTER ", \"within\": 0.01}", "0 requests, but there must be at least 1.");
    unmet(api, JOBS "\"before\": {\"path\": \"*\", \"body\": {\"id\": 2}}, \"within\": 0.01}",
          "0 requests, but there must be at least 1.");
    met(api, JOBS "\"before\": {\"path\": \"*\", \"body\": {\"id\": 2}}, \"within\": 30, \"count\": 1}");
#undef JOBS
#undef AFTER
#undef BEFORE
}

static void the_archive_is_har(void **state)
{
    struct api *api = *state;
    const char *headers[] = {"Host: airbyte.test:8000", "X-Team: data", NULL};
    struct reply reply = api_request(api, "POST", "/api/v1/jobs/get?x=1", "{\"id\": 5}", headers);
    reply_clear(&reply);
    json_auto_t *har = control(api, "GET", "/requests.har", NULL, 200);
    json_t *entry = at(har, "log.entries[0]");
    assert_string_equal(text_at(har, "log.version"), "1.2");
    assert_string_equal(text_at(har, "log.creator.name"), "fakebyte");
    assert_string_equal(text_at(entry, "request.method"), "POST");
    assert_string_equal(text_at(entry, "request.url"), "http://airbyte.test:8000/api/v1/jobs/get?x=1");
    assert_string_equal(text_at(entry, "request.queryString[0].name"), "x");
    assert_string_equal(text_at(entry, "request.queryString[0].value"), "1");
    assert_string_equal(text_at(entry, "request.headers[1].name"), "X-Team");
    assert_string_equal(text_at(entry, "request.postData.text"), "{\"id\":5}");
    assert_int_equal(integer_at(entry, "request.bodySize"), 9);
    assert_int_equal(integer_at(entry, "response.status"), 404);
    assert_non_null(strstr(text_at(entry, "response.content.text"), "Could not find job"));
    static const char *const demanded[] = {"startedDateTime",
                                           "time",
                                           "cache",
                                           "timings.send",
                                           "timings.wait",
                                           "timings.receive",
                                           "request.cookies",
                                           "request.httpVersion",
                                           "request.headersSize",
                                           "response.statusText",
                                           "response.cookies",
                                           "response.headers",
                                           "response.redirectURL",
                                           "response.headersSize",
                                           "response.bodySize",
                                           "response.content.size",
                                           "response.content.mimeType",
                                           "response.httpVersion"};
    for (size_t i = 0; i < sizeof demanded / sizeof *demanded; i++)
        assert_true(has(entry, demanded[i]));
    json_auto_t *none = control(api, "GET", "/requests.har?status=200", NULL, 200);
    assert_int_equal(json_array_size(at(none, "log.entries")), 0);
}

static void fault(struct api *api, const char *text)
{
    json_error_t error;
    json_t *document = json_loads(text, 0, &error);
    if (!document)
        fail_msg("%s: %s", error.text, text);
    json_decref(control(api, "POST", "/faults", document, 201));
}

static void the_fault_that_was_applied_is_named(void **state)
{
    struct api *api = *state;
    fault(api, "{\"id\": \"early\", \"match\": {\"path\": \"/v1/jobs/get\"}, \"status\": 503, \"times\": 1}");
    fault(api, "{\"id\": \"late\", \"match\": {\"path\": \"*\", \"status\": 404}, \"phase\": \"after\", "
               "\"status\": 502}");
    fault(api,
          "{\"id\": \"cut\", \"match\": {\"path\": \"/v1/health\"}, \"connection\": \"EMPTY_RESPONSE\"}");
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 1), 503));
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 1), 502));
    call_done(api, "/v1/workspaces/list", NULL);
    struct reply broken = api_request(api, "GET", "/v1/health", NULL, NULL);
    reply_clear(&broken);
    json_auto_t *list = listed(api, "");
    assert_string_equal(text_at(list, "requests[0].fault"), "early");
    assert_int_equal(integer_at(list, "requests[0].status"), 503);
    assert_string_equal(text_at(list, "requests[1].fault"), "late");
    assert_int_equal(integer_at(list, "requests[1].status"), 502);
    assert_false(has(list, "requests[2].fault"));
    assert_string_equal(text_at(list, "requests[3].fault"), "cut");
    assert_false(has(list, "requests[3].status"));
    assert_true(has(list, "requests[3].answeredAt"));
    json_auto_t *coverage = control(api, "GET", "/coverage", NULL, 200);
    size_t index;
    json_t *each;
    json_array_foreach (at(coverage, "operations"), index, each)
        if (strcmp(text_at(each, "path"), "/v1/health") == 0)
            assert_int_equal(integer_at(each, "statuses.broken"), 1);
    struct reply metrics = api_request(api, "GET", "/__admin/metrics", NULL, NULL);
    assert_non_null(strstr(metrics.body, "\nfakebyte_faults_total 3\n"));
    reply_clear(&metrics);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_request_is_logged_with_its_answer),
        API_TEST(a_body_that_is_no_json_is_there_byte_for_byte),
        API_TEST(headers_of_the_answer_are_kept),
        API_TEST(what_is_refused_is_logged_too),
        API_TEST(control_calls_are_not_logged),
        API_TEST(bytes_that_are_no_text_do_no_harm),
        API_TEST(each_sandbox_has_its_own_log),
        API_TEST(a_reset_empties_the_log_unless_it_is_kept),
        API_TEST(filters_narrow_down),
        API_TEST(a_limit_means_the_newest_or_the_next),
        API_TEST(slips_in_a_filter_are_refused),
        API_TEST(some_or_all_can_be_deleted),
        cmocka_unit_test(only_so_many_are_kept),
        API_TEST(counting_takes_a_match),
        API_TEST(verifying_counts),
        API_TEST(a_miss_tells_what_came_closest_and_what_differed),
        API_TEST(too_many_are_shown),
        API_TEST(a_sequence_may_have_others_between),
        API_TEST(a_path_that_no_operation_has_is_refused),
        API_TEST(only_means_nothing_else),
        API_TEST(edges_cut_out_a_part_of_the_log),
        API_TEST(spans_are_measured),
        API_TEST(the_archive_is_har),
        API_TEST(the_fault_that_was_applied_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
