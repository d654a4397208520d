#pragma once

#include "command/options.h"
#include "gateway/app.h"

/*
 * The report of problems that --problems-on-exit and --fail-on-problems ask for: of all sandboxes, those that
 * are gone included. Written to the file in the format that its name ends in, and in lines on standard error.
 */

/* False with a new text in *error where the options say what cannot be: a file that ends otherwise, a code
 * that no rule has. */
bool exit_report_check(const struct options *options, char **error);

/* Settles and judges every sandbox; *count gets the number of problems. False with a new text in *error where
 * the file cannot be written. Nothing where no option asks. */
bool exit_report_write(const struct options *options, struct app *app, size_t *count, char **error);
