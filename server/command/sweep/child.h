#pragma once

#include "command/options.h"

#include <stdbool.h>
#include <sys/types.h>

/* Where a child finds its server. */
struct child_place {
    unsigned port;
    const char *sandbox;
};

/* Starts the command of the options (its words) as a group of its own, with FAKEBYTE_URL, FAKEBYTE_USERNAME
 * and FAKEBYTE_PASSWORD in its environment and its output in the file (NULL: dropped; "": ours). False with a
 * new text in *error where it cannot be started. */
bool child_start(const struct options *options, const struct child_place *place, const char *output,
                 pid_t *pid, char **error);

/* Ends it and all that it started. */
void child_kill(pid_t pid);
