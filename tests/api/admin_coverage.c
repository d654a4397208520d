/* What the tests have met: coverage, and the same as figures. */
#include "support/api.h"

#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const json_t *operation(const json_t *coverage, const char *name)
{
    size_t index;
    json_t *each;
    json_array_foreach (at(coverage, "operations"), index, each)
        if (strcmp(text_at(each, "operation"), name) == 0)
            return each;
    fail_msg("no operation %s", name);
    return NULL;
}

static void make_traffic(struct api *api)
{
    char *connection = make_connection(api);
    json_decref(control(api, "POST", "/plans",
                        json_pack("{s{} s[{s[{ss s{ss ss}} {ss}]}]}", "match", "runs", "attempts", "outcome",
                                  "failed", "failure", "origin", "destination", "type", "system_error",
                                  "outcome", "succeeded"),
                        201));
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_decref(control(api, "POST", "/clock/advance", json_pack("{si}", "seconds", 3600), 200));
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 99), 404));
    json_decref(call_status(api, "/v1/jobs/get", json_pack("{si}", "id", 1), 200));
    json_decref(call_status(api, "/v1/nowhere", NULL, 404));
    free(connection);
}

static void coverage_counts_what_was_met(void **state)
{
    struct api *api = *state;
    make_traffic(api);
    json_auto_t *coverage = control(api, "GET", "/coverage", NULL, 200);
    const json_t *get = operation(coverage, "getJobInfo"), *sync = operation(coverage, "syncConnection");
    assert_int_equal(integer_at(get, "statuses.404"), 1);
    assert_int_equal(integer_at(get, "statuses.200"), 1);
    assert_string_equal(text_at(get, "path"), "/v1/jobs/get");
    assert_int_equal(integer_at(sync, "statuses.200"), 1);
    assert_int_equal(json_object_size(at(operation(coverage, "cancelJob"), "statuses")), 0);
    assert_int_equal(integer_at(coverage, "unknownPaths.404"), 1);
    assert_int_equal(integer_at(coverage, "jobStates.pending"), 1);
    assert_int_equal(integer_at(coverage, "jobStates.running"), 2);
    assert_int_equal(integer_at(coverage, "jobStates.incomplete"), 1);
    assert_int_equal(integer_at(coverage, "jobStates.succeeded"), 1);
    assert_int_equal(integer_at(coverage, "jobStates.cancelled"), 0);
    assert_int_equal(integer_at(coverage, "attemptStates.running"), 2);
    assert_int_equal(integer_at(coverage, "attemptStates.failed"), 1);
    assert_int_equal(integer_at(coverage, "failureOrigins.destination"), 1);
    assert_int_equal(integer_at(coverage, "failureOrigins.source"), 0);
    assert_int_equal(integer_at(coverage, "failureTypes.system_error"), 1);
    assert_int_equal(json_object_size(at(coverage, "failureTypes")), 4);
}

static void met_operations_are_counted_and_control_calls_are_not(void **state)
{
    struct api *api = *state;
    json_auto_t *before = control(api, "GET", "/coverage", NULL, 200);
    assert_int_equal(integer_at(before, "operationsMet"), 0);
    assert_int_equal(integer_at(before, "operationsAll"), json_array_size(at(before, "operations")));
    call_done(api, "/v1/workspaces/list", NULL);
    call_done(api, "/v1/workspaces/list", NULL);
    json_auto_t *after = control(api, "GET", "/coverage", NULL, 200);
    assert_int_equal(integer_at(after, "operationsMet"), 1);
}

static void coverage_is_of_all_sandboxes_and_outlives_them(void **state)
{
    struct api *api = *state;
    api->sandbox = "one";
    make_traffic(api);
    api->sandbox = NULL;
    json_decref(control(api, "DELETE", "/sandboxes/one", NULL, 204));
    json_decref(control(api, "POST", "/reset", NULL, 204));
    json_auto_t *coverage = control(api, "GET", "/coverage", NULL, 200);
    assert_int_equal(integer_at(coverage, "jobStates.succeeded"), 1);
    assert_int_equal(integer_at(operation(coverage, "getJobInfo"), "statuses.200"), 1);
}

static void what_is_rolled_back_was_not_met(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_decref(call_status(api, "/v1/connections/sync", one("connectionId", connection), 409));
    json_auto_t *coverage = control(api, "GET", "/coverage", NULL, 200);
    assert_int_equal(integer_at(coverage, "jobStates.running"), 1);
    free(connection);
}

static char *metrics(struct api *api)
{
    struct reply reply = api_request(api, "GET", "/__admin/metrics", NULL, NULL);
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.content_type, "text/plain; version=0.0.4; charset=utf-8");
    char *text = must_strndup(reply.body, reply.body_size);
    reply_clear(&reply);
    return text;
}

