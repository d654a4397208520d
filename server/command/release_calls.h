#pragma once

#include "domain/world/release.h"
#include "gateway/route.h"
#include "json/schema/schema.h"

/* The calls of a request log, as `fakebyte releases --for` looks at them. NULL stands for "any call": nothing
 * is counted. */
struct release_calls;

/* Reads a file: what GET /__admin/requests gives, or a HAR. NULL with a new text in *error for anything else.
 */
struct release_calls *release_calls_read(const char *path, enum release release, char **error);
void release_calls_free(struct release_calls *calls);

/* How often the operation was called; how many calls were answered with 404 or 500. */
size_t release_calls_count(const struct release_calls *calls, const struct route *row);
size_t release_calls_failed(const struct release_calls *calls);

/* Adds a line for what a shape refuses of the bodies that the operation was called with, each once. */
void release_calls_judge(const struct release_calls *calls, const struct route *row,
                         const struct schema *shape, json_t *lines);

/* Prints the paths that no operation has, each once. */
void release_calls_print_unknown(const struct release_calls *calls);
