#pragma once

#include <stdbool.h>

/*
 * The OpenAPI 3.0 document of the API, made of the table of routes and the shapes of schema/api: what is
 * served is what routes and checks. `control` tells the control API's document from the Config API's. JSON; a
 * new text.
 */
char *document_write(bool control);
