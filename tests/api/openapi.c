#include "support/api.h"

#include "api/routes.h"

#include <stdlib.h>
#include <string.h>

static void the_document_is_plain_text_or_json_by_name(void **state)
{
    struct api *api = *state;
    const char *accept[] = {"Accept: application/json", NULL};
    struct reply text = api_request(api, "GET", "/api/v1/openapi", NULL, NULL);
    struct reply json = api_request(api, "GET", "/api/v1/openapi", NULL, accept);
    assert_string_equal(text.content_type, "text/plain");
    assert_string_equal(json.content_type, "application/json");
    assert_string_equal(text.body, json.body);
    reply_clear(&json);
    reply_clear(&text);
}

static bool resolves(const json_t *document, const char *reference)
{
    char *path = strdup(reference + 2);
    for (char *slash = path; *slash; slash++)
        *slash = *slash == '/' ? '.' : *slash;
    bool there = has(document, path);
    free(path);
    return there;
}

/* Every "$ref" below `value` leads somewhere in the document. */
static size_t check_references(const json_t *document, json_t *value)
{
    size_t index, count = 0;
    const char *name;
    json_t *member;
    json_array_foreach (value, index, member)
        count += check_references(document, member);
    if (!json_is_object(value))
        return count;
    const char *reference = json_string_value(json_object_get(value, "$ref"));
    if (reference && !resolves(document, reference))
        print_error("%s leads nowhere\n", reference);
    assert_true(!reference || resolves(document, reference));
    json_object_foreach (value, name, member)
        count += check_references(document, member);
    return count + (reference != NULL);
}

static void the_document_describes_every_row_and_every_reference_resolves(void **state)
{
    struct api *api = *state;
    struct reply reply = api_request(api, "GET", "/api/v1/openapi", NULL, NULL);
    json_auto_t *document = json_loads(reply.body, 0, NULL);
    assert_non_null(document);
    reply_clear(&reply);
    json_t *paths = at(document, "paths");
    for (const struct route *route = routes; route < routes + route_count; route++)
        if (!route_is_control(route))
            assert_non_null(json_object_get(paths, route->path));
    assert_true(check_references(document, document) > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        API_TEST(the_document_is_plain_text_or_json_by_name),
        API_TEST(the_document_describes_every_row_and_every_reference_resolves)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
