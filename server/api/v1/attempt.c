#include "api/routes.h"
#include "domain/job/attempt_report.h"
#include "view/job.h"

static bool reply_result(struct call *call, bool succeeded)
{
    return reply_json(call, json_pack("{sb}", "succeeded", succeeded));
}

static int64_t job_id(struct call *call)
{
    return body_integer(call, "jobId", 0);
}

static int64_t number(struct call *call)
{
    return body_integer(call, "attemptNumber", -1);
}

bool attempt_set_workflow_in_attempt(struct call *call)
{
    const char *workflow_id = body_text(call, "workflowId");
    const char *queue = body_text(call, "processingTaskQueue");
    return reply_result(call,
                        attempt_report_workflow(call->world, job_id(call), number(call), workflow_id, queue));
}

bool attempt_save_stats(struct call *call)
{
    json_t *stats = body_member(call, "stats");
    json_t *streams = body_member(call, "streamStats");
    return reply_result(call, attempt_report_stats(call->world, job_id(call), number(call), stats, streams));
}

bool attempt_save_sync_config(struct call *call)
{
    json_t *config = body_member(call, "syncConfig");
    return reply_result(call, attempt_report_sync_config(call->world, job_id(call), number(call), config));
}

static char *info_of(struct call *call, const struct job *job)
{
    struct attempt attempt;
    if (!attempt_load(call->world, job->id, (int)number(call), &attempt))
        return problem_set(&call->world->problem, PROBLEM_NOT_FOUND,
                           "Could not find attempt for job_id: %lld and attempt no: %lld", (long long)job->id,
                           (long long)number(call));
    char *info = attempt_info(call->world, job, &attempt);
    attempt_free(&attempt);
    return info;
}

bool attempt_get_for_job(struct call *call)
{
    struct job job;
    if (!job_load(call->world, job_id(call), &job))
        return false;
    char *info = info_of(call, &job);
    job_free(&job);
    return reply_document(call, info);
}
