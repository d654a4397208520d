#include "support/later.h"

#include <stdlib.h>

static void the_fresh_organization_is_read_and_changed(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story,
         {0, "organizations/get", "{'organizationId': '" FRESH "'}",
          "{'organizationName': 'Default Organization', 'email': 'airbyte@example.com'}", 0},
         {0, "organizations/update", "{'organizationId': '" FRESH "', 'email': 'me@example.org'}",
          "{'organizationName': 'Default Organization', 'email': 'me@example.org'}", 0},
         {0, "organizations/get", "{'organizationId': '" FRESH "'}", "{'email': 'me@example.org'}", 0});
}

static void those_of_a_user_are_listed_by_name_and_page(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story,
         {0, "organizations/list_by_user_id", "{'userId': '" FRESH "'}",
          "{'organizations': [{'organizationId': '" FRESH "'}]}", 0},
         {0, "organizations/list_by_user_id", "{'userId': '" FRESH "', 'nameContains': 'default'}",
          "{'organizations': [{}]}", 0},
         {0, "organizations/list_by_user_id", "{'userId': '" FRESH "', 'nameContains': 'other'}",
          "{'organizations': []}", 0},
         {0, "organizations/list_by_user_id", "{'userId': '" FRESH "', 'pagination': {'rowOffset': 1}}",
          "{'organizations': []}", 0},
         {0, "organizations/list_by_user_id", "{'userId': '" NOBODY "'}", "{'organizations': []}", 0});
}

static void a_workspace_has_one(void **state)
{
    struct story story = story_begin(*state);
    char *workspace = first_workspace(*state);
    json_auto_t *info =
        call_ok(*state, "/v1/workspaces/get_organization_info", one("workspaceId", workspace));
    assert_string_equal(text_at(info, "organizationName"), "Default Organization");
    assert_true(json_is_false(at(info, "sso")));
    PLAY(&story,
         {0, "workspaces/list_by_organization_id", "{'organizationId': '" FRESH "'}", "{'workspaces': [{}]}",
          0},
         {0, "workspaces/create", "{'name': 'Second', 'organizationId': '" FRESH "'}",
          "{'organizationId': '" FRESH "', 'tombstone': false}", 0},
         {0, "workspaces/list_by_organization_id",
          "{'organizationId': '" FRESH "', 'nameContains': 'SECOND'}", "{'workspaces': [{'name': 'Second'}]}",
          0},
         {0, "workspaces/list_by_organization_id",
          "{'organizationId': '" FRESH "', 'pagination': {'pageSize': 1}}", "{'workspaces': [{}]}", 0},
         {0, "workspaces/list_by_organization_id", "{'organizationId': '" NOBODY "'}", NULL, 404},
         {0, "workspaces/create", "{'name': 'Lost', 'organizationId': '" NOBODY "'}", NULL, 404},
         {0, "workspaces/create", "{'name': 'Lost'}",
          "{'validationErrors': [{'propertyPath': 'organizationId'}]}", 422});
    free(workspace);
    story_end(&story);
}

static void an_unknown_one_is_a_404(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story, {0, "organizations/get", "{'organizationId': '" NOBODY "'}", NULL, 404},
         {0, "organizations/update", "{'organizationId': '" NOBODY "'}", NULL, 404});
}

static void a_member_is_told_less_from_2_0_on(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story, {0, "organizations/get_organization_info", "{'organizationId': '" FRESH "'}",
                  "{'organizationName': 'Default Organization', 'email': null, 'sso': false}", 0});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LATER_TEST(the_fresh_organization_is_read_and_changed),
        LATER_TEST(those_of_a_user_are_listed_by_name_and_page),
        LATER_TEST(a_workspace_has_one),
        LATER_TEST(an_unknown_one_is_a_404),
        RELEASE_TEST(a_member_is_told_less_from_2_0_on, 2_0, "2.0"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
