#pragma once

#include "command/options.h"
#include "gateway/app.h"
#include "http/server.h"

/* A server in this process, from its start to its end. */
struct service {
    const struct options *options;
    struct log *log;
    struct app *app;
    struct loop *loop;
    struct poster *poster; /* NULL where nothing may be posted */
    struct http_server *http;
};

/* With the fixtures that the options name in it; nobody listens yet. False with a new text in *error. To be
 * closed in any case. */
bool service_open(struct service *service, const struct options *options, char **error);

/* False with a new text in *error where the address is not to be had. */
bool service_listen(struct service *service, char **error);

void service_close(struct service *service);
