#pragma once

#include "base/text.h"
#include "verdict/verdict.h"

/* Verdicts as they are told: the control API's shape Problem, lines for people, JUnit's XML for CI. */

/* A list of Problems. New reference. */
json_t *report_list(const struct verdicts *verdicts);

/* Adds Problems (borrowed; a list as report_list() gives it) as lines: what, what a real Airbyte would have
 * done, what to do, which requests and jobs. Nothing for an empty list. */
void report_add_text(struct text *text, const json_t *problems);

/*
 * JUnit: a suite that is named after the sandbox, a case for each problem, all of them failed; one that
 * passed where there is none. Suites stand between report_begin_junit() and report_end_junit().
 */
void report_begin_junit(struct text *text);
void report_add_junit(struct text *text, const char *sandbox, const json_t *problems);
void report_end_junit(struct text *text);
