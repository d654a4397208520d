/* Destinations of the public API; what they share with sources is tested with these. */
#include "support/api.h"

#include "base/die.h"

#include <stdlib.h>

static void a_destination_lives_as_a_source_does(void **state)
{
    struct api *api = *state;
    char *workspace = first_workspace(api);
    json_auto_t *made = rest(api, "POST", "/destinations",
                             json_pack("{ss ss s{ss ss} s{s{ss}}}", "name", "Files", "workspaceId", workspace,
                                       "configuration", "destinationType", "local-json", "destination_path",
                                       "/local/x", "resourceAllocation", "default", "cpu_limit", "1"),
                             200);
    assert_string_equal(text_at(made, "destinationType"), "local-json");
    assert_string_equal(text_at(made, "resourceAllocation.default.cpu_limit"), "1");
    char *path = must_printf("/destinations/%s", text_at(made, "destinationId"));
    json_auto_t *put =
        rest(api, "PUT", path,
             json_pack("{ss s{ss}}", "name", "F", "configuration", "destination_path", "/local/y"), 200);
    assert_string_equal(text_at(put, "configuration.destination_path"), "/local/y");
    assert_true(has(put, "resourceAllocation"));
    json_auto_t *patched = rest(api, "PATCH", path, one("name", "G"), 200);
    assert_string_equal(text_at(patched, "name"), "G");
    json_auto_t *got = rest(api, "GET", path, NULL, 200);
    assert_true(json_equal(got, patched));
    json_auto_t *list = rest(api, "GET", "/destinations", NULL, 200);
    assert_true(json_equal(at(list, "data[0]"), got));
    assert_null(rest(api, "DELETE", path, NULL, 204));
    json_decref(rest(api, "GET", "/destinations/" UNKNOWN_ID, NULL, 404));
    free(path);
    free(workspace);
}

int main(void)
{
    const struct CMUnitTest tests[] = {API_TEST(a_destination_lives_as_a_source_does)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
