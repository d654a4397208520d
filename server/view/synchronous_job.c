#include "view/synchronous_job.h"

#include "base/die.h"
#include "base/moment.h"

#include <stdlib.h>
#include <string.h>

static json_t *job_read(const char *id, const char *config_type, const char *config_id, int64_t when,
                        bool succeeded, json_t *lines)
{
    return json_pack("{ss ss ss sI sI sb sb s{so}}", "id", id, "configType", config_type, "configId",
                     config_id, "createdAt", (json_int_t)when, "endedAt", (json_int_t)when, "succeeded",
                     succeeded, "connectorConfigurationUpdated", false, "logs", "logLines", lines);
}

json_t *synchronous_job(struct world *world, const char *config_type, const char *config_id, bool succeeded)
{
    struct uuid id = world_uuid(world);
    return job_read(id.text, config_type, config_id, world->now, succeeded, json_array());
}

json_t *synchronous_job_cached(struct world *world)
{
    struct uuid id = world_uuid(world);
    return job_read(id.text, "discover_schema", "NoConfiguration", 0, true, json_array());
}

/* "2026-01-01 00:00:00": the logs' own form. */
static struct moment_text log_stamp(int64_t now)
{
    struct moment_text stamp = moment_format(now);
    stamp.text[strlen("2026-01-01")] = ' ';
    stamp.text[strlen("2026-01-01 00:00:00")] = '\0';
    return stamp;
}

#define INFO "\x1b[32mINFO\x1b[m"
#define ERROR "\x1b[1;31mERROR\x1b[m"

static void add_line(json_t *lines, const char *stamp, const char *level, const char *place, const char *said)
{
    int first_line = (int)strcspn(said, "\n");
    json_array_append_new(lines, json_sprintf("%s %s %s - %.*s", stamp, level, place, first_line, said));
}

static const char *command_of(const struct synchronous_run *run)
{
    return strcmp(run->config_type, "discover_schema") == 0 ? "discover" : "check";
}

/* In the real server's layout (docs/behaviour/logs.md#layouts), in our own words. */
static json_t *log_of(const struct world *world, const struct synchronous_run *run, const char *id)
{
    static const char wrapper[] = "i.a.w.t.TemporalAttemptExecution(get):141";
    struct moment_text stamp = log_stamp(world->now);
    json_t *lines = json_array();
    char *file = must_printf("job log file is /tmp/workspace/%s/0/logs.log", id);
    char *platform = must_printf("worker wrapper starting, platform %s", release_version(world->release));
    char *start = must_printf("running %s %s", run->image, command_of(run));
    char *end = must_printf("%s is done", command_of(run));
    add_line(lines, stamp.text, INFO, wrapper, file);
    add_line(lines, stamp.text, INFO, wrapper, platform);
    add_line(lines, stamp.text, INFO, "i.a.w.p.DockerProcessFactory(create):120", start);
    if (run->complaint)
        add_line(lines, stamp.text, ERROR, "i.a.w.i.DefaultAirbyteStreamFactory(internalLog):168",
                 run->complaint);
    add_line(lines, stamp.text, INFO, wrapper, end);
    free(end);
    free(start);
    free(platform);
    free(file);
    return lines;
}

json_t *synchronous_job_ran(struct world *world, const struct synchronous_run *run)
{
    struct uuid id = world_uuid(world);
    char *config_id = must_printf("Optional[%s]", run->definition_id);
    json_t *lines = log_of(world, run, id.text);
    json_t *job = job_read(id.text, run->config_type, config_id, world->now, run->succeeded, lines);
    free(config_id);
    return job;
}
