#include "support/testing.h"

#include "sandbox/match/match.h"
#include "sandbox/match/match_path.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Headers of the requests here: name, value, name, value, NULL. */
static const char *header_of(const void *source, const char *name)
{
    for (const char *const *at = source; at && *at; at += 2)
        if (strcasecmp(at[0], name) == 0)
            return at[1];
    return NULL;
}

static const char *const sent_headers[] = {"X-Team", "data platform", "Authorization", "Basic abc", NULL};

static struct asked asked(const char *method, const char *path, unsigned status, const char *body)
{
    return (struct asked){.method = method,
                          .path = path,
                          .status = status,
                          .body = body,
                          .body_size = strlen(body),
                          .header = header_of,
                          .source = sent_headers};
}

struct example {
    const char *match;
    bool fits;
};

static void hold_against(struct asked *request, const struct example *examples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        json_auto_t *document = parsed(examples[i].match);
        struct match match = match_compile(document);
        bool fits = match_fits(&match, request);
        json_auto_t *differences = match_differences(&match, request, asked_json(request));
        if (fits != examples[i].fits)
            print_error("%s: %d\n", examples[i].match, fits);
        assert_int_equal(fits, examples[i].fits);
        assert_int_equal(json_array_size(differences) == 0, fits);
        assert_int_equal(match_distance(&match, request) == 0, fits);
        match_free(&match);
    }
    asked_free(request);
}

#define HOLD(request, examples) hold_against(request, examples, sizeof examples / sizeof *examples)

static void paths_may_hold_stars(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"{\"path\": \"/v1/jobs/cancel\"}", true},   {"{\"path\": \"/api/v1/jobs/cancel\"}", true},
        {"{\"path\": \"/v1/jobs/cancel/\"}", true},  {"{\"path\": \"/v1/jobs/*\"}", true},
        {"{\"path\": \"*cancel\"}", true},           {"{\"path\": \"*\"}", true},
        {"{\"path\": \"/v1/*/can*l\"}", true},       {"{\"path\": \"**/jobs/**\"}", true},
        {"{\"path\": \"/v1/jobs/cancel*\"}", true},  {"{\"path\": \"/v1/jobs/cance\"}", false},
        {"{\"path\": \"/v1/jobs/cancell\"}", false}, {"{\"path\": \"jobs/cancel\"}", false},
        {"{\"path\": \"/v1/jobs/*/*\"}", false},     {"{\"path\": \"/V1/jobs/cancel\"}", false},
        {"{\"path\": \"/v1/jobs/?ancel\"}", false},  {"{\"path\": \"*x*\"}", false},
    };
    struct asked request = asked("POST", "/v1/jobs/cancel", 200, "");
    HOLD(&request, examples);
}

static void methods_statuses_and_headers_must_agree(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"{\"path\": \"*\", \"method\": \"POST\"}", true},
        {"{\"path\": \"*\", \"method\": \"post\"}", true},
        {"{\"path\": \"*\", \"method\": \"GET\"}", false},
        {"{\"path\": \"*\", \"status\": 404}", true},
        {"{\"path\": \"*\", \"status\": 200}", false},
        {"{\"path\": \"*\", \"headers\": {\"x-team\": \"data platform\"}}", true},
        {"{\"path\": \"*\", \"headers\": {\"X-Team\": \"data*\"}}", true},
        {"{\"path\": \"*\", \"headers\": {\"X-Team\": \"data\"}}", false},
        {"{\"path\": \"*\", \"headers\": {\"X-Teams\": \"*\"}}", false},
        {"{\"path\": \"*\", \"headers\": {}}", true},
    };
    struct asked request = asked("POST", "/v1/jobs/cancel", 404, "");
    HOLD(&request, examples);
}

