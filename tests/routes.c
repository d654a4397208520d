/* Facts about every row of the table of routes. */
#include "support/testing.h"

#include "api/routes.h"
#include "base/die.h"
#include "gateway/app.h"
#include "support/api.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *path, *handler;
} handlers[] = {
#define ROUTE(METHOD, PATH, HANDLER, ...) {PATH, #HANDLER},
#define READ ROUTE
#define OPEN_ROUTE ROUTE
#define CREATE_ROUTE ROUTE
#include "api/admin.def"
#include "api/public.def"
#include "api/v1.def"
#include "json/schema/schema.h"
#undef CREATE_ROUTE
#undef OPEN_ROUTE
#undef READ
#undef ROUTE
};

/* "/v1/web_backend/connections/list" is web_backend_connections_list(). */
static void every_handler_is_named_after_its_path(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++) {
        if (strncmp(handlers[i].path, "/v1/", 4) != 0)
            continue;
        char *expected = must_strdup(handlers[i].path + 4);
        for (char *slash = expected; (slash = strchr(slash, '/'));)
            *slash = '_';
        assert_string_equal(handlers[i].handler, expected);
        free(expected);
    }
}

static void assert_file(const char *folder, const char *family)
{
    char *path = must_printf("../%s/%s.c", folder, family);
    if (access(path, R_OK) != 0)
        print_error("%s is not there\n", path);
    assert_int_equal(access(path, R_OK), 0);
    free(path);
}

static void every_family_has_its_file_and_its_tests(void **state)
{
    (void)state;
    for (const struct route *route = routes; route < routes + route_count; route++) {
        if (route_is_control(route))
            continue;
        if (route->refusal)
            continue;
        bool public = route->api == API_PUBLIC;
        char *family = route_family(route);
        if (*family) {
            assert_file(public ? "server/api/public" : "server/api/v1", family);
            assert_file(public ? "tests/public" : "tests/api", family);
        }
        free(family);
    }
}

static void assert_shapes(struct schema_library *shapes, const struct route *route)
{
    if (route_takes_body(route))
        assert_non_null(schema_library_find(shapes, route->request));
    if (route_gives_json(route))
        assert_non_null(schema_library_find(shapes, route->reply));
}

static void every_shape_is_there(void **state)
{
    struct api *api = *state;
    for (enum release release = 0; release < RELEASES; release++) {
        char *error = NULL;
        struct schema_library *shapes = release_shapes_of(&api->app->shapes, release);
        if (!schema_library_check(shapes, &error))
            fail_msg("%s: %s", release_name(release), error);
        for (const struct route *route = routes; route < routes + route_count; route++)
            if (route_spoken(route, release))
                assert_shapes(shapes, route);
    }
}

static bool at_one_time(const struct route *one, const struct route *other)
{
    for (enum release release = 0; release < RELEASES; release++)
        if (route_spoken(one, release) && route_spoken(other, release))
            return true;
    return false;
}

static void no_row_is_there_twice(void **state)
{
    (void)state;
    for (const struct route *one = routes; one < routes + route_count; one++)
        for (const struct route *other = routes; other < one; other++) {
            if (!at_one_time(one, other))
                continue;
            assert_false(strcmp(one->path, other->path) == 0 && strcmp(one->method, other->method) == 0);
            assert_true(one->api != other->api || strcmp(one->operation, other->operation) != 0);
        }
}

static void every_statement_is_sound_sql(void **state)
{
    struct api *api = *state;
    struct sandbox *sandbox = sandboxes_find(api->app->sandboxes, "default");
    assert_true(store_prepare_all(sandbox->world.store) > 50);
    store_rest(sandbox->world.store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_handler_is_named_after_its_path),
        cmocka_unit_test(every_family_has_its_file_and_its_tests),
        cmocka_unit_test_setup_teardown(every_shape_is_there, api_setup, api_teardown),
        cmocka_unit_test(no_row_is_there_twice),
        cmocka_unit_test_setup_teardown(every_statement_is_sound_sql, api_setup, api_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
