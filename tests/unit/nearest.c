#include "support/testing.h"

#include "json/nearest.h"

static void the_nearest_name_is_found(void **state)
{
    (void)state;
    static const char *const known[] = {"workspaceId", "name", "connectionId", "id", "slug", NULL};
    static const char *const none[] = {NULL};
    static const struct {
        const char *name, *nearest;
    } table[] = {
        {"workspaceid", "workspaceId"},
        {"workspace_id", "workspaceId"},
        {"WORKSPACEID", "workspaceId"},
        {"nmae", "name"},
        {"names", "name"},
        {"conectionId", "connectionId"},
        {"isd", "id"},
        {"DI", "id"},
        {"slag", "slug"},
        {"colour", NULL},
        {"x", NULL},
        {"", NULL},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *nearest = nearest_name(table[i].name, known);
        if (table[i].nearest)
            assert_string_equal(nearest, table[i].nearest);
        else
            assert_null(nearest);
    }
    assert_null(nearest_name("name", none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_name_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