static void bodies_have_at_least_what_is_named(void **state)
{
    (void)state;
    static const struct example examples[] = {
        {"{\"path\": \"*\", \"body\": {}}", true},
        {"{\"path\": \"*\", \"body\": {\"id\": 7}}", true},
        {"{\"path\": \"*\", \"body\": {\"id\": 7.0}}", true},
        {"{\"path\": \"*\", \"body\": {\"id\": \"7\"}}", false},
        {"{\"path\": \"*\", \"body\": {\"id\": 8}}", false},
        {"{\"path\": \"*\", \"body\": {\"big\": 9007199254740993}}", true},
        {"{\"path\": \"*\", \"body\": {\"big\": 9007199254740992}}", false},
        {"{\"path\": \"*\", \"body\": {\"deep\": {\"list\": [{\"a\": 1}, 2]}}}", true},
        {"{\"path\": \"*\", \"body\": {\"deep\": {\"list\": [{\"a\": 1}]}}}", false},
        {"{\"path\": \"*\", \"body\": {\"deep\": {\"list\": [2, {\"a\": 1}]}}}", false},
        {"{\"path\": \"*\", \"body\": {\"deep\": {}, \"none\": null}}", true},
        {"{\"path\": \"*\", \"body\": {\"absent\": null}}", false},
        {"{\"path\": \"*\", \"body\": {\"list\": [{\"a\": 1}, 2]}}", false},
        {"{\"path\": \"*\", \"body\": []}", false},
    };
    struct asked request = asked("POST", "/v1/jobs/get", 200,
                                 "{\"id\": 7, \"big\": 9007199254740993, \"none\": null,"
                                 " \"deep\": {\"more\": true, \"list\": [{\"a\": 1, \"b\": 2}, 2]}}");
    HOLD(&request, examples);
}

static void without_an_answer_no_status_fits(void **state)
{
    (void)state;
    static const struct example examples[] = {{"{\"path\": \"*\", \"status\": 200}", false},
                                              {"{\"path\": \"*\"}", true}};
    struct asked request = asked("POST", "/v1/jobs/get", 0, "");
    HOLD(&request, examples);
}

static void no_body_fits_only_where_none_is_named(void **state)
{
    (void)state;
    static const struct example examples[] = {{"{\"path\": \"*\", \"body\": {}}", false},
                                              {"{\"path\": \"*\"}", true}};
    struct asked none = asked("POST", "/v1/jobs/get", 200, ""),
                 malformed = asked("POST", "/v1/jobs/get", 200, "{\"a\"");
    HOLD(&none, examples);
    HOLD(&malformed, examples);
}

static void expect_differences(const char *match_text, const char *shown_text, const char *expected)
{
    json_auto_t *document = parsed(match_text);
    json_auto_t *shown = shown_text ? parsed(shown_text) : NULL;
    struct asked request = asked("POST", "/v1/sources/create", 0,
                                 "{\"name\": \"A\", \"list\": [1, 2], \"c\": {\"password\": \"hunter2\"}}");
    struct match match = match_compile(document);
    json_auto_t *differences = match_differences(&match, &request, shown);
    char *text = json_dumps(differences, JSON_COMPACT);
    assert_string_equal(text, expected);
    free(text);
    match_free(&match);
    asked_free(&request);
}

#define SHOWN "{\"name\": \"A\", \"list\": [1, 2], \"c\": {\"password\": \"**********\"}}"

static void differences_are_told_in_words(void **state)
{
    (void)state;
    expect_differences("{\"path\": \"/v1/sources/get\", \"method\": \"GET\", \"status\": 200}", SHOWN,
                       "[\"path is /v1/sources/create, not /v1/sources/get\",\"method is POST, not GET\","
                       "\"it has no answer, so not status 200\"]");
    expect_differences(
        "{\"path\": \"*\", \"headers\": {\"X-Team\": \"ops\", \"X-No\": \"*\"}}", SHOWN,
        "[\"header X-Team is \\\"data platform\\\", not \\\"ops\\\"\",\"there is no header X-No\"]");
    expect_differences("{\"path\": \"*\", \"body\": {\"name\": \"B\", \"list\": [1, 3], \"id\": 1}}", SHOWN,
                       "[\"body.name is \\\"A\\\", not \\\"B\\\"\",\"body.list[1] is 2, not 3\","
                       "\"body.id is missing\"]");
    expect_differences("{\"path\": \"*\", \"body\": {\"list\": []}}", SHOWN,
                       "[\"body.list has 2 items, not 0\"]");
}

