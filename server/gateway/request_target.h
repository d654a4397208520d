#pragma once

#include "http/exchange.h"
#include "sandbox/sandbox_name.h"

#include <stddef.h>

/* What a request is addressed to: a sandbox and an operation's path. */
struct request_target {
    const char *path; /* "/v1/jobs/get": without "/api", a sandbox's prefix and a trailing slash */
    size_t path_size;
    struct sandbox_name name; /* of the sandbox: "default" where the request names none */
    bool wrong_door;          /* somebody who looks for a token at no door of ours; set by the gateway */
    char *cut_path, *prefix;  /* what of these is no part of the request */
};

/*
 * Reads the target of a request. The sandbox is the first that is there of: the header X-Fakebyte-Sandbox,
 * the path prefix /sandboxes/NAME/ (before /api/v1, /v1 or /__admin), `user`: the name behind the plus sign
 * of a Basic user, "" for none. Request and `user` must last as long as the target.
 */
struct request_target request_target_of(const struct request *request, const char *user);
void request_target_free(struct request_target *target);
