#include "support/site.h"

static void answer(void *context, struct exchange *exchange)
{
    app_answer(context, exchange);
}

void site_start(struct site *site)
{
    char *error = NULL;
    struct http_options http = {.host = "127.0.0.1", .max_body = 8 << 20, .max_connections = 64};
    struct api_options options = api_test_options();
    options.loop = site->loop = loop_new();
    site->api = api_with(&options);
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
