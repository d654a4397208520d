#include "base/die.h"
#include "base/file.h"
#include "base/log.h"
#include "command/command.h"
#include "command/service.h"
#include "command/sweep/child.h"
#include "command/sweep/sweep_report.h"
#include "gateway/call_steps.h"
#include "gateway/route_table.h"
#include "gateway/settle.h"
#include "verdict/report.h"
#include "json/get.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum {
    BAD_STATUS = 3,           /* the exit status where a trial hung or left something behind */
    FIRST_LIMIT = 600 * 1000, /* ms that the first run gets where no option says so */
    LEAST_LIMIT = 10 * 1000,  /* ms that a run gets where no option says so, or ... */
    LIMIT_FACTOR = 10,        /* ... so many times what the first one took */
};

/* The command runs once to show which operations it calls, then once for each of them and each kind of
 * trouble. Everything happens on the server's own loop. */
struct sweep {
    struct service service;
    const struct options *options;
    struct trial first;
    struct trial *trials;
    size_t count, next, running;
    int64_t limit; /* ms of a run */
    char *error;   /* why there is no result; NULL while there is none */
};

static struct sandbox *sandbox_of(struct sweep *sweep, const struct trial *trial)
{
    return sandboxes_find(sweep->service.app->sandboxes, trial->sandbox);
}

static void stop(struct sweep *sweep)
{
    loop_stop(sweep->service.loop);
}

/* Steals the error. */
static void give_up(struct sweep *sweep, char *error)
{
    free(sweep->error);
    sweep->error = error;
    stop(sweep);
}

static void time_is_up(void *arg)
{
    struct trial *trial = arg;
    trial->outcome = OUTCOME_HUNG;
    child_kill(trial->pid);
}

static bool order_fault(struct sweep *sweep, const struct trial *trial, struct sandbox *sandbox)
{
    if (!trial->method)
        return true;
    struct problem problem = {0};
    json_auto_t *document =
        fault_kind_document(trial->fault, trial->method, trial->path, sweep->options->slow);
    if (faults_add(&sandbox->faults, document, &problem))
        return true;
    give_up(sweep, must_printf("%s: %s", trial->path, problem.message));
    problem_clear(&problem);
    return false;
}

static char *output_of(const struct sweep *sweep, const struct trial *trial)
{
    if (!trial->method)
        return must_strdup("");
    return sweep->options->logs ? must_printf("%s/%s.log", sweep->options->logs, trial->sandbox) : NULL;
}

static void launch(struct sweep *sweep, struct trial *trial)
{
    char *error = NULL, *output = output_of(sweep, trial);
    struct sandbox *sandbox = sandboxes_open(sweep->service.app->sandboxes, trial->sandbox, &error);
    struct child_place place = {http_server_port(sweep->service.http), trial->sandbox};
    trial->timer = (struct loop_timer){.callback = time_is_up, .arg = trial};
    trial->began = loop_now();
    if (!sandbox || (order_fault(sweep, trial, sandbox) &&
                     !child_start(sweep->options, &place, output, &trial->pid, &error)))
        give_up(sweep, error);
    free(output);
    if (!trial->pid)
        return;
    sweep->running++;
    loop_timer_at(sweep->service.loop, &trial->timer, trial->began + sweep->limit);
}

static void launch_more(struct sweep *sweep)
{
    while (sweep->next < sweep->count && sweep->running < (size_t)sweep->options->jobs && !sweep->error)
        launch(sweep, &sweep->trials[sweep->next++]);
    if (sweep->running == 0)
        stop(sweep);
}

/* What the command does wrong without any fault is not what a sweep is for. */
static bool is_new(const struct sweep *sweep, const char *code)
{
    for (size_t i = 0; i < json_array_size(sweep->first.problems); i++)
        if (get_is(json_array_get(sweep->first.problems, i), "code", code))
            return false;
    return strcmp(code, "unused-fault") != 0;
}

static bool is_about_job(const char *code)
{
    return strcmp(code, "job-left-running") == 0 || strcmp(code, "never-cancelled") == 0;
}

static void judge(struct sweep *sweep, struct trial *trial, struct sandbox *sandbox)
{
    struct verdicts verdicts = verdicts_find(sweep->service.app, sandbox, NULL, NULL);
    json_auto_t *all = report_list(&verdicts);
    size_t index;
    json_t *problem, *own = json_array();
    verdicts_free(&verdicts);
    json_array_foreach (all, index, problem)
        if (is_new(sweep, get_text(problem, "code"))) {
            json_array_append(own, problem);
            trial->job_left = trial->job_left || is_about_job(get_text(problem, "code"));
        }
    trial->problems = own;
    trial->met = !trial->method || sandbox->faults.items[sandbox->faults.count - 1]->fired > 0;
}

static bool is_listed(const struct trial *trials, size_t count, const struct route *route)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(trials[i].path, route->path) == 0 && strcmp(trials[i].method, route->method) == 0)
            return true;
    return false;
}

static void plan_trials(struct sweep *sweep, const struct route *route)
{
    for (size_t kind = 0; kind < fault_kinds() && sweep->count < (size_t)sweep->options->max_runs; kind++) {
        struct trial *trial = &sweep->trials[sweep->count++];
        *trial = (struct trial){
            .method = route->method, .path = must_strdup(route->path), .fault = kind, .sweep = sweep};
        snprintf(trial->sandbox, sizeof trial->sandbox, "sweep-%zu", sweep->count);
    }
}

