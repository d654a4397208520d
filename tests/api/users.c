#include "support/later.h"

static void the_fresh_user_is_known_by_its_id(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story,
         {0, "users/get_by_auth_id", "{'authUserId': '" FRESH "'}",
          "{'userId': '" FRESH
          "', 'name': 'Default User', 'email': 'airbyte@example.com', 'status': 'registered'}",
          0},
         {0, "users/get_by_auth_id", "{'authUserId': 'nobody'}", NULL, 404});
}

static void what_a_user_says_is_kept(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story,
         {0, "users/update",
          "{'userId': '" FRESH "', 'name': 'Ada', 'companyName': 'Engines', 'metadata': {'a': 1}}",
          "{'name': 'Ada', 'companyName': 'Engines', 'metadata': {'a': 1}}", 0},
         {0, "users/update", "{'userId': '" FRESH "', 'news': true}",
          "{'name': 'Ada', 'companyName': 'Engines', 'news': true}", 0},
         {0, "users/get_by_auth_id", "{'authUserId': '" FRESH "'}",
          "{'companyName': 'Engines', 'news': true}", 0},
         {0, "users/update", "{'userId': '" NOBODY "'}", NULL, 404});
}

static void whoever_logs_users_in_was_told_of_once(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story, {0, "users/get_by_auth_id", "{'authUserId': '" FRESH "'}",
                  "{'authUserId': '" FRESH "', 'authProvider': 'airbyte'}", 0});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LATER_TEST(the_fresh_user_is_known_by_its_id),
        LATER_TEST(what_a_user_says_is_kept),
        RELEASE_TEST(whoever_logs_users_in_was_told_of_once, 0_63, "0.63"),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
