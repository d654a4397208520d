#include "api/public/java_time.h"
#include "api/public/page.h"
#include "api/routes.h"
#include "base/moment.h"
#include "domain/connection/connection_record.h"
#include "domain/job/job_page.h"
#include "domain/run/simulation.h"
#include "domain/run/skip_clock.h"
#include "json/get.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What has been moved is left out of the reply to a job that was only just made. */
static void write_committed(struct writer *writer, struct world *world, const struct job *job)
{
    struct job_committed committed = job_committed(world, job->id);
    write_integer(writer, "bytesSynced", committed.bytes);
    write_integer(writer, "rowsSynced", committed.records);
}

/* JobResponse: docs/behaviour/public-api.md#jobs */
static void write_job_response(struct writer *writer, struct world *world, const struct job *job,
                               bool committed)
{
    enum job_type type = job_type(job);
    write_object(writer, NULL);
    write_integer(writer, "jobId", job->id);
    write_text(writer, "status", job_status_name(job->status));
    write_text(writer, "jobType", type == JOB_RESET ? "reset" : job_type_name(type));
    write_text(writer, "startTime", java_instant(job->created_at).text);
    write_text(writer, "connectionId", job->connection_id);
    if (job_status_terminal(job->status))
        write_text(writer, "lastUpdatedAt", java_instant(job->updated_at).text);
    if (job->status != JOB_PENDING)
        write_text(writer, "duration", java_duration(job->updated_at - job->created_at).text);
    if (committed)
        write_committed(writer, world, job);
    write_object_end(writer);
}

static bool reply_job(struct call *call, struct job *job, bool committed)
{
    struct writer writer = {0};
    write_job_response(&writer, call->world, job, committed);
    job_free(job);
    return reply_document(call, writer_take(&writer));
}

static bool not_running(struct world *world)
{
    problem_clear(&world->problem);
    return problem_coded(&world->problem, PROBLEM_CONFLICT, "state-conflict", NULL,
                         "Job is not currently running");
}

/* An unknown job is one that does not run. */
static bool load_job(struct call *call, struct job *job)
{
    return job_load(call->world, parameter_integer(call, "jobId", 0), job) || not_running(call->world);
}

bool public_jobs_get(struct call *call)
{
    struct job job;
    if (!load_job(call, &job))
        return false;
    if (skip_clock_poll(call->world, &job)) {
        job_free(&job);
        load_job(call, &job);
    }
    return reply_job(call, &job, true);
}

bool public_jobs_cancel(struct call *call)
{
    struct job job;
    if (!load_job(call, &job))
        return false;
    if (job_status_terminal(job.status)) {
        job_free(&job);
        return not_running(call->world);
    }
    simulation_cancel(call->world, &job);
    return reply_job(call, &job, true);
}

static bool connection_runs(struct world *world, const char *id)
{
    json_auto_t *outline = connection_outline(world, id);
    if (!outline)
        return false;
    return get_is(outline, "status", "active") ||
           problem_coded(&world->problem, PROBLEM_CONFLICT, "state-conflict", NULL,
                         "Could not fulfill request");
}

static bool start_reset(struct world *world, const char *id, struct job *job)
{
    return simulation_reset(world, id, NULL, false, job);
}

static bool refuse_refresh(struct world *world, const char *id, struct job *job)
{
    (void)id;
    (void)job;
    return problem_coded(&world->problem, PROBLEM_INVALID, "unprocessable-entity", NULL,
                         "Refreshes are not supported in the public API");
}

static const struct {
    const char *type;
    bool (*start)(struct world *world, const char *connection_id, struct job *job);
} starts[] = {
    {"sync", simulation_sync}, {"reset", start_reset}, {"clear", start_reset}, {"refresh", refuse_refresh}};

bool public_jobs_create(struct call *call)
{
    struct job job;
    const char *id = body_text(call, "connectionId");
    size_t i = 0;
    while (strcmp(starts[i].type, body_text(call, "jobType")) != 0)
        i++;
    return connection_runs(call->world, id) && starts[i].start(call->world, id, &job) &&
           reply_job(call, &job, false);
}

/* "createdAt|DESC": the field in any case, with or without underscores. */
static bool is_field(const char *text, size_t size, const char *field)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] != '_') {
            if (strncasecmp(text + i, field, 1) != 0)
                return false;
            field++;
        }
    return *field == '\0';
}

static bool read_order(struct call *call, struct job_page *page)
{
    const char *order = parameter_text(call, "orderBy"), *bar = order ? strchr(order, '|') : NULL;
    if (!order)
        return true;
    size_t size = bar ? (size_t)(bar - order) : 0;
    page->by_update = is_field(order, size, "updatedAt");
    page->descending = bar && strcasecmp(bar + 1, "DESC") == 0;
    bool known = page->by_update || is_field(order, size, "createdAt");
    bool directed = page->descending || (bar && strcasecmp(bar + 1, "ASC") == 0);
    return (known && directed) || problem_coded(&call->world->problem, PROBLEM_REFUSED, "bad-request", NULL,
                                                "Invalid order by clause provided: %s", order);
}

static int64_t time_of(const struct call *call, const char *name, int64_t otherwise)
{
    int64_t moment;
    const char *text = parameter_text(call, name);
    return text && moment_parse(text, &moment) ? moment : otherwise;
}

/* Jobs are stored under the Config API's names; one that is never made matches nothing. */
static const char *config_type_of(const char *type)
{
    if (type && strcmp(type, "reset") == 0)
        return "reset_connection";
    return type;
}

static struct job_page jobs_asked_for(const struct call *call, const struct list_page *page)
{
    const char *connection_id = parameter_text(call, "connectionId");
    return (struct job_page){.connection_id = connection_id,
                             .workspace_ids = connection_id ? NULL : page->workspace_ids,
                             .config_type = config_type_of(parameter_text(call, "jobType")),
                             .status = parameter_text(call, "status"),
                             .created_from = time_of(call, "createdAtStart", INT64_MIN),
                             .created_to = time_of(call, "createdAtEnd", INT64_MAX),
                             .updated_from = time_of(call, "updatedAtStart", INT64_MIN),
                             .updated_to = time_of(call, "updatedAtEnd", INT64_MAX),
                             .limit = page->limit,
                             .offset = page->offset};
}

/* Polling a list makes time go on as polling its jobs does. */
static void poll_connection(struct call *call)
{
    struct job open;
    const char *id = parameter_text(call, "connectionId");
    if (!id || !job_load_open(call->world, id, &open))
        return;
    skip_clock_poll(call->world, &open);
    job_free(&open);
}

static int64_t write_jobs(struct writer *data, struct world *world, const struct job_page *asked)
{
    int64_t count = 0;
    struct job job;
    struct rows *rows = job_page(world, asked);
    write_array(data, NULL);
    for (; rows_next(rows); count++) {
        job_read(rows, &job);
        write_job_response(data, world, &job, true);
        job_free(&job);
    }
    write_array_end(data);
    return count;
}

bool public_jobs_list(struct call *call)
{
    struct list_page page = page_of(call);
    struct job_page asked = jobs_asked_for(call, &page);
    struct writer data = {0};
    poll_connection(call);
    bool good = read_order(call, &asked);
    int64_t count = good ? write_jobs(&data, call->world, &asked) : 0;
    page_free(&page);
    return good && reply_page(call, &data, count, "jobType connectionId workspaceIds");
}
