#pragma once

#include <jansson.h>

/*
 * How two answers to one question differ. To `found` is added, for each difference, {"pointer": "/jobs/" and
 * so on, with * for each item of a list, "what": "only there", "only here", or the two values}. Members whose
 * value no two servers share (times, numbers of jobs, log text, pictures) are only asked to be there. Items
 * of lists that have an id are compared by it, others by their place; those that only one side has are
 * counted.
 */
void difference_find(const json_t *real, const json_t *fake, json_t *found);
