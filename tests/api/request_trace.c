/* What the program's log tells of requests, and the first bytes of the stream of events. */
#include "support/api.h"

#include "base/die.h"
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The lines that a server with that log writes for a call of the API and one of the control API. */
static char *lines_of(enum log_level level, enum log_format format, char **id)
{
    FILE *nowhere = fopen("/dev/null", "w");
    struct api_options options = api_test_options();
    struct log *log = options.log = log_new(level, format, nowhere);
    struct api *api = api_with(&options);
    struct reply reply = api_request(api, "POST", "/sandboxes/one/api/v1/jobs/get/?q=1", "{\"id\": 5}", NULL);
    *id = must_strdup(reply.id);
    reply_clear(&reply);
    json_decref(control(api, "GET", "/clock", NULL, 200));
    char *lines = log_text(log);
    api_free(api);
    log_free(log);
    fclose(nowhere);
    return lines;
}

static void a_request_is_a_line_of_json(void **state)
{
    (void)state;
    char *id, *lines = lines_of(LOG_INFO, LOG_JSON, &id);
    json_auto_t *line = json_loads(lines, 0, NULL);
    assert_non_null(line);
    assert_string_equal(text_at(line, "level"), "info");
    assert_string_equal(text_at(line, "request"), id);
    assert_string_equal(text_at(line, "sandbox"), "one");
    assert_string_equal(text_at(line, "method"), "POST");
    assert_string_equal(text_at(line, "path"), "/v1/jobs/get");
    assert_int_equal(integer_at(line, "status"), 404);
    assert_true(integer_at(line, "micros") >= 0);
    assert_true(has(line, "time"));
    assert_false(has(line, "fault"));
    free(lines);
    free(id);
}

static void or_of_text(void **state)
{
    (void)state;
    char *id, *lines = lines_of(LOG_INFO, LOG_TEXT, &id);
    char *expected = must_printf(
        " info answered request=%s sandbox=one method=POST path=/v1/jobs/get status=404 micros=", id);
    assert_non_null(strstr(lines, expected));
    assert_null(strstr(lines, "__admin"));
    free(expected);
    free(lines);
    free(id);
}

static void control_calls_are_told_of_to_those_who_debug(void **state)
{
    (void)state;
    char *id, *lines = lines_of(LOG_DEBUG, LOG_TEXT, &id);
    assert_non_null(strstr(lines, " debug answered "));
    assert_non_null(strstr(lines, "path=/__admin/clock status=200"));
    free(lines);
    free(id);
}

static void a_graver_level_leaves_requests_out(void **state)
{
    (void)state;
    char *id, *lines = lines_of(LOG_WARN, LOG_TEXT, &id);
    assert_string_equal(lines, "");
    free(lines);
    free(id);
}

static void a_stream_of_events_begins_at_once(void **state)
{
    struct reply reply = api_request(*state, "GET", "/__admin/events", NULL, NULL);
    char buffer[64];
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.content_type, "text/event-stream");
    ssize_t size = reply.stream.read(reply.stream.state, buffer, 4);
    assert_int_equal(size, 4);
    assert_memory_equal(buffer, "retr", 4);
    size = reply.stream.read(reply.stream.state, buffer, sizeof buffer);
    assert_int_equal(size, strlen("y: 1000\n\n"));
    assert_int_equal(reply.stream.read(reply.stream.state, buffer, sizeof buffer), 0);
    reply_clear(&reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_a_line_of_json),
        cmocka_unit_test(or_of_text),
        cmocka_unit_test(control_calls_are_told_of_to_those_who_debug),
        cmocka_unit_test(a_graver_level_leaves_requests_out),
        API_TEST(a_stream_of_events_begins_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
