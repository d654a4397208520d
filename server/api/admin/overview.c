#include "view/overview.h"
#include "api/routes.h"
#include "gateway/query.h"
#include "sandbox/sandbox.h"
#include "view/job.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_JOBS = 100000 };

/* A whole number among the call's parameters; `fallback` where it is not given. False with a problem. */
static bool number_of(struct call *call, const char *name, int64_t fallback, int64_t *number)
{
    char *text = query_text(&call->exchange->request, name), *end = text;
    *number = text ? strtoll(text, &end, 10) : fallback;
    bool whole = !text || (*text && !*end && *number >= 0);
    free(text);
    return whole ||
           problem_at(&call->world->problem, PROBLEM_INVALID, name, "must be a whole number, 0 or more");
}

bool admin_jobs_list(struct call *call)
{
    int64_t limit, before;
    if (!number_of(call, "limit", MOST_JOBS, &limit) || !number_of(call, "before", 0, &before))
        return false;
    return reply_document(call, overview_jobs(call->world, limit, before));
}

bool admin_jobs_get(struct call *call)
{
    return reply_document(call, overview_job(call->world, strtoll(path_argument(call, "id").text, NULL, 10)));
}

bool admin_jobs_info(struct call *call)
{
    struct job job;
    if (!job_load(call->world, strtoll(path_argument(call, "id").text, NULL, 10), &job))
        return false;
    char *document = job_info(call->world, &job);
    job_free(&job);
    return reply_document(call, document);
}

bool admin_connections_list(struct call *call)
{
    return reply_document(call, overview_connections(call->world));
}

bool admin_history(struct call *call)
{
    return reply_json(call, json_pack("{so}", "marks", history_list(call->sandbox->history)));
}
