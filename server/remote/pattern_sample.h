#pragma once

/*
 * A text that a regular expression of the usual form takes: letters, escapes, classes, groups, alternatives
 * and repetitions, as connectors' specifications have them. NULL for what else there is (references back,
 * looks ahead). It may be wrong where parts of an expression depend on each other: check it. A new text.
 */
char *pattern_sample(const char *pattern);
