#pragma once

#include "verdict/verdict.h"

/*
 * Problems that a report at the program's end tells (api_options.keep_problems). Those of a sandbox that is
 * about to begin anew or to go are found before. Where nobody asks for a report, nothing is kept.
 */
enum { KEPT_PROBLEMS = 10000 };

/* Finds and keeps the sandbox's problems, each once, KEPT_PROBLEMS in all. */
void problems_keep(struct app *app, struct sandbox *sandbox);

/* The same of all sandboxes; then what is kept, {sandbox: [Problem]}. Borrowed. */
json_t *problems_keep_all(struct app *app);
