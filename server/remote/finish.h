#pragma once

#include "remote/walk.h"

/*
 * Makes the walk's document a fixture that loads: in the fixture's words, with placeholders for secrets, jobs
 * in the order of their numbers. An entry that a fakebyte refuses, and what hangs on it, is taken out and
 * told in `left_out`. False with a new text in *error where nothing is left, or no sandbox could hold it.
 */
bool walk_finish(struct walk *walk, char **error);
