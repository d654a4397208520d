#include "torture/victim.h"

#include "torture/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#define leaks() (__lsan_do_recoverable_leak_check() != 0)

/* A process that keeps little of what was freed forks sooner. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "quarantine_size_mb=4";
}
#else
#define leaks() false
#endif

/* A 503 may only say that a sandbox is not to be had. */
static bool refuses(const struct reply *reply)
{
    return reply->status == 503 && reply->body && strstr(reply->body, "sandbox");
}

/* Whether the next step is to be done. */
static bool take_step(struct app *app, const char *sandbox, const struct step *step, struct report *report)
{
    struct reply reply = ask(app, sandbox, step);
    bool answered = reply.status == step->status;
    report->answered += answered;
    report->refused = refuses(&reply);
    if (!answered && !report->refused)
        snprintf(report->wrong, sizeof report->wrong, "%s: %u %s", step->path, reply.status,
                 reply.body ? reply.body : "");
    reply_clear(&reply);
    return answered;
}

static void take_steps(const struct ground *ground, const struct scenario *scenario, struct app *app,
                       bool keep, struct report *report)
{
    const char *sandbox = scenario->whole_life ? "default" : SUBJECT;
    for (size_t i = 0; i < scenario_steps(scenario); i++) {
        if (!take_step(app, sandbox, &scenario->steps[i], report))
            return;
        if (keep)
            ground_keep(ground, i + 1);
    }
}

_Noreturn static void end(struct report *report, int status)
{
    report->happened = failing_happened();
    for (int kind = 0; kind < FAILING_KINDS; kind++)
        report->counts[kind] = failing_count((enum failing)kind);
    report->leaked = leaks();
    _exit(status);
}

/* As `fakebyte serve` does without its socket. */
static void live(const struct ground *ground, const struct scenario *scenario, bool keep,
                 struct report *report)
{
    char *file = ground_file(ground, SUBJECT), *error = NULL;
    failing_begin();
    struct app *app = ground_server(file, &error);
    failing_end();
    if (app) {
        take_steps(ground, scenario, app, keep, report);
        failing_begin();
        app_free(app);
        failing_end();
    }
    free(file);
    if (app)
        return;
    fprintf(stderr, "fakebyte: %s\n", error);
    free(error);
    report->refused = true;
    end(report, 1);
}

_Noreturn void victim_run(const struct ground *ground, const struct scenario *scenario, bool keep,
                          struct report *report)
{
    char *error = NULL;
    if (keep)
        ground_keep(ground, 0);
    if (scenario->open)
        sandboxes_open(ground->app->sandboxes, SUBJECT, &error);
    if (scenario->whole_life)
        live(ground, scenario, keep, report);
    else
        take_steps(ground, scenario, ground->app, keep, report);
    end(report, 0);
}
