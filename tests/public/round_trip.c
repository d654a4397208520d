/* What one API writes the other reads; and what is exported is there again where it is loaded. */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

/* A resource of both APIs, and which member of one is which of the other. */
static const struct resource {
    const char *family, *id;
    const char *members[6][2]; /* public, Config API */
} resources[] = {
    {"sources",
     "sourceId",
     {{"name", "name"},
      {"workspaceId", "workspaceId"},
      {"definitionId", "sourceDefinitionId"},
      {"configuration", "connectionConfiguration"}}},
    {"destinations",
     "destinationId",
     {{"name", "name"},
      {"workspaceId", "workspaceId"},
      {"definitionId", "destinationDefinitionId"},
      {"configuration", "connectionConfiguration"}}},
    {"connections",
     "connectionId",
     {{"name", "name"},
      {"sourceId", "sourceId"},
      {"destinationId", "destinationId"},
      {"status", "status"},
      {"prefix", "prefix"}}},
    {"workspaces", "workspaceId", {{"name", "name"}}},
};

enum { RESOURCES = sizeof resources / sizeof *resources };

static json_t *read_public(struct api *api, const struct resource *resource, const char *id)
{
    char *path = must_printf("/%s/%s", resource->family, id);
    json_t *value = rest(api, "GET", path, NULL, 200);
    free(path);
    return value;
}

static json_t *read_config(struct api *api, const struct resource *resource, const char *id)
{
    char *path = must_printf("/v1/%s/get", resource->family);
    json_t *value = call_ok(api, path, one(resource->id, id));
    free(path);
    return value;
}

static void expect_same(struct api *api, const struct resource *resource, const char *id)
{
    json_auto_t *public = read_public(api, resource, id), *config = read_config(api, resource, id);
    for (size_t i = 0; i < 6 && resource->members[i][0]; i++) {
        const json_t *one_side = json_object_get(public, resource->members[i][0]);
        const json_t *other = json_object_get(config, resource->members[i][1]);
        if ((one_side || other) && !json_equal(one_side, other))
            fail_msg("%s: %s differs from %s", resource->family, resource->members[i][0],
                     resource->members[i][1]);
    }
}

/* Everything that either API lists is the same in both. */
static void expect_one_world(struct api *api)
{
    for (size_t i = 0; i < RESOURCES; i++) {
        char *path = must_printf("/%s?limit=100", resources[i].family);
        json_auto_t *list = rest(api, "GET", path, NULL, 200);
        size_t index;
        json_t *each;
        json_array_foreach (at(list, "data"), index, each)
            expect_same(api, &resources[i], text_at(each, resources[i].id));
        free(path);
    }
}

static char *make_by_public(struct api *api, const char *workspace, int seed)
{
    json_auto_t *source =
        rest(api, "POST", "/sources",
             json_pack("{ss ss s{ss si}}", "name", seed % 2 ? "S" : "\u00fc \"quoted\"", "workspaceId",
                       workspace, "configuration", "sourceType", "faker", "count", seed + 1),
             200);
    json_auto_t *destination =
        rest(api, "POST", "/destinations",
             json_pack("{ss ss s{ss ss}}", "name", "D", "workspaceId", workspace, "configuration",
                       "destinationType", "local-json", "destination_path", "/local/x"),
             200);
    json_t *request = json_pack("{ss ss}", "sourceId", text_at(source, "sourceId"), "destinationId",
                                text_at(destination, "destinationId"));
    if (seed % 3 == 0)
        json_object_set_new(request, "prefix", json_string("p_"));
    return take_text(rest(api, "POST", "/connections", request, 200), "connectionId");
}

/* Both APIs in turn, whatever comes first. */
static void what_one_api_writes_the_other_reads(void **state)
{
    struct api *api = *state;
    for (int seed = 0; seed < 12; seed++) {
        json_auto_t *workspace = rest(api, "POST", "/workspaces", one("name", "W"), 200);
        char *by_public = make_by_public(api, text_at(workspace, "workspaceId"), seed),
             *by_config = make_connection(api);
        call_done(api, "/v1/connections/update",
                  json_pack("{ss ss}", "connectionId", by_public, "name", "renamed"));
        char *path = must_printf("/connections/%s", by_config);
        json_decref(rest(api, "PATCH", path,
                         json_pack("{ss ss}", "name", "patched", "status", seed % 2 ? "active" : "inactive"),
                         200));
        if (seed % 4 == 0)
            json_decref(rest(api, "DELETE", path, NULL, 204));
        free(path);
        free(by_config);
        free(by_public);
        expect_one_world(api);
    }
}

