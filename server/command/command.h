#pragma once

#include "command/options.h"

/* Reads the arguments (the program's name first) and the environment, and runs the command that they name:
 * the program's exit status, 2 where they are wrong. */
int command_run(char **arguments, char **environment);

/* Each command prints on standard output, complains on standard error, and gives the program's exit status.
 */
int command_version(const struct options *options);
int command_healthcheck(const struct options *options);
int command_help(const struct options *options);

/* {"name", "version", "libraries": {...}}: the versions that are linked at run time;
 * of libcurl, which is loaded when first needed, the one that was built with. New reference. */
json_t *version_describe(void);

/* Asks readyz of the server that `options` describe, again and again if they say so. False with a new text in
 * *error that says what came back last. */
bool healthcheck_passes(const struct options *options, char **error);

/* How to use a command, the manual page as roff, the completions of a shell: new texts. */
char *help_usage(enum command command);
char *help_manual(void);
char *help_completion(enum completion shell);

int command_serve(const struct options *options);
int command_validate(const struct options *options);
int command_openapi(const struct options *options);
int command_sweep(const struct options *options);
int command_releases(const struct options *options);
int command_connectors(const struct options *options);
int command_import(const struct options *options);
int command_compare(const struct options *options);
int command_init(const struct options *options);

/* Prints the error (stolen) on standard error, and gives the exit status for it. What it quotes of a file
 * commands no terminal. */
int command_complain(char *error);
