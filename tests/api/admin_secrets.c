/* Canaries: no secret that a client sends can be read back, wherever the control API or the log tell of it.
 */
#include "support/api.h"

#include "base/die.h"
#include "base/log.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CANARY "c4n4ry"
#define CANARY_NUMBER "4711471147114711"

/* A server with a log of everything, and somebody who watches its events. */
struct cage {
    struct api *api;
    struct log *log;
    FILE *nowhere;
    struct exchange events;
};

static int cage_setup(void **state)
{
    struct cage *cage = must_zalloc(sizeof *cage);
    struct api_options options = api_test_options();
    cage->nowhere = fopen("/dev/null", "w");
    options.log = cage->log = log_new(LOG_DEBUG, LOG_JSON, cage->nowhere);
    cage->api = api_with(&options);
    cage->events.request = (struct request){.method = "GET",
                                            .path = "/__admin/events",
                                            .query = "",
                                            .body = "",
                                            .client = "127.0.0.1",
                                            .header = api_find_header,
                                            .each_header = api_each_header};
    app_answer(cage->api->app, &cage->events);
    assert_int_equal(cage->events.reply.status, 200);
    *state = cage;
    return 0;
}

static int cage_teardown(void **state)
{
    struct cage *cage = *state;
    reply_clear(&cage->events.reply);
    api_free(cage->api);
    log_free(cage->log);
    fclose(cage->nowhere);
    free(cage);
    return 0;
}

/* What the stream of events has to say by now. A new text. */
static char *events_of(struct cage *cage)
{
    struct text text = {0};
    char buffer[4096];
    ssize_t size;
    struct reply_stream *stream = &cage->events.reply.stream;
    while ((size = stream->read(stream->state, buffer, sizeof buffer)) > 0)
        text_add_bytes(&text, buffer, (size_t)size);
    return text_take(&text);
}

static void expect_no_canary(const char *where, const char *text)
{
    const char *canary = strstr(text, CANARY), *number = strstr(text, CANARY_NUMBER);
    const char *found = canary ? canary : number;
    if (found)
        print_error("%s: ...%.200s\n", where, found - text > 100 ? found - 100 : text);
    assert_null(found);
}

static void expect_no_canary_in_reply(struct cage *cage, const char *method, const char *path,
                                      const char *body)
{
    char *full = must_printf("/__admin%s", path);
    struct reply reply = api_request(cage->api, method, full, body, NULL);
    char *text = must_strndup(reply.body, reply.body_size);
    assert_true(reply.status < 500);
    expect_no_canary(path, text);
    reply_clear(&reply);
    free(text);
    free(full);
}

/* Everything that tells of requests; at least one of them was made. */
static void look_everywhere(struct cage *cage)
{
    static const char *const misses[] = {
        "{\"match\": {\"path\": \"*\", \"body\": {\"connectionConfiguration\": {\"password\": \"x\"}}}}",
        "{\"match\": {\"path\": \"*\", \"body\": {\"connectionConfiguration\": \"x\"}}}",
        "{\"match\": {\"path\": \"*\", \"body\": {\"params\": {\"anything\": \"x\"}, \"name\": \"x\"}}}",
        "{\"match\": {\"path\": \"*\", \"body\": 1, \"headers\": {\"X-Api-Key\": \"x\", \"Cookie\": \"x\"}}}",
    };
    json_auto_t *list = control(cage->api, "GET", "/requests", NULL, 200);
    assert_true(json_array_size(at(list, "requests")) > 0);
    expect_no_canary_in_reply(cage, "GET", "/requests", NULL);
    expect_no_canary_in_reply(cage, "GET", "/requests.har", NULL);
    expect_no_canary_in_reply(cage, "GET", "/metrics", NULL);
    expect_no_canary_in_reply(cage, "GET", "/coverage", NULL);
    expect_no_canary_in_reply(cage, "GET", "/problems", NULL);
    expect_no_canary_in_reply(cage, "GET", "/export?mask=true", NULL);
    expect_no_canary_in_reply(cage, "POST", "/wait", "{\"request\": {\"path\": \"*\"}}");
    expect_no_canary_in_reply(cage, "POST", "/wait",
                              "{\"request\": {\"path\": \"*\", \"body\": {\"connectionConfiguration\": 1}},"
                              " \"timeoutSeconds\": 0}");
    for (size_t i = 0; i < sizeof misses / sizeof *misses; i++)
        expect_no_canary_in_reply(cage, "POST", "/requests/verify", misses[i]);
    char *lines = log_text(cage->log), *events = events_of(cage);
    assert_non_null(strstr(lines, "\"status\":"));
    assert_non_null(strstr(events, "event: request"));
    expect_no_canary("log", lines);
    expect_no_canary("events", events);
    free(events);
    free(lines);
}

