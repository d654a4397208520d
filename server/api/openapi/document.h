#pragma once

#include "domain/world/release.h"

/* LINKED is API with OpenAPI links, which Schemathesis follows and openapi-generator refuses: it wants a text
 * where the standard allows anything. */
enum document_kind { DOCUMENT_API, DOCUMENT_LINKED, DOCUMENT_PUBLIC, DOCUMENT_CONTROL };

/*
 * The OpenAPI 3.0 document of the API, of that release where it is the Config API's, made of the table of
 * routes and the shapes of schema/api and schema/releases: what is served is what routes and checks. JSON; a
 * new text.
 */
char *document_write(enum document_kind kind, enum release release);
