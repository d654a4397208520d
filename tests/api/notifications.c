#include "support/api.h"

#include <stdlib.h>
#include <string.h>

/* A request of notifications/try; a NULL webhook leaves slackConfiguration out. */
static json_t *trial(const char *type, const char *webhook, bool on_success, bool on_failure)
{
    json_t *slack = webhook ? one("webhook", webhook) : NULL;
    return json_pack("{ss sb sb so*}", "notificationType", type, "sendOnSuccess", on_success, "sendOnFailure",
                     on_failure, "slackConfiguration", slack);
}

#define TRY "/v1/notifications/try"
#define HOOK "http://127.0.0.1:1/hook"

/* This server has no poster, as with --webhooks off. */
static void nothing_leaves_a_server_that_must_not_post(void **state)
{
    struct api *api = *state;
    json_auto_t *read = call_ok(api, TRY, trial("slack", HOOK, true, true));
    assert_string_equal(text_at(read, "status"), "failed");
    assert_string_equal(text_at(read, "message"), "Failed to deliver notification: --webhooks is off");
}

static void a_trial_of_nothing_fails_without_a_word(void **state)
{
    struct api *api = *state;
    json_t *requests[] = {trial("slack", "", true, true), trial("slack", HOOK, false, false),
                          trial("slack", "not a url", false, false)};
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        json_auto_t *read = call_ok(api, TRY, requests[i]);
        assert_string_equal(text_at(read, "status"), "failed");
        assert_false(has(read, "message"));
    }
}

static void a_notification_without_slack_is_refused(void **state)
{
    struct api *api = *state;
    json_auto_t *fault = call_status(api, TRY, trial("slack", NULL, true, true), 422);
    assert_string_equal(text_at(fault, "validationErrors[0].propertyPath"), "slackConfiguration");
    json_auto_t *mail = call_status(api, TRY, trial("customerio", NULL, true, true), 422);
    assert_string_equal(text_at(mail, "validationErrors[0].propertyPath"), "slackConfiguration");
    json_auto_t *both = call_status(api, TRY, trial("customerio", HOOK, true, true), 422);
    assert_string_equal(text_at(both, "validationErrors[0].propertyPath"), "notificationType");
}

static void the_request_must_have_its_shape(void **state)
{
    struct api *api = *state;
    json_auto_t *empty = call_status(api, TRY, json_object(), 422);
    assert_int_equal(json_array_size(at(empty, "validationErrors")), 1);
    assert_string_equal(text_at(empty, "validationErrors[0].propertyPath"), "notificationType");
    json_auto_t *pigeon = call_status(api, TRY, trial("pigeon", HOOK, true, true), 422);
    assert_string_equal(text_at(pigeon, "validationErrors[0].propertyPath"), "notificationType");
}

static void a_webhook_that_is_no_url_is_not_found(void **state)
{
    struct api *api = *state;
    static const char *const urls[][2] = {
        {"hooks.example.com/x", "URI with undefined scheme"},
        {"/x:y", "URI with undefined scheme"},
        {"ftp://example.com/x", "invalid URI scheme ftp"},
        {"localhost:80/x", "invalid URI scheme localhost"},
        {"http:/x", "unsupported URI http:/x"},
        {"https://", "unsupported URI https://"},
        {"http://:80/", "unsupported URI http://:80/"},
        {"http://a/b c", "Illegal character in path at index 10: http://a/b c"},
        {"http://a/?q=<b>", "Illegal character in query at index 12: http://a/?q=<b>"},
        {"http://a/#{b}", "Illegal character in fragment at index 10: http://a/#{b}"},
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        json_auto_t *fault = call_status(api, TRY, trial("slack", urls[i][0], true, false), 404);
        static const char prefix[] = "Internal Server Error: ";
        assert_memory_equal(text_at(fault, "message"), prefix, strlen(prefix));
        assert_string_equal(text_at(fault, "message") + strlen(prefix), urls[i][1]);
        assert_non_null(strstr(text_at(fault, "exceptionClassName"), "IdNotFoundKnownException"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(nothing_leaves_a_server_that_must_not_post),
        API_TEST(a_trial_of_nothing_fails_without_a_word),
        API_TEST(a_notification_without_slack_is_refused),
        API_TEST(the_request_must_have_its_shape),
        API_TEST(a_webhook_that_is_no_url_is_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