/* A source with a secret, a workspace with a token: the export has both, unless it is masked. */
static void an_export_is_masked_on_demand(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_decref(
        call_ok(api, "/v1/sources/create",
                json_pack("{ss ss ss s{ss si ss ss ss}}", "workspaceId", workspace, "sourceDefinitionId",
                          POSTGRES_SOURCE, "name", "db", "connectionConfiguration", "host", "h", "port", 5432,
                          "database", "d", "username", "u", "password", "hidden-secret")));
    struct reply whole = api_request(api, "GET", "/__admin/export", NULL, NULL);
    struct reply masked = api_request(api, "GET", "/__admin/export?mask=true", NULL, NULL);
    assert_int_equal(masked.status, 200);
    assert_non_null(strstr(whole.body, "hidden-secret"));
    assert_null(strstr(masked.body, "hidden-secret"));
    assert_non_null(strstr(masked.body, "\"password\":\"**********\""));
    assert_non_null(strstr(masked.body, "\"host\":\"h\""));
    reply_clear(&masked);
    reply_clear(&whole);
    json_decref(control(api, "GET", "/export?mask=yes", NULL, 422));
    free(workspace);
}

static void send_with(struct cage *cage, const char *path, const char *body, const char *const *headers)
{
    struct reply reply = api_request(cage->api, "POST", path, body, headers);
    assert_true(reply.status && reply.status < 500);
    reply_clear(&reply);
}

static void send(struct cage *cage, const char *path, char *body)
{
    send_with(cage, path, body, NULL);
    free(body);
}

#define CONFIGURATION                                                                                        \
    "{\"host\": \"db\", \"port\": 5432, \"database\": \"d\", \"username\": \"plain\", \"password\": "        \
    "\"" CANARY "\", \"tunnel_method\": {\"tunnel_method\": \"SSH_KEY_AUTH\", \"tunnel_host\": \"h\", "      \
    "\"tunnel_port\": 22,"                                                                                   \
    " \"tunnel_user\": \"u\", \"ssh_key\": \"" CANARY "\"}}"

static char *created_source(struct cage *cage)
{
    char *workspace = first_workspace(cage->api);
    json_t *source =
        call_ok(cage->api, "/v1/sources/create",
                json_pack("{ss ss ss so}", "workspaceId", workspace, "sourceDefinitionId", POSTGRES_SOURCE,
                          "name", "P", "connectionConfiguration", json_loads(CONFIGURATION, 0, NULL)));
    free(workspace);
    return take_text(source, "sourceId");
}

