#include "api/routes.h"
#include "view/check_and_discovery.h"

bool scheduler_sources_check_connection(struct call *call)
{
    struct check check;
    return check_configuration(call->world, &SOURCE, call_body(call), &check) &&
           reply_json(call, check_read(call->world, &SOURCE, &check));
}

bool scheduler_sources_discover_schema(struct call *call)
{
    struct discovery discovery;
    return discovery_of_configuration(call->world, call_body(call), &discovery) &&
           reply_shaped(call, discovery_read(call->world, &discovery));
}

bool scheduler_destinations_check_connection(struct call *call)
{
    struct check check;
    return check_configuration(call->world, &DESTINATION, call_body(call), &check) &&
           reply_json(call, check_read(call->world, &DESTINATION, &check));
}
