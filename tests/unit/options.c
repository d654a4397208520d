#include "support/testing.h"

#include "command/command.h"
#include "command/option_row.h"

#include "base/die.h"
#include "base/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Arguments behind the program's name, or variables: up to the first NULL. */
struct words {
    const char *items[8];
};
#define WORDS(...) ((struct words){{__VA_ARGS__}})
#define SQL_NOTHING ((struct words){{NULL}})

/* Copies, as main's are writable; freed by forget(). */
static char **copied(const char *first, struct words words)
{
    char **copy = must_zalloc(10 * sizeof *copy);
    size_t count = 0;
    if (first)
        copy[count++] = must_strdup(first);
    for (size_t i = 0; words.items[i]; i++)
        copy[count++] = must_strdup(words.items[i]);
    return copy;
}

static void forget(char **copy)
{
    for (char **word = copy; *word; word++)
        free(*word);
    free(copy);
}

/* What options_parse() made of a command line and an environment. */
struct reading {
    char **arguments;
    char **variables;
    struct options options;
    char *error;
    bool good;
};

static struct reading parse(struct words arguments, struct words variables)
{
    struct reading reading = {.arguments = copied("fakebyte", arguments),
                              .variables = copied(NULL, variables)};
    reading.good = options_parse(reading.arguments, reading.variables, &reading.options, &reading.error);
    return reading;
}

static void reading_free(struct reading *reading)
{
    if (reading->good)
        options_free(&reading->options);
    free(reading->error);
    forget(reading->arguments);
    forget(reading->variables);
}

/* The listed value of an option and where it came from, as JSON text: `"8000" default`. A new text. */
static char *listed(const struct options *options, const char *name)
{
    json_auto_t *list = options_list(options);
    char *result = NULL;
    size_t i;
    json_t *entry;
    json_array_foreach (list, i, entry) {
        if (strcmp(json_string_value(json_object_get(entry, "name")), name) != 0)
            continue;
        char *value = json_dumps(json_object_get(entry, "value"), JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));
        result = must_printf("%s %s", value, json_string_value(json_object_get(entry, "source")));
        free(value);
    }
    return result;
}

static void expect_listed(const struct reading *reading, const char *name, const char *value,
                          const char *source)
{
    if (!reading->good)
        fail_msg("--%s: %s", name, reading->error);
    char *expected = must_printf("%s %s", value, source), *found = listed(&reading->options, name);
    assert_non_null(found);
    if (strcmp(found, expected) != 0)
        fail_msg("--%s: expected %s, got %s", name, expected, found);
    free(expected);
    free(found);
}

