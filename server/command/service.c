#include "command/service.h"

#include "base/log.h"
#include "base/loop.h"
#include "command/app_options.h"
#include "command/command.h"
#include "fixture/files.h"
#include "outbound/post.h"

#include <stdio.h>

static bool find_fixtures(const struct options *options, struct fixture_files *files,
                          struct fixture_mistakes *mistakes)
{
    if (!fixture_files_add_if_there(files, FIXTURES_FOLDER, mistakes))
        return false;
    for (size_t i = 0; i < options->fixtures.count; i++)
        if (!fixture_files_add(files, options->fixtures.items[i], mistakes))
            return false;
    return true;
}

/* All of every file, or no start. */
static bool load_fixtures(const void *options, struct world *world, struct faults *faults, char **error)
{
    struct fixture_files files = {0};
    struct fixture fixture = {.world = world, .faults = faults};
    bool loaded = (!((const struct options *)options)->demo || fixture_demo_load(&fixture)) &&
                  find_fixtures(options, &files, &fixture.mistakes) && fixture_files_load(&files, &fixture);
    if (!loaded)
        *error = fixture_mistake_text(fixture.mistakes.items);
    fixture_free(&fixture);
    fixture_files_free(&files);
    return loaded;
}

/* Nothing is ever posted where --webhooks says off. */
static struct poster *open_poster(struct loop *loop, const struct options *options)
{
    struct post_options post = {.targets = options->webhooks == WEBHOOKS_ANY ? POST_TO_ANY : POST_TO_LOOPBACK,
                                .limit = POST_LIMIT};
    return options->webhooks == WEBHOOKS_OFF ? NULL : poster_new(loop, &post);
}

static bool open_app(struct service *service, char **error)
{
    struct api_options api;
    if (!app_options_of(service->options, service->log, &api, error))
        return false;
    api.loop = service->loop;
    api.poster = service->poster;
    api.version = version_describe();
    api.config = options_list(service->options);
    api.preparation = (struct preparation){load_fixtures, service->options};
    service->app = app_new(&api, error);
    return service->app != NULL;
}

bool service_open(struct service *service, const struct options *options, char **error)
{
    *service = (struct service){
        .options = options,
        .loop = loop_new(),
        .log = log_new((enum log_level)options->log_level, (enum log_format)options->log_format, stderr)};
    service->poster = open_poster(service->loop, options);
    return open_app(service, error);
}

static void answer(void *context, struct exchange *exchange)
{
    app_answer(context, exchange);
}

bool service_listen(struct service *service, char **error)
{
    const struct options *options = service->options;
    struct http_options http = {
        .host = options->host,
        .port = (unsigned)options->port,
        .max_body = (size_t)options->max_body,
        .max_connections = (unsigned)options->max_connections,
        .always = "/__admin/livez",
        .idle_seconds = (unsigned)(options->timeout / SECOND),
    };
    service->http =
        http_server_start(service->loop, &http, (struct http_handler){answer, service->app}, error);
    return service->http != NULL;
}

void service_close(struct service *service)
{
    if (service->http)
        http_server_stop(service->http);
    if (service->app)
        app_free(service->app);
    poster_free(service->poster);
    loop_free(service->loop);
    log_free(service->log);
}
