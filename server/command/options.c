#include "command/options.h"

#include "base/die.h"
#include "command/option_row.h"
#include "json/nearest.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* The arguments being read. */
struct reader {
    char **next;
    struct options *options;
    char **error;
};

/* The first complaint is the one that is told; always false. */
static bool complain(struct reader *reader, char *error)
{
    *reader->error = error;
    return false;
}

/* Names what is unknown, dashes and all, and the nearest of what is known (NULL-ended) if there is one. */
static bool complain_unknown(struct reader *reader, const char *what, const char *dashes, const char *name,
                             const char *const *known)
{
    const char *nearest = nearest_name(name, known);
    if (!nearest)
        return complain(reader, must_printf("unknown %s %s%s; see 'fakebyte help'", what, dashes, name));
    return complain(reader,
                    must_printf("unknown %s %s%s; did you mean %s%s?", what, dashes, name, dashes, nearest));
}

static bool find_command(struct reader *reader, const char *name, enum command *command)
{
    const char *known[COMMANDS + 1] = {0};
    for (int i = 0; i < COMMANDS; i++) {
        known[i] = command_rows[i].name;
        if (strcmp(known[i], name) == 0) {
            *command = (enum command)i;
            return true;
        }
    }
    return complain_unknown(reader, "command", "", name, known);
}

static bool take_command(struct reader *reader)
{
    if (!*reader->next || **reader->next == '-')
        return true;
    return find_command(reader, *reader->next++, &reader->options->command);
}

static bool unknown_option(struct reader *reader, const char *name)
{
    const char *known[OPTIONS + 1] = {0};
    size_t count = 0;
    for (const struct option_row *row = NULL; (row = option_next(row, reader->options->command));)
        known[count++] = row->name;
    return complain_unknown(reader, "option", "--", name, known);
}

/* `culprit` is the option or the variable that holds the text. */
static bool set(struct reader *reader, const struct option_row *row, enum option_source source,
                const char *culprit, const char *text)
{
    if (!option_read(row, text, reader->options)) {
        char *expected = option_expected(row);
        complain(reader, must_printf("%s: '%s' is not %s", culprit, row->secret ? "******" : text, expected));
        free(expected);
        return false;
    }
    reader->options->sources[row - option_rows] = source;
    return true;
}

/* The option of that name, or the flag that "no-" stands before. */
static const struct option_row *find_option(enum command command, const char *name, bool *negated)
{
    for (const struct option_row *row = NULL; (row = option_next(row, command));) {
        *negated =
            row->kind == OPTION_FLAG && strncmp(name, "no-", 3) == 0 && strcmp(name + 3, row->name) == 0;
        if (*negated || strcmp(name, row->name) == 0)
            return row;
    }
    return NULL;
}

/* The value of an option that has none behind "=": a flag needs none, others take the next argument. NULL for
 * none. */
static const char *next_value(struct reader *reader, const struct option_row *row)
{
    if (row->kind == OPTION_FLAG)
        return "true";
    if (!*reader->next || strncmp(*reader->next, "--", 2) == 0)
        return NULL;
    return *reader->next++;
}

static bool set_option(struct reader *reader, const char *name, const char *value)
{
    bool negated;
    const struct option_row *row = find_option(reader->options->command, name, &negated);
    if (!row)
        return unknown_option(reader, name);
    if (negated && value)
        return complain(reader, must_printf("--%s takes no value", name));
    if (negated)
        value = "false";
    else if (!value)
        value = next_value(reader, row);
    if (!value)
        return complain(reader, must_printf("--%s needs a value: %s", name, row->placeholder));
    char *culprit = must_printf("--%s", name);
    bool done = set(reader, row, SOURCE_OPTION, culprit, value);
    free(culprit);
    return done;
}

static bool take_option(struct reader *reader, const char *argument)
{
    if (strncmp(argument, "--", 2) != 0)
        return complain(reader, must_printf("unknown option %s; see 'fakebyte help'", argument));
    const char *equals = strchr(argument, '=');
    char *name = must_strndup(argument + 2, equals ? (size_t)(equals - argument - 2) : strlen(argument + 2));
    bool done = set_option(reader, name, equals ? equals + 1 : NULL);
    free(name);
    return done;
}

/* --help and --version end the reading: what stands behind them does not matter. */
static bool asks_for_command(const char *argument, struct options *options)
{
    bool help = strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
    if (!help && strcmp(argument, "--version") != 0)
        return false;
    options->topic = options->command;
    options->command = help ? COMMAND_HELP : COMMAND_VERSION;
    return true;
}