/* A line for each option of serve: a value other than the default, how it is listed, and the default. */
static const struct {
    const char *name, *variable, *text, *value, *fallback;
} values[] = {
    {"host", "FAKEBYTE_HOST", "::1", "\"::1\"", "\"127.0.0.1\""},
    {"port", "FAKEBYTE_PORT", "0", "0", "8000"},
    {"port-file", "FAKEBYTE_PORT_FILE", "port", "\"port\"", "null"},
    {"allowed-hosts", "FAKEBYTE_ALLOWED_HOSTS", "airbyte", "[\"airbyte\"]", "[]"},
    {"username", "FAKEBYTE_USERNAME", "me", "\"me\"", "\"airbyte\""},
    {"username", "BASIC_AUTH_USERNAME", "me", "\"me\"", "\"airbyte\""},
    {"password", "FAKEBYTE_PASSWORD", "sesame", "\"******\"", "\"******\""},
    {"password", "BASIC_AUTH_PASSWORD", "sesame", "\"******\"", "\"******\""},
    {"auth", "FAKEBYTE_AUTH", "any", "\"any\"", "\"both\""},
    {"client-id", "FAKEBYTE_CLIENT_ID", "me", "\"me\"", "\"00000000-0000-4000-8000-00000000c11d\""},
    {"client-id", "AIRBYTE_CLIENT_ID", "me", "\"me\"", "\"00000000-0000-4000-8000-00000000c11d\""},
    {"client-secret", "FAKEBYTE_CLIENT_SECRET", "sesame", "\"******\"", "\"******\""},
    {"client-secret", "AIRBYTE_CLIENT_SECRET", "sesame", "\"******\"", "\"******\""},
    {"token-lifetime", "FAKEBYTE_TOKEN_LIFETIME", "3m", "180.0", "900.0"},
    {"public-url", "FAKEBYTE_PUBLIC_URL", "https://fake.test", "\"https://fake.test\"", "null"},
    {"db", "FAKEBYTE_DB", "state.db", "\"state.db\"", "\":memory:\""},
    {"fixture", "FAKEBYTE_FIXTURE", "a.json", "[\"a.json\"]", "[]"},
    {"connectors", "FAKEBYTE_CONNECTORS", "oss.json", "\"oss.json\"", "null"},
    {"clock", "FAKEBYTE_CLOCK", "60x", "\"60x\"", "\"real\""},
    {"sync-duration", "FAKEBYTE_SYNC_DURATION", "1.5", "1.5", "1.0"},
    {"max-attempts", "FAKEBYTE_MAX_ATTEMPTS", "5", "5", "3"},
    {"max-attempts", "SYNC_JOB_MAX_ATTEMPTS", "5", "5", "3"},
    {"fail-on-problems", "FAKEBYTE_FAIL_ON_PROBLEMS", "true", "true", "false"},
    {"problems-on-exit", "FAKEBYTE_PROBLEMS_ON_EXIT", "out.xml", "\"out.xml\"", "null"},
    {"allow-problem", "FAKEBYTE_ALLOW_PROBLEM", "unknown-path", "[\"unknown-path\"]", "[]"},
    {"poll-interval", "FAKEBYTE_POLL_INTERVAL", "2", "2.0", "0.5"},
    {"demo", "FAKEBYTE_DEMO", "true", "true", "false"},
    {"auto-disable", "FAKEBYTE_AUTO_DISABLE", "true", "true", "false"},
    {"auto-disable", "AUTO_DISABLE_FAILING_CONNECTIONS", "true", "true", "false"},
    {"max-failed-jobs-in-a-row-before-connection-disable",
     "FAKEBYTE_MAX_FAILED_JOBS_IN_A_ROW_BEFORE_CONNECTION_DISABLE", "7", "7", "100"},
    {"max-failed-jobs-in-a-row-before-connection-disable",
     "MAX_FAILED_JOBS_IN_A_ROW_BEFORE_CONNECTION_DISABLE", "7", "7", "100"},
    {"max-days-of-only-failed-jobs-before-connection-disable",
     "FAKEBYTE_MAX_DAYS_OF_ONLY_FAILED_JOBS_BEFORE_CONNECTION_DISABLE", "3", "3", "14"},
    {"max-days-of-only-failed-jobs-before-connection-disable",
     "MAX_DAYS_OF_ONLY_FAILED_JOBS_BEFORE_CONNECTION_DISABLE", "3", "3", "14"},
    {"rng-seed", "FAKEBYTE_RNG_SEED", "18446744073709551615", "\"18446744073709551615\"", NULL},
    {"airbyte", "FAKEBYTE_AIRBYTE", "1.5", "\"1.5\"", "\"0.40\""},
    {"strict", "FAKEBYTE_STRICT", "yes", "true", "false"},
    {"kept-replies", "FAKEBYTE_KEPT_REPLIES", "no", "false", "true"},
    {"check-replies", "FAKEBYTE_CHECK_REPLIES", "1", "true", "false"},
    {"webapp-url", "FAKEBYTE_WEBAPP_URL", "http://a", "\"http://a\"", "\"http://localhost:8000\""},
    {"webapp-url", "WEBAPP_URL", "http://a", "\"http://a\"", "\"http://localhost:8000\""},
    {"webhooks", "FAKEBYTE_WEBHOOKS", "off", "\"off\"", "\"loopback\""},
    {"max-body", "FAKEBYTE_MAX_BODY", "1.5KiB", "1536", "10485760"},
    {"max-connections", "FAKEBYTE_MAX_CONNECTIONS", "9", "9", "4096"},
    {"timeout", "FAKEBYTE_TIMEOUT", "2m", "120.0", "60.0"},
    {"max-sandboxes", "FAKEBYTE_MAX_SANDBOXES", "9", "9", "10000"},
    {"max-requests", "FAKEBYTE_MAX_REQUESTS", "9", "9", "1000"},
    {"log-format", "FAKEBYTE_LOG_FORMAT", "json", "\"json\"", "\"text\""},
    {"log-level", "FAKEBYTE_LOG_LEVEL", "error", "\"error\"", "\"info\""},
    {"export-on-exit", "FAKEBYTE_EXPORT_ON_EXIT", "out.json", "\"out.json\"", "null"},
};
enum { VALUES = sizeof values / sizeof *values };