/* One trial for each operation that the first run called and each kind of fault. */
static void plan_all(struct sweep *sweep, struct sandbox *sandbox)
{
    const struct request_log *log = &sandbox->requests;
    sweep->trials = must_zalloc((size_t)sweep->options->max_runs * sizeof *sweep->trials);
    for (size_t i = 0; i < log->count; i++) {
        char *allow = NULL;
        const struct logged_request *request = request_log_at(log, i);
        const struct route *route =
            route_find(sweep->service.app->routes, request->method, request->path, &allow);
        free(allow);
        if (request->operation && route && !is_listed(sweep->trials, sweep->count, route))
            plan_trials(sweep, route);
    }
}

static void end_first(struct sweep *sweep, struct trial *trial, struct sandbox *sandbox)
{
    if (trial->outcome != OUTCOME_SURVIVED) {
        give_up(sweep, must_printf("the command %s without any fault: nothing can be learnt from more runs",
                                   trial->outcome == OUTCOME_HUNG ? "hangs" : "fails"));
        return;
    }
    plan_all(sweep, sandbox);
    if (sweep->count == 0)
        give_up(sweep, must_strdup("the command called no operation at FAKEBYTE_URL"));
    int64_t usual = trial->took * LIMIT_FACTOR;
    if (!sweep->options->run_timeout)
        sweep->limit = usual > LEAST_LIMIT ? usual : LEAST_LIMIT;
}

static void remove_sandbox(struct sweep *sweep, const struct trial *trial)
{
    char *error = NULL;
    if (!sandboxes_delete(sweep->service.app->sandboxes, trial->sandbox, &error) && error)
        give_up(sweep, error);
}

static void end_trial(struct sweep *sweep, struct trial *trial, int status)
{
    struct app *app = sweep->service.app;
    struct sandbox *sandbox = sandbox_of(sweep, trial);
    bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    loop_timer_cancel(sweep->service.loop, &trial->timer);
    trial->pid = 0;
    trial->took = loop_now() - trial->began;
    if (trial->outcome == OUTCOME_UNKNOWN)
        trial->outcome = well ? OUTCOME_SURVIVED : OUTCOME_FAILED;
    sweep->running--;
    if (sandbox) {
        settle(app, sandbox);
        judge(sweep, trial, sandbox);
        calls_end(app, sandbox, CALLS_ALL, "was taken away");
        if (!trial->method)
            end_first(sweep, trial, sandbox);
        remove_sandbox(sweep, trial);
    }
    launch_more(sweep);
}

static struct trial *trial_of(struct sweep *sweep, pid_t pid)
{
    if (sweep->first.pid == pid)
        return &sweep->first;
    for (size_t i = 0; i < sweep->count; i++)
        if (sweep->trials[i].pid == pid)
            return &sweep->trials[i];
    return NULL;
}

static void reap(struct sweep *sweep)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        struct trial *trial = trial_of(sweep, pid);
        if (trial)
            end_trial(sweep, trial, status);
    }
}

static void hear_signal(void *arg, int signal)
{
    if (signal == SIGCHLD)
        reap(arg);
    else
        give_up(arg, must_strdup("stopped"));
}

static void listen_to_signals(struct sweep *sweep)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    loop_signals(sweep->service.loop, &signals, hear_signal, sweep);
}

static void kill_running(struct sweep *sweep)
{
    if (sweep->first.pid)
        child_kill(sweep->first.pid);
    for (size_t i = 0; i < sweep->count; i++)
        if (sweep->trials[i].pid)
            child_kill(sweep->trials[i].pid);
}

static bool run(struct sweep *sweep)
{
    listen_to_signals(sweep);
    if (!service_listen(&sweep->service, &sweep->error))
        return false;
    launch(sweep, &sweep->first);
    if (!sweep->error)
        loop_run(sweep->service.loop);
    kill_running(sweep);
    return !sweep->error;
}

static bool write_report(const struct sweep *sweep, char **error)
{
    if (!sweep->options->report)
        return true;
    char *text = sweep_junit(sweep->trials, sweep->count);
    bool written = file_replace(sweep->options->report, text, 0644, error);
    free(text);
    return written;
}

static int tell(const struct sweep *sweep)
{
    size_t bad = 0;
    char *table = sweep_table(sweep->trials, sweep->count);
    for (size_t i = 0; i < sweep->count; i++)
        bad += trial_is_bad(&sweep->trials[i]);
    printf("%zu runs, one fault each; %zu hung, left a job or have problems\n\n%s", sweep->count, bad, table);
    free(table);
    return bad ? BAD_STATUS : 0;
}

static void sweep_free(struct sweep *sweep)
{
    service_close(&sweep->service);
    for (size_t i = 0; i < sweep->count; i++) {
        free(sweep->trials[i].path);
        json_decref(sweep->trials[i].problems);
    }
    json_decref(sweep->first.problems);
    free(sweep->trials);
}

/* Its own server chooses a port, and says nothing of each call. */
static struct options own_options(const struct options *options)
{
    struct options own = *options;
    own.port = 0;
    own.log_level = LOG_WARN;
    return own;
}

int command_sweep(const struct options *given)
{
    const struct options own = own_options(given), *options = &own;
    struct sweep sweep = {.options = options, .first = {.sandbox = "sweep", .sweep = &sweep}};
    sweep.limit = options->run_timeout ? options->run_timeout : FIRST_LIMIT;
    bool good = service_open(&sweep.service, options, &sweep.error) && run(&sweep) &&
                write_report(&sweep, &sweep.error);
    int status = good ? tell(&sweep) : command_complain(sweep.error);
    sweep_free(&sweep);
    return status;
}
