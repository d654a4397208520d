/* Which pages may call, and by which names. */
#include "support/api.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct api *api_on(const char *host, const char *const *allowed, size_t count)
{
    struct api_options options = api_test_options();
    options.access.host = host;
    options.access.allowed_hosts = allowed;
    options.access.allowed_host_count = count;
    return api_with(&options);
}

/* What a browser or another client sends; NULL for what it does not. */
struct sent {
    const char *host, *origin, *site;
    unsigned config, control; /* statuses of calls of the two APIs */
};

static unsigned status_of(struct api *api, const struct sent *sent, const char *method, const char *path,
                          const char *body)
{
    const char *names[] = {"Host", "Origin", "Sec-Fetch-Site"};
    const char *values[] = {sent->host, sent->origin, sent->site};
    char texts[3][300];
    const char *headers[4] = {NULL};
    for (size_t i = 0, count = 0; i < 3; i++)
        if (values[i]) {
            snprintf(texts[count], sizeof texts[count], "%s: %s", names[i], values[i]);
            headers[count] = texts[count];
            count++;
        }
    struct reply reply = api_request(api, method, path, body, headers);
    unsigned status = reply.status;
    reply_clear(&reply);
    return status;
}

static void expect(struct api *api, const struct sent *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned config = status_of(api, &cases[i], "POST", "/api/v1/workspaces/list", NULL);
        unsigned control = status_of(api, &cases[i], "POST", "/__admin/reset", NULL);
        if (config != cases[i].config || control != cases[i].control)
            fail_msg("case %zu: %u and %u", i, config, control);
        assert_int_equal(status_of(api, &cases[i], "GET", "/__admin/livez", NULL), 200);
        assert_int_equal(status_of(api, &cases[i], "GET", "/", NULL), 200);
    }
}
#define EXPECT(api, ...)                                                                                     \
    expect(api, (const struct sent[]){__VA_ARGS__},                                                          \
           sizeof((const struct sent[]){__VA_ARGS__}) / sizeof(struct sent))

static void clients_outside_browsers_notice_nothing(void **state)
{
    (void)state;
    struct api *api = api_on("127.0.0.1", NULL, 0);
    EXPECT(api, {NULL, NULL, NULL, 200, 204}, {"127.0.0.1:8000", NULL, NULL, 200, 204},
           {"localhost", NULL, NULL, 200, 204}, {"LOCALHOST:80", NULL, NULL, 200, 204},
           {"[::1]:8000", NULL, NULL, 200, 204}, {"a.localhost:1", NULL, NULL, 200, 204},
           {"127.9.9.9", NULL, NULL, 200, 204});
    api_free(api);
}

static void pages_of_other_sites_may_not_call(void **state)
{
    (void)state;
    struct api *api = api_on("127.0.0.1", NULL, 0);
    EXPECT(api, {"127.0.0.1:8000", "http://evil.test", NULL, 403, 403},
           {"127.0.0.1:8000", "http://evil.test", "cross-site", 403, 403},
           {"127.0.0.1:8000", NULL, "cross-site", 403, 403}, {"127.0.0.1:8000", "null", NULL, 403, 403},
           {"127.0.0.1:8000", "null", "cross-site", 403, 403},
           {"127.0.0.1:8000", "http://127.0.0.1.evil.test", NULL, 403, 403},
           {"127.0.0.1:8000", "http://localhost.evil.test:8000", NULL, 403, 403});
    api_free(api);
}

/* The control API is for its own page alone. */
static void pages_of_this_machine_may_call_the_config_api(void **state)
{
    (void)state;
    struct api *api = api_on("127.0.0.1", NULL, 0);
    EXPECT(api, {"127.0.0.1:8000", "http://127.0.0.1:8000", "same-origin", 200, 204},
           {"127.0.0.1:8000", "http://127.0.0.1:8000", NULL, 200, 204},
           {"127.0.0.1:8000", NULL, "none", 200, 204},
           {"127.0.0.1:8000", "http://localhost:3000", "cross-site", 200, 403},
           {"127.0.0.1:8000", "http://127.0.0.1:3000", "same-site", 200, 403},
           {"127.0.0.1:8000", NULL, "same-site", 200, 403});
    api_free(api);
}

static void a_name_that_is_not_ours_is_misdirected(void **state)
{
    (void)state;
    struct api *api = api_on("127.0.0.1", NULL, 0);
    EXPECT(api, {"evil.test", NULL, NULL, 421, 421},
           {"evil.test:8000", "http://evil.test:8000", "same-origin", 421, 421},
           {"10.0.0.1:8000", NULL, NULL, 421, 421}, {"127.0.0.1.evil.test", NULL, NULL, 421, 421},
           {"[::2]:8000", NULL, NULL, 421, 421}, {"", NULL, NULL, 421, 421});
    api_free(api);
}