static void expect_line(const char *text, const char *line)
{
    char *framed = must_printf("\n%s\n", line);
    if (!strstr(text, framed))
        print_error("no line %s in\n%s", line, text);
    assert_non_null(strstr(text, framed));
    free(framed);
}

static void what_a_fixture_brings_is_there_and_was_not_met(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_decref(control(api, "POST", "/fixtures",
                        json_pack("{s[{ss ss ss ss si s[{ss si}]}]}", "jobs", "key", "old", "connectionId",
                                  connection, "configType", "sync", "status", "succeeded", "endedSecondsAgo",
                                  3600, "attempts", "outcome", "succeeded", "seconds", 30),
                        200));
    json_auto_t *coverage = control(api, "GET", "/coverage", NULL, 200);
    assert_int_equal(integer_at(coverage, "jobStates.succeeded"), 0);
    assert_int_equal(integer_at(coverage, "attemptStates.succeeded"), 0);
    char *text = metrics(api);
    expect_line(text, "fakebyte_jobs{status=\"succeeded\"} 1");
    free(text);
    free(connection);
}

static void metrics_are_prometheus_text(void **state)
{
    struct api *api = *state;
    make_traffic(api);
    char *text = metrics(api);
    expect_line(text, "fakebyte_requests_total{operation=\"getJobInfo\",status=\"404\"} 1");
    expect_line(text, "fakebyte_requests_total{operation=\"none\",status=\"404\"} 1");
    expect_line(text, "# TYPE fakebyte_request_duration_seconds histogram");
    expect_line(text, "fakebyte_request_duration_seconds_bucket{operation=\"getJobInfo\",le=\"+Inf\"} 2");
    expect_line(text, "fakebyte_request_duration_seconds_count{operation=\"getJobInfo\"} 2");
    expect_line(text, "fakebyte_jobs{status=\"succeeded\"} 1");
    expect_line(text, "fakebyte_jobs{status=\"running\"} 0");
    expect_line(text, "fakebyte_job_changes_total{status=\"running\"} 2");
    expect_line(text, "fakebyte_sandboxes 1");
    expect_line(text, "fakebyte_faults_total 0");
    expect_line(text, "# TYPE process_resident_memory_bytes gauge");
    assert_null(strstr(text, "operation=\"getMetrics\""));
    assert_null(strstr(text, "cancelJob"));
    free(text);
}

/* Each line is a comment, or a name with labels and a number; each family is declared once, before its lines.
 */
static void every_line_of_the_metrics_is_well_formed(void **state)
{
    struct api *api = *state;
    make_traffic(api);
    char *text = metrics(api), *rest = NULL, family[128] = "";
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, "# HELP ", 7) == 0) {
            snprintf(family, sizeof family, "%.*s", (int)strcspn(line + 7, " "), line + 7);
            continue;
        }
        if (strncmp(line, "# TYPE ", 7) == 0) {
            assert_memory_equal(line + 7, family, strlen(family));
            continue;
        }
        assert_memory_equal(line, family, strlen(family));
        char *number = strrchr(line, ' ') + 1, *end;
        assert_true(strtod(number, &end) >= 0);
        assert_string_equal(end, "");
    }
    free(text);
}

static void jobs_are_counted_afresh_after_a_change(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api), *text = metrics(api);
    expect_line(text, "fakebyte_jobs{status=\"running\"} 0");
    free(text);
    call_done(api, "/v1/connections/sync", one("connectionId", connection));
    json_decref(control(api, "POST", "/sandboxes/default/fork", one("as", "copy"), 201));
    text = metrics(api);
    expect_line(text, "fakebyte_jobs{status=\"running\"} 2");
    expect_line(text, "fakebyte_sandboxes 2");
    free(text);
    json_decref(control(api, "POST", "/reset", NULL, 204));
    text = metrics(api);
    expect_line(text, "fakebyte_jobs{status=\"running\"} 1");
    free(text);
    free(connection);
}

static void a_build_without_a_program_still_has_a_version(void **state)
{
    struct api *api = *state;
    json_auto_t *version = control(api, "GET", "/version", NULL, 200);
    assert_string_equal(text_at(version, "name"), "fakebyte");
    assert_string_equal(text_at(version, "version"), FAKEBYTE_VERSION);
    json_auto_t *config = control(api, "GET", "/config", NULL, 200);
    assert_int_equal(json_array_size(at(config, "options")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(coverage_counts_what_was_met),
        API_TEST(met_operations_are_counted_and_control_calls_are_not),
        API_TEST(coverage_is_of_all_sandboxes_and_outlives_them),
        API_TEST(what_is_rolled_back_was_not_met),
        API_TEST(what_a_fixture_brings_is_there_and_was_not_met),
        API_TEST(metrics_are_prometheus_text),
        API_TEST(every_line_of_the_metrics_is_well_formed),
        API_TEST(jobs_are_counted_afresh_after_a_change),
        API_TEST(a_build_without_a_program_still_has_a_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
