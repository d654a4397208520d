#include "api/routes.h"

/* What a community install refuses whatever is asked: docs/behaviour/public-api.md. */
static bool not_implemented(struct call *call)
{
    reply_set(&call->exchange->reply, 501, NULL, NULL, 0);
    return true;
}

bool public_sources_initiate_oauth(struct call *call)
{
    return not_implemented(call);
}

bool public_workspaces_oauth_credentials(struct call *call)
{
    return not_implemented(call);
}

bool public_oauth_callback(struct call *call)
{
    return problem_coded(&call->world->problem, PROBLEM_NOT_FOUND, "page-not-found", NULL, "Page Not Found");
}

bool public_unentitled(struct call *call)
{
    return problem_coded(&call->world->problem, PROBLEM_FORBIDDEN, "license-entitlement",
                         call->route->operation, "A community install is not entitled to it.");
}
