/* Sources of the public API, and its lists' conventions: docs/behaviour/public-api.md#lists */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

/* A Faker, named by its type: SourceResponse. */
static json_t *make(struct api *api, const char *name)
{
    char *workspace = first_workspace(api);
    json_t *request = json_pack("{ss ss s{ss si}}", "name", name, "workspaceId", workspace, "configuration",
                                "sourceType", "faker", "count", 10);
    free(workspace);
    return rest(api, "POST", "/sources", request, 200);
}

static char *path_of(const json_t *source)
{
    return must_printf("/sources/%s", text_at(source, "sourceId"));
}

static void a_source_is_made_by_the_name_of_its_type(void **state)
{
    struct api *api = *state;
    json_auto_t *made = make(api, "Faker");
    assert_string_equal(text_at(made, "sourceType"), "faker");
    assert_string_equal(text_at(made, "definitionId"), FAKER);
    assert_int_equal(integer_at(made, "createdAt"), TEST_TIME);
    assert_int_equal(integer_at(made, "configuration.count"), 10);
    assert_false(has(made, "configuration.sourceType"));
    char *path = path_of(made);
    json_auto_t *got = rest(api, "GET", path, NULL, 200);
    assert_true(json_equal(got, made));
    free(path);
}

static void a_type_is_found_anywhere_and_must_be_known(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_auto_t *nested = rest(api, "POST", "/sources",
                               json_pack("{ss ss s{si s{ss}}}", "name", "n", "workspaceId", workspace,
                                         "configuration", "count", 1, "x", "sourceType", "faker"),
                               200);
    assert_string_equal(text_at(nested, "definitionId"), FAKER);
    json_auto_t *unknown = rest(api, "POST", "/sources",
                                json_pack("{ss ss s{ss}}", "name", "n", "workspaceId", workspace,
                                          "configuration", "sourceType", "nobody's"),
                                400);
    assert_string_equal(text_at(unknown, "title"), "value-not-found");
    assert_string_equal(text_at(unknown, "data.value"), "nobody's");
    rest_fails(api, "POST", "/sources",
               json_pack("{ss ss s{}}", "name", "n", "workspaceId", workspace, "configuration"), 422,
               "unprocessable-entity", "sourceType");
    rest_fails(api, "POST", "/sources",
               json_pack("{ss ss ss s{ss}}", "name", "n", "workspaceId", workspace, "definitionId", FAKER,
                         "configuration", "count", "many"),
               422, "unprocessable-entity", "count");
    rest_fails(api, "POST", "/sources", json_pack("{ss}", "name", "n"), 422, "unprocessable-entity",
               "workspaceId");
    free(workspace);
}

static json_t *make_postgres(struct api *api)
{
    char *workspace = first_workspace(api);
    json_t *request = json_pack("{ss ss s{ss ss si ss ss ss s[s] s{ss} s{ss} s{ss}}}", "name", "P",
                                "workspaceId", workspace, "configuration", "sourceType", "postgres", "host",
                                "db", "port", 5432, "database", "d", "username", "u", "password", "hush",
                                "schemas", "public", "ssl_mode", "mode", "prefer", "replication_method",
                                "method", "Standard", "tunnel_method", "tunnel_method", "NO_TUNNEL");
    free(workspace);
    return rest(api, "POST", "/sources", request, 200);
}

static void put_replaces_and_patch_merges(void **state)
{
    struct api *api = *state;
    json_auto_t *made = make_postgres(api);
    char *path = path_of(made);
    assert_string_equal(text_at(made, "configuration.password"), "**********");
    json_auto_t *patched = rest(
        api, "PATCH", path,
        json_pack("{s{ss s{ss}}}", "configuration", "host", "other", "ssl_mode", "mode", "require"), 200);
    assert_string_equal(text_at(patched, "configuration.host"), "other");
    assert_string_equal(text_at(patched, "configuration.ssl_mode.mode"), "require");
    assert_string_equal(text_at(patched, "configuration.database"), "d");
    assert_string_equal(text_at(patched, "name"), "P");
    json_auto_t *named = rest(api, "PATCH", path, one("name", "Q"), 200);
    assert_string_equal(text_at(named, "name"), "Q");
    json_t *whole = json_copy(at(patched, "configuration"));
    json_object_del(whole, "tunnel_method");
    json_object_set_new(whole, "sourceType", json_string("postgres"));
    json_auto_t *put = rest(api, "PUT", path, json_pack("{ss so}", "name", "R", "configuration", whole), 200);
    assert_false(has(put, "configuration.tunnel_method"));
    assert_string_equal(text_at(put, "configuration.password"), "**********");
    json_auto_t *exported = control(api, "GET", "/export", NULL, 200);
    char *text = json_dumps(exported, 0);
    assert_non_null(strstr(text, "hush"));
    free(text);
    rest_fails(api, "PUT", path, one("name", "S"), 422, "unprocessable-entity", "configuration");
    free(path);
}