/* A job is one job, whoever starts and ends it. */
static void jobs_are_the_same_in_both(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_auto_t *started =
        rest(api, "POST", "/jobs", json_pack("{ss ss}", "connectionId", connection, "jobType", "sync"), 200);
    json_auto_t *config = call_ok(api, "/v1/jobs/get", json_pack("{sI}", "id", integer_at(started, "jobId")));
    assert_string_equal(text_at(config, "job.status"), text_at(started, "status"));
    call_done(api, "/v1/jobs/cancel", json_pack("{sI}", "id", integer_at(started, "jobId")));
    char *path = must_printf("/jobs/%lld", (long long)integer_at(started, "jobId"));
    json_auto_t *cancelled = rest(api, "GET", path, NULL, 200);
    assert_string_equal(text_at(cancelled, "status"), "cancelled");
    free(path);
    free(connection);
}

/* Plans, faults, the request log and coverage know a public path by its template. */
static void the_control_api_knows_public_paths(void **state)
{
    struct api *api = *state;
    char *connection = make_connection(api);
    json_decref(control(api, "POST", "/plans",
                        parsed("{\"runs\": [{\"attempts\": [{\"outcome\": \"failed\", \"seconds\": 1, "
                               "\"failure\": {\"message\": \"no\"}}, {\"outcome\": \"failed\", "
                               "\"seconds\": 1, \"failure\": {\"message\": \"no\"}}, {\"outcome\": "
                               "\"failed\", \"seconds\": 1, \"failure\": {\"message\": \"no\"}}]}]}"),
                        201));
    json_decref(control(
        api, "POST", "/faults",
        parsed("{\"match\": {\"method\": \"GET\", \"path\": \"/public/v1/jobs/{jobId}\"}, \"times\": 1, "
               "\"status\": 429}"),
        201));
    json_auto_t *job =
        rest(api, "POST", "/jobs", json_pack("{ss ss}", "connectionId", connection, "jobType", "sync"), 200);
    char *path = must_printf("/jobs/%lld", (long long)integer_at(job, "jobId"));
    json_decref(rest(api, "GET", path, NULL, 429));
    for (int i = 0; i < 5; i++)
        api_advance(api, 60);
    json_auto_t *failed = rest(api, "GET", path, NULL, 200);
    assert_string_equal(text_at(failed, "status"), "failed");
    json_auto_t *count = control(api, "POST", "/requests/count",
                                 parsed("{\"match\": {\"path\": \"/public/v1/jobs/{jobId}\"}}"), 200);
    assert_int_equal(integer_at(count, "count"), 2);
    json_auto_t *verified = control(
        api, "POST", "/requests/verify",
        parsed("{\"match\": {\"path\": \"/public/v1/jobs\", \"method\": \"POST\"}, \"count\": 1}"), 200);
    (void)verified;
    free(path);
    free(connection);
}

/* A configuration is masked in the log by the public API's names, too. */
static void configurations_are_masked_in_the_request_log(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *request =
        json_pack("{ss ss s{ss ss ss}}", "name", "n", "workspaceId", workspace, "configuration", "sourceType",
                  "postgres", "host", "canary-host", "password", "canary-password");
    json_decref(rest(api, "POST", "/sources", request, 422));
    struct reply log = api_request(api, "GET", "/__admin/requests", NULL, NULL);
    assert_null(strstr(log.body, "canary"));
    reply_clear(&log);
    free(workspace);
}

static void what_is_exported_is_there_again(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api), *connection = make_connection(api);
    json_auto_t *tag =
        rest(api, "POST", "/tags",
             json_pack("{ss ss ss}", "name", "n", "color", "00ff00", "workspaceId", workspace), 200);
    char *path = must_printf("/connections/%s", connection);
    json_auto_t *tagged = rest(api, "PATCH", path, json_pack("{s[O]}", "tags", tag), 200);
    json_auto_t *application = rest(api, "POST", "/applications", one("name", "a"), 200);
    json_decref(rest(api, "POST", "/permissions",
                     json_pack("{ss ss ss}", "permissionType", "workspace_admin", "userId",
                               "00000000-0000-0000-0000-000000000000", "workspaceId", workspace),
                     200));
    json_t *fixture = control(api, "GET", "/export", NULL, 200);
    api->sandbox = "copy";
    json_decref(control(api, "POST", "/fixtures", fixture, 200));
    json_auto_t *there = rest(api, "GET", path, NULL, 200);
    assert_true(json_equal(at(there, "tags"), at(tagged, "tags")));
    json_auto_t *applications = rest(api, "GET", "/applications", NULL, 200);
    assert_true(json_equal(at(applications, "applications[1]"), application));
    json_auto_t *permissions = rest(api, "GET", "/permissions", NULL, 200);
    assert_int_equal(json_array_size(at(permissions, "data")), 2);
    free(path);
    free(connection);
    free(workspace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(what_one_api_writes_the_other_reads), API_TEST(jobs_are_the_same_in_both),
        API_TEST(the_control_api_knows_public_paths),  API_TEST(configurations_are_masked_in_the_request_log),
        API_TEST(what_is_exported_is_there_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
