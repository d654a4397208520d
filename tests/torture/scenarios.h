#pragma once

#include <stdbool.h>
#include <stddef.h>

/* The sandbox that is called, and the one that it makes or takes away. */
#define SUBJECT "subject"
#define OTHER "other"

/* A call in a sandbox. JSON is written with single quotes. */
struct step {
    const char *method, *path, *body; /* NULL for no body */
    unsigned status;
};

enum { SCENARIO_STEPS = 4 };

/* What is done while calls fail. */
struct scenario {
    const char *name;
    bool kept;       /* SUBJECT has a file with the fixture in it; else there is none */
    bool open;       /* and was called before anything failed */
    bool two;        /* OTHER is looked at, too */
    bool other_kept; /* and has a file with the fixture in it */
    bool whole_life; /* not calls only but a server of its own, from its start to its end */
    struct step steps[SCENARIO_STEPS];
};

extern const struct scenario scenarios[];
extern const size_t scenario_count;

/* What SUBJECT and OTHER hold where they are kept: a load of it. */
extern const struct step scenario_fixture;

size_t scenario_steps(const struct scenario *scenario);
