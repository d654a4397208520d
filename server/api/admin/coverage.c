#include "api/routes.h"
#include "gateway/app.h"
#include "gateway/metrics.h"

bool admin_coverage(struct call *call)
{
    return reply_json(call, tally_coverage(call->app->tally));
}