static void each_option_has_its_default(void **state)
{
    (void)state;
    struct reading reading = parse(SQL_NOTHING, SQL_NOTHING);
    for (size_t i = 0; i < VALUES; i++)
        if (values[i].fallback)
            expect_listed(&reading, values[i].name, values[i].fallback, "default");
    reading_free(&reading);
}

static void each_option_is_read_from_the_arguments(void **state)
{
    (void)state;
    for (size_t i = 0; i < VALUES; i++) {
        char *name = must_printf("--%s", values[i].name), *both = must_printf("%s=%s", name, values[i].text);
        struct reading joined = parse(WORDS("serve", both), SQL_NOTHING);
        expect_listed(&joined, values[i].name, values[i].value, "option");
        reading_free(&joined);
        bool on = strcmp(values[i].value, "true") == 0, off = strcmp(values[i].value, "false") == 0;
        char *bare = must_printf("--%s%s", off ? "no-" : "", values[i].name);
        struct reading apart = parse(WORDS(bare, on || off ? NULL : values[i].text), SQL_NOTHING);
        expect_listed(&apart, values[i].name, values[i].value, "option");
        reading_free(&apart);
        free(bare);
        free(name);
        free(both);
    }
}

static void each_option_is_read_from_its_variables(void **state)
{
    (void)state;
    for (size_t i = 0; i < VALUES; i++) {
        char *variable = must_printf("%s=%s", values[i].variable, values[i].text);
        struct reading reading = parse(SQL_NOTHING, WORDS("PATH=/bin", variable));
        expect_listed(&reading, values[i].name, values[i].value, "variable");
        reading_free(&reading);
        free(variable);
    }
}

static void each_option_of_serve_is_in_the_table_above(void **state)
{
    (void)state;
    for (const struct option_row *row = NULL; (row = option_next(row, COMMAND_SERVE));) {
        size_t i = 0;
        while (i < VALUES && strcmp(values[i].name, row->name) != 0)
            i++;
        if (i == VALUES)
            fail_msg("--%s is not tested", row->name);
    }
}

static void an_option_beats_a_variable_beats_its_second_name(void **state)
{
    (void)state;
    struct words variables =
        WORDS("BASIC_AUTH_USERNAME=second", "FAKEBYTE_USERNAME=first", "FAKEBYTE_STRICT=true",
              "FAKEBYTE_FIXTURE=a:b", "FAKEBYTE_PORT=never read");
    struct reading reading = parse(WORDS("--port", "1", "--port=2"), variables);
    expect_listed(&reading, "port", "2", "option");
    expect_listed(&reading, "username", "\"first\"", "variable");
    expect_listed(&reading, "strict", "true", "variable");
    expect_listed(&reading, "fixture", "[\"a\", \"b\"]", "variable");
    reading_free(&reading);
    reading = parse(WORDS("--username=me", "--no-strict", "--fixture", "c:d", "--fixture=e", "--port=1"),
                    variables);
    expect_listed(&reading, "username", "\"me\"", "option");
    expect_listed(&reading, "strict", "false", "option");
    expect_listed(&reading, "fixture", "[\"c:d\", \"e\"]", "option");
    reading_free(&reading);
}

