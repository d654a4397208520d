#include "support/site.h"

#include "support/testing.h"

#include <string.h>

static void answer(void *context, struct exchange *exchange)
{
    app_answer(context, exchange);
}

void site_start(struct site *site)
{
    struct api_options options = api_test_options();
    site_start_with(site, &options);
}

void site_start_with(struct site *site, struct api_options *options)
{
    char *error = NULL;
    struct http_options http = {.host = "127.0.0.1", .max_body = 8 << 20, .max_connections = 64};
    options->loop = site->loop = loop_new();
    site->api = api_with(options);
    site->http = http_server_start(site->loop, &http, (struct http_handler){answer, site->api->app}, &error);
    assert_non_null(site->http);
}

void site_stop(struct site *site)
{
    http_server_stop(site->http);
    assert_null(site->api->app->suspended.first);
    api_free(site->api);
    loop_free(site->loop);
}

struct http_client *site_client(const struct site *site)
{
    return http_client_open(site->loop, "127.0.0.1", http_server_port(site->http));
}

struct http_client *site_ask(const struct site *site, const char *method, const char *path, const char *body)
{
    struct http_client *client = site_client(site);
    http_client_text(client, "%s %s HTTP/1.1\r\nHost: t\r\nContent-Length: %zu\r\n\r\n%s", method, path,
                     strlen(body), body);
    return client;
}

json_t *site_told(struct http_client *client, unsigned status)
{
    struct http_reply reply;
    assert_true(http_client_reply(client, &reply));
    if (reply.status != status)
        fail_msg("%u instead of %u: %s", reply.status, status, reply.body);
    json_t *body = json_loads(reply.body, 0, NULL);
    http_reply_free(&reply);
    http_client_close(client);
    return body;
}
