#pragma once

#include <jansson.h>

/* A value as JSON text, whatever kinds of values of our own are in it; new texts. The second has a member a
 * line, indented by two. */
char *json_print(const json_t *value);
char *json_print_indented(const json_t *value);
