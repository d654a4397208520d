#include "domain/connection/state.h"
#include "api/routes.h"
#include "domain/job/job.h"

bool state_get(struct call *call)
{
    return reply_shaped(call, state_read(call->world, body_text(call, "connectionId")));
}

bool state_create_or_update(struct call *call)
{
    const char *connection_id = body_text(call, "connectionId");
    return reply_shaped(call, state_merge(call->world, connection_id, body_member(call, "connectionState")));
}

bool state_create_or_update_safe(struct call *call)
{
    struct job open;
    const char *connection_id = body_text(call, "connectionId");
    if (!job_load_open(call->world, connection_id, &open))
        return state_create_or_update(call);
    job_free(&open);
    return problem_set(&call->world->problem, PROBLEM_LOCKED,
                       "State cannot be updated while a sync is running for: %s", connection_id);
}