static void an_empty_variable_is_none_but_for_credentials(void **state)
{
    (void)state;
    struct reading reading = parse(
        SQL_NOTHING, WORDS("FAKEBYTE_PORT=", "FAKEBYTE_DB=", "BASIC_AUTH_USERNAME=", "FAKEBYTE_FIXTURE=::"));
    expect_listed(&reading, "port", "8000", "default");
    expect_listed(&reading, "db", "\":memory:\"", "default");
    expect_listed(&reading, "username", "\"\"", "variable");
    expect_listed(&reading, "fixture", "[]", "default");
    reading_free(&reading);
}

static void what_kubernetes_sets_for_a_service_is_ignored(void **state)
{
    (void)state;
    struct reading reading =
        parse(SQL_NOTHING, WORDS("FAKEBYTE_PORT=tcp://10.0.0.1:8000", "FAKEBYTE_UNHEARD_OF=1"));
    expect_listed(&reading, "port", "8000", "default");
    reading_free(&reading);
}

static void expect_error(struct words arguments, struct words variables, const char *error)
{
    struct reading reading = parse(arguments, variables);
    if (reading.good)
        fail_msg("no error where expected: %s", error);
    assert_string_equal(reading.error, error);
    reading_free(&reading);
}

static void expect_refused(const char *argument)
{
    struct reading reading = parse(WORDS(argument), SQL_NOTHING);
    if (reading.good)
        fail_msg("%s was accepted", argument);
    size_t size = strcspn(argument, "=");
    assert_int_equal(strncmp(reading.error, argument, size), 0);
    assert_non_null(strstr(reading.error, argument + size + 1));
    reading_free(&reading);
}

static const char *const bad[] = {
    "--host=",
    "--port=",
    "--port=-1",
    "--port=65536",
    "--port=80 ",
    "--port= 80",
    "--port=0x50",
    "--port=1.0",
    "--port=99999999999999999999",
    "--max-attempts=0",
    "--max-attempts=+3",
    "--rng-seed=-1",
    "--rng-seed=",
    "--rng-seed=18446744073709551616",
    "--strict=maybe",
    "--strict=",
    "--auth=digest",
    "--auth=",
    "--auth=bas",
    "--auth=basic|none",
    "--fixture=",
    "--max-body=0",
    "--max-body=10 MiB",
    "--max-body=MiB",
    "--max-body=1TiB",
    "--max-body=3GiB",
    "--max-body=-1",
    "--max-body=1e3",
    "--max-body=0x10",
    "--max-body=.5k",
    "--max-body=1.2.3",
    "--sync-duration=-1",
    "--sync-duration=inf",
    "--sync-duration=nan",
    "--sync-duration=1w",
    "--sync-duration=366d",
    "--sync-duration=",
    "--timeout=0",
    "--timeout=999ms",
    "--timeout=25h",
    "--clock=fast",
    "--clock=",
    "--clock=x",
    "--clock=0x",
    "--clock=-1x",
    "--clock=1000001x",
    "--clock=60",
    "--clock=2023-02-30T00:00:00Z",
    "--clock=scaled",
    "--log-level=warning",
    "--log-format=xml",
    "--webhooks=all",
};

static void bad_values_are_refused_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        expect_refused(bad[i]);
}

static void errors_say_what_is_expected(void **state)
{
    (void)state;
    expect_error(WORDS("--port", "http"), SQL_NOTHING,
                 "--port: 'http' is not a whole number from 0 to 65535");
    expect_error(SQL_NOTHING, WORDS("FAKEBYTE_MAX_BODY=much"),
                 "FAKEBYTE_MAX_BODY: 'much' is not a size from 1 to 2147483647 bytes, such as 10MiB");
    expect_error(SQL_NOTHING, WORDS("SYNC_JOB_MAX_ATTEMPTS=0"),
                 "SYNC_JOB_MAX_ATTEMPTS: '0' is not a whole number from 1 to 1000");
    expect_error(WORDS("--timeout=1ms"), SQL_NOTHING,
                 "--timeout: '1ms' is not a span from 1 to 86400 seconds, such as 1.5, 500ms or 60s");
    expect_error(WORDS("--auth=digest"), SQL_NOTHING,
                 "--auth: 'digest' is not one of both|basic|token|any|none");
    expect_error(WORDS("--strict=2"), SQL_NOTHING, "--strict: '2' is not true or false");
    expect_error(WORDS("--db="), SQL_NOTHING, "--db: '' is not a text of one character or more");
    expect_error(WORDS("--rng-seed=a"), SQL_NOTHING,
                 "--rng-seed: 'a' is not a whole number from 0 to 18446744073709551615");
    expect_error(WORDS("--clock=now"), SQL_NOTHING,
                 "--clock: 'now' is not real, frozen, skip, an RFC 3339 time or a factor up to 1000000x");
}

