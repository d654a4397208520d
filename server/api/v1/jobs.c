#include "api/routes.h"
#include "base/moment.h"
#include "domain/job/job_list.h"
#include "domain/run/simulation.h"
#include "domain/run/skip_clock.h"
#include "view/job.h"
#include "view/job_debug.h"
#include "view/normalization_status.h"
#include "json/get.h"
#include "json/writer.h"

#include <string.h>

enum { PAGE_SIZE = 200 };

/* What a client polls; in the clock mode "skip" polling makes time go on, and what happens then comes first.
 */
static bool show_polled(struct call *call, bool (*show)(struct call *call))
{
    struct job job;
    if (call->world->clock.mode != CLOCK_SKIP)
        return show(call);
    if (!job_load(call->world, body_integer(call, "id", 0), &job))
        return false;
    bool went_on = skip_clock_poll(call->world, &job);
    job_free(&job);
    return went_on ? call_again(call, show) : show(call);
}

/* The same for what shows a connection's newest job. */
static bool show_polled_connection(struct call *call, const char *connection_id,
                                   bool (*show)(struct call *call))
{
    struct job open;
    if (call->world->clock.mode != CLOCK_SKIP || !job_load_open(call->world, connection_id, &open))
        return show(call);
    bool went_on = skip_clock_poll(call->world, &open);
    job_free(&open);
    return went_on ? call_again(call, show) : show(call);
}

static bool reply_info(struct call *call, char *(*info_of)(struct world *world, const struct job *job))
{
    struct job job;
    if (!job_load(call->world, body_integer(call, "id", 0), &job))
        return false;
    char *info = info_of(call->world, &job);
    job_free(&job);
    return reply_document(call, info);
}

static bool show_job(struct call *call)
{
    return reply_info(call, job_info);
}

static bool show_job_without_logs(struct call *call)
{
    return reply_info(call, job_info_without_logs);
}

bool jobs_get(struct call *call)
{
    return show_polled(call, show_job);
}

bool jobs_get_without_logs(struct call *call)
{
    return show_polled(call, show_job_without_logs);
}

/* {"job": JobRead} */
static char *only_job(const struct job *job)
{
    struct writer writer = {0};
    write_object(&writer, NULL);
    write_job(&writer, "job", job);
    write_object_end(&writer);
    return writer_take(&writer);
}

static bool show_only_job(struct call *call)
{
    struct job job;
    if (!job_load(call->world, body_integer(call, "id", 0), &job))
        return false;
    char *reply = only_job(&job);
    job_free(&job);
    return reply_document(call, reply);
}

bool jobs_get_light(struct call *call)
{
    return show_polled(call, show_only_job);
}

static bool show_last_job(struct call *call)
{
    struct job job;
    if (!job_load_last(call->world, body_text(call, "connectionId"), &job))
        return reply_json(call, json_object());
    char *reply = only_job(&job);
    job_free(&job);
    return reply_document(call, reply);
}

bool jobs_get_last_replication_job(struct call *call)
{
    return show_polled_connection(call, body_text(call, "connectionId"), show_last_job);
}

bool jobs_cancel(struct call *call)
{
    struct job job;
    if (!job_load(call->world, body_integer(call, "id", 0), &job))
        return false;
    simulation_cancel(call->world, &job);
    char *info = job_info(call->world, &job);
    job_free(&job);
    return reply_document(call, info);
}

bool jobs_get_debug_info(struct call *call)
{
    struct job job;
    if (!job_load(call->world, body_integer(call, "id", 0), &job))
        return false;
    char *info = job_debug_info(call->world, &job);
    job_free(&job);
    return reply_document(call, info);
}

bool jobs_get_normalization_status(struct call *call)
{
    return reply_document(call, normalization_statuses(call->world, body_integer(call, "id", 0)));
}

static int64_t paging(struct call *call, const char *name, int64_t fallback)
{
    return get_integer_or(body_member(call, "pagination"), name, fallback);
}

static bool includes(const struct job_filter *filter, const struct job *job)
{
    bool of_connection = !filter->connection_id || strcmp(job->connection_id, filter->connection_id) == 0;
    return of_connection && strstr(filter->types, job_type_name(job_type(job)));
}

/* As many whole pages as it takes to show that job (docs/behaviour/jobs.md#reading-jobs); none where it is
 * not among those asked for. */
static void reach_job(struct call *call, struct job_filter *filter, int64_t id)
{
    struct job job;
    int64_t asked = filter->size > 0 ? filter->size : 1;
    filter->offset = 0;
    filter->size = 0;
    if (!job_load(call->world, id, &job)) {
        problem_clear(&call->world->problem);
        return;
    }
    if (includes(filter, &job)) {
        struct job_filter newer = *filter;
        newer.created_from = job.created_at;
        filter->size = (job_list_count(call->world, &newer) + asked - 1) / asked * asked;
    }
    job_free(&job);
}

/* A bound that the body gives, in ms. */
static void read_bound(struct call *call, const char *name, int64_t *bound)
{
    const char *text = body_text(call, name);
    if (text)
        moment_parse(text, bound);
}

static bool body_is(struct call *call, const char *name, const char *text)
{
    return get_is(call_body(call), name, text);
}

static struct job_filter asked_for(struct call *call)
{
    struct job_filter filter = job_filter_of(body_text(call, "configId"), body_member(call, "configTypes"));
    job_filter_by_status(&filter, body_member(call, "statuses"));
    read_bound(call, "createdAtStart", &filter.created_from);
    read_bound(call, "createdAtEnd", &filter.created_to);
    read_bound(call, "updatedAtStart", &filter.updated_from);
    read_bound(call, "updatedAtEnd", &filter.updated_to);
    filter.by_update = body_is(call, "orderByField", "updatedAt");
    filter.oldest_first = body_is(call, "orderByMethod", "ASC");
    filter.size = paging(call, "pageSize", PAGE_SIZE);
    filter.offset = paging(call, "rowOffset", 0);
    if (body_member(call, "includingJobId"))
        reach_job(call, &filter, body_integer(call, "includingJobId", 0));
    return filter;
}

static void write_page(struct writer *writer, struct world *world, const struct job_filter *filter)
{
    struct job job;
    struct rows *rows = job_list_rows(world, filter);
    write_array(writer, "jobs");
    while (rows_next(rows)) {
        job_read(rows, &job);
        write_object(writer, NULL);
        write_job(writer, "job", &job);
        write_attempts(writer, "attempts", world, &job);
        write_object_end(writer);
        job_free(&job);
    }
    write_array_end(writer);
}

static bool show_page(struct call *call)
{
    struct writer writer = {0};
    struct job_filter filter = asked_for(call);
    write_object(&writer, NULL);
    write_page(&writer, call->world, &filter);
    write_integer(&writer, "totalJobCount", job_list_count(call->world, &filter));
    write_object_end(&writer);
    job_filter_free(&filter);
    return reply_document(call, writer_take(&writer));
}

bool jobs_list(struct call *call)
{
    if (json_array_size(body_member(call, "configTypes")) == 0)
        return problem_at(&call->world->problem, PROBLEM_INVALID, "configTypes",
                          "Must include at least one configType.");
    const char *connection_id = body_text(call, "configId");
    return connection_id ? show_polled_connection(call, connection_id, show_page) : show_page(call);
}
