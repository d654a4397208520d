#pragma once

#include <jansson.h>

/* A stored configuration with a change laid over it, object by object; a secret that comes masked stays what
 * it is. `change` may be NULL. New reference. */
json_t *configuration_merged(const json_t *stored, const json_t *change);
