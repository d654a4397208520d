#include "api/routes.h"
#include "domain/plan/plan.h"
#include "domain/run/plan_streams.h"

bool admin_plans_list(struct call *call)
{
    return reply_list(call, "plans", plan_rows(call->world));
}

bool admin_plans_add(struct call *call)
{
    return plan_streams_check(call->world, call_body(call)) &&
           reply_document(call, plan_add(call->world, call_body(call)));
}

bool admin_plans_delete_all(struct call *call)
{
    plan_remove_all(call->world);
    return reply_done(call, true);
}

bool admin_plans_get(struct call *call)
{
    return reply_document(call, plan_get(call->world, path_argument(call, "id").text));
}

bool admin_plans_delete(struct call *call)
{
    return reply_done(call, plan_remove(call->world, path_argument(call, "id").text));
}
