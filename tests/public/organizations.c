/* Organizations, and what a community install is not entitled to. */
#include "support/api.h"

#include "api/routes.h"
#include "base/die.h"

#include <stdlib.h>
#include <string.h>

static void there_is_one_organization(void **state)
{
    json_auto_t *list = rest(*state, "GET", "/organizations", NULL, 200);
    assert_int_equal(json_array_size(at(list, "data")), 1);
    assert_string_equal(text_at(list, "data[0].organizationId"), "00000000-0000-0000-0000-000000000000");
}

/* The row's path below the base, with something in the place of each "{name}". A new text. */
static char *filled(const char *path)
{
    char *text = must_strdup(path + strlen("/public/v1"));
    for (char *brace; (brace = strchr(text, '{'));) {
        char *more = must_printf("%.*s" UNKNOWN_ID "%s", (int)(brace - text), text, strchr(brace, '}') + 1);
        free(text);
        text = more;
    }
    return text;
}

static void refusals_are_what_the_table_says(void **state)
{
    size_t count = 0;
    for (const struct route *route = routes; route < routes + route_count; route++) {
        if (!route->refusal)
            continue;
        char *path = filled(route->path);
        json_auto_t *reply =
            rest(*state, route->method, path, route->takes_body ? json_object() : NULL, route->refusal);
        if (route->refusal == 403)
            assert_string_equal(text_at(reply, "title"), "License Entitlement Error");
        free(path);
        count++;
    }
    assert_int_equal(count, 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {API_TEST(there_is_one_organization),
                                       API_TEST(refusals_are_what_the_table_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
