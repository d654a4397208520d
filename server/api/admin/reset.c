#include "api/routes.h"
#include "domain/plan/plan.h"
#include "gateway/app.h"
#include "gateway/call_steps.h"
#include "verdict/kept.h"
#include "json/list.h"

static bool keeps(struct call *call, const char *part)
{
    return list_has_text(body_member(call, "keep"), part);
}

/* In one go, and committed, once the world is in its place: a call that is ended on the way leaves all of it
 * or nothing. */
static bool reset(struct call *call)
{
    json_auto_t *plans = keeps(call, "plans") ? plan_save(call->world) : NULL;
    call_leave_transaction(call);
    bool done = sandboxes_reset(call->app->sandboxes, call->sandbox, keeps(call, "clock"));
    call_enter_transaction(call);
    if (done && plans) {
        plan_restore(call->world, plans);
        call_leave_transaction(call);
        call_enter_transaction(call);
    }
    return done;
}

bool admin_reset(struct call *call)
{
    problems_keep(call->app, call->sandbox);
    calls_end(call->app, call->sandbox, CALLS_ALL, "was reset");
    if (!reset(call))
        return false;
    if (!keeps(call, "faults"))
        sandboxes_begin_faults(call->app->sandboxes, call->sandbox);
    if (!keeps(call, "requests"))
        request_log_clear(&call->sandbox->requests, NULL, NULL);
    return reply_done(call, true);
}
