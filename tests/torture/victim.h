#pragma once

#include "torture/failing.h"
#include "torture/ground.h"

/* What a process that is tortured leaves behind for whoever watches it. */
struct report {
    size_t answered; /* steps, in their order */
    bool refused;    /* the next one was answered that the sandbox is not to be had: the last thing it did */
    bool happened;   /* a call failed */
    bool leaked;
    char wrong[512]; /* an answer that no step may give; "" for none */
    unsigned long counts[FAILING_KINDS];
};

/* Does what the scenario says, and ends the process. `keep`: the files are kept aside after each step. */
_Noreturn void victim_run(const struct ground *ground, const struct scenario *scenario, bool keep,
                          struct report *report);
