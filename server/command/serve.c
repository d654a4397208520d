#include "base/die.h"
#include "base/file.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/moment.h"
#include "command/command.h"
#include "command/exit_report.h"
#include "command/service.h"
#include "fixture/fixture.h"
#include "gateway/settle.h"
#include "json/print.h"
#include "json/read.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PROBLEMS_STATUS = 3 }; /* the exit status of --fail-on-problems */

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
    json_auto_t *fixture = json_take(compact);
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
    if (!service_listen(service, error) ||
        !write_port_file(service->options->port_file, http_server_port(service->http), error))
        return false;
    announce(service);
    loop_run(service->loop);
    return true;
}

int command_serve(const struct options *options)
{
    char *error = NULL;
    size_t problems = 0;
    if (!exit_report_check(options, &error)) {
        command_complain(error);
        return 2;
    }
    struct service service;
    bool served = service_open(&service, options, &error) && run(&service, &error) &&
                  write_export(&service, &error) &&
                  exit_report_write(options, service.app, &problems, &error);
    service_close(&service);
    if (!served)
        return command_complain(error);
    return options->fail_on_problems && problems ? PROBLEMS_STATUS : 0;
}
