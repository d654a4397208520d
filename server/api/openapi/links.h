#pragma once

#include "api/routes.h"

#include <jansson.h>

/*
 * The OpenAPI links of a row's success: what can be done with the one thing that the call made or found.
 * Derived from the table of routes and the shapes: an operation is linked whose request wants that thing's
 * id, and nothing that the call's reply or request does not have. Rows that were told the id have no links.
 * An object by operationId; new reference, or NULL where there is nothing to link.
 */
json_t *links_of(const struct route *route, const json_t *shapes, enum release release);