static void what_is_unknown_is_named_with_the_nearest(void **state)
{
    (void)state;
    expect_error(WORDS("--prot", "1"), SQL_NOTHING, "unknown option --prot; did you mean --port?");
    expect_error(WORDS("--fixtures=a"), SQL_NOTHING, "unknown option --fixtures; did you mean --fixture?");
    expect_error(WORDS("healthcheck", "--wiat"), SQL_NOTHING, "unknown option --wiat; did you mean --wait?");
    expect_error(WORDS("--entirely-else"), SQL_NOTHING,
                 "unknown option --entirely-else; see 'fakebyte help'");
    expect_error(WORDS("-p", "1"), SQL_NOTHING, "unknown option -p; see 'fakebyte help'");
    expect_error(WORDS("openapi", "--clock=real"), SQL_NOTHING,
                 "unknown option --clock; see 'fakebyte help'");
    expect_error(WORDS("srve"), SQL_NOTHING, "unknown command srve; did you mean serve?");
    expect_error(WORDS("help", "heathcheck"), SQL_NOTHING,
                 "unknown command heathcheck; did you mean healthcheck?");
    expect_error(WORDS("fixtures/demo.json"), SQL_NOTHING,
                 "unknown command fixtures/demo.json; see 'fakebyte help'");
}

static void missing_and_unexpected_words_are_named(void **state)
{
    (void)state;
    expect_error(WORDS("--port"), SQL_NOTHING, "--port needs a value: PORT");
    expect_error(WORDS("--port", "--strict"), SQL_NOTHING, "--port needs a value: PORT");
    expect_error(WORDS("--no-strict=true"), SQL_NOTHING, "--no-strict takes no value");
    expect_error(WORDS("--no-clockwork"), SQL_NOTHING, "unknown option --no-clockwork; see 'fakebyte help'");
    expect_error(WORDS("serve", "more"), SQL_NOTHING, "unexpected argument 'more'");
    expect_error(WORDS("serve", "--", "--port"), SQL_NOTHING, "unexpected argument '--port'");
    expect_error(WORDS("validate"), SQL_NOTHING, "validate needs an argument: FIXTURE...");
    expect_error(WORDS("help", "serve", "version"), SQL_NOTHING, "unexpected argument 'version'");
}

static void commands_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        struct words arguments;
        enum command command, topic;
    } cases[] = {
        {{{NULL}}, COMMAND_SERVE, COMMAND_SERVE},
        {{{"serve"}}, COMMAND_SERVE, COMMAND_SERVE},
        {{{"--port=1"}}, COMMAND_SERVE, COMMAND_SERVE},
        {{{"healthcheck", "--wait"}}, COMMAND_HEALTHCHECK, COMMAND_SERVE},
        {{{"validate", "a"}}, COMMAND_VALIDATE, COMMAND_SERVE},
        {{{"openapi", "--admin"}}, COMMAND_OPENAPI, COMMAND_SERVE},
        {{{"openapi", "--links"}}, COMMAND_OPENAPI, COMMAND_SERVE},
        {{{"version", "--json"}}, COMMAND_VERSION, COMMAND_SERVE},
        {{{"--version"}}, COMMAND_VERSION, COMMAND_SERVE},
        {{{"help"}}, COMMAND_HELP, COMMAND_SERVE},
        {{{"help", "validate"}}, COMMAND_HELP, COMMAND_VALIDATE},
        {{{"healthcheck", "-h"}}, COMMAND_HELP, COMMAND_HEALTHCHECK},
        {{{"--port=1", "--help", "--unheard-of"}}, COMMAND_HELP, COMMAND_SERVE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading reading = parse(cases[i].arguments, SQL_NOTHING);
        assert_true(reading.good);
        assert_int_equal(reading.options.command, cases[i].command);
        assert_int_equal(reading.options.topic, cases[i].topic);
        reading_free(&reading);
    }
}

