#pragma once

#include "remote/reads.h"

/* Where a server is, as somebody writes it: with or without the APIs' path, and credentials before the host.
 */
struct address {
    char *shown;    /* without credentials */
    char *roots[2]; /* of the two APIs, enum remote_api */
    enum remote_choice choice;
    char *username; /* NULL for none */
    char *password;
};

/* Of "http://user:password@localhost:8000/api/v1/": the APIs are below /api/v1 and /api/public/v1. A path
 * that ends in /v1 otherwise is that of the API itself, as Airbyte's Cloud has it. To be freed. */
struct address address_read(const char *url);
void address_free(struct address *address);
