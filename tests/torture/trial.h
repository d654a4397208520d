#pragma once

#include "torture/victim.h"

/* How a process took it. */
enum ending {
    WENT_ON, /* every step was answered */
    REFUSED, /* a sandbox, or the start, was not to be had, and that was said */
    ENDED,   /* by abort(), with one line that says what failed */
    BROKEN   /* anything else */
};

struct trial {
    enum ending ending;
    struct report report;
    char *words; /* what it wrote on standard error */
};

/* Runs the scenario in a process of its own in which that call fails. Free it. */
struct trial trial_run(const struct ground *ground, const struct scenario *scenario, enum failing kind,
                       unsigned long at, bool keep);
void trial_free(struct trial *trial);
