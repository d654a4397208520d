#include "api/app.h"
#include "base/die.h"
#include "base/log.h"
#include "base/loop.h"
#include "commands.h"
#include "domain/catalogue.h"
#include "http/server.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What serving holds from start to end. */
struct service {
    const struct options *options;
    struct log *log;
    struct app *app;
    struct loop *loop;
    struct http_server *http;
};

static int complain(char *error)
{
    fprintf(stderr, "fakebyte: %s\n", error);
    free(error);
    return 1;
}

/* The catalogue that --connectors names, or NULL for the built-in one; false where the file is not one. */
static bool load_connectors(const char *path, struct catalogue **catalogue, char **error)
{
    *catalogue = NULL;
    if (!path)
        return true;
    json_error_t where;
    char *reason = NULL;
    json_auto_t *registry = json_load_file(path, 0, &where);
    if (registry)
        *catalogue = catalogue_load(registry, &reason);
    if (!registry)
        *error = must_printf("%s:%d: %s", path, where.line, where.text);
    else if (!*catalogue)
        *error = must_printf("%s: %s", path, reason);
    free(reason);
    return *catalogue != NULL;
}

static struct start start_of(const struct options *options)
{
    return (struct start){
        .seed = options->rng_seed,
        .clock_mode = options->clock.mode,
        .clock_factor = options->clock.factor,
        .clock_time = options->clock.start,
        .file = strcmp(options->db, ":memory:") == 0 ? NULL : options->db,
        .max_sandboxes = (size_t)options->max_sandboxes,
    };
}

static struct settings settings_of(const struct options *options)
{
    return (struct settings){
        .sync_span = options->sync_duration,
        .max_attempts = options->max_attempts,
        .auto_disable = options->auto_disable,
        .max_failed_jobs_in_a_row = options->max_failed_jobs_in_a_row,
        .max_days_of_only_failed_jobs = options->max_days_of_only_failed_jobs,
    };
}

static bool open_app(struct service *service, char **error)
{
    const struct options *options = service->options;
    struct api_options api = {
        .auth = (enum auth_mode)options->auth,
        .username = options->username,
        .password = options->password,
        .strict = options->strict,
        .check_replies = options->check_replies,
        .start = start_of(options),
        .settings = settings_of(options),
        .log = service->log,
    };
    if (!load_connectors(options->connectors, &api.catalogue, error))
        return false;
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
        .idle_seconds = (unsigned)(options->timeout / SECOND),
    };
    service->http =
        http_server_start(service->loop, &http, (struct http_handler){answer, service->app}, error);
    return service->http != NULL;
}

/* Aside, then renamed: whoever waits for the file never reads half of it. */
static bool write_port_file(const char *path, unsigned port, char **error)
{
    if (!path)
        return true;
    char *aside = must_printf("%s.tmp", path);
    FILE *file = fopen(aside, "w");
    bool written = file && fprintf(file, "%u\n", port) > 0;
    written = file && fclose(file) == 0 && written && rename(aside, path) == 0;
    if (!written)
        *error = must_printf("cannot write the port to %s: %s", path, strerror(errno));
    free(aside);
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
    service->loop = loop_new();
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
    if (service->loop)
        loop_free(service->loop);
    if (service->app)
        app_free(service->app);
    log_free(service->log);
}

int command_serve(const struct options *options)
{
    char *error = NULL;
    struct service service = {
        .options = options,
        .log = log_new((enum log_level)options->log_level, (enum log_format)options->log_format, stderr)};
    bool served = open_app(&service, &error) && run(&service, &error);
    close_service(&service);
    return served ? 0 : complain(error);
}
