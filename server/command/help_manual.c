#include "command/command.h"

#include "command/help_template.h"
#include "command/option_row.h"

#include <stdlib.h>

/* Text as roff shows it: dashes are dashes, and no line begins with a request. */
static void add_roff(struct text *text, const char *words)
{
    for (; *words; words++)
        if (*words == '-' || *words == '\\')
            text_add_format(text, "\\%c", *words == '\\' ? 'e' : '-');
        else
            text_add_bytes(text, words, 1);
}

static void add_version(struct text *text)
{
    text_add(text, FAKEBYTE_VERSION);
}

static void add_synopsis(struct text *text)
{
    for (const struct command_row *row = command_rows; row < command_rows + COMMANDS; row++) {
        text_add_format(text, "%s.B fakebyte\n", row == command_rows ? "" : "\n.br\n");
        text_add_format(text, row == command_rows ? "[%s] [\\fIOPTIONS\\fR]" : "%s [\\fIOPTIONS\\fR]",
                        row->name);
        if (*row->arguments)
            text_add_format(text, " \\fI%s\\fR", row->arguments);
    }
}

static void add_commands(struct text *text)
{
    for (const struct command_row *row = command_rows; row < command_rows + COMMANDS; row++)
        text_add_format(text, "%s.TP\n.B %s\n%s", row == command_rows ? "" : "\n", row->name, row->help);
}

static void add_variables(struct text *text, const struct option_row *row)
{
    char *variable = option_variable(row);
    if (variable)
        text_add_format(text, "\n.br\nVariable: \\fB%s\\fR", variable);
    if (row->variable)
        text_add_format(text, variable ? ", else \\fB%s\\fR" : "\n.br\nVariable: \\fB%s\\fR", row->variable);
    if (variable || row->variable)
        text_add(text, ".");
    free(variable);
}

static void add_option(struct text *text, const struct option_row *row)
{
    text_add(text, "\n.TP\n\\fB\\-\\-");
    add_roff(text, row->name);
    text_add(text, "\\fR");
    if (row->placeholder)
        text_add_format(text, " \\fI%s\\fR", row->placeholder);
    text_add(text, "\n");
    add_roff(text, row->help);
    if (row->fallback && row->kind != OPTION_FLAG) {
        text_add(text, " Default: ");
        add_roff(text, row->fallback);
        text_add(text, ".");
    }
    add_variables(text, row);
}

static void add_options(struct text *text)
{
    for (int command = 0; command < COMMANDS; command++) {
        if (!option_next(NULL, (enum command)command))
            continue;
        text_add_format(text, "%s.SS %s", command ? "\n" : "", command_rows[command].name);
        for (const struct option_row *row = NULL; (row = option_next(row, (enum command)command));)
            add_option(text, row);
    }
}

char *help_manual(void)
{
    static const struct template_part parts[] = {{"@VERSION@", add_version},
                                                 {"@SYNOPSIS@", add_synopsis},
                                                 {"@COMMANDS@", add_commands},
                                                 {"@OPTIONS@", add_options},
                                                 {0}};
    return template_fill("server/help/fakebyte.1", parts);
}
