#include "api/routes.h"
#include "base/moment.h"
#include "gateway/app.h"
#include "gateway/call_work.h"
#include "gateway/metrics.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool admin_version(struct call *call)
{
    json_t *version = call->app->options.version;
    return reply_json(call, version ? json_incref(version)
                                    : json_pack("{ss ss}", "name", "fakebyte", "version", FAKEBYTE_VERSION));
}

bool admin_config(struct call *call)
{
    json_t *options = call->app->options.config;
    return reply_json(call, json_pack("{so}", "options", options ? json_incref(options) : json_array()));
}

/* Bytes of memory that the process has in use; 0 where the system does not say. */
static int64_t resident_bytes(void)
{
    long whole, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%ld %ld", &whole, &resident) != 2)
        resident = 0;
    if (file)
        fclose(file);
    return resident * sysconf(_SC_PAGESIZE);
}

static void add_gauge(struct text *text, const char *name, const char *help, int64_t value)
{
    text_add_format(text, "# HELP %s %s\n# TYPE %s gauge\n%s %" PRId64 "\n", name, help, name, name, value);
}

/* Large ones take long. */
static void learn_jobs(struct call *call, struct sandbox *sandbox)
{
    if (sandbox->world.work && sandbox != call->sandbox)
        return;
    call_work_hold(call, sandbox);
    sandbox_learn_jobs(sandbox);
    call_work_let_go(call, sandbox);
}

static void add_jobs(struct call *call, struct text *text)
{
    int64_t counts[JOB_STATUSES] = {0};
    struct sandboxes *sandboxes = call->app->sandboxes;
    for (size_t i = 0; i < sandboxes_count(sandboxes); i++)
        learn_jobs(call, sandboxes_at(sandboxes, i));
    for (size_t i = 0; i < sandboxes_count(sandboxes); i++)
        sandbox_count_jobs(sandboxes_at(sandboxes, i), counts);
    text_add(text, "# HELP fakebyte_jobs Jobs that there are, by status.\n# TYPE fakebyte_jobs gauge\n");
    for (int status = 0; status < JOB_STATUSES; status++)
        text_add_format(text, "fakebyte_jobs{status=\"%s\"} %" PRId64 "\n",
                        job_status_name((enum job_status)status), counts[status]);
}

bool admin_metrics(struct call *call)
{
    struct text text = {0};
    const struct app *app = call->app;
    text_add_format(&text,
                    "# HELP fakebyte_info The build.\n# TYPE fakebyte_info gauge\n"
                    "fakebyte_info{version=\"%s\"} 1\n",
                    FAKEBYTE_VERSION);
    metrics_write(app->metrics, &text);
    add_jobs(call, &text);
    add_gauge(&text, "fakebyte_sandboxes", "Sandboxes that there are.",
              (int64_t)sandboxes_count(app->sandboxes));
    add_gauge(&text, "fakebyte_uptime_seconds", "Since the start.", (moment_now() - app->started) / 1000);
    add_gauge(&text, "process_resident_memory_bytes", "Memory in use.", resident_bytes());
    size_t size = text.size;
    reply_set(&call->exchange->reply, 200, "text/plain; version=0.0.4; charset=utf-8", text_take(&text),
              size);
    return true;
}
