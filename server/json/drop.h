#pragma once

#include "base/work.h"

#include <jansson.h>

/* Gives a reference back (NULL: none), where that frees much item by item, so that work can rest meanwhile.
 */
void json_drop(json_t *value, struct work *work);
