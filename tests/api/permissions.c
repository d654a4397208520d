#include "support/later.h"

static void the_fresh_user_may_do_everything(void **state)
{
    struct story story = {.api = *state};
    PLAY(&story,
         {0, "permissions/list_by_user", "{'userId': '" FRESH "'}",
          "{'permissions': [{'permissionType': 'instance_admin', 'userId': '" FRESH "'}]}", 0},
         {0, "permissions/list_by_user", "{'userId': '" NOBODY "'}", NULL, 404});
}

int main(void)
{
    const struct CMUnitTest tests[] = {LATER_TEST(the_fresh_user_may_do_everything)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
