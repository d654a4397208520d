#pragma once

#include "gateway/access/access.h"

/* Clients that ask for a token: by an id, which may have "+NAME" behind it for the sandbox NAME, and a
 * secret.
 */

/* The name behind the id's '+': borrowed, "" where there is none. */
const char *client_sandbox(const struct access *access, const char *id);

/* True for --client-id with --client-secret, for an application of that world (NULL for none), and for
 * everybody where --auth lets everybody in. */
bool client_accepted(const struct access *access, struct world *world, const char *id, const char *secret);

/* The token for that sandbox that a request ({"client_id", "client_secret"}) asks for: a new text; NULL with
 * a problem where they are not accepted. `number` tells it from others of the same second. */
char *client_token(const struct access *access, struct sandbox *sandbox, const json_t *request,
                   const char *number);
