#pragma once

/* LINKED is API with OpenAPI links, which Schemathesis follows and openapi-generator refuses: it wants a text
 * where the standard allows anything. */
enum document_kind { DOCUMENT_API, DOCUMENT_LINKED, DOCUMENT_CONTROL };

/*
 * The OpenAPI 3.0 document of the API, made of the table of routes and the shapes of schema/api: what is
 * served is what routes and checks. JSON; a new text.
 */
char *document_write(enum document_kind kind);
