#include "api/routes.h"
#include "domain/run/simulation.h"
#include "domain/run/skip_clock.h"
#include "view/job.h"
#include "view/job_debug.h"
#include "view/normalization_status.h"
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

static bool show_job(struct call *call)
{
    struct job job;
    if (!job_load(call->world, body_integer(call, "id", 0), &job))
        return false;
    char *info = job_info(call->world, &job);
    job_free(&job);
    return reply_document(call, info);
}

bool jobs_get(struct call *call)
{
    return show_polled(call, show_job);
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

/* What jobs/list asks for. */
struct page {
    const char *connection_id;
    bool syncs, resets;
    int64_t size, offset;
};

static bool lists_type(const struct call *call, const char *type)
{
    size_t index;
    json_t *asked;
    json_array_foreach (body_member(call, "configTypes"), index, asked)
        if (strcmp(json_string_value(asked), type) == 0)
            return true;
    return false;
}

static int64_t paging(const struct call *call, const char *name, int64_t fallback)
{
    const json_t *value = json_object_get(body_member(call, "pagination"), name);
    return value ? json_integer_value(value) : fallback;
}

static bool includes(const struct page *page, const struct job *job)
{
    return strcmp(job->connection_id, page->connection_id) == 0 && (job->reset ? page->resets : page->syncs);
}

/* As many whole pages as it takes to show that job (docs/behaviour/jobs.md#reading-jobs); none where it is
 * not among those asked for. */
static void reach_job(struct call *call, struct page *page, int64_t id)
{
    struct job job;
    int64_t asked = page->size > 0 ? page->size : 1;
    page->offset = 0;
    page->size = 0;
    if (!job_load(call->world, id, &job)) {
        problem_clear(&call->world->problem);
        return;
    }
    if (includes(page, &job)) {
        int64_t newer =
            job_count_since(call->world, page->connection_id, page->syncs, page->resets, job.created_at);
        page->size = (newer + asked - 1) / asked * asked;
    }
    job_free(&job);
}

static struct page page_of(struct call *call)
{
    struct page page = {.connection_id = body_text(call, "configId"),
                        .syncs = lists_type(call, "sync"),
                        .resets = lists_type(call, "reset_connection"),
                        .size = paging(call, "pageSize", PAGE_SIZE),
                        .offset = paging(call, "rowOffset", 0)};
    if (body_member(call, "includingJobId"))
        reach_job(call, &page, body_integer(call, "includingJobId", 0));
    return page;
}

static void write_page(struct writer *writer, struct world *world, const struct page *page)
{
    struct job job;
    struct rows *rows =
        job_rows(world, page->connection_id, page->syncs, page->resets, page->size, page->offset);
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
    struct page page = page_of(call);
    struct writer writer = {0};
    write_object(&writer, NULL);
    write_page(&writer, call->world, &page);
    write_integer(&writer, "totalJobCount",
                  job_count(call->world, page.connection_id, page.syncs, page.resets));
    write_object_end(&writer);
    return reply_document(call, writer_take(&writer));
}

bool jobs_list(struct call *call)
{
    if (json_array_size(body_member(call, "configTypes")) == 0)
        return problem_at(&call->world->problem, PROBLEM_INVALID, "configTypes",
                          "Must include at least one configType.");
    return show_polled_connection(call, body_text(call, "configId"), show_page);
}
