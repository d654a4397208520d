/* What a server tells of itself: version and configuration as the program hands them in. */
#include "support/api.h"

#include "command/command.h"
#include "command/options.h"

#include <stdlib.h>
#include <string.h>

static struct api *api_told(struct options *options)
{
    char *arguments[] = {(char[]){"fakebyte"}, (char[]){"--password=canary-1"}, (char[]){"--port=0"}, NULL};
    char *variables[] = {(char[]){"FAKEBYTE_MAX_REQUESTS=7"}, NULL};
    char *error = NULL;
    assert_true(options_parse(arguments, variables, options, &error));
    struct api_options api = api_test_options();
    api.version = version_describe();
    api.config = options_list(options);
    return api_with(&api);
}

static void version_names_what_is_linked(void **state)
{
    (void)state;
    struct options options;
    struct api *api = api_told(&options);
    json_auto_t *version = control(api, "GET", "/version", NULL, 200);
    assert_string_equal(text_at(version, "name"), "fakebyte");
    assert_true(has(version, "libraries.sqlite"));
    api_free(api);
    options_free(&options);
}

static const json_t *option(const json_t *config, const char *name)
{
    size_t index;
    json_t *each;
    json_array_foreach (at(config, "options"), index, each)
        if (strcmp(text_at(each, "name"), name) == 0)
            return each;
    fail_msg("no option %s", name);
    return NULL;
}

static void config_says_where_each_option_came_from(void **state)
{
    (void)state;
    struct options options;
    struct api *api = api_told(&options);
    json_auto_t *config = control(api, "GET", "/config", NULL, 200);
    assert_string_equal(text_at(option(config, "port"), "source"), "option");
    assert_string_equal(text_at(option(config, "max-requests"), "source"), "variable");
    assert_int_equal(integer_at(option(config, "max-requests"), "value"), 7);
    assert_string_equal(text_at(option(config, "username"), "source"), "default");
    char *text = json_dumps(config, JSON_COMPACT);
    assert_null(strstr(text, "canary-1"));
    free(text);
    api_free(api);
    options_free(&options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_names_what_is_linked),
        cmocka_unit_test(config_says_where_each_option_came_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
