#pragma once

#include "http/server.h"
#include "support/api.h"
#include "support/http_client.h"

/* A whole server on a free port, on a loop of this thread. */
struct site {
    struct loop *loop;
    struct api *api;
    struct http_server *http;
};

void site_start(struct site *site);
/* The same with options of its own, which get its loop. */
void site_start_with(struct site *site, struct api_options *options);
void site_stop(struct site *site);

struct http_client *site_client(const struct site *site);

/* Sends a request, on a connection of its own. */
struct http_client *site_ask(const struct site *site, const char *method, const char *path, const char *body);

/* The body of the reply, which must have that status; the client is closed. New reference. */
json_t *site_told(struct http_client *client, unsigned status);
