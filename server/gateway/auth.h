#pragma once

#include "gateway/app.h"

/* Who calls, by the Authorization header. */
struct caller {
    bool allowed;      /* by --auth, and for `basic` by user and password, compared in constant time */
    char sandbox[512]; /* of a user "airbyte+name": the name; else "" */
};

/* A function of its own in every build, so that a test can count what a wrong password takes. */
__attribute__((noinline)) struct caller auth_caller(const struct app *app, const struct request *request);

/* The header that a client sends which knows the configured user and password: a new text. */
char *auth_header(const struct api_options *options);
