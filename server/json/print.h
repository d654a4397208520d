#pragma once

#include "base/work.h"

#include <jansson.h>

/* A value as JSON text, whatever kinds of values of our own are in it; new texts. While the second prints,
 * work can rest; the third has a member a line, indented by two. */
char *json_print(const json_t *value);
char *json_print_resting(const json_t *value, struct work *work);
char *json_print_indented(const json_t *value);
