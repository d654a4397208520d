#pragma once

#include "http/exchange.h"

#include <jansson.h>

/*
 * What a token is asked for with (gateway/access/client.h). It comes in the request's body, so that a request
 * for a token is the caller's credentials itself.
 */
struct client_credentials {
    json_t *body;            /* which the texts are of */
    const char *id, *secret; /* "" for what is not there; NULL where this is no request for a token */
};

/* To be freed. */
struct client_credentials client_credentials_of(const struct request *request);
void client_credentials_free(struct client_credentials *credentials);
