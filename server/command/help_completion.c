#include "command/command.h"

#include "command/help_template.h"
#include "command/option_row.h"

#include <string.h>

/* Adds `words` with `between` for each bar. */
static void add_joined(struct text *text, const char *words, char between)
{
    for (; *words; words++)
        text_add_bytes(text, *words == '|' ? &between : words, 1);
}

static void add_names(struct text *text, const char *between)
{
    for (int command = 0; command < COMMANDS; command++)
        text_add_format(text, "%s%s", command ? between : "", command_rows[command].name);
}

static void add_bash_commands(struct text *text)
{
    add_names(text, "|");
}

static void add_bash_names(struct text *text)
{
    add_names(text, " ");
}

/* What completes the word behind an option: words, files, or nothing that is known. */
static void add_bash_value(struct text *text, const char *command, const struct option_row *row)
{
    if (row->kind == OPTION_FLAG)
        return;
    text_add_format(text, "    %s:--%s)\n", command, row->name);
    if (row->file)
        text_add(text, "        mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n");
    if (row->kind == OPTION_CHOICE) {
        text_add(text, "        mapfile -t COMPREPLY < <(compgen -W '");
        add_joined(text, row->placeholder, ' ');
        text_add(text, "' -- \"$current\")\n");
    }
    text_add(text, "        return\n        ;;\n");
}

static void add_bash_values(struct text *text)
{
    for (int command = 0; command < COMMANDS; command++)
        for (const struct option_row *row = NULL; (row = option_next(row, (enum command)command));)
            add_bash_value(text, command_rows[command].name, row);
}

static void add_bash_options(struct text *text)
{
    for (int command = 0; command < COMMANDS; command++) {
        text_add_format(text, "    %s) words='", command_rows[command].name);
        for (const struct option_row *row = NULL; (row = option_next(row, (enum command)command));)
            text_add_format(text, row->kind == OPTION_FLAG ? " --%s --no-%s" : " --%s", row->name, row->name);
        text_add(text, "' ;;\n");
    }
}

/* Within single quotes, where a bracket ends the description and a colon the message. */
static void add_zsh(struct text *text, const char *words)
{
    for (; *words; words++)
        if (*words == '\'')
            text_add(text, "'\\''");
        else
            text_add_format(text, strchr("[]:\\", *words) ? "\\%c" : "%c", *words);
}

static void add_zsh_commands(struct text *text)
{
    for (const struct command_row *row = command_rows; row < command_rows + COMMANDS; row++) {
        text_add_format(text, "        '%s:", row->name);
        add_zsh(text, row->help);
        text_add(text, "'\n");
    }
}

static void add_zsh_value(struct text *text, const struct option_row *row)
{
    text_add(text, ":");
    add_zsh(text, row->kind == OPTION_CHOICE ? row->name : row->placeholder);
    text_add(text, row->file ? ":_files" : ":");
    if (row->kind == OPTION_CHOICE) {
        text_add(text, "(");
        add_joined(text, row->placeholder, ' ');
        text_add(text, ")");
    }
}

static void add_zsh_option(struct text *text, const struct option_row *row)
{
    bool flag = row->kind == OPTION_FLAG;
    text_add_format(text, "        '%s--%s%s[", row->kind == OPTION_LIST ? "*" : "", row->name,
                    flag ? "" : "=");
    add_zsh(text, row->help);
    text_add(text, "]");
    if (!flag)
        add_zsh_value(text, row);
    text_add(text, "'\n");
    if (flag)
        text_add_format(text, "        '--no-%s[undo --%s]'\n", row->name, row->name);
}

static void add_zsh_options(struct text *text)
{
    for (int command = 0; command < COMMANDS; command++) {
        text_add_format(text, "    %s)\n        arguments=(\n", command_rows[command].name);
        for (const struct option_row *row = NULL; (row = option_next(row, (enum command)command));)
            add_zsh_option(text, row);
        text_add(text, *command_rows[command].arguments ? "        '*:argument:_files'\n" : "");
        text_add(text, "        )\n        ;;\n");
    }
}

static const struct template_part bash[] = {{"@COMMANDS@", add_bash_commands},
                                            {"@NAMES@", add_bash_names},
                                            {"@VALUES@\n", add_bash_values},
                                            {"@OPTIONS@\n", add_bash_options},
                                            {0}};

static const struct template_part zsh[] = {
    {"@COMMANDS@\n", add_zsh_commands}, {"@OPTIONS@\n", add_zsh_options}, {0}};

char *help_completion(enum completion shell)
{
    return shell == COMPLETION_ZSH ? template_fill("server/help/fakebyte.zsh", zsh)
                                   : template_fill("server/help/fakebyte.bash", bash);
}
