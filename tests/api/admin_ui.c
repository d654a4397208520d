#include "support/api.h"

#include "base/asset.h"
#include "base/die.h"

#include <string.h>

static const char *header_of(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return "";
}

static void assert_page(struct api *api, const char *path, const char *type, size_t *size)
{
    struct reply reply = api_request(api, "GET", path, NULL, NULL);
    assert_int_equal(reply.status, 200);
    assert_string_equal(reply.content_type, type);
    assert_non_null(strstr(header_of(&reply, "Content-Security-Policy"), "default-src 'self'"));
    assert_null(strstr(header_of(&reply, "Content-Security-Policy"), "unsafe"));
    assert_string_equal(header_of(&reply, "X-Content-Type-Options"), "nosniff");
    *size += reply.body_size;
    reply_clear(&reply);
}

static struct api *guarded_api(void)
{
    struct api_options options = api_test_options();
    options.access.auth = AUTH_BASIC;
    return api_with(&options);
}

static void the_page_is_open_and_guarded_by_a_policy(void **state)
{
    (void)state;
    size_t size = 0;
    struct api *api = guarded_api();
    assert_page(api, "/", "text/html; charset=utf-8", &size);
    assert_page(api, "/__admin/ui", "text/html; charset=utf-8", &size);
    assert_page(api, "/__admin/ui/", "text/html; charset=utf-8", &size);
    assert_page(api, "/sandboxes/blue/__admin/ui", "text/html; charset=utf-8", &size);
    assert_page(api, "/__admin/ui/app.js", "text/javascript; charset=utf-8", &size);
    assert_page(api, "/__admin/ui/style.css", "text/css; charset=utf-8", &size);
    assert_page(api, "/__admin/ui/icon.svg", "image/svg+xml", &size);
    api_free(api);
}

static void its_files_are_under_sixty_kilobytes(void **state)
{
    (void)state;
    static const char folder[] = "server/web/";
    size_t size = 0, files = 0;
    for (const struct asset *asset = NULL; (asset = asset_next(asset, folder)); files++)
        size += asset_size(asset);
    assert_true(files > 3);
    assert_true(size > 0 && size < 120000);
}

static void only_its_own_files_are_served(void **state)
{
    struct api *api = *state;
    const char *strange[] = {"/__admin/ui/none.js", "/__admin/ui/..", "/__admin/ui/../schema/fixture.json"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        struct reply reply = api_request(api, "GET", strange[i], NULL, NULL);
        assert_int_equal(reply.status, 404);
        reply_clear(&reply);
    }
}

static void the_control_api_has_a_document(void **state)
{
    json_auto_t *document = control(*state, "GET", "/openapi", NULL, 200);
    const json_t *paths = at(document, "paths");
    assert_non_null(json_object_get(paths, "/__admin/clock/advance"));
    assert_non_null(json_object_get(paths, "/__admin/openapi"));
    assert_null(json_object_get(paths, "/v1/jobs/get"));
}

static void the_control_document_declares_what_stands_in_paths(void **state)
{
    json_auto_t *document = control(*state, "GET", "/openapi", NULL, 200);
    json_t *put = json_object_get(json_object_get(at(document, "paths"), "/__admin/snapshots/{name}"), "put");
    assert_string_equal(text_at(put, "parameters[0].name"), "name");
    assert_string_equal(text_at(put, "parameters[0].in"), "path");
    assert_true(json_is_true(at(put, "parameters[0].required")));
    json_t *list = json_object_get(json_object_get(at(document, "paths"), "/__admin/requests"), "get");
    assert_string_equal(text_at(list, "parameters[0].in"), "query");
    assert_false(has(list, "parameters[0].required"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_open_and_guarded_by_a_policy),
        cmocka_unit_test(its_files_are_under_sixty_kilobytes),
        API_TEST(only_its_own_files_are_served),
        API_TEST(the_control_api_has_a_document),
        API_TEST(the_control_document_declares_what_stands_in_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
