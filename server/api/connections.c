#include "api/routes.h"
#include "domain/connection.h"
#include "domain/simulation.h"
#include "view/job.h"

bool connections_create(struct call *call)
{
    return reply_document(call, connection_create(call->world, call->body));
}

bool connections_update(struct call *call)
{
    return reply_document(call, connection_update(call->world, call->body));
}

bool connections_get(struct call *call)
{
    return reply_document(call, connection_get(call->world, body_text(call, "connectionId")));
}

bool connections_list(struct call *call)
{
    return reply_list(call, "connections",
                      connection_list(call->world, body_text(call, "workspaceId"), false));
}

bool connections_list_all(struct call *call)
{
    return reply_list(call, "connections",
                      connection_list(call->world, body_text(call, "workspaceId"), true));
}

bool connections_search(struct call *call)
{
    return reply_json(call, json_pack("{so}", "connections", connection_search(call->world, call->body)));
}

bool connections_delete(struct call *call)
{
    return reply_done(call, connection_delete(call->world, body_text(call, "connectionId")));
}

/* Replies with a job that was just started, and gives it back. */
static bool reply_job(struct call *call, bool started, struct job *job)
{
    if (!started)
        return false;
    char *info = job_info(call->world, job);
    job_free(job);
    return reply_document(call, info);
}

bool connections_sync(struct call *call)
{
    struct job job;
    return reply_job(call, simulation_sync(call->world, body_text(call, "connectionId"), &job), &job);
}

bool connections_reset(struct call *call)
{
    struct job job;
    return reply_job(call, simulation_reset(call->world, body_text(call, "connectionId"), &job), &job);
}
