/* The public API's document: what routes and checks. */
#include "support/api.h"

#include "api/routes.h"

#include <string.h>

/* The references in it that lead nowhere are failures; how many there are. */
static size_t check_references(const json_t *document, json_t *value)
{
    static const char shapes[] = "#/components/schemas/", responses[] = "#/components/responses/";
    const char *name, *reference = json_string_value(json_object_get(value, "$ref"));
    size_t index, count = reference != NULL;
    json_t *member, *components = json_object_get(document, "components");
    if (reference && strncmp(reference, shapes, strlen(shapes)) == 0)
        assert_non_null(json_object_get(json_object_get(components, "schemas"), reference + strlen(shapes)));
    else if (reference)
        assert_non_null(
            json_object_get(json_object_get(components, "responses"), reference + strlen(responses)));
    json_array_foreach (value, index, member)
        count += check_references(document, member);
    json_object_foreach (value, name, member)
        count += check_references(document, member);
    return count;
}

static void the_document_describes_every_row_below_its_base(void **state)
{
    json_auto_t *document = rest(*state, "GET", "/openapi", NULL, 200);
    json_t *paths = at(document, "paths");
    size_t base = strlen("/public/v1");
    for (const struct route *route = routes; route < routes + route_count; route++)
        if (route->api == API_PUBLIC && strncmp(route->path, "/public/v1/", base + 1) == 0)
            assert_non_null(json_object_get(paths, route->path + base));
    assert_string_equal(text_at(document, "servers[0].url"), "/api/public/v1");
    assert_true(check_references(document, document) > 100);
}

static void tokens_may_be_asked_for_by_form(void **state)
{
    json_auto_t *document = rest(*state, "GET", "/openapi", NULL, 200);
    json_t *operation =
        json_object_get(json_object_get(at(document, "paths"), "/applications/token"), "post");
    assert_int_equal(json_object_size(at(operation, "requestBody.content")), 2);
    assert_int_equal(json_array_size(at(operation, "security")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {API_TEST(the_document_describes_every_row_below_its_base),
                                       API_TEST(tokens_may_be_asked_for_by_form)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
