#include "support/api.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

static void both_types_are_the_servers_log(void **state)
{
    (void)state;
    FILE *sink = fopen("/dev/null", "w");
    struct api_options options = api_test_options();
    options.log = log_new(LOG_INFO, LOG_TEXT, sink);
    struct api *api = api_with(&options);
    log_line(options.log, LOG_INFO, "a line of the %s", "log");
    const char *bodies[] = {"{\"logType\":\"server\"}", "{\"logType\":\"scheduler\"}"};
    for (size_t i = 0; i < 2; i++) {
        struct reply reply = api_request(api, "POST", "/api/v1/logs/get", bodies[i], NULL);
        assert_int_equal(reply.status, 200);
        assert_string_equal(reply.content_type, "text/plain");
        assert_non_null(strstr(reply.body, "a line of the log\n"));
        reply_clear(&reply);
    }
    api_free(api);
    log_free(options.log);
    fclose(sink);
}

static void without_a_log_it_is_empty(void **state)
{
    struct reply reply = api_request(*state, "POST", "/api/v1/logs/get", "{\"logType\":\"server\"}", NULL);
    assert_int_equal(reply.status, 200);
    assert_int_equal(reply.body_size, 0);
    reply_clear(&reply);
}

static void another_type_is_refused(void **state)
{
    json_auto_t *reply = call_status(*state, "/v1/logs/get", one("logType", "worker"), 422);
    assert_string_equal(text_at(reply, "validationErrors[0].propertyPath"), "logType");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(both_types_are_the_servers_log),
        API_TEST(without_a_log_it_is_empty),
        API_TEST(another_type_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
