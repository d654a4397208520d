#pragma once

#include "domain/world/clock.h"

#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COMMAND(id, ...) COMMAND_##id,
enum command {
#include "command/options.def"
    COMMANDS
};

/* Texts are borrowed from the arguments, the environment or the defaults. */
struct option_list {
    const char **items;
    size_t count;
};

struct option_clock {
    const char *text; /* as given */
    enum clock_mode mode;
    double factor; /* of CLOCK_SCALED; else 0 */
    int64_t start; /* ms since 1970; INT64_MIN for the machine's time */
};

/* What a member of each kind is; spans in ms, sizes in bytes, choices by their place among the words. */
#define MEMBER_TEXT const char *
#define MEMBER_NUMBER int
#define MEMBER_SIZE int64_t
#define MEMBER_DURATION int64_t
#define MEMBER_FLAG bool
#define MEMBER_CHOICE int
#define MEMBER_LIST struct option_list
#define MEMBER_CLOCK struct option_clock
#define MEMBER_SEED uint64_t

enum option_kind {
    OPTION_TEXT,
    OPTION_NUMBER,
    OPTION_SIZE,
    OPTION_DURATION,
    OPTION_FLAG,
    OPTION_CHOICE,
    OPTION_LIST,
    OPTION_CLOCK,
    OPTION_SEED
};

enum option_source { SOURCE_DEFAULT, SOURCE_VARIABLE, SOURCE_OPTION };

#define OPTION(member, ...) OPTION_INDEX_##member,
enum option_index {
#include "command/options.def"
    OPTIONS
};

/* What the program was told: one member for each row of options.def, in the order of the help. There is one
 * of it, and its padding does not matter. */
/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
struct options {
    enum command command;
    enum command topic;           /* what `help` is about */
    struct option_list arguments; /* that belong to no option */
    enum option_source sources[OPTIONS];
    char *parts[OPTIONS]; /* of lists that variables held */
#define OPTION(member, name, kind, ...) MEMBER_##kind member;
#include "command/options.def"
};

/* Where notifications may be posted. */
enum webhook_targets { WEBHOOKS_LOOPBACK, WEBHOOKS_ANY, WEBHOOKS_OFF };

enum completion { COMPLETION_NONE, COMPLETION_BASH, COMPLETION_ZSH };

/*
 * Reads `arguments` (main's, NULL-ended, the program's name first) and `variables` ("NAME=value",
 * NULL-ended), which must outlive the options. An option beats a variable beats a default; a random seed is
 * drawn where none was given. False, with a new text in *error that names the culprit, for anything that is
 * not understood; then nothing is to be freed. --help and --version turn into their commands.
 */
bool options_parse(char **arguments, char **variables, struct options *options, char **error);
void options_free(struct options *options);

/* [{"name", "value", "source": "option" | "variable" | "default"}] of the command's options, secrets masked;
 * spans in seconds, sizes in bytes, the seed as text because it may exceed what JSON numbers hold. New
 * reference. */
json_t *options_list(const struct options *options);
