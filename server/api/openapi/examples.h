#pragma once

#include <jansson.h>

/* Gives the control API's operations in a document's `paths` (borrowed) their examples of a body and a reply,
 * from schema/examples/control.json. */
void examples_add(json_t *paths);
