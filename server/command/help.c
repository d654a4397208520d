#include "command/command.h"

#include "base/text.h"
#include "command/option_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 79 };

/* Adds words, broken into lines that begin with `indent` spaces. */
static void add_wrapped(struct text *text, int indent, const char *words)
{
    while (*words) {
        size_t size = strlen(words), room = (size_t)(COLUMNS - indent);
        if (size > room)
            for (size = room; size > 0 && words[size] != ' ';)
                size--;
        if (size == 0)
            size = strcspn(words, " ");
        text_add_format(text, "%*s%.*s\n", indent, "", (int)size, words);
        words += size + strspn(words + size, " ");
    }
}

static void add_option(struct text *text, const struct option_row *row)
{
    text_add_format(text, row->kind == OPTION_FLAG ? "  --[no-]%s" : "  --%s", row->name);
    if (row->placeholder)
        text_add_format(text, " %s", row->placeholder);
    text_add(text, "\n");
    struct text words = {0};
    text_add(&words, row->help);
    if (row->fallback && row->kind != OPTION_FLAG)
        text_add_format(&words, " [%s]", row->fallback);
    char *variable = option_variable(row);
    if (variable)
        text_add_format(&words, " %s", variable);
    if (row->variable)
        text_add_format(&words, " %s", row->variable);
    free(variable);
    char *line = text_take(&words);
    add_wrapped(text, 6, line);
    free(line);
}

static void add_commands(struct text *text)
{
    text_add(text, "\nCommands (fakebyte COMMAND --help says more):\n");
    for (const struct command_row *row = command_rows; row < command_rows + COMMANDS; row++)
        text_add_format(text, "  %-12s %s\n", row->name, row->help);
}

char *help_usage(enum command command)
{
    const struct command_row *row = &command_rows[command];
    struct text text = {0};
    text_add_format(
        &text, command == COMMAND_SERVE ? "Usage: fakebyte [%s] [OPTIONS]" : "Usage: fakebyte %s [OPTIONS]",
        row->name);
    text_add_format(&text, "%s%s\n\n%s\n", *row->arguments ? " " : "", row->arguments, row->help);
    if (command == COMMAND_SERVE)
        add_commands(&text);
    text_add(&text, "\nOptions, their [defaults] and environment variables:\n");
    for (const struct option_row *option = NULL; (option = option_next(option, command));)
        add_option(&text, option);
    text_add(&text, "  -h, --help\n      Print this.\n");
    return text_take(&text);
}

static char *wanted(const struct options *options)
{
    if (options->man)
        return help_manual();
    if (options->completion != COMPLETION_NONE)
        return help_completion((enum completion)options->completion);
    return help_usage(options->topic);
}

int command_help(const struct options *options)
{
    char *text = wanted(options);
    bool failed = fputs(text, stdout) == EOF || fflush(stdout) == EOF;
    free(text);
    return failed;
}
