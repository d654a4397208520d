#pragma once

#include "command/options.h"

/* A row of options.def: what is known of an option before anybody gives it a value. */
struct option_row {
    const char *name; /* without dashes */
    enum option_kind kind;
    size_t offset;           /* of the member of struct options */
    const char *fallback;    /* the default as one would give it; NULL for none */
    const char *placeholder; /* NULL for flags */
    const char *help;
    int64_t low, high;    /* of numbers, spans (ms) and sizes (bytes) */
    const char *variable; /* a second environment variable, or the only one of an option that serve has not */
    unsigned commands;    /* whose option it is, a bit each; 0 for serve alone */
    bool may_be_empty;
    bool secret; /* never shown */
    bool file;   /* its value is a path: shells complete it */
};

struct command_row {
    const char *name;
    const char *arguments; /* their placeholder */
    size_t fewest, most;
    const char *help;
};

extern const struct option_row option_rows[OPTIONS];
extern const struct command_row command_rows[COMMANDS];

/* The next option of a command after `previous` (NULL: the first), or NULL. */
const struct option_row *option_next(const struct option_row *previous, enum command command);

/* "FAKEBYTE_MAX_BODY": a new text; NULL for options that serve has not. */
char *option_variable(const struct option_row *row);

/* Gives the member its value; a list grows by one. False, nothing changed, where `text` is no such value. */
bool option_read(const struct option_row *row, const char *text, struct options *options);

/* `text` stays the caller's. */
void option_list_add(struct option_list *list, const char *text);

/* What option_read() takes, as words to follow "is not": a new text. */
char *option_expected(const struct option_row *row);

/* The value as JSON (options_list()); secrets are masked. New reference. */
json_t *option_show(const struct option_row *row, const struct options *options);