static void a_deleted_source_is_still_read_without_its_configuration(void **state)
{
    struct api *api = *state;
    json_auto_t *made = make(api, "Faker");
    char *path = path_of(made);
    assert_null(rest(api, "DELETE", path, NULL, 204));
    json_auto_t *gone = rest(api, "GET", path, NULL, 200);
    assert_int_equal(json_object_size(at(gone, "configuration")), 0);
    assert_null(rest(api, "DELETE", path, NULL, 204));
    json_auto_t *list = rest(api, "GET", "/sources", NULL, 200);
    assert_int_equal(json_array_size(at(list, "data")), 0);
    json_auto_t *all = rest(api, "GET", "/sources?includeDeleted=true", NULL, 200);
    assert_int_equal(json_array_size(at(all, "data")), 1);
    free(path);
}

static void a_source_that_never_was_is_not_found(void **state)
{
    json_auto_t *problem = rest(*state, "GET", "/sources/" UNKNOWN_ID, NULL, 404);
    assert_string_equal(text_at(problem, "data.resourceType"), "SOURCE_CONNECTION");
    assert_string_equal(text_at(problem, "data.resourceId"), UNKNOWN_ID);
    assert_true(json_is_null(at(problem, "documentationUrl")));
    rest_fails(*state, "GET", "/sources/12", NULL, 400, "bad-request", "sourceId");
}

static void walking_next_costs_one_empty_page(void **state)
{
    struct api *api = *state;
    for (int i = 0; i < 3; i++)
        json_decref(make(api, "Faker"));
    json_auto_t *first = rest(api, "GET", "/sources?limit=2", NULL, 200);
    assert_string_equal(text_at(first, "previous"), "");
    assert_string_equal(strchr(text_at(first, "next"), '?'), "?includeDeleted=false&limit=2&offset=2");
    assert_non_null(strstr(text_at(first, "next"), "/api/public/v1/sources"));
    json_auto_t *last = rest(api, "GET", "/sources?limit=2&offset=2", NULL, 200);
    assert_int_equal(json_array_size(at(last, "data")), 1);
    assert_string_equal(strchr(text_at(last, "next"), '?'), "?includeDeleted=false&limit=2&offset=4");
    assert_string_equal(strchr(text_at(last, "previous"), '?'), "?includeDeleted=false&limit=2&offset=0");
    json_auto_t *empty = rest(api, "GET", "/sources?limit=2&offset=4", NULL, 200);
    assert_int_equal(json_array_size(at(empty, "data")), 0);
    assert_string_equal(text_at(empty, "next"), "");
    static const char *const bad[] = {"/sources?limit=0", "/sources?limit=101", "/sources?offset=-1",
                                      "/sources?limit=x", "/sources?workspaceIds=x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        json_decref(rest(api, "GET", bad[i], NULL, 400));
}

static void workspaces_are_named_repeatedly_or_with_commas(void **state)
{
    struct api *api = *state;
    char *first = first_workspace(api), *second = make_workspace(api, "second");
    json_decref(make(api, "Faker"));
    free(make_source(api, second));
    char *queries[] = {must_printf("/sources?workspaceIds=%s&workspaceIds=%s", first, second),
                       must_printf("/sources?workspaceIds=%s,%s", first, second),
                       must_printf("/sources?workspaceIds=%s", second)};
    for (size_t i = 0; i < 3; i++) {
        json_auto_t *list = rest(api, "GET", queries[i], NULL, 200);
        assert_int_equal(json_array_size(at(list, "data")), i == 2 ? 1 : 2);
        if (i < 2)
            assert_non_null(strstr(text_at(list, "next"), strchr(queries[1], '=')));
        free(queries[i]);
    }
    free(second);
    free(first);
}

static void links_begin_with_the_host_that_was_asked_or_as_told(void **state)
{
    (void)state;
    struct api_options options = api_test_options();
    options.public_url = "https://fake.test:1";
    struct api *told = api_with(&options);
    json_decref(make(told, "n"));
    json_auto_t *list = rest(told, "GET", "/sources", NULL, 200);
    assert_int_equal(strncmp(text_at(list, "next"), "https://fake.test:1/api/public/v1/sources?", 42), 0);
    api_free(told);
    struct api *api = api_new();
    json_decref(make(api, "n"));
    const char *headers[] = {"Host: localhost:1234", NULL};
    struct reply reply = api_request(api, "GET", "/api/public/v1/sources", NULL, headers);
    assert_non_null(strstr(reply.body, "\"next\":\"http://localhost:1234/api/public/v1/sources?"));
    reply_clear(&reply);
    api_free(api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(a_source_is_made_by_the_name_of_its_type),
        API_TEST(a_type_is_found_anywhere_and_must_be_known),
        API_TEST(put_replaces_and_patch_merges),
        API_TEST(a_deleted_source_is_still_read_without_its_configuration),
        API_TEST(a_source_that_never_was_is_not_found),
        API_TEST(walking_next_costs_one_empty_page),
        API_TEST(workspaces_are_named_repeatedly_or_with_commas),
        cmocka_unit_test(links_begin_with_the_host_that_was_asked_or_as_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
