#pragma once

#include "gateway/app.h"
#include "gateway/call.h"

/*
 * What a token is asked for with: a client id, which may have "+NAME" behind it for the sandbox NAME, and a
 * secret. They come in the request's body, so that a request for a token is the caller's credentials itself.
 */
struct client_credentials {
    json_t *body; /* which the texts are of; NULL where this is no request for a token */
    const char *id, *secret;
};

/* True where the request is one for a token; then to be freed, whatever it holds ("" for what is not there).
 */
bool client_credentials_read(const struct request *request, struct client_credentials *credentials);
void client_credentials_free(struct client_credentials *credentials);

/* The name behind the client id's '+': borrowed, "" where there is none. */
const char *client_sandbox(const struct app *app, const char *id);

/* True for --client-id with --client-secret, for an application of that world (NULL for none), and for
 * everybody where
 * --auth lets everybody in. */
bool client_accepted(const struct app *app, struct world *world, const char *id, const char *secret);

/* The token that a call with client_id and client_secret in its body asks for, for the call's sandbox: a new
 * text; NULL with a problem where they are not accepted. */
char *client_token(struct call *call);