static void differences_tell_no_secrets(void **state)
{
    (void)state;
    const char *hidden = "[\"body.c.password is another one; it is a secret and not shown\"]";
    expect_differences("{\"path\": \"*\", \"body\": {\"c\": {\"password\": \"x\"}}}", SHOWN, hidden);
    expect_differences("{\"path\": \"*\", \"body\": {\"c\": {\"password\": \"x\"}}}", NULL, hidden);
    expect_differences("{\"path\": \"*\", \"body\": {\"c\": 1}}", SHOWN,
                       "[\"body.c is another one; it is a secret and not shown\"]");
    expect_differences("{\"path\": \"*\", \"headers\": {\"Authorization\": \"Basic x\"}}", SHOWN,
                       "[\"header Authorization is another one; it is a secret and not shown\"]");
}

static unsigned distance(const char *match_text)
{
    json_auto_t *document = parsed(match_text);
    struct asked request = asked("POST", "/v1/jobs/cancel", 200, "{\"id\": 1}");
    struct match match = match_compile(document);
    unsigned distance = match_distance(&match, &request);
    match_free(&match);
    asked_free(&request);
    return distance;
}

static void another_operation_is_farther_than_another_argument(void **state)
{
    (void)state;
    unsigned argument = distance("{\"path\": \"/v1/jobs/cancel\", \"body\": {\"id\": 2}}");
    unsigned two = distance("{\"path\": \"/v1/jobs/cancel\", \"status\": 201, \"body\": {\"id\": 2}}");
    unsigned slip = distance("{\"path\": \"/v1/job/cancel\"}");
    unsigned other = distance("{\"path\": \"/v1/workspaces/list\"}");
    assert_true(0 < argument && argument < two && two < slip && slip < other);
}

static void braces_stand_for_one_segment(void **state)
{
    (void)state;
    assert_true(match_path_fits("/public/v1/jobs/{jobId}", "/public/v1/jobs/12"));
    assert_true(match_path_fits("/a/{b}/c", "/a/1/c"));
    assert_true(match_path_fits("/a/{b}", "/a/{b}"));
    assert_false(match_path_fits("/public/v1/jobs/{jobId}", "/public/v1/jobs"));
    assert_false(match_path_fits("/public/v1/jobs/{jobId}", "/public/v1/jobs/"));
    assert_false(match_path_fits("/public/v1/jobs/{jobId}", "/public/v1/jobs/12/logs"));
    assert_false(match_path_fits("/a/{b}/c", "/a/1/d"));
    assert_false(match_path_fits("/a/{}", "/a/1"));
}

static void a_slip_names_the_nearest_path(void **state)
{
    (void)state;
    static const char *const known[] = {"/v1/jobs/get", "/public/v1/jobs", "/public/v1/jobs/{jobId}",
                                        "/public/v1/sources/{sourceId}", NULL};
    static const struct {
        const char *path, *nearest;
    } cases[] = {
        {"/v1/job/get", "/v1/jobs/get"},
        {"/public/v1/job/12", "/public/v1/jobs/{jobId}"},
        {"/public/v1/source/decd338e-5647-4c0b-adf4-da0e75f5a750", "/public/v1/sources/{sourceId}"},
        {"/public/v1/job", "/public/v1/jobs"},
        {"/elsewhere", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *nearest = match_path_nearest(cases[i].path, known);
        if (cases[i].nearest)
            assert_string_equal(nearest, cases[i].nearest);
        else
            assert_null(nearest);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_may_hold_stars),
        cmocka_unit_test(braces_stand_for_one_segment),
        cmocka_unit_test(a_slip_names_the_nearest_path),
        cmocka_unit_test(methods_statuses_and_headers_must_agree),
        cmocka_unit_test(bodies_have_at_least_what_is_named),
        cmocka_unit_test(without_an_answer_no_status_fits),
        cmocka_unit_test(no_body_fits_only_where_none_is_named),
        cmocka_unit_test(differences_are_told_in_words),
        cmocka_unit_test(differences_tell_no_secrets),
        cmocka_unit_test(another_operation_is_farther_than_another_argument),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