static void configurations_are_masked_by_their_specification(void **state)
{
    struct cage *cage = *state;
    char *id = created_source(cage);
    send(cage, "/v1/sources/update",
         must_printf("{\"sourceId\": \"%s\", \"name\": \"Q\", \"connectionConfiguration\": %s}", id,
                     CONFIGURATION));
    send(cage, "/v1/sources/check_connection_for_update",
         must_printf("{\"sourceId\": \"%s\", \"name\": \"Q\", \"connectionConfiguration\": %s}", id,
                     CONFIGURATION));
    send(cage, "/v1/scheduler/sources/check_connection",
         must_printf("{\"sourceDefinitionId\": \"%s\", \"connectionConfiguration\": %s}", POSTGRES_SOURCE,
                     CONFIGURATION));
    send(
        cage, "/v1/sources/clone",
        must_printf("{\"sourceCloneId\": \"%s\", \"sourceConfiguration\": {\"connectionConfiguration\": %s}}",
                    id, CONFIGURATION));
    look_everywhere(cage);
    json_auto_t *list = control(cage->api, "GET", "/requests?path=/v1/sources/create", NULL, 200);
    json_t *shown = at(list, "requests[0].body.connectionConfiguration");
    assert_string_equal(text_at(shown, "username"), "plain");
    assert_string_equal(text_at(shown, "host"), "db");
    assert_string_equal(text_at(shown, "password"), "**********");
    assert_string_equal(text_at(shown, "tunnel_method.ssh_key"), "**********");
    assert_string_equal(text_at(shown, "tunnel_method.tunnel_host"), "h");
    free(id);
}

/* The name alone gives nothing away, the specification does. */
static void a_specification_names_secrets_that_no_name_tells(void **state)
{
    struct cage *cage = *state;
    char *workspace = first_workspace(cage->api);
    json_t *specification = json_pack("{ss s{s{ss sb} s{ss}}}", "type", "object", "properties", "colour",
                                      "type", "string", "airbyte_secret", true, "shape", "type", "string");
    json_t *definition =
        json_pack("{ss ss ss ss ss s{so}}", "sourceDefinitionId", UNKNOWN_ID, "name", "Own",
                  "dockerRepository", "own/source", "dockerImageTag", "1", "documentationUrl",
                  "https://own.example", "spec", "connectionSpecification", specification);
    json_decref(
        control(cage->api, "POST", "/fixtures", json_pack("{s[o]}", "sourceDefinitions", definition), 200));
    send(cage, "/v1/sources/create",
         must_printf("{\"workspaceId\": \"%s\", \"sourceDefinitionId\": \"" UNKNOWN_ID "\", \"name\": \"S\","
                     " \"connectionConfiguration\": {\"colour\": \"" CANARY "\", \"shape\": \"round\"}}",
                     workspace));
    look_everywhere(cage);
    json_auto_t *list = control(cage->api, "GET", "/requests?path=/v1/sources/create", NULL, 200);
    assert_string_equal(text_at(list, "requests[0].body.connectionConfiguration.shape"), "round");
    free(workspace);
}

static void what_no_specification_speaks_of_is_masked_wholly(void **state)
{
    struct cage *cage = *state;
    send(cage, "/v1/sources/create",
         must_printf("{\"workspaceId\": \"%s\", \"sourceDefinitionId\": \"%s\", \"name\": \"U\","
                     " \"connectionConfiguration\": {\"anything\": [\"" CANARY "\", {\"at\": " CANARY_NUMBER
                     "}],"
                     " \"flag\": true}}",
                     UNKNOWN_ID, UNKNOWN_ID));
    send(cage, "/v1/destinations/update",
         must_printf("{\"destinationId\": \"%s\", \"name\": \"U\", \"connectionConfiguration\": \"" CANARY
                     "\"}",
                     UNKNOWN_ID));
    send(cage, "/v1/nowhere", must_strdup("{\"connectionConfiguration\": {\"x\": \"" CANARY "\"}}"));
    look_everywhere(cage);
    json_auto_t *list = control(cage->api, "GET", "/requests", NULL, 200);
    assert_true(json_is_true(at(list, "requests[0].body.connectionConfiguration.flag")));
}

static void a_reset_does_not_unmask(void **state)
{
    struct cage *cage = *state;
    char *id = created_source(cage);
    send(cage, "/v1/sources/update",
         must_printf("{\"sourceId\": \"%s\", \"name\": \"Q\", \"connectionConfiguration\": %s}", id,
                     CONFIGURATION));
    json_decref(control(cage->api, "POST", "/reset", json_pack("{s[s]}", "keep", "requests"), 204));
    look_everywhere(cage);
    free(id);
}

