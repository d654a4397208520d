/* Permissions: docs/behaviour/public-api.md#permissions */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>
#include <string.h>

#define ZERO "00000000-0000-0000-0000-000000000000"

static json_t *request(const char *type, const char *member, const char *id)
{
    return json_pack("{ss ss ss}", "permissionType", type, "userId", ZERO, member, id);
}

static void permissions_are_given_changed_and_taken_back(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_auto_t *made =
        rest(api, "POST", "/permissions", request("workspace_reader", "workspaceId", workspace), 200);
    json_auto_t *again =
        rest(api, "POST", "/permissions", request("workspace_reader", "workspaceId", workspace), 200);
    assert_true(json_equal(again, made));
    char *path = must_printf("/permissions/%s", text_at(made, "permissionId"));
    json_auto_t *patched = rest(api, "PATCH", path, one("permissionType", "workspace_editor"), 200);
    json_auto_t *got = rest(api, "GET", path, NULL, 200);
    assert_true(json_equal(got, patched));
    json_auto_t *list = rest(api, "GET", "/permissions", NULL, 200);
    assert_int_equal(json_array_size(at(list, "data")), 2);
    assert_string_equal(text_at(list, "data[0].permissionType"), "instance_admin");
    assert_string_equal(text_at(list, "data[0].scope"), "none");
    assert_string_equal(text_at(list, "data[0].scopeId"), ZERO);
    assert_string_equal(text_at(list, "data[1].scopeId"), workspace);
    assert_null(rest(api, "DELETE", path, NULL, 204));
    json_decref(rest(api, "GET", path, NULL, 404));
    free(path);
    free(workspace);
}

static void what_cannot_be_given(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_t *both = request("workspace_reader", "workspaceId", workspace);
    json_object_set_new(both, "organizationId", json_string(ZERO));
    rest_fails(api, "POST", "/permissions", both, 400, "bad-request", "one of");
    rest_fails(api, "POST", "/permissions",
               json_pack("{ss ss}", "permissionType", "workspace_reader", "userId", ZERO), 400, "bad-request",
               "one of");
    rest_fails(api, "POST", "/permissions", request("instance_admin", "workspaceId", workspace), 422,
               "unprocessable-entity", "permissionType");
    rest_fails(api, "POST", "/permissions", request("organization_admin", "workspaceId", workspace), 400,
               "bad-request", "organization_admin");
    rest_fails(api, "GET", "/permissions?userId=" UNKNOWN_ID, NULL, 400, "bad-request", "organizationId");
    free(workspace);
}

static void the_last_admin_of_an_organization_stays(void **state)
{
    struct api *api = *state;
    json_auto_t *admin =
        rest(api, "POST", "/permissions", request("organization_admin", "organizationId", ZERO), 200);
    char *path = must_printf("/permissions/%s", text_at(admin, "permissionId"));
    rest_fails(api, "DELETE", path, NULL, 409, "state-conflict", "last organization admin");
    rest_fails(api, "PATCH", path, one("permissionType", "organization_reader"), 409, "state-conflict",
               "last");
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {API_TEST(permissions_are_given_changed_and_taken_back),
                                       API_TEST(what_cannot_be_given),
                                       API_TEST(the_last_admin_of_an_organization_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
