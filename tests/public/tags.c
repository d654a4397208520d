/* Tags: docs/behaviour/public-api.md#tags */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>

static json_t *request(const char *workspace, const char *name, const char *color)
{
    return json_pack("{ss ss ss}", "name", name, "color", color, "workspaceId", workspace);
}

static void tags_are_made_changed_and_deleted(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_auto_t *made = rest(api, "POST", "/tags", request(workspace, "n", "00FF00"), 200);
    char *path = must_printf("/tags/%s", text_at(made, "tagId"));
    json_auto_t *patched =
        rest(api, "PATCH", path, json_pack("{ss ss}", "name", "m", "color", "123456"), 200);
    json_auto_t *got = rest(api, "GET", path, NULL, 200);
    assert_true(json_equal(got, patched));
    json_decref(rest(api, "PATCH", path, one("name", "x"), 422));
    json_auto_t *list = rest(api, "GET", "/tags?workspaceIds=" UNKNOWN_ID, NULL, 200);
    assert_int_equal(json_array_size(at(list, "data")), 0);
    json_auto_t *all = rest(api, "GET", "/tags", NULL, 200);
    assert_true(json_equal(at(all, "data[0]"), got));
    assert_null(rest(api, "DELETE", path, NULL, 204));
    json_decref(rest(api, "DELETE", path, NULL, 404));
    free(path);
    free(workspace);
}

static void what_a_tag_may_be(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_decref(rest(api, "POST", "/tags", request(workspace, "n", "00ff00"), 200));
    rest_fails(api, "POST", "/tags", request(workspace, "n", "00ff00"), 409, "Tag already exists", "n");
    rest_fails(api, "POST", "/tags", request(workspace, "m", "#00ff0"), 400, "Invalid hex color", "#00ff0");
    rest_fails(api, "POST", "/tags", request(workspace, "1234567890123456789012345678901", "00ff00"), 400,
               "Tag name too long", "30");
    rest_fails(api, "POST", "/tags", request(UNKNOWN_ID, "n", "00ff00"), 404, "resource-not-found",
               UNKNOWN_ID);
    for (int i = 1; i < 100; i++) {
        char *name = must_printf("%d", i);
        json_decref(rest(api, "POST", "/tags", request(workspace, name, "00ff00"), 200));
        free(name);
    }
    rest_fails(api, "POST", "/tags", request(workspace, "m", "00ff00"), 400,
               "Tag limit for workspace reached", "100");
    free(workspace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {API_TEST(tags_are_made_changed_and_deleted),
                                       API_TEST(what_a_tag_may_be)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