static void members_hold_what_was_given(void **state)
{
    (void)state;
    struct reading reading = parse(WORDS("validate", "a", "--connectors", "c", "--", "--b"), SQL_NOTHING);
    assert_true(reading.good);
    assert_int_equal(reading.options.arguments.count, 2);
    assert_string_equal(reading.options.arguments.items[1], "--b");
    assert_string_equal(reading.options.connectors, "c");
    reading_free(&reading);
    reading = parse(WORDS("healthcheck", "--wait", "--timeout=1.25"),
                    WORDS("FAKEBYTE_TIMEOUT=9s", "FAKEBYTE_MAX_BODY=bad", "FAKEBYTE_PORT=81"));
    assert_true(reading.good);
    assert_true(reading.options.wait && reading.options.wait_timeout == 1250 && reading.options.port == 81);
    reading_free(&reading);
    reading =
        parse(WORDS("healthcheck"), WORDS("FAKEBYTE_HEALTHCHECK_TIMEOUT=2", "FAKEBYTE_HEALTHCHECK_WAIT=on"));
    assert_true(reading.good);
    assert_true(reading.options.wait && reading.options.wait_timeout == 2000);
    reading_free(&reading);
}

static void choices_count_as_their_enums_do(void **state)
{
    (void)state;
    struct reading reading =
        parse(WORDS("--auth=none", "--webhooks=any", "--log-format=json", "--log-level=warn"), SQL_NOTHING);
    assert_true(reading.good);
    assert_int_equal(reading.options.auth, 4);
    assert_int_equal(reading.options.webhooks, WEBHOOKS_ANY);
    assert_int_equal(reading.options.log_format, 1);
    assert_int_equal(reading.options.log_level, 2);
    reading_free(&reading);
    reading = parse(WORDS("help", "--completion=zsh"), SQL_NOTHING);
    assert_int_equal(reading.options.completion, COMPLETION_ZSH);
    reading_free(&reading);
}

static void clocks_are_understood(void **state)
{
    (void)state;
    static const struct {
        const char *argument;
        enum clock_mode mode;
        double factor;
        int64_t start;
    } cases[] = {
        {"--clock=real", CLOCK_REAL, 0, INT64_MIN},
        {"--clock=frozen", CLOCK_FROZEN, 0, INT64_MIN},
        {"--clock=skip", CLOCK_SKIP, 0, INT64_MIN},
        {"--clock=60x", CLOCK_SCALED, 60, INT64_MIN},
        {"--clock=0.25X", CLOCK_SCALED, 0.25, INT64_MIN},
        {"--clock=2023-02-15T10:20:30.5Z", CLOCK_FROZEN, 0, 1676456430500},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading reading = parse(WORDS(cases[i].argument), SQL_NOTHING);
        assert_true(reading.good);
        const struct option_clock *clock = &reading.options.clock;
        assert_string_equal(clock->text, cases[i].argument + strlen("--clock="));
        assert_int_equal(clock->mode, cases[i].mode);
        assert_true(clock->factor == cases[i].factor && clock->start == cases[i].start);
        reading_free(&reading);
    }
}

