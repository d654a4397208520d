#pragma once

#include "domain/world/problem.h"

#include <stdbool.h>

/*
 * Paths of a MATCH. `*` stands for any run of characters; a segment in braces, as in
 * "/public/v1/jobs/{jobId}", for any one segment.
 */
bool match_path_fits(const char *pattern, const char *path);

/* As it is held against operations: "/api/v1/jobs/get/" is meant as "/v1/jobs/get". A new text. */
char *match_path_of(const char *path);

/*
 * Whether any operation could be meant: a path without `*` that none has is a slip of the pen, and what it
 * stands in would pass, or never come true, unnoticed. `known` are the operations' own paths, NULL-ended; a
 * NULL list knows everything. False with PROBLEM_INVALID at "<place>.path" that names the nearest one.
 */
bool match_path_check(const json_t *match, const char *const *known, struct problem *problem,
                      const char *place);

/* The known path that is nearest to one that is not, whatever stands in the place of its "{name}"s; NULL
 * where none is near. Borrowed. */
const char *match_path_nearest(const char *path, const char *const *known);