static void names_tell_secrets_elsewhere(void **state)
{
    struct cage *cage = *state;
    static const char *const headers[] = {"Authorization: Basic " CANARY, "X-Api-Key: " CANARY,
                                          "Cookie: session=" CANARY, "Proxy-Authorization: " CANARY, NULL};
    send_with(cage, "/v1/jobs/get?access_token=" CANARY "&tok%65n=" CANARY, "{\"id\": 1}", headers);
    send(cage, "/v1/workspaces/create",
         must_strdup("{\"name\": \"W\", \"webhookConfigs\": [{\"name\": \"h\", \"authToken\": \"" CANARY
                     "\", \"validationUrl\": \"https://example.org/?token=" CANARY "\"}]}"));
    send(cage, "/v1/workspaces/create",
         must_strdup("{\"name\": [], \"webhookConfigs\": [{\"name\": 1, \"authToken\": [" CANARY_NUMBER "]},"
                     " {\"name\": \"h\", \"authToken\": {\"a\": \"" CANARY "\"}}]}"));
    send(cage, "/v1/workspaces/create",
         must_strdup("{\"name\": \"X\", \"password\": \"" CANARY "\", \"deep\": [{\"apiKey\": " CANARY_NUMBER
                     "}]}"));
    look_everywhere(cage);
}

static void oauth_is_masked(void **state)
{
    struct cage *cage = *state;
    const char *ids =
        "\"sourceDefinitionId\": \"ef69ef6e-aa7f-4af1-a01d-ef775033524e\", \"workspaceId\": \"" UNKNOWN_ID
        "\", \"redirectUrl\": \"https://example.org/back?token=" CANARY "\"";
    send(cage, "/v1/source_oauths/oauth_params/create",
         must_strdup("{\"sourceDefinitionId\": \"ef69ef6e-aa7f-4af1-a01d-ef775033524e\", \"params\":"
                     " {\"client_id\": \"" CANARY "\", \"client_secret\": \"" CANARY "\", \"odd\": \"" CANARY
                     "\"}}"));
    send(cage, "/v1/source_oauths/get_consent_url", must_printf("{%s}", ids));
    send(cage, "/v1/source_oauths/complete_oauth",
         must_printf("{%s, \"queryParams\": {\"code\": \"" CANARY
                     "\"}, \"oAuthInputConfiguration\": {\"a\": \"" CANARY "\"}}",
                     ids));
    look_everywhere(cage);
    json_auto_t *list = control(cage->api, "GET", "/requests?path=*complete_oauth&status=200", NULL, 200);
    json_t *reply = at(list, "requests[0].reply");
    const char *name;
    json_t *value;
    json_object_foreach (reply, name, value)
        assert_true(!json_is_string(value) || strcmp(json_string_value(value), "**********") == 0);
}

static void what_is_no_json_is_not_shown(void **state)
{
    struct cage *cage = *state;
    static const char *const form[] = {"Content-Type: application/x-www-form-urlencoded", NULL};
    send(cage, "/v1/sources/create",
         must_strdup("{\"connectionConfiguration\": {\"password\": \"" CANARY "\""));
    send(cage, "/v1/sources/create", must_strdup("{\"name\": " CANARY "}"));
    send_with(cage, "/v1/sources/create", "password=" CANARY, form);
    look_everywhere(cage);
}

#define CAGE_TEST(name) cmocka_unit_test_setup_teardown(name, cage_setup, cage_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(an_export_is_masked_on_demand),
        CAGE_TEST(configurations_are_masked_by_their_specification),
        CAGE_TEST(a_specification_names_secrets_that_no_name_tells),
        CAGE_TEST(what_no_specification_speaks_of_is_masked_wholly),
        CAGE_TEST(a_reset_does_not_unmask),
        CAGE_TEST(names_tell_secrets_elsewhere),
        CAGE_TEST(oauth_is_masked),
        CAGE_TEST(what_is_no_json_is_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