static void units_scale(void **state)
{
    (void)state;
    static const struct {
        const char *argument, *name, *value;
    } cases[] = {
        {"--max-body=10485760", "max-body", "10485760"},
        {"--max-body=10MiB", "max-body", "10485760"},
        {"--max-body=10m", "max-body", "10485760"},
        {"--max-body=2MB", "max-body", "2000000"},
        {"--max-body=5kB", "max-body", "5000"},
        {"--max-body=1GiB", "max-body", "1073741824"},
        {"--max-body=7b", "max-body", "7"},
        {"--timeout=1500ms", "timeout", "1.5"},
        {"--timeout=60s", "timeout", "60.0"},
        {"--timeout=1.5min", "timeout", "90.0"},
        {"--timeout=1h", "timeout", "3600.0"},
        {"--sync-duration=0", "sync-duration", "0.0"},
        {"--sync-duration=2d", "sync-duration", "172800.0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading reading = parse(WORDS(cases[i].argument), SQL_NOTHING);
        expect_listed(&reading, cases[i].name, cases[i].value, "option");
        reading_free(&reading);
    }
}

static void a_seed_is_drawn_unless_given(void **state)
{
    (void)state;
    struct reading one = parse(SQL_NOTHING, SQL_NOTHING), two = parse(SQL_NOTHING, SQL_NOTHING),
                   given = parse(WORDS("--rng-seed=7"), SQL_NOTHING);
    assert_true(one.options.rng_seed != two.options.rng_seed);
    assert_int_equal(one.options.sources[OPTION_INDEX_rng_seed], SOURCE_DEFAULT);
    assert_int_equal(given.options.sources[OPTION_INDEX_rng_seed], SOURCE_OPTION);
    assert_true(given.options.rng_seed == 7);
    reading_free(&one);
    reading_free(&two);
    reading_free(&given);
}

static void secrets_are_masked(void **state)
{
    (void)state;
    struct reading reading = parse(WORDS("--password=sesame"), WORDS("BASIC_AUTH_PASSWORD=other"));
    assert_string_equal(reading.options.password, "sesame");
    json_auto_t *list = options_list(&reading.options);
    char *text = json_dumps(list, 0);
    assert_null(strstr(text, "sesame"));
    assert_null(strstr(text, "other"));
    assert_non_null(strstr(text, "{\"name\": \"password\", \"value\": \"******\", \"source\": \"option\"}"));
    free(text);
    reading_free(&reading);
}

/* True where `text` holds "--name" and no longer name begins there. */
static bool mentions(const char *text, const char *dashes, const char *name)
{
    char *word = must_printf("%s%s", dashes, name);
    bool found = false;
    for (const char *at = text; !found && (at = strstr(at, word)); at++)
        found = !strchr("abcdefghijklmnopqrstuvwxyz-", at[strlen(word)]) || !at[strlen(word)];
    free(word);
    return found;
}

static void usage_lists_every_option(void **state)
{
    (void)state;
    for (int command = 0; command < COMMANDS; command++) {
        char *usage = help_usage((enum command)command);
        for (const struct option_row *row = NULL; (row = option_next(row, (enum command)command));) {
            char *variable = option_variable(row);
            assert_true(mentions(usage, row->kind == OPTION_FLAG ? "--[no-]" : "--", row->name));
            assert_true(!variable || strstr(usage, variable));
            assert_true(!row->variable || strstr(usage, row->variable));
            free(variable);
        }
        for (char *line = strtok(usage, "\n"); line; line = strtok(NULL, "\n"))
            assert_true(strlen(line) < 80);
        free(usage);
    }
}

/* An option as the manual's source writes it: bold, its dashes escaped. */
static char *roff(const char *name)
{
    struct text text = {0};
    text_add(&text, "\n\\fB\\-\\-");
    for (; *name; name++)
        text_add_format(&text, *name == '-' ? "\\%c" : "%c", *name);
    text_add(&text, "\\fR");
    return text_take(&text);
}

static void the_manual_lists_every_option_and_command(void **state)
{
    (void)state;
    char *manual = help_manual();
    for (const struct option_row *row = option_rows; row < option_rows + OPTIONS; row++) {
        char *name = roff(row->name), *variable = option_variable(row);
        assert_non_null(strstr(manual, name));
        assert_true(!variable || strstr(manual, variable));
        free(name);
        free(variable);
    }
    for (const struct command_row *row = command_rows; row < command_rows + COMMANDS; row++)
        assert_true(mentions(manual, ".B ", row->name));
    assert_non_null(strstr(manual, "fakebyte " FAKEBYTE_VERSION));
    assert_null(strstr(manual, "@"));
    free(manual);
}

static void completions_list_every_option_and_command(void **state)
{
    (void)state;
    for (int shell = COMPLETION_BASH; shell <= COMPLETION_ZSH; shell++) {
        char *script = help_completion((enum completion)shell);
        for (const struct option_row *row = option_rows; row < option_rows + OPTIONS; row++) {
            assert_true(mentions(script, "--", row->name));
            assert_int_equal(mentions(script, "--no-", row->name), row->kind == OPTION_FLAG);
        }
        for (const struct command_row *row = command_rows; row < command_rows + COMMANDS; row++)
            assert_non_null(strstr(script, row->name));
        assert_null(strstr(script, "@COMMANDS@"));
        assert_null(strstr(script, "@OPTIONS@"));
        free(script);
    }
}

/* What bash offers for the words, the last being completed: a new text, words joined by spaces. */
static char *completed(const char *script_path, const char *words)
{
    char *command =
        must_printf("bash -c '. %s; COMP_WORDS=(fakebyte %s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                    "_fakebyte; echo -n \"${COMPREPLY[*]}\"'",
                    script_path, words);
    FILE *shell = popen(command, "r");
    assert_non_null(shell);
    char *offers = must_zalloc(4096);
    assert_true(fread(offers, 1, 4095, shell) < 4095);
    assert_int_equal(pclose(shell), 0);
    free(command);
    return offers;
}

static void bash_completes(void **state)
{
    (void)state;
    static const struct {
        const char *words, *offers;
    } cases[] = {
        {"he", "healthcheck help"},
        {"--aut", "--auth --auto-disable"},
        {"--auth \"\"", "both basic token any none"},
        {"serve --log-level d", "debug"},
        {"serve --port 8", ""},
        {"--no-s", "--no-strict"},
        {"healthcheck --w", "--wait"},
        {"version --", "--json --no-json --help"},
        {"--db unit/option", "unit/options.c"},
        {"validate unit/option", "unit/options.c"},
        {"help val", "validate"},
    };
    char path[] = "/tmp/fakebyte-completion-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    char *script = help_completion(COMPLETION_BASH);
    fputs(script, file);
    fclose(file);
    free(script);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *offers = completed(path, cases[i].words);
        assert_string_equal(offers, cases[i].offers);
        free(offers);
    }
    unlink(path);
}

