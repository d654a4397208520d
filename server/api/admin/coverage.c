#include "api/routes.h"
#include "gateway/app.h"
#include "gateway/metrics.h"

bool admin_coverage(struct call *call)
{
    return reply_json(call, metrics_coverage(call->app->metrics));
}
