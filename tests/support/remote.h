#pragma once

#include "support/api.h"

#include "base/loop.h"
#include "http/server.h"
#include "remote/conversation.h"
#include "remote/walk.h"

/* A fakebyte that another one reads over HTTP, on one loop; what is known of a fresh one comes from a third.
 */
struct remote {
    struct loop *loop;
    struct api *api, *fresh;
    struct http_server *server;
    char *roots[2];
};

void remote_start(struct remote *remote, enum release release);
void remote_stop(struct remote *remote);

/* Questions to it, without credentials, which are tried again at once. */
struct conversation_options remote_options(const struct remote *remote);

/* Everything, ages counted from the tests' time. */
struct walk_options remote_wanted(void);

/* What a reading comes to. */
struct import {
    json_t *fixture;  /* NULL where there is an error */
    json_t *left_out; /* texts */
    char *error;
    struct conversation_count count;
};
struct import remote_import(const struct remote *remote, const struct conversation_options *options,
                            const struct walk_options *wanted);
void import_free(struct import *import);
