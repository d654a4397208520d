#include "api/app.h"
#include "api/routes.h"
#include "api/tally.h"

bool admin_coverage(struct call *call)
{
    return reply_json(call, tally_coverage(call->app->tally));
}
