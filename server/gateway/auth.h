#pragma once

#include "gateway/app.h"

/* Who calls, by the Authorization header. A request for a token names its sandbox behind its client id, too.
 */
struct caller {
    bool allowed; /* as --auth wants it: by user and password, compared in constant time, or by a token */
    char sandbox[512]; /* of a user "airbyte+name", or a token for it: the name; else "" */
};

/* A function of its own in every build, so that a test can count what a wrong password takes. */
__attribute__((noinline)) struct caller auth_caller(const struct app *app, const struct request *request);

/* The header that a client sends which knows the configured user and password: a new text. */
char *auth_header(const struct api_options *options);
