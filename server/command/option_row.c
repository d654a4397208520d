#include "command/option_row.h"

#include "base/die.h"
#include "base/text.h"

#include <ctype.h>

#define FOR(command) (1U << COMMAND_##command)
#define SERVE_AND_HEALTHCHECK (FOR(SERVE) | FOR(HEALTHCHECK))
#define SERVE_AND_OPENAPI (FOR(SERVE) | FOR(OPENAPI))
#define SERVE_AND_VALIDATE (FOR(SERVE) | FOR(VALIDATE))
#define READING (FOR(IMPORT) | FOR(COMPARE))

#define OPTION(place, title, type, value, words, ...)                                                        \
    {.name = (title),                                                                                        \
     .kind = OPTION_##type,                                                                                  \
     .offset = offsetof(struct options, place),                                                              \
     .fallback = (value),                                                                                    \
     .placeholder = (words),                                                                                 \
     .help = __VA_ARGS__},
const struct option_row option_rows[OPTIONS] = {
#include "command/options.def"
};

#define COMMAND(id, ...) [COMMAND_##id] = {__VA_ARGS__},
const struct command_row command_rows[COMMANDS] = {
#include "command/options.def"
};

static unsigned commands_of(const struct option_row *row)
{
    return row->commands ? row->commands : FOR(SERVE);
}

const struct option_row *option_next(const struct option_row *previous, enum command command)
{
    for (const struct option_row *row = previous ? previous + 1 : option_rows; row < option_rows + OPTIONS;
         row++)
        if (commands_of(row) & 1U << command)
            return row;
    return NULL;
}

char *option_variable(const struct option_row *row)
{
    if (!(commands_of(row) & FOR(SERVE)))
        return NULL;
    struct text variable = {0};
    text_add(&variable, "FAKEBYTE_");
    for (const char *at = row->name; *at; at++)
        text_add_format(&variable, "%c", *at == '-' ? '_' : toupper((unsigned char)*at));
    return text_take(&variable);
}

void option_list_add(struct option_list *list, const char *text)
{
    list->items = must_realloc(list->items, (list->count + 1) * sizeof *list->items);
    list->items[list->count++] = text;
}
