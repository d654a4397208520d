#pragma once

#include "command/sweep/trial.h"

/* What came of the trials, as a table of operations and kinds of fault, with what is to be said of each
 * that hung or left something behind below it. A new text. */
char *sweep_table(const struct trial *trials, size_t count);

/* The same as JUnit's XML: a suite for each trial. A new text. */
char *sweep_junit(const struct trial *trials, size_t count);

/* True for a trial that shows a fault of the command: it hung, left a job behind or has problems. That it
 * ends with an error when it meets a fault is none. */
bool trial_is_bad(const struct trial *trial);
