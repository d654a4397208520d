/* All connectors of a kind. */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>

static void connectors_are_listed_by_kind(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api),
         *path = must_printf("/connector_definitions?type=destination&workspaceId=%s", workspace);
    json_auto_t *destinations = rest(api, "GET", path, NULL, 200);
    assert_string_equal(text_at(destinations, "data[0].connectorDefinitionType"), "destination");
    json_auto_t *sources = rest(api, "GET", "/connector_definitions?type=source", NULL, 200);
    assert_true(json_array_size(at(sources, "data")) > json_array_size(at(destinations, "data")));
    rest_fails(api, "GET", "/connector_definitions", NULL, 400, "bad-request", "type");
    free(path);
    free(workspace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {API_TEST(connectors_are_listed_by_kind)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
