#pragma once

#include "gateway/access/access.h"
#include "http/exchange.h"

/* Who calls, by the Authorization header. */
struct caller {
    bool allowed; /* as --auth wants it: by user and password, compared in constant time, or by a token */
    char sandbox[512]; /* of a user "airbyte+name", or a token for it: the name; else "" */
};

/* A function of its own in every build, so that a test can count what a wrong password takes. */
__attribute__((noinline)) void auth_caller(const struct access *access, const struct request *request,
                                           struct caller *caller);