static void the_version_names_the_libraries(void **state)
{
    (void)state;
    json_auto_t *version = version_describe();
    assert_string_equal(json_string_value(json_object_get(version, "name")), "fakebyte");
    assert_string_equal(json_string_value(json_object_get(version, "version")), FAKEBYTE_VERSION);
    static const char *const names[] = {"libmicrohttpd", "sqlite",   "jansson", "pcre2",
                                        "libcurl",       "utf8proc", "nettle"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *library =
            json_string_value(json_object_get(json_object_get(version, "libraries"), names[i]));
        assert_int_equal(strspn(library, "0123456789.-DEV"), strlen(library));
        assert_non_null(strchr(library, '.'));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_option_has_its_default),
        cmocka_unit_test(each_option_is_read_from_the_arguments),
        cmocka_unit_test(each_option_is_read_from_its_variables),
        cmocka_unit_test(each_option_of_serve_is_in_the_table_above),
        cmocka_unit_test(an_option_beats_a_variable_beats_its_second_name),
        cmocka_unit_test(an_empty_variable_is_none_but_for_credentials),
        cmocka_unit_test(what_kubernetes_sets_for_a_service_is_ignored),
        cmocka_unit_test(bad_values_are_refused_by_name),
        cmocka_unit_test(errors_say_what_is_expected),
        cmocka_unit_test(what_is_unknown_is_named_with_the_nearest),
        cmocka_unit_test(missing_and_unexpected_words_are_named),
        cmocka_unit_test(commands_are_told_apart),
        cmocka_unit_test(members_hold_what_was_given),
        cmocka_unit_test(choices_count_as_their_enums_do),
        cmocka_unit_test(clocks_are_understood),
        cmocka_unit_test(units_scale),
        cmocka_unit_test(a_seed_is_drawn_unless_given),
        cmocka_unit_test(secrets_are_masked),
        cmocka_unit_test(usage_lists_every_option),
        cmocka_unit_test(the_manual_lists_every_option_and_command),
        cmocka_unit_test(completions_list_every_option_and_command),
        cmocka_unit_test(bash_completes),
        cmocka_unit_test(the_version_names_the_libraries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