static bool take_arguments(struct reader *reader)
{
    bool only_arguments = false;
    while (*reader->next) {
        const char *argument = *reader->next++;
        if (only_arguments || argument[0] != '-' || !argument[1])
            option_list_add(&reader->options->arguments, argument);
        else if (strcmp(argument, "--") == 0)
            only_arguments = true;
        else if (asks_for_command(argument, reader->options))
            return true;
        else if (!take_option(reader, argument))
            return false;
    }
    return true;
}

static bool check_arguments(struct reader *reader)
{
    struct options *options = reader->options;
    const struct command_row *row = &command_rows[options->command];
    if (options->arguments.count < row->fewest)
        return complain(reader, must_printf("%s needs an argument: %s", row->name, row->arguments));
    if (options->arguments.count > row->most)
        return complain(reader, must_printf("unexpected argument '%s'", options->arguments.items[row->most]));
    if (options->command == COMMAND_HELP && options->arguments.count)
        return find_command(reader, options->arguments.items[0], &options->topic);
    return true;
}

static const char *variable_value(char **variables, const char *name)
{
    size_t size = strlen(name);
    for (; *variables; variables++)
        if (strncmp(*variables, name, size) == 0 && (*variables)[size] == '=')
            return *variables + size + 1;
    return NULL;
}

/* An empty variable is one that a compose file passes on unset. Kubernetes sets <SERVICE>_PORT=tcp://... for
 * a service of our name, which is not meant for us. */
static bool counts(const struct option_row *row, const char *value)
{
    return (*value || row->may_be_empty) && !(row->kind == OPTION_NUMBER && strncmp(value, "tcp://", 6) == 0);
}

/* A list is written with colons; its parts are kept with the options. */
static bool set_list(struct reader *reader, const struct option_row *row, const char *variable,
                     const char *value)
{
    char *parts = reader->options->parts[row - option_rows] = must_strdup(value), *rest = NULL;
    for (char *part = strtok_r(parts, ":", &rest); part; part = strtok_r(NULL, ":", &rest))
        if (!set(reader, row, SOURCE_VARIABLE, variable, part))
            return false;
    return true;
}

static bool set_from_variable(struct reader *reader, const struct option_row *row, char **variables,
                              const char *variable)
{
    const char *value = variable ? variable_value(variables, variable) : NULL;
    if (!value || !counts(row, value) || reader->options->sources[row - option_rows] != SOURCE_DEFAULT)
        return true;
    if (row->kind == OPTION_LIST)
        return set_list(reader, row, variable, value);
    return set(reader, row, SOURCE_VARIABLE, variable, value);
}

static bool take_variables(struct reader *reader, char **variables)
{
    bool good = true;
    for (const struct option_row *row = NULL; good && (row = option_next(row, reader->options->command));) {
        char *variable = option_variable(row);
        good = set_from_variable(reader, row, variables, variable) &&
               set_from_variable(reader, row, variables, row->variable);
        free(variable);
    }
    return good;
}

static void take_defaults(struct options *options)
{
    for (const struct option_row *row = option_rows; row < option_rows + OPTIONS; row++)
        if (options->sources[row - option_rows] == SOURCE_DEFAULT && row->fallback &&
            !option_read(row, row->fallback, options))
            die("the default of --%s is not good", row->name);
    if (options->sources[OPTION_INDEX_rng_seed] == SOURCE_DEFAULT &&
        getrandom(&options->rng_seed, sizeof options->rng_seed, 0) != sizeof options->rng_seed)
        die("no random numbers");
}

bool options_parse(char **arguments, char **variables, struct options *options, char **error)
{
    *options = (struct options){.command = COMMAND_SERVE};
    struct reader reader = {*arguments ? arguments + 1 : arguments, options, error};
    bool good = take_command(&reader) && take_arguments(&reader) && check_arguments(&reader) &&
                take_variables(&reader, variables);
    if (good)
        take_defaults(options);
    else
        options_free(options);
    return good;
}

void options_free(struct options *options)
{
    free(options->arguments.items);
    free(options->fixtures.items);
    free(options->allowed_hosts.items);
    free(options->allow_problem.items);
    for (size_t i = 0; i < OPTIONS; i++)
        free(options->parts[i]);
    *options = (struct options){0};
}

json_t *options_list(const struct options *options)
{
    static const char *const sources[] = {"default", "variable", "option"};
    json_t *list = json_array();
    for (const struct option_row *row = NULL; (row = option_next(row, options->command));)
        json_array_append_new(list, json_pack("{s:s, s:o, s:s}", "name", row->name, "value",
                                              option_show(row, options), "source",
                                              sources[options->sources[row - option_rows]]));
    return list;
}
