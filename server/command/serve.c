#include "base/die.h"
#include "base/file.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/moment.h"
#include "command/app_options.h"
#include "command/command.h"
#include "command/exit_report.h"
#include "fixture/files.h"
#include "gateway/settle.h"
#include "http/server.h"
#include "outbound/post.h"
#include "json/print.h"
#include "json/read.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROBLEMS_STATUS = 3 }; /* the exit status of --fail-on-problems */

/* What serving holds from start to end. */
struct service {
    const struct options *options;
    struct log *log;
    struct app *app;
    struct loop *loop;
    struct poster *poster; /* NULL where nothing may be posted */
    struct http_server *http;
};

static bool find_fixtures(const struct options *options, struct fixture_files *files,
                          struct fixture_mistake *mistake)
{
    if (!fixture_files_add_if_there(files, FIXTURES_FOLDER, mistake))
        return false;
    for (size_t i = 0; i < options->fixtures.count; i++)
        if (!fixture_files_add(files, options->fixtures.items[i], mistake))
            return false;
    return true;
}

/* All of every file, or no start. */
static bool load_fixtures(const void *options, struct world *world, struct faults *faults, char **error)
{
    struct fixture_files files = {0};
    struct fixture fixture = {.world = world, .faults = faults};
    bool loaded = find_fixtures(options, &files, &fixture.mistake) && fixture_files_load(&files, &fixture);
    if (!loaded)
        *error = fixture_mistake_text(&fixture.mistake);
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

static void answer(void *context, struct exchange *exchange)
{
    app_answer(context, exchange);
}

static bool listen_on(struct service *service, char **error)
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

static bool write_port_file(const char *path, unsigned port, char **error)
{
    if (!path)
        return true;
    char *text = must_printf("%u\n", port);
    bool written = file_replace(path, text, 0644, error);
    free(text);
    return written;
}

/* What fell due since the last request has happened, but for what would keep the end waiting. */
static void settle_last(const struct service *service, struct sandbox *sandbox)
{
    if (!settle(service->app, sandbox))
        log_line(service->log, LOG_WARN, "the export shows %s: what falls due from then until %s is left out",
                 moment_format(sandbox->world.now).text, moment_format(sandbox->goal).text);
}

static char *export_text(struct sandbox *sandbox)
{
    char *compact = fixture_export(&sandbox->world, &sandbox->faults);
    json_auto_t *fixture = json_stored(compact);
    free(compact);
    return json_print_indented(fixture);
}

/* As it is at the end. One that was taken away is as it is when it is used next. */
static bool write_export(const struct service *service, char **error)
{
    if (!service->options->export_on_exit)
        return true;
    struct sandbox *sandbox = sandboxes_open(service->app->sandboxes, "default", error);
    if (!sandbox)
        return false;
    settle_last(service, sandbox);
    char *text = export_text(sandbox);
    bool written = file_replace(service->options->export_on_exit, text, 0600, error);
    free(text);
    return written;
}

static void announce(const struct service *service)
{
    const char *host = service->options->host;
    const char *open = strchr(host, ':') ? "[" : "", *close = strchr(host, ':') ? "]" : "";
    log_line(service->log, LOG_INFO, "random seed %" PRIu64, service->options->rng_seed);
    printf("fakebyte ready on http://%s%s%s:%u\n", open, host, close, http_server_port(service->http));
    fflush(stdout);
}

static void stop(void *arg)
{
    struct service *service = arg;
    loop_stop(service->loop);
}

static void begin_to_stop(void *arg, int signal)
{
    struct service *service = arg;
    (void)signal;
    http_server_drain(service->http, stop, service);
}

static bool run(struct service *service, char **error)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    loop_signals(service->loop, &signals, begin_to_stop, service);
    if (!listen_on(service, error) ||
        !write_port_file(service->options->port_file, http_server_port(service->http), error))
        return false;
    announce(service);
    loop_run(service->loop);
    return true;
}

static void close_service(struct service *service)
{
    if (service->http)
        http_server_stop(service->http);
    if (service->app)
        app_free(service->app);
    poster_free(service->poster);
    loop_free(service->loop);
    log_free(service->log);
}

int command_serve(const struct options *options)
{
    char *error = NULL;
    size_t problems = 0;
    if (!exit_report_check(options, &error)) {
        command_complain(error);
        return 2;
    }
    struct service service = {
        .options = options,
        .loop = loop_new(),
        .log = log_new((enum log_level)options->log_level, (enum log_format)options->log_format, stderr)};
    service.poster = open_poster(service.loop, options);
    bool served = open_app(&service, &error) && run(&service, &error) && write_export(&service, &error) &&
                  exit_report_write(options, service.app, &problems, &error);
    close_service(&service);
    if (!served)
        return command_complain(error);
    return options->fail_on_problems && problems ? PROBLEMS_STATUS : 0;
}