static void one_that_listens_everywhere_is_called_by_any_address(void **state)
{
    (void)state;
    struct api *api = api_on("0.0.0.0", NULL, 0);
    char machine[256] = "";
    gethostname(machine, sizeof machine - 1);
    EXPECT(api, {"10.0.0.1:8000", NULL, NULL, 200, 204}, {"[fe80::1]", NULL, NULL, 200, 204},
           {machine, NULL, NULL, 200, 204}, {"evil.test", NULL, NULL, 421, 421},
           {"10.0.0.1:8000", "http://evil.test", NULL, 403, 403},
           {"10.0.0.1:8000", "http://10.0.0.1:8000", NULL, 200, 204});
    api_free(api);
}

static void listed_hosts_are_ours_and_their_pages_may_call(void **state)
{
    (void)state;
    static const char *const listed[] = {"airbyte", "*.example.test"};
    struct api *api = api_on("127.0.0.1", listed, 2);
    EXPECT(api, {"airbyte:8000", NULL, NULL, 200, 204}, {"fake.example.test", NULL, NULL, 200, 204},
           {"example.test", NULL, NULL, 421, 421},
           {"127.0.0.1:8000", "https://app.example.test", "cross-site", 200, 204},
           {"127.0.0.1:8000", "https://other.test", "cross-site", 403, 403});
    api_free(api);
}

/* As in the image, where a network gives the name. */
static void a_star_lets_any_name_be_used_and_no_page_call(void **state)
{
    (void)state;
    static const char *const listed[] = {"*"};
    struct api *api = api_on("0.0.0.0", listed, 1);
    EXPECT(api, {"whatever:8000", NULL, NULL, 200, 204},
           {"127.0.0.1:8000", "http://evil.test", "cross-site", 403, 403},
           {"airbyte:8000", "http://airbyte:8000", NULL, 200, 204});
    api_free(api);
}

static const char *allowed_origin(const struct reply *reply)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, "Access-Control-Allow-Origin") == 0)
            return reply->headers[i].value;
    return NULL;
}

static void only_pages_that_may_call_see_replies(void **state)
{
    (void)state;
    struct api *api = api_on("127.0.0.1", NULL, 0);
    static const struct {
        const char *origin;
        bool allowed;
    } cases[] = {{"Origin: http://localhost:3000", true}, {"Origin: http://evil.test", false}};
    for (size_t i = 0; i < 2; i++) {
        const char *asking[] = {cases[i].origin, "Access-Control-Request-Method: POST", NULL};
        struct reply preflight = api_request(api, "OPTIONS", "/api/v1/workspaces/list", NULL, asking);
        struct reply health = api_request(api, "GET", "/api/v1/health", NULL, asking);
        assert_int_equal(allowed_origin(&preflight) != NULL, cases[i].allowed);
        assert_int_equal(allowed_origin(&health) != NULL, cases[i].allowed);
        reply_clear(&preflight);
        reply_clear(&health);
    }
    api_free(api);
}

/* A label that a form could have is no obstacle, since a form of a foreign page comes to nothing. */
static void the_control_api_takes_json_whatever_its_label(void **state)
{
    (void)state;
    struct api *api = api_on("127.0.0.1", NULL, 0);
    const char *curl[] = {"Host: 127.0.0.1:8000", "Content-Type: application/x-www-form-urlencoded", NULL};
    const char *form[] = {"Host: 127.0.0.1:8000", "Content-Type: text/plain", "Origin: http://evil.test",
                          NULL};
    struct reply taken = api_request(api, "POST", "/__admin/clock/advance", "{\"seconds\": 1}", curl);
    struct reply refused = api_request(api, "POST", "/__admin/clock/advance", "{\"seconds\": 1}", form);
    assert_int_equal(taken.status, 200);
    assert_int_equal(refused.status, 403);
    reply_clear(&taken);
    reply_clear(&refused);
    api_free(api);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(clients_outside_browsers_notice_nothing),
        cmocka_unit_test(pages_of_other_sites_may_not_call),
        cmocka_unit_test(pages_of_this_machine_may_call_the_config_api),
        cmocka_unit_test(a_name_that_is_not_ours_is_misdirected),
        cmocka_unit_test(one_that_listens_everywhere_is_called_by_any_address),
        cmocka_unit_test(listed_hosts_are_ours_and_their_pages_may_call),
        cmocka_unit_test(a_star_lets_any_name_be_used_and_no_page_call),
        cmocka_unit_test(only_pages_that_may_call_see_replies),
        cmocka_unit_test(the_control_api_takes_json_whatever_its_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
