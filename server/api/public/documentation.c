#include "api/routes.h"

bool public_documentation(struct call *call)
{
    reply_header(&call->exchange->reply, "Location", "https://reference.airbyte.com/");
    return reply_done(call, true);
}
